/** How a notification stands on the wire, by its type: fields, keys, and what is read of it. Source: createGroupAlertConfig. */
import { z } from 'zod';
import type { Body } from '../../core/call.ts';
import type { AlertNotification } from './model.ts';

interface NotificationType {
  /** The field that names whom it goes to. */
  readonly recipient?: string;
  readonly region?: string;
  /** Fields that come back masked or not at all, with the environment variable that is asked for. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** It repeats at its own service, so that Atlas answers no interval (createGroupAlertConfig, `intervalMin`). */
  readonly repeatsItself?: true;
}

/** The fields of each type that differ from those of the others. */
export const NOTIFICATION_TYPES: Readonly<Record<string, NotificationType>> = {
  GROUP: {},
  ORG: {},
  EMAIL: { recipient: 'emailAddress' },
  USER: { recipient: 'username' },
  TEAM: { recipient: 'teamId' },
  SMS: { secrets: { mobileNumber: 'FIVEFOLD_ALERT_MOBILE_NUMBER' } },
  SLACK: { recipient: 'channelName', secrets: { apiToken: 'FIVEFOLD_SLACK_API_TOKEN' } },
  DATADOG: { region: 'datadogRegion', secrets: { datadogApiKey: 'FIVEFOLD_DATADOG_API_KEY' } },
  OPS_GENIE: {
    region: 'opsGenieRegion',
    secrets: { opsGenieApiKey: 'FIVEFOLD_OPS_GENIE_API_KEY' },
    repeatsItself: true,
  },
  PAGER_DUTY: {
    region: 'region',
    secrets: { serviceKey: 'FIVEFOLD_PAGER_DUTY_SERVICE_KEY' },
    repeatsItself: true,
  },
  VICTOR_OPS: {
    secrets: {
      victorOpsApiKey: 'FIVEFOLD_VICTOR_OPS_API_KEY',
      victorOpsRoutingKey: 'FIVEFOLD_VICTOR_OPS_ROUTING_KEY',
    },
    repeatsItself: true,
  },
  MICROSOFT_TEAMS: { secrets: { microsoftTeamsWebhookUrl: 'FIVEFOLD_MICROSOFT_TEAMS_WEBHOOK_URL' } },
  WEBHOOK: {
    secrets: { webhookUrl: 'FIVEFOLD_ALERT_WEBHOOK_URL', webhookSecret: 'FIVEFOLD_ALERT_WEBHOOK_SECRET' },
  },
  HIP_CHAT: { recipient: 'roomName', secrets: { notificationToken: 'FIVEFOLD_HIP_CHAT_TOKEN' } },
};

/** What is read of a notification: looser than the contract, so that a field that Atlas adds does not blind us. */
export const readableNotification = z.looseObject({
  delayMin: z.number().nullish(),
  emailEnabled: z.boolean().nullish(),
  integrationId: z.string().nullish(),
  intervalMin: z.number().nullish(),
  notifierId: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
  smsEnabled: z.boolean().nullish(),
  typeName: z.string(),
  webhookBodyTemplate: z.string().nullish(),
  webhookHeadersTemplate: z.string().nullish(),
  webhookSecret: z.string().nullish(),
});

/** A wire notification as our model. */
export function notificationOf(item: z.output<typeof readableNotification>): AlertNotification {
  const { recipient, region } = NOTIFICATION_TYPES[item.typeName] ?? {};
  const text = (field: string | undefined) => {
    const value = field === undefined ? undefined : item[field];
    return typeof value === 'string' ? value : null;
  };
  const isWebhook = item.typeName === 'WEBHOOK';
  return {
    type: item.typeName,
    recipient: text(recipient),
    integrationId: item.integrationId ?? null,
    region: text(region),
    signed: isWebhook ? Boolean(item.webhookSecret) : null,
    templated: isWebhook ? Boolean(item.webhookBodyTemplate ?? item.webhookHeadersTemplate) : null,
    roles: [...(item.roles ?? [])].sort(),
    delayMinutes: item.delayMin ?? null,
    intervalMinutes: item.intervalMin ?? null,
    emailEnabled: item.emailEnabled ?? null,
    smsEnabled: item.smsEnabled ?? null,
  };
}

/** The fields of a notification that take a secret; none where an integration of the project has it. */
export function secretFields({ type, integrationId, signed }: AlertNotification): readonly string[] {
  if (integrationId !== null) return [];
  const fields = Object.keys(NOTIFICATION_TYPES[type]?.secrets ?? {});
  return signed === false ? fields.filter((field) => field !== 'webhookSecret') : fields;
}

/** A notification as it is sent, with the given fields beside those of the model. */
export function notificationToWire(
  item: AlertNotification,
  beside: Readonly<Record<string, Body>> = {},
): Readonly<Record<string, Body>> {
  const { recipient, region } = NOTIFICATION_TYPES[item.type] ?? {};
  return {
    typeName: item.type,
    ...(recipient === undefined || item.recipient === null ? {} : { [recipient]: item.recipient }),
    ...(region === undefined || item.region === null ? {} : { [region]: item.region }),
    ...(item.integrationId === null ? {} : { integrationId: item.integrationId }),
    ...(item.roles.length === 0 ? {} : { roles: item.roles }),
    ...(item.delayMinutes === null ? {} : { delayMin: item.delayMinutes }),
    ...(item.intervalMinutes === null ? {} : { intervalMin: item.intervalMinutes }),
    ...(item.emailEnabled === null ? {} : { emailEnabled: item.emailEnabled }),
    ...(item.smsEnabled === null ? {} : { smsEnabled: item.smsEnabled }),
    ...beside,
  };
}
