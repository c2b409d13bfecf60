import type { ConsoleDialect } from '../../core/resource.ts';
import type { AlertConfiguration, AlertNotification } from './model.ts';

function tell({ type, recipient, roles, integrationId }: AlertNotification): string {
  const whom = [
    type,
    ...(recipient === null ? [] : [recipient]),
    ...(roles.length === 0 ? [] : [`(${roles.join(', ')})`]),
    ...(integrationId === null ? [] : ['through the integration of the project']),
  ];
  return `Press Add, choose ${whom.join(' ')}.`;
}

function limit({ threshold }: AlertConfiguration): readonly string[] {
  if (threshold === null) return [];
  const { metricName, mode, operator, threshold: value, units } = threshold;
  const parts = [metricName, mode, operator, value, units].filter((part) => part !== null);
  return [`Set the threshold: ${parts.join(' ')}.`];
}

export const ui: ConsoleDialect<AlertConfiguration> = {
  page: 'configure-alerts/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Alerts (the bell)', 'Project Alerts', 'Alert Settings'],
  settings: {
    eventTypeName: 'the event of Alert if',
    enabled: 'the alert',
    severityOverride: 'Severity',
    matchers: 'the targets of For',
    threshold: 'the threshold of Alert if',
    notifications: 'the recipients of Send to',
  },
  create: (alert) => [
    'Press Add Alert.',
    `Choose the event ${alert.eventTypeName ?? 'of this alert'} at Alert if.`,
    ...limit(alert),
    ...alert.matchers.map(
      ({ fieldName, operator, value }) => `Add the target ${fieldName} ${operator} ${value} at For.`,
    ),
    ...alert.notifications.map(tell),
    'Press Save.',
    ...(alert.enabled ? [] : ['Turn the alert off in its row.']),
  ],
  open: ({ eventTypeName, id }) => [`Press Edit in the row of ${eventTypeName ?? id}.`],
  delete: ({ eventTypeName, id }) => [`Press Delete in the row of ${eventTypeName ?? id}, and confirm.`],
};
