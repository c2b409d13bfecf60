import { z } from 'zod';

/** Where an alert is sent. Keys, tokens, webhook addresses, templates and telephone numbers are left out. */
export interface AlertNotification {
  /** `GROUP`, `ORG`, `EMAIL`, `USER`, `TEAM`, `SLACK`, `WEBHOOK`, … as Atlas names it. */
  readonly type: string;
  /** The e-mail address, user name, team id or channel; null where the type needs none. */
  readonly recipient: string | null;
  /** The project's third-party integration whose key is used; null: the notification has a key of its own, or needs none. */
  readonly integrationId: string | null;
  /** The region of Datadog, Opsgenie or PagerDuty. */
  readonly region: string | null;
  /** Whether a webhook's messages are signed with a secret of the notification's own; null for other types. */
  readonly signed: boolean | null;
  /** Whether a webhook's messages are made from templates, which are not read; null for other types. */
  readonly templated: boolean | null;
  /** The roles that are told (`GROUP` and `ORG`), sorted; empty: everybody. */
  readonly roles: readonly string[];
  readonly delayMinutes: number | null;
  /** Null for services that repeat by themselves: PagerDuty, Opsgenie and Splunk On-Call. */
  readonly intervalMinutes: number | null;
  readonly emailEnabled: boolean | null;
  readonly smsEnabled: boolean | null;
}

/** What must be passed for the alert to be raised. */
export interface AlertThreshold {
  /** For `OUTSIDE_METRIC_THRESHOLD` and its like; null elsewhere. */
  readonly metricName: string | null;
  readonly mode: string | null;
  readonly operator: string | null;
  readonly threshold: number | null;
  readonly units: string | null;
}

/** One alert of a project: what it watches for, and who is told. */
export interface AlertConfiguration {
  readonly projectId: string;
  readonly id: string;
  /** Null: a kind of event that Atlas no longer has (recorded: listGroupAlertConfigs). */
  readonly eventTypeName: string | null;
  readonly enabled: boolean;
  readonly severityOverride: string | null;
  readonly matchers: readonly {
    readonly fieldName: string;
    readonly operator: string;
    readonly value: string;
  }[];
  readonly threshold: AlertThreshold | null;
  readonly notifications: readonly AlertNotification[];
  /** Atlas's own id of each notification, in the same order: an update that names it keeps the key behind it. */
  readonly notifierIds: readonly (string | null)[];
  readonly created: string | null;
  readonly updated: string | null;
}

export const alertConfiguration: z.ZodType<AlertConfiguration> = z.strictObject({
  projectId: z.string().min(1),
  id: z.string().min(1),
  eventTypeName: z.string().nullable(),
  enabled: z.boolean(),
  severityOverride: z.string().nullable(),
  matchers: z.array(
    z.strictObject({
      fieldName: z.string(),
      operator: z.string(),
      value: z.string(),
    }),
  ),
  threshold: z
    .strictObject({
      metricName: z.string().nullable(),
      mode: z.string().nullable(),
      operator: z.string().nullable(),
      threshold: z.number().nullable(),
      units: z.string().nullable(),
    })
    .nullable(),
  notifications: z.array(
    z.strictObject({
      type: z.string(),
      recipient: z.string().nullable(),
      integrationId: z.string().nullable(),
      region: z.string().nullable(),
      signed: z.boolean().nullable(),
      templated: z.boolean().nullable(),
      roles: z.array(z.string()),
      delayMinutes: z.number().nullable(),
      intervalMinutes: z.number().nullable(),
      emailEnabled: z.boolean().nullable(),
      smsEnabled: z.boolean().nullable(),
    }),
  ),
  notifierIds: z.array(z.string().nullable()),
  created: z.string().nullable(),
  updated: z.string().nullable(),
});
