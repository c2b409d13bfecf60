import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { ThirdPartyIntegration } from './model.ts';

const KIND = 'third-party-integration';

/** The order in which Atlas lists them, whenever they were made (recorded: createGroupIntegration). */
const ORDER = [
  'PAGER_DUTY',
  'SLACK',
  'DATADOG',
  'NEW_RELIC',
  'OPS_GENIE',
  'VICTOR_OPS',
  'WEBHOOK',
  'PROMETHEUS',
  'MICROSOFT_TEAMS',
];

const SECRETS: ReadonlySet<string> = new Set([
  'accountId',
  'apiKey',
  'apiToken',
  'licenseKey',
  'microsoftTeamsWebhookUrl',
  'readToken',
  'secret',
  'serviceKey',
  'writeToken',
]);

/** What Atlas shows beside what was sent (recorded for these two). */
const SHOWN: Readonly<Record<string, JsonObject>> = {
  DATADOG: {
    customEndpoint: null,
    region: 'US',
    sendCollectionLatencyMetrics: false,
    sendDatabaseMetrics: false,
    sendQueryStatsMetrics: false,
    sendUserProvidedResourceTags: false,
  },
  WEBHOOK: { webhookBodyTemplate: null, webhookHeadersTemplate: null },
};

/** Length kept, all but the last four characters masked (recorded). */
function masked(name: string, value: Json): Json {
  if (typeof value !== 'string') return value;
  // Recorded: "https://example.com/****1235".
  if (name === 'url') return `${/^[^:]*:\/\/[^/]*/.exec(value)?.[0] ?? ''}/****${value.slice(-4)}`;
  return SECRETS.has(name) ? `${'*'.repeat(Math.max(0, value.length - 4))}${value.slice(-4)}` : value;
}

function list({ store, params }: EmulatorRequest): EmulatorReply {
  const items = store.list(KIND, params.groupId as string).map(({ wire }) => wire);
  const place = ({ type }: JsonObject) => ORDER.indexOf(String(type));
  return { status: 200, page: [...items].sort((a, b) => place(a) - place(b)) };
}

/** The code is documented; the sentence is unconfirmed. */
function notConfigured(type: string): EmulatorReply {
  return atlasError(404, 'INTEGRATION_NOT_CONFIGURED', `No integration of type ${type} is configured.`, [type]);
}

/** A second POST of a type replaces the first: a project has one of each (unconfirmed: Atlas may refuse it). */
function put(request: EmulatorRequest): EmulatorReply {
  const { groupId = '', integrationType = '' } = request.params;
  const { bodyTemplate, headersTemplate, password: _password, ...posted } = request.body as JsonObject;
  const existing = request.store.get(KIND, groupId, integrationType);
  const templates: JsonObject =
    integrationType === 'WEBHOOK'
      ? {
          webhookBodyTemplate: bodyTemplate ?? null,
          webhookHeadersTemplate: headersTemplate ?? null,
        }
      : {};
  const wire: JsonObject = {
    ...SHOWN[integrationType],
    ...Object.fromEntries(Object.entries(posted).map(([name, value]) => [name, masked(name, value as Json)])),
    ...templates,
    id: existing?.wire.id ?? request.newId(),
    type: integrationType,
  };
  request.store.put({ kind: KIND, parent: groupId, id: integrationType, wire });
  return list(request);
}

export const emulator: EmulatorBehaviour<ThirdPartyIntegration> = {
  routes: [
    { operation: operations.list, handle: list },
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const { groupId = '', integrationType = '' } = params;
        const document = store.get(KIND, groupId, integrationType);
        return document === undefined ? notConfigured(integrationType) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.create, handle: put },
    {
      operation: operations.replace,
      handle: (request) => {
        const { groupId = '', integrationType = '' } = request.params;
        return request.store.get(KIND, groupId, integrationType) === undefined
          ? notConfigured(integrationType)
          : put(request);
      },
    },
    {
      operation: operations.delete,
      handle: ({ store, params }) => {
        const { groupId = '', integrationType = '' } = params;
        if (store.get(KIND, groupId, integrationType) === undefined) return notConfigured(integrationType);
        store.remove(KIND, groupId, integrationType);
        return { status: 204 };
      },
    },
  ],
  seed: (model, { store, idFor }) => {
    const mask = '********************************';
    const keys: Readonly<Record<string, JsonObject>> = {
      DATADOG: { apiKey: mask },
      MICROSOFT_TEAMS: { microsoftTeamsWebhookUrl: mask },
      NEW_RELIC: { accountId: mask, licenseKey: mask, readToken: mask, writeToken: mask },
      OPS_GENIE: { apiKey: mask },
      PAGER_DUTY: { serviceKey: mask },
      PROMETHEUS: {
        enabled: model.enabled ?? false,
        serviceDiscovery: model.serviceDiscovery ?? 'http',
        username: 'prom_user',
      },
      SLACK: { apiToken: mask },
      VICTOR_OPS: { apiKey: mask },
      WEBHOOK: { url: `${model.origin ?? ''}/****`, ...(model.signed ? { secret: mask } : {}) },
    };
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.type,
      wire: {
        ...SHOWN[model.type],
        ...keys[model.type],
        id: model.id ?? idFor(`integration ${model.projectId} ${model.type}`),
        ...(model.region === null ? {} : { region: model.region }),
        type: model.type,
      },
    });
  },
};
