import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { AlertConfiguration, AlertNotification } from './model.ts';

const KIND = 'alert-configuration';

/** The field of the wire that names whom a notification of this type goes to. */
const RECIPIENT: Readonly<Record<string, string>> = {
  EMAIL: 'emailAddress',
  SLACK: 'channelName',
  TEAM: 'teamId',
  USER: 'username',
};

/** Fields that Atlas shows masked wherever it shows them. */
const SECRETS: ReadonlySet<string> = new Set([
  'apiToken',
  'datadogApiKey',
  'microsoftTeamsWebhookUrl',
  'notificationToken',
  'opsGenieApiKey',
  'serviceKey',
  'victorOpsApiKey',
  'webhookSecret',
  'webhookUrl',
]);

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

/** The code is documented; the sentence is unconfirmed. */
function notFound(alertConfigId: string): EmulatorReply {
  return atlasError(404, 'ALERT_CONFIG_NOT_FOUND', `No alert configuration with ID ${alertConfigId} exists.`, [
    alertConfigId,
  ]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.alertConfigId as string);
}

/** Every notification gets a notifier of its own, and its keys are masked but for their last four characters. */
function notificationsOf(request: EmulatorRequest, posted: JsonObject): readonly JsonObject[] {
  return (posted.notifications as readonly JsonObject[]).map((notification) => ({
    ...Object.fromEntries(
      Object.entries(notification).map(([name, value]) =>
        SECRETS.has(name) && typeof value === 'string'
          ? [name, `${'*'.repeat(Math.max(0, value.length - 4))}${value.slice(-4)}`]
          : [name, value],
      ),
    ),
    notifierId: request.newId(),
  }));
}

/** The body replaces everything: what it leaves out goes back to its default (recorded: updateGroupAlertConfig). */
function put(request: EmulatorRequest, id: string, created: string): StoredDocument {
  const posted = request.body as JsonObject;
  const groupId = request.params.groupId as string;
  const document: StoredDocument = {
    kind: KIND,
    parent: groupId,
    id,
    wire: {
      ...posted,
      created,
      enabled: posted.enabled ?? false,
      groupId,
      id,
      matchers: posted.matchers ?? [],
      notifications: notificationsOf(request, posted),
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
        const document = put(request, request.newId(), request.now);
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
          ? notFound(request.params.alertConfigId as string)
          : { status: 200, body: whole(document, request.publicUrl) };
      },
    },
    {
      operation: operations.replace,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.alertConfigId as string);
        const changed = put(request, document.id, document.wire.created as string);
        return { status: 200, body: whole(changed, request.publicUrl) };
      },
    },
    {
      operation: operations.toggle,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.alertConfigId as string);
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
        if (document === undefined) return notFound(request.params.alertConfigId as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  seed: (model, { store, now, idFor }) => {
    const notification = (item: AlertNotification, position: number): JsonObject => ({
      ...(item.delayMinutes === null ? {} : { delayMin: item.delayMinutes }),
      ...(item.emailEnabled === null ? {} : { emailEnabled: item.emailEnabled }),
      ...(item.intervalMinutes === null ? {} : { intervalMin: item.intervalMinutes }),
      notifierId: idFor(`notifier ${model.id} ${position}`),
      ...(item.recipient === null ? {} : { [RECIPIENT[item.type] ?? 'integrationId']: item.recipient }),
      ...(item.roles.length === 0 ? {} : { roles: item.roles }),
      ...(item.smsEnabled === null ? {} : { smsEnabled: item.smsEnabled }),
      typeName: item.type,
    });
    const { threshold } = model;
    const limit = Object.fromEntries(Object.entries(threshold ?? {}).filter(([, value]) => value !== null));
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
