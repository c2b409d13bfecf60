import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
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
  enabled: z.boolean().nullish(),
  id: z.string().nullish(),
  region: z.string().nullish(),
  secret: z.string().nullish(),
  serviceDiscovery: z.string().nullish(),
  type: z.string(),
  url: z.string().nullish(),
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

function fromWire(item: unknown, projectId: string): ThirdPartyIntegration {
  const integration = reading.parse(item);
  const isWebhook = integration.type === 'WEBHOOK';
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(integration.url ?? '')?.[0];
  return {
    projectId,
    id: integration.id ?? null,
    type: integration.type,
    region: integration.region ?? null,
    // Whatever stands before the host's "@" is a credential.
    origin: isWebhook ? (origin?.replace(/\/\/[^@]*@/, '//') ?? null) : null,
    signed: isWebhook ? Boolean(integration.secret) : null,
    enabled: integration.enabled ?? null,
    serviceDiscovery: integration.serviceDiscovery ?? null,
  };
}

export const read: ResourceRead<ThirdPartyIntegration, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};
