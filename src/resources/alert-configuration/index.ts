import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type AlertConfiguration, alertConfiguration } from './model.ts';

const noSecondFactor: AlertConfiguration = {
  projectId: exampleIds.projectId,
  id: '6600000000000000000000e1',
  eventTypeName: 'USERS_WITHOUT_MULTI_FACTOR_AUTH',
  enabled: true,
  severityOverride: null,
  matchers: [],
  threshold: null,
  notifications: [
    {
      type: 'GROUP',
      recipient: null,
      roles: ['GROUP_OWNER'],
      delayMinutes: 0,
      intervalMinutes: 60,
      emailEnabled: true,
      smsEnabled: false,
    },
  ],
  created: '2026-01-12T08:30:00Z',
  updated: '2026-01-12T08:30:00Z',
};

const byService = { roles: [], delayMinutes: 0, intervalMinutes: 5, emailEnabled: null, smsEnabled: null };

export default defineResource({
  kind: 'alert-configuration',
  title: 'alert configuration',
  parentKind: 'project',
  model: alertConfiguration,
  path: (alert) => [alert.projectId, alert.id],
  parentPath: (alert) => [alert.projectId],
  label: (alert) => alert.eventTypeName ?? `alert ${alert.id}`,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    noSecondFactor,
    {
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
      notifications: [
        { type: 'EMAIL', recipient: 'on-call@example.com', ...byService },
        { type: 'SLACK', recipient: '#alerts', ...byService },
        { type: 'PAGER_DUTY', recipient: '6600000000000000000000e9', ...byService },
      ],
    },
    {
      ...noSecondFactor,
      id: '6600000000000000000000e3',
      eventTypeName: 'DAILY_BILL_OVER_THRESHOLD',
      enabled: false,
      threshold: { metricName: null, mode: null, operator: 'GREATER_THAN', threshold: 100, units: null },
    },
    { ...noSecondFactor, id: '6600000000000000000000e4', eventTypeName: null },
  ],
});
