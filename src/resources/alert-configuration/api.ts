import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { AlertConfiguration, AlertThreshold } from './model.ts';
import { notificationOf, readableNotification } from './notification.ts';

const often = {
  delayMin: z.number().nullish(),
  // Atlas asks for at least 5, yet keeps older values such as 0 or 63333330 (recorded: listGroupAlertConfigs).
  intervalMin: z.number().nullish(),
  notifierId: z.string().optional(),
};
const byMessage = { ...often, emailEnabled: z.boolean().optional(), smsEnabled: z.boolean().optional() };
const byService = { ...often, integrationId: z.string().nullish() };

/** Keys, tokens and webhook addresses come back masked, or not at all. */
const notification = z.discriminatedUnion('typeName', [
  z.strictObject({ ...byMessage, typeName: z.literal('GROUP'), roles: z.array(z.string()).optional() }),
  z.strictObject({ ...byMessage, typeName: z.literal('ORG'), roles: z.array(z.string()).optional() }),
  z.strictObject({ ...byMessage, typeName: z.literal('USER'), username: z.string().optional() }),
  z.strictObject({
    ...byMessage,
    typeName: z.literal('TEAM'),
    teamId: z.string().optional(),
    teamName: z.string().optional(),
  }),
  z.strictObject({ ...often, typeName: z.literal('EMAIL'), emailAddress: z.string().optional() }),
  z.strictObject({ ...often, typeName: z.literal('SMS'), mobileNumber: z.string().optional() }),
  z.strictObject({
    ...byService,
    typeName: z.literal('SLACK'),
    apiToken: z.string().optional(),
    channelName: z.string().optional(),
  }),
  z.strictObject({
    ...byService,
    typeName: z.literal('DATADOG'),
    datadogApiKey: z.string().optional(),
    datadogRegion: z.string().optional(),
  }),
  z.strictObject({
    ...byService,
    typeName: z.literal('OPS_GENIE'),
    opsGenieApiKey: z.string().optional(),
    opsGenieRegion: z.string().optional(),
  }),
  z.strictObject({
    ...byService,
    typeName: z.literal('PAGER_DUTY'),
    region: z.string().optional(),
    serviceKey: z.string().optional(),
  }),
  z.strictObject({
    ...byService,
    typeName: z.literal('VICTOR_OPS'),
    victorOpsApiKey: z.string().optional(),
    victorOpsRoutingKey: z.string().optional(),
  }),
  z.strictObject({
    ...byService,
    typeName: z.literal('MICROSOFT_TEAMS'),
    microsoftTeamsWebhookUrl: z.string().optional(),
  }),
  z.strictObject({
    ...byService,
    typeName: z.literal('WEBHOOK'),
    webhookBodyTemplate: z.string().nullish(),
    webhookHeadersTemplate: z.string().nullish(),
    webhookSecret: z.string().optional(),
    webhookUrl: z.string().optional(),
  }),
  z.strictObject({
    ...byService,
    typeName: z.literal('HIP_CHAT'),
    notificationToken: z.string().optional(),
    roomName: z.string().optional(),
  }),
]);

const matcher = z.strictObject({
  fieldName: z.string(),
  operator: z.enum(['EQUALS', 'CONTAINS', 'STARTS_WITH', 'ENDS_WITH', 'NOT_EQUALS', 'NOT_CONTAINS', 'REGEX']),
  value: z.string(),
});

const threshold = z.strictObject({
  operator: z.string().optional(),
  threshold: z.number().optional(),
  // Missing for alerts of billing (recorded).
  units: z.string().optional(),
});

const metricThreshold = z.strictObject({
  metricName: z.string(),
  mode: z.string().optional(),
  operator: z.string().optional(),
  threshold: z.number().optional(),
  units: z.string().optional(),
});

const asked = {
  enabled: z.boolean().optional(),
  eventTypeName: z.string(),
  matchers: z.array(matcher).optional(),
  severityOverride: z.enum(['INFO', 'WARNING', 'ERROR', 'CRITICAL']).nullish(),
};

const answered = {
  ...asked,
  created: z.string(),
  // Missing where Atlas no longer has the kind of event (recorded: listGroupAlertConfigs).
  eventTypeName: z.string().optional(),
  groupId: z.string(),
  id: z.string(),
  links: links.optional(),
  notifications: z.array(notification),
  updated: z.string(),
};

const wire = z.union([
  z.strictObject(answered),
  z.strictObject({ ...answered, threshold }),
  z.strictObject({ ...answered, metricThreshold }),
]);

const requested = { ...asked, notifications: z.array(notification).min(1).max(25) };

const request = z.union([
  z.strictObject(requested),
  z.strictObject({ ...requested, threshold }),
  z.strictObject({ ...requested, metricThreshold }),
]);

const reading = z.looseObject({
  created: z.string().nullish(),
  enabled: z.boolean().optional(),
  eventTypeName: z.string().nullish(),
  id: z.string(),
  matchers: z.array(z.looseObject({ fieldName: z.string(), operator: z.string(), value: z.string() })).nullish(),
  metricThreshold: z
    .looseObject({
      metricName: z.string(),
      mode: z.string().nullish(),
      operator: z.string().nullish(),
      threshold: z.number().nullish(),
      units: z.string().nullish(),
    })
    .nullish(),
  notifications: z.array(readableNotification).nullish(),
  severityOverride: z.string().nullish(),
  threshold: z
    .looseObject({
      operator: z.string().nullish(),
      threshold: z.number().nullish(),
      units: z.string().nullish(),
    })
    .nullish(),
  updated: z.string().nullish(),
});

const base = { version: '2023-01-01', bucket: buckets.project } as const;
const path = '/api/atlas/v2/groups/{groupId}/alertConfigs';

// Atlas names Project Alerts Manager for the writes, a fine-grained role that Project Owner contains.
export const operations = {
  list: {
    ...base,
    id: 'listGroupAlertConfigs',
    method: 'GET',
    path,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  // Recorded: 201, although the contract of Atlas says 200.
  create: {
    ...base,
    id: 'createGroupAlertConfig',
    method: 'POST',
    path,
    role: 'GROUP_OWNER',
    success: 201,
    shape: 'object',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupAlertConfig',
    method: 'GET',
    path: `${path}/{alertConfigId}`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  replace: {
    ...base,
    id: 'updateGroupAlertConfig',
    method: 'PUT',
    path: `${path}/{alertConfigId}`,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  toggle: {
    ...base,
    id: 'toggleGroupAlertConfig',
    method: 'PATCH',
    path: `${path}/{alertConfigId}`,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request: z.strictObject({ enabled: z.boolean() }),
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupAlertConfig',
    method: 'DELETE',
    path: `${path}/{alertConfigId}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
  // A bare array of names (recorded), although the contract of Atlas says objects.
  matcherFields: {
    id: 'listAlertConfigMatcherFieldNames',
    method: 'GET',
    path: '/api/atlas/v2/alertConfigs/matchers/fieldNames',
    version: '2023-01-01',
    bucket: buckets.rootLists,
    role: 'any',
    success: 200,
    shape: 'array',
    response: z.string(),
  },
} as const satisfies Record<string, Operation>;

type Reading = z.output<typeof reading>;

function thresholdOf({ metricThreshold: metric, threshold: plain }: Reading): AlertThreshold | null {
  const read = metric ?? plain;
  if (read === undefined || read === null) return null;
  return {
    metricName: metric?.metricName ?? null,
    mode: metric?.mode ?? null,
    operator: read.operator ?? null,
    threshold: read.threshold ?? null,
    units: read.units ?? null,
  };
}

/** A wire configuration as our model. */
export function fromWire(item: unknown, projectId: string): AlertConfiguration {
  const alert = reading.parse(item);
  return {
    projectId,
    id: alert.id,
    eventTypeName: alert.eventTypeName ?? null,
    enabled: alert.enabled ?? false,
    severityOverride: alert.severityOverride ?? null,
    matchers: (alert.matchers ?? []).map(({ fieldName, operator, value }) => ({ fieldName, operator, value })),
    threshold: thresholdOf(alert),
    notifications: (alert.notifications ?? []).map(notificationOf),
    notifierIds: (alert.notifications ?? []).map(({ notifierId }) => notifierId ?? null),
    created: alert.created ?? null,
    updated: alert.updated ?? null,
  };
}

export const read: ResourceRead<AlertConfiguration, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};
