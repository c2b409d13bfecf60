import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { operations, toWire } from './api.ts';
import type { ThirdPartyIntegration } from './model.ts';

const KIND = 'third-party-integration';
const MASK = '********************************';

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

/** Code: Atlas's list of API errors; sentence: issue 354 of the Terraform provider. */
function notConfigured(type: string): EmulatorReply {
  return atlasError(
    404,
    'INTEGRATION_NOT_CONFIGURED',
    `The integration of type '${type}' is not configured for this group.`,
    [type],
  );
}

/** A masked key that is sent back is no key (issues 1316 and 3379 of the Terraform provider); undefined where none is. */
function maskedKey(type: string, posted: JsonObject): EmulatorReply | undefined {
  const sent = Object.keys(posted).filter((name) => SECRETS.has(name));
  if (!sent.some((name) => String(posted[name]).startsWith('****'))) return undefined;
  const reason = 'apiKey must be a hexadecimal string';
  if (type === 'DATADOG')
    return atlasError(
      400,
      'INVALID_INTEGRATION_SETTINGS',
      `The provided settings for the ${type} integration were invalid: ${reason}.`,
      [type, reason],
    );
  // Unconfirmed: the sentence.
  return atlasError(400, 'INTEGRATION_FIELDS_INVALID', 'At least one integration field is invalid.');
}

function put(request: EmulatorRequest): EmulatorReply {
  const { groupId = '', integrationType = '' } = request.params;
  const { bodyTemplate, headersTemplate, password: _password, ...posted } = request.body as JsonObject;
  const refusal = maskedKey(integrationType, posted);
  if (refusal !== undefined) return refusal;
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

function create(request: EmulatorRequest): EmulatorReply {
  const { groupId = '', integrationType: type = '' } = request.params;
  if (request.store.get(KIND, groupId, type) === undefined) return put(request);
  // Issue 1038 of the Terraform provider; its parameters are unconfirmed.
  return atlasError(
    409,
    'INTEGRATION_ALREADY_CONFIGURED',
    `The integration of type '${type}' is already configured for this group.`,
    [type],
  );
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
    { operation: operations.create, handle: create },
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
    const { password: _password, ...known } = toWire(model, () => MASK) as JsonObject;
    // What only Slack has, which cannot be written.
    const slack = model.type === 'SLACK' ? { apiToken: MASK } : {};
    const webhook =
      model.type === 'WEBHOOK'
        ? { url: `${model.origin ?? ''}/****`, ...(model.templated ? { webhookBodyTemplate: MASK } : {}) }
        : {};
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.type,
      wire: {
        ...SHOWN[model.type],
        ...known,
        ...slack,
        ...webhook,
        id: model.id ?? idFor(`integration ${model.projectId} ${model.type}`),
      },
    });
  },
};
