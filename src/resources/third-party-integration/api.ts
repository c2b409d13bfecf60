import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { Change, SecretSource } from '../../core/change.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ThirdPartyIntegration } from './model.ts';

const flag = z.boolean().optional();
const id = z.string().nullish();
const key = z.string().optional();

const datadog = {
  apiKey: z.string(),
  region: z.string().optional(),
  sendCollectionLatencyMetrics: flag,
  sendDatabaseMetrics: flag,
  sendQueryStatsMetrics: flag,
  sendUserProvidedResourceTags: flag,
  type: z.literal('DATADOG'),
};
const microsoftTeams = { microsoftTeamsWebhookUrl: z.string(), type: z.literal('MICROSOFT_TEAMS') };
const newRelic = {
  accountId: z.string(),
  licenseKey: z.string(),
  readToken: z.string(),
  type: z.literal('NEW_RELIC'),
  writeToken: z.string(),
};
const opsGenie = { apiKey: z.string(), region: z.string().optional(), type: z.literal('OPS_GENIE') };
const pagerDuty = { region: z.string().optional(), serviceKey: z.string(), type: z.literal('PAGER_DUTY') };
const prometheus = {
  enabled: z.boolean(),
  sendUserProvidedResourceTagsEnabled: flag,
  serviceDiscovery: z.enum(['http', 'file']),
  type: z.literal('PROMETHEUS'),
  username: z.string(),
};
const slack = {
  apiToken: z.string(),
  channelName: z.string().nullish(),
  teamName: z.string().nullish(),
  type: z.literal('SLACK'),
};
const victorOps = { apiKey: z.string(), routingKey: z.string().nullish(), type: z.literal('VICTOR_OPS') };
const webhook = { secret: key, type: z.literal('WEBHOOK'), url: z.string() };

/** Atlas's alternatives overlap; the type tells them apart. Keys keep their length, masked but for the last four (recorded). */
const wire = z.discriminatedUnion('type', [
  z.strictObject({
    ...datadog,
    id,
    // Recorded, and in no contract; the second was written so for a while in 2025.
    customEndpoint: z.string().nullish(),
    _sendUserProvidedResourceTags: flag,
  }),
  z.strictObject({ ...microsoftTeams, id }),
  z.strictObject({ ...newRelic, id }),
  z.strictObject({ ...opsGenie, id }),
  z.strictObject({ ...pagerDuty, id }),
  z.strictObject({ ...prometheus, id }),
  z.strictObject({ ...slack, id }),
  z.strictObject({ ...victorOps, id }),
  z.strictObject({
    ...webhook,
    id,
    bodyTemplate: z.string().nullish(),
    headersTemplate: z.string().nullish(),
    // The names as recorded since May 2026; the contract says those above.
    webhookBodyTemplate: z.string().nullish(),
    webhookHeadersTemplate: z.string().nullish(),
  }),
]);

/** The type may be left to the path. */
const typed = <T extends string>(type: T) => ({ id, type: z.literal(type).optional() });

const request = z.union([
  z.strictObject({ ...datadog, ...typed('DATADOG') }),
  z.strictObject({ ...microsoftTeams, ...typed('MICROSOFT_TEAMS') }),
  z.strictObject({ ...newRelic, ...typed('NEW_RELIC') }),
  z.strictObject({ ...opsGenie, ...typed('OPS_GENIE') }),
  z.strictObject({ ...pagerDuty, ...typed('PAGER_DUTY') }),
  z.strictObject({ ...prometheus, ...typed('PROMETHEUS'), password: key }),
  z.strictObject({ ...slack, ...typed('SLACK') }),
  z.strictObject({ ...victorOps, ...typed('VICTOR_OPS') }),
  z.strictObject({
    ...webhook,
    ...typed('WEBHOOK'),
    bodyTemplate: z.string().nullish(),
    headersTemplate: z.string().nullish(),
  }),
]);

const reading = z.looseObject({
  bodyTemplate: z.string().nullish(),
  enabled: z.boolean().nullish(),
  headersTemplate: z.string().nullish(),
  id: z.string().nullish(),
  region: z.string().nullish(),
  routingKey: z.string().nullish(),
  secret: z.string().nullish(),
  serviceDiscovery: z.string().nullish(),
  type: z.string(),
  url: z.string().nullish(),
  username: z.string().nullish(),
  webhookBodyTemplate: z.string().nullish(),
  webhookHeadersTemplate: z.string().nullish(),
});

const base = { version: '2023-01-01', bucket: buckets.project, success: 200 } as const;
const path = '/api/atlas/v2/groups/{groupId}/integrations';

export const operations = {
  list: {
    ...base,
    id: 'listGroupIntegrations',
    method: 'GET',
    path,
    role: 'GROUP_READ_ONLY',
    shape: 'page',
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupIntegration',
    method: 'GET',
    path: `${path}/{integrationType}`,
    role: 'GROUP_READ_ONLY',
    shape: 'object',
    response: wire,
  },
  // Both answer with the whole list (recorded: createGroupIntegration).
  create: {
    ...base,
    id: 'createGroupIntegration',
    method: 'POST',
    path: `${path}/{integrationType}`,
    role: 'GROUP_OWNER',
    shape: 'page',
    request,
    response: wire,
  },
  replace: {
    ...base,
    id: 'updateGroupIntegration',
    method: 'PUT',
    path: `${path}/{integrationType}`,
    role: 'GROUP_OWNER',
    shape: 'page',
    request,
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupIntegration',
    method: 'DELETE',
    path: `${path}/{integrationType}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

/** The switches of what goes out beside plain metrics, by type: field on the wire → our word. */
const SENDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DATADOG: {
    sendCollectionLatencyMetrics: 'collection-latency',
    sendDatabaseMetrics: 'database-metrics',
    sendQueryStatsMetrics: 'query-stats',
    sendUserProvidedResourceTags: 'resource-tags',
  },
  PROMETHEUS: { sendUserProvidedResourceTagsEnabled: 'resource-tags' },
};

/** Keys, tokens and addresses by type, with the environment variable that is asked for. */
const SECRETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DATADOG: { apiKey: 'FIVEFOLD_DATADOG_API_KEY' },
  MICROSOFT_TEAMS: { microsoftTeamsWebhookUrl: 'FIVEFOLD_MICROSOFT_TEAMS_WEBHOOK_URL' },
  NEW_RELIC: {
    accountId: 'FIVEFOLD_NEW_RELIC_ACCOUNT_ID',
    licenseKey: 'FIVEFOLD_NEW_RELIC_LICENSE_KEY',
    readToken: 'FIVEFOLD_NEW_RELIC_READ_TOKEN',
    writeToken: 'FIVEFOLD_NEW_RELIC_WRITE_TOKEN',
  },
  OPS_GENIE: { apiKey: 'FIVEFOLD_OPS_GENIE_API_KEY' },
  PAGER_DUTY: { serviceKey: 'FIVEFOLD_PAGER_DUTY_SERVICE_KEY' },
  PROMETHEUS: { password: 'FIVEFOLD_PROMETHEUS_PASSWORD' },
  VICTOR_OPS: { apiKey: 'FIVEFOLD_VICTOR_OPS_API_KEY' },
  WEBHOOK: { url: 'FIVEFOLD_WEBHOOK_URL', secret: 'FIVEFOLD_WEBHOOK_SECRET' },
};

function fromWire(item: unknown, projectId: string): ThirdPartyIntegration {
  const integration = reading.parse(item);
  const { type } = integration;
  const isWebhook = type === 'WEBHOOK';
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*/i.exec(integration.url ?? '')?.[0];
  const templates = [
    integration.bodyTemplate,
    integration.headersTemplate,
    integration.webhookBodyTemplate,
    integration.webhookHeadersTemplate,
  ];
  return {
    projectId,
    id: integration.id ?? null,
    type,
    region: integration.region ?? null,
    routingKey: integration.routingKey ?? null,
    // Whatever stands before the host's "@" is a credential.
    origin: isWebhook ? (origin?.replace(/\/\/[^@]*@/, '//') ?? null) : null,
    signed: isWebhook ? Boolean(integration.secret) : null,
    templated: isWebhook ? templates.some(Boolean) : null,
    enabled: integration.enabled ?? null,
    serviceDiscovery: integration.serviceDiscovery ?? null,
    username: integration.username ?? null,
    sends: Object.entries(SENDS[type] ?? {})
      .filter(([field]) => integration[field] === true)
      .map(([, word]) => word)
      .sort(),
  };
}

/** The fields of a type that take a secret; a webhook has one only where its messages are signed. */
export function secretFields({ type, signed }: ThirdPartyIntegration): readonly string[] {
  return Object.keys(SECRETS[type] ?? {}).filter((field) => field !== 'secret' || signed === true);
}

/** What can be written: Slack is set up by OAuth in the console alone, and templates that are not read would be lost. */
function isSayable({ type, templated }: ThirdPartyIntegration): boolean {
  return type in SECRETS && templated !== true;
}

/** A PUT replaces the whole integration, and what Atlas shows of a key is no key: each is given again with every change. */
function secretInputs(change: Change<ThirdPartyIntegration>): Readonly<Record<string, SecretSource>> {
  if (change.type === 'delete' || !isSayable(change.after)) return {};
  const { after } = change;
  return Object.fromEntries(
    secretFields(after).map((field) => [field, { from: 'environment', name: SECRETS[after.type]?.[field] ?? '' }]),
  );
}

/** What is known of an integration, as it is sent; `secretOf` says what stands in the place of a key. */
export function toWire(
  integration: ThirdPartyIntegration,
  secretOf: (field: string) => Body,
): { readonly [key: string]: Body | undefined } {
  const { type, region, routingKey, enabled, serviceDiscovery, username, sends } = integration;
  return {
    type,
    ...(region === null ? {} : { region }),
    ...(routingKey === null ? {} : { routingKey }),
    ...(enabled === null ? {} : { enabled }),
    ...(serviceDiscovery === null ? {} : { serviceDiscovery }),
    ...(username === null ? {} : { username }),
    ...Object.fromEntries(Object.entries(SENDS[type] ?? {}).map(([field, word]) => [field, sends.includes(word)])),
    ...Object.fromEntries(secretFields(integration).map((field) => [field, secretOf(field)])),
  };
}

/** The host of a webhook stands in the plan; what follows it is the secret. */
function toBody(integration: ThirdPartyIntegration): Body {
  const { origin } = integration;
  return toWire(integration, (field) =>
    field === 'url' && origin !== null ? { $secret: field, prefix: `${origin}/` } : { $secret: field },
  );
}

const paths = ({ projectId, type }: ThirdPartyIntegration) => ({ groupId: projectId, integrationType: type });

export const read: ResourceRead<ThirdPartyIntegration, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<ThirdPartyIntegration> = {
  operations: [operations.create, operations.get, operations.replace, operations.delete],
  create: ({ after }) => (isSayable(after) ? [callOf(operations.create, paths(after), { body: toBody(after) })] : []),
  update: ({ after }) => (isSayable(after) ? [callOf(operations.replace, paths(after), { body: toBody(after) })] : []),
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  secretInputs,
};
