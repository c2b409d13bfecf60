import { type HclNestedBlock, terraformName } from '../../core/hcl.ts';
import { withoutNull } from '../../core/json.ts';
import { flagOf, numberOf, textOf } from '../../core/read-back.ts';
import type { TerraformBlockBody, TerraformDialect } from '../../core/resource.ts';
import type { AlertConfiguration, AlertNotification, AlertThreshold } from './model.ts';
import { secretFields } from './notification.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** The attribute that names whom a notification of this type goes to. */
const RECIPIENT: Readonly<Record<string, string>> = {
  EMAIL: 'email_address',
  SLACK: 'channel_name',
  TEAM: 'team_id',
  USER: 'username',
};

/** The attribute of its region; the one of PagerDuty has none. */
const REGION: Readonly<Record<string, string>> = { DATADOG: 'datadog_region', OPS_GENIE: 'ops_genie_region' };

function notificationBlock(item: AlertNotification): HclNestedBlock {
  const recipient = RECIPIENT[item.type];
  const region = REGION[item.type];
  return {
    type: 'notification',
    body: {
      attributes: {
        type_name: item.type,
        ...withoutNull({
          ...(recipient === undefined ? {} : { [recipient]: item.recipient }),
          ...(region === undefined ? {} : { [region]: item.region }),
          integration_id: item.integrationId,
          roles: item.roles.length === 0 ? null : item.roles,
          delay_min: item.delayMinutes,
          interval_min: item.intervalMinutes,
          email_enabled: item.emailEnabled,
          sms_enabled: item.smsEnabled,
        }),
      },
    },
  };
}

function thresholdBlock(limit: AlertThreshold): HclNestedBlock {
  const { metricName, mode, operator, threshold, units } = limit;
  return metricName === null
    ? { type: 'threshold_config', body: { attributes: withoutNull({ operator, threshold, units }) } }
    : {
        type: 'metric_threshold_config',
        body: { attributes: withoutNull({ metric_name: metricName, mode, operator, threshold, units }) },
      };
}

function notificationFrom(a: Attributes): AlertNotification {
  const type = String(a.type_name);
  const isWebhook = type === 'WEBHOOK';
  return {
    type,
    recipient: textOf(a[RECIPIENT[type] ?? '']),
    integrationId: textOf(a.integration_id),
    region: textOf(a[REGION[type] ?? '']),
    // Terraform has neither of an integration's webhook.
    signed: isWebhook ? false : null,
    templated: isWebhook ? false : null,
    roles: Array.isArray(a.roles) ? (a.roles as readonly string[]) : [],
    delayMinutes: numberOf(a.delay_min),
    intervalMinutes: numberOf(a.interval_min),
    emailEnabled: flagOf(a.email_enabled),
    smsEnabled: flagOf(a.sms_enabled),
  };
}

function thresholdFrom(blocks: Readonly<Record<string, readonly TerraformBlockBody[]>>): AlertThreshold | null {
  const metric = blocks.metric_threshold_config?.[0]?.attributes;
  const read = metric ?? blocks.threshold_config?.[0]?.attributes;
  if (read === undefined) return null;
  return {
    metricName: textOf(metric?.metric_name),
    mode: textOf(metric?.mode),
    operator: textOf(read.operator),
    threshold: numberOf(read.threshold),
    units: textOf(read.units),
  };
}

/** The units that `threshold_config` takes (resource schema of mongodbatlas_alert_configuration); Atlas has more. */
const UNITS: readonly (string | null)[] = [
  null,
  'RAW',
  ...['BITS', 'KILOBITS', 'MEGABITS', 'GIGABITS'],
  ...['BYTES', 'KILOBYTES', 'MEGABYTES', 'GIGABYTES', 'TERABYTES', 'PETABYTES'],
  ...['MILLISECONDS', 'SECONDS', 'MINUTES', 'HOURS', 'DAYS'],
];

/** What a notification has that the provider could not hold or should not; undefined: nothing. */
function unsayable(item: AlertNotification): string | undefined {
  const { type, region, templated } = item;
  if (secretFields(item).length > 0)
    return `Terraform would keep the secret of the ${type} notification in its state: leave it to a third-party integration, or to another dialect.`;
  if (type === 'HIP_CHAT') return 'The provider knows no notification over HipChat.';
  if (templated) return 'The provider has no attribute for the templates of a webhook.';
  return type === 'PAGER_DUTY' && region !== null
    ? 'The provider has no attribute for the region of PagerDuty.'
    : undefined;
}

export const terraform: TerraformDialect<AlertConfiguration> = {
  type: 'mongodbatlas_alert_configuration',
  mode: 'whole',
  // Several alerts may watch for the same event, and several projects for it; the id of one that is planned says nothing.
  name: ({ projectId, eventTypeName, id }) =>
    terraformName(`${eventTypeName ?? 'alert'}_${id.startsWith('new-') ? projectId : id}`),
  toHcl: (alert) => ({
    attributes: {
      project_id: alert.projectId,
      event_type: alert.eventTypeName ?? '',
      // Left out, the provider turns the alert off.
      enabled: alert.enabled,
      ...(alert.severityOverride === null ? {} : { severity_override: alert.severityOverride }),
    },
    blocks: [
      ...alert.matchers.map(({ fieldName, operator, value }) => ({
        type: 'matcher',
        body: { attributes: { field_name: fieldName, operator, value } },
      })),
      ...(alert.threshold === null ? [] : [thresholdBlock(alert.threshold)]),
      ...alert.notifications.map(notificationBlock),
    ],
  }),
  fromHcl: ({ attributes, blocks }, base) => ({
    projectId: String(attributes.project_id),
    id: base?.id ?? '',
    eventTypeName: String(attributes.event_type),
    enabled: attributes.enabled === true,
    severityOverride: textOf(attributes.severity_override),
    matchers: (blocks.matcher ?? []).map(({ attributes: a }) => ({
      fieldName: String(a.field_name),
      operator: String(a.operator),
      value: String(a.value),
    })),
    threshold: thresholdFrom(blocks),
    notifications: (blocks.notification ?? []).map((block) => notificationFrom(block.attributes)),
    notifierIds: base?.notifierIds ?? [],
    created: base?.created ?? null,
    updated: base?.updated ?? null,
  }),
  importId: ({ projectId, id }) => `${projectId}-${id}`,
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { eventTypeName, notifications, threshold } = change.after;
    if (eventTypeName === null) return 'The provider asks for the event, and Atlas no longer says which one it is.';
    if (threshold?.metricName === null && !UNITS.includes(threshold.units))
      return `The provider takes no threshold in ${threshold.units}.`;
    return notifications.map(unsayable).find((why) => why !== undefined);
  },
};
