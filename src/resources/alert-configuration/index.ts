import { addressOf } from '../../core/address.ts';
import type { Change } from '../../core/change.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type AlertConfiguration, type AlertNotification, alertConfiguration } from './model.ts';
import { secretFields } from './notification.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';
import { write } from './write.ts';

const toOwners: AlertNotification = {
  type: 'GROUP',
  recipient: null,
  integrationId: null,
  region: null,
  signed: null,
  templated: null,
  roles: ['GROUP_OWNER'],
  delayMinutes: 0,
  intervalMinutes: 60,
  emailEnabled: true,
  smsEnabled: false,
};

const noSecondFactor: AlertConfiguration = {
  projectId: exampleIds.projectId,
  id: '6600000000000000000000e1',
  eventTypeName: 'USERS_WITHOUT_MULTI_FACTOR_AUTH',
  enabled: true,
  severityOverride: null,
  matchers: [],
  threshold: null,
  notifications: [toOwners],
  notifierIds: ['6600000000000000000000f1'],
  created: '2026-01-12T08:30:00Z',
  updated: '2026-01-12T08:30:00Z',
};

const byService: AlertNotification = {
  ...toOwners,
  roles: [],
  intervalMinutes: 5,
  emailEnabled: null,
  smsEnabled: null,
};
const byMail: AlertNotification = { ...byService, type: 'EMAIL', recipient: 'on-call@example.com' };
const bySlack: AlertNotification = { ...byService, type: 'SLACK', recipient: '#alerts' };
const byPager: AlertNotification = { ...byService, type: 'PAGER_DUTY', region: 'US', intervalMinutes: null };
const byWebhook: AlertNotification = { ...byService, type: 'WEBHOOK', signed: true, templated: false };
const byIntegration: AlertNotification = { ...byService, type: 'DATADOG', integrationId: '660000000000000000000c01' };

const manyConnections: AlertConfiguration = {
  ...noSecondFactor,
  id: '6600000000000000000000e2',
  eventTypeName: 'OUTSIDE_METRIC_THRESHOLD',
  severityOverride: 'CRITICAL',
  matchers: [{ fieldName: 'CLUSTER_NAME', operator: 'EQUALS', value: 'orders' }],
  threshold: {
    metricName: 'CONNECTIONS_PERCENT',
    mode: 'AVERAGE',
    operator: 'GREATER_THAN',
    threshold: 80,
    units: 'RAW',
  },
  notifications: [byMail, bySlack, byPager, byWebhook],
  notifierIds: ['f1', 'f2', 'f3', 'f4'].map((end) => `66000000000000000000e2${end}`),
};

const daily: AlertConfiguration = {
  ...noSecondFactor,
  id: '6600000000000000000000e3',
  eventTypeName: 'DAILY_BILL_OVER_THRESHOLD',
  enabled: false,
  threshold: { metricName: null, mode: null, operator: 'GREATER_THAN', threshold: 100, units: null },
  notifications: [toOwners, byIntegration],
  notifierIds: ['f1', 'f2'].map((end) => `66000000000000000000e3${end}`),
};

/** True where a notification with a key of its own is no longer there, so that its key is lost. */
function losesKey(change: Change<AlertConfiguration>): boolean {
  if (change.type === 'create') return false;
  const left = change.type === 'delete' ? [] : change.after.notifications;
  return change.before.notifications
    .filter((item) => secretFields(item).length > 0)
    .some(({ type, recipient }) => !left.some((other) => other.type === type && other.recipient === recipient));
}

export default defineResource({
  kind: 'alert-configuration',
  title: 'alert configuration',
  parentKind: 'project',
  model: alertConfiguration,
  path: (alert) => [alert.projectId, alert.id],
  parentPath: (alert) => [alert.projectId],
  label: (alert) => alert.eventTypeName ?? `alert ${alert.id}`,
  lifecycle: 'managed',
  assigned: ['id', 'notifierIds', 'created', 'updated'],
  dependsOn: ({ projectId, notifications }) =>
    notifications.flatMap(({ type, integrationId }) =>
      integrationId === null ? [] : [addressOf('third-party-integration', projectId, type)],
    ),
  irreversible: (change) =>
    losesKey(change)
      ? 'The key of a notification goes with it: Atlas never shows it, so that it has to be given again.'
      : undefined,
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    noSecondFactor,
    manyConnections,
    daily,
    { ...noSecondFactor, id: '6600000000000000000000e4', eventTypeName: null },
    {
      ...noSecondFactor,
      id: '6600000000000000000000e5',
      eventTypeName: 'NETWORK_PERMISSION_ENTRY_ADDED',
      notifications: [
        { ...byService, type: 'SMS' },
        { ...byService, type: 'VICTOR_OPS', intervalMinutes: null },
        { ...byService, type: 'MICROSOFT_TEAMS' },
        { ...byService, type: 'OPS_GENIE', region: 'EU', intervalMinutes: null },
        { ...byService, type: 'DATADOG', region: 'US3' },
      ],
      notifierIds: ['f1', 'f2', 'f3', 'f4', 'f5'].map((end) => `66000000000000000000e5${end}`),
    },
  ],
  exampleUpdates: [
    { before: { ...noSecondFactor, enabled: false }, after: noSecondFactor },
    { before: manyConnections, after: { ...manyConnections, enabled: false } },
    {
      before: manyConnections,
      after: { ...manyConnections, severityOverride: null, notifications: [toOwners, bySlack, byPager, byWebhook] },
    },
    {
      before: manyConnections,
      after: { ...manyConnections, notifications: [bySlack, { ...byPager, region: 'EU' }] },
    },
    { before: noSecondFactor, after: { ...noSecondFactor, notifications: [toOwners, byMail] } },
    { before: daily, after: { ...daily, enabled: true, threshold: { ...daily.threshold, threshold: 50 } as never } },
  ],
});
