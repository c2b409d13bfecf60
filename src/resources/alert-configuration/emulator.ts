import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { type Json, type JsonObject, withoutNull } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { AlertConfiguration, AlertNotification } from './model.ts';
import { NOTIFICATION_TYPES, notificationToWire, secretFields } from './notification.ts';

const KIND = 'alert-configuration';

/** What a key looks like when it is read: length kept, all but the last four characters masked. */
const MASK = '********************************';

/** What an alert's matchers can look at (the contract's names; their order is unconfirmed). */
const MATCHER_FIELDS = [
  'APPLICATION_ID',
  'ATLAS_NODE_TYPE',
  'CLUSTER_NAME',
  'HOSTNAME',
  'HOSTNAME_AND_PORT',
  'INSTANCE_NAME',
  'PORT',
  'PROCESSOR_NAME',
  'REPLICA_SET_NAME',
  'RULE_ID',
  'SHARD_NAME',
  'SOFTWARE_TYPE',
  'TYPE_NAME',
];

function pathOf({ parent, id }: StoredDocument): string {
  return `/api/atlas/v2/groups/${parent}/alertConfigs/${id}`;
}

function listItem(document: StoredDocument, publicUrl: string): JsonObject {
  return { ...document.wire, links: selfLink(publicUrl, pathOf(document)) };
}

/** One configuration with the link to its alerts (recorded: updateGroupAlertConfig). */
function whole(document: StoredDocument, publicUrl: string): JsonObject {
  const path = pathOf(document);
  const alerts = { href: `${publicUrl}${path}/alerts`, rel: 'https://cloud.mongodb.com/alerts' };
  return { ...document.wire, links: [...selfLink(publicUrl, path), alerts] };
}

/** Code and sentence: Atlas's list of API errors. */
function notFound({ groupId = '', alertConfigId = '' }: EmulatorRequest['params']): EmulatorReply {
  return atlasError(
    404,
    'ALERT_CONFIG_NOT_FOUND',
    `No alert configuration with ID ${alertConfigId} exists in group ${groupId}.`,
    [alertConfigId, groupId],
  );
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.alertConfigId as string);
}

/** Masked but for the last four characters. */
function masked(secret: string): string {
  return `${'*'.repeat(Math.max(0, secret.length - 4))}${secret.slice(-4)}`;
}

/** The notification of before with this notifier: what its keys were is kept where none are sent. */
function withNotifier(before: StoredDocument | undefined, notifierId: Json | undefined): JsonObject | undefined {
  return ((before?.wire.notifications ?? []) as readonly JsonObject[]).find(
    (notification) => notifierId !== undefined && notification.notifierId === notifierId,
  );
}

/** Why Atlas takes a notification as it is sent here for no notification; undefined where it does. */
function refusalOf(posted: JsonObject, before: StoredDocument | undefined): EmulatorReply | undefined {
  // The contract's least; code and sentence are unconfirmed.
  if (typeof posted.intervalMin === 'number' && posted.intervalMin < 5)
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute intervalMin specified.', ['intervalMin']);
  const secrets = Object.keys(NOTIFICATION_TYPES[String(posted.typeName)]?.secrets ?? {});
  // A masked key that is sent back (terraform-provider-mongodbatlas, issue 1086); the sentence is unconfirmed.
  if (secrets.some((name) => String(posted[name] ?? '').startsWith('****')))
    return atlasError(400, 'INTEGRATION_FIELDS_INVALID', 'At least one integration field is invalid.');
  const hasKey =
    typeof posted.integrationId === 'string' || withNotifier(before, posted.notifierId)?.typeName === posted.typeName;
  const missing = secrets.find((name) => name !== 'webhookSecret' && name !== 'victorOpsRoutingKey');
  if (missing === undefined || hasKey || posted[missing] !== undefined) return undefined;
  // "The resource requires this parameter" (createGroupAlertConfig); the answer is unconfirmed.
  return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${missing} was not specified.`, [missing]);
}

/** A notification as Atlas keeps it: with a notifier, and without an interval where the service repeats by itself. */
function notificationOf(request: EmulatorRequest, posted: JsonObject, before: StoredDocument | undefined): JsonObject {
  const { secrets = {}, repeatsItself } = NOTIFICATION_TYPES[String(posted.typeName)] ?? {};
  const kept = withNotifier(before, posted.notifierId);
  const keys = Object.keys(secrets).flatMap((name): [string, Json][] => {
    const given = posted[name];
    if (typeof given === 'string') return [[name, masked(given)]];
    return kept?.[name] === undefined ? [] : [[name, kept[name]]];
  });
  const { intervalMin, ...rest } = posted;
  return {
    ...rest,
    ...(repeatsItself || intervalMin === undefined ? {} : { intervalMin }),
    ...Object.fromEntries(keys),
    notifierId: kept === undefined ? request.newId() : (kept.notifierId as string),
  };
}

/** The body replaces everything: what it leaves out goes back to its default (recorded: updateGroupAlertConfig). */
function put(request: EmulatorRequest, before?: StoredDocument): StoredDocument | EmulatorReply {
  const posted = request.body as JsonObject;
  const sent = posted.notifications as readonly JsonObject[];
  for (const notification of sent) {
    const refusal = refusalOf(notification, before);
    if (refusal !== undefined) return refusal;
  }
  const groupId = request.params.groupId as string;
  const id = before?.id ?? request.newId();
  const document: StoredDocument = {
    kind: KIND,
    parent: groupId,
    id,
    wire: {
      ...posted,
      created: before?.wire.created ?? request.now,
      enabled: posted.enabled ?? false,
      groupId,
      id,
      matchers: posted.matchers ?? [],
      notifications: sent.map((notification) => notificationOf(request, notification, before)),
      updated: request.now,
    },
  };
  request.store.put(document);
  return document;
}

export const emulator: EmulatorBehaviour<AlertConfiguration> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, publicUrl }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map((document) => listItem(document, publicUrl)),
      }),
    },
    {
      operation: operations.create,
      handle: (request) => {
        const document = put(request);
        if ('status' in document) return document;
        return {
          status: 201,
          body: whole(document, request.publicUrl),
          headers: { location: `${request.publicUrl}${pathOf(document)}` },
        };
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? notFound(request.params)
          : { status: 200, body: whole(document, request.publicUrl) };
      },
    },
    {
      operation: operations.replace,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params);
        const changed = put(request, document);
        return 'status' in changed ? changed : { status: 200, body: whole(changed, request.publicUrl) };
      },
    },
    {
      operation: operations.toggle,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params);
        const { enabled } = request.body as { readonly enabled: boolean };
        const changed = { ...document, wire: { ...document.wire, enabled, updated: request.now } };
        request.store.put(changed);
        return { status: 200, body: whole(changed, request.publicUrl) };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
    { operation: operations.matcherFields, handle: () => ({ status: 200, body: MATCHER_FIELDS }) },
  ],
  seed: (model, { store, now, idFor }) => {
    const notification = (item: AlertNotification, position: number): JsonObject => {
      const keys = secretFields(item).map((name): [string, Json] => [name, MASK]);
      const notifierId = model.notifierIds[position] ?? idFor(`notifier ${model.id} ${position}`);
      if (item.templated) keys.push(['webhookBodyTemplate', MASK]);
      return notificationToWire(item, { ...Object.fromEntries(keys), notifierId }) as JsonObject;
    };
    const { threshold } = model;
    const limit = withoutNull({ ...threshold });
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.id,
      wire: {
        created: model.created ?? now,
        enabled: model.enabled,
        ...(model.eventTypeName === null ? {} : { eventTypeName: model.eventTypeName }),
        groupId: model.projectId,
        id: model.id,
        matchers: model.matchers.map((matcher) => ({ ...matcher })),
        ...(threshold === null ? {} : { [threshold.metricName === null ? 'threshold' : 'metricThreshold']: limit }),
        notifications: model.notifications.map(notification),
        ...(model.severityOverride === null ? {} : { severityOverride: model.severityOverride }),
        updated: model.updated ?? now,
      },
    });
  },
};
