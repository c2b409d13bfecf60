import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration, AlertNotification } from '../../resources/alert-configuration/model.ts';

const MOST_DELAY_MINUTES = 60;

/** Alerts that tell of somebody who acts, or of a key that is about to shut clusters down. */
const URGENT: ReadonlySet<string | null> = new Set([
  'ALERT_HOST_SSH_SESSION_STARTED',
  'AWS_ENCRYPTION_KEY_INVALID',
  'AZURE_ENCRYPTION_KEY_INVALID',
  'CPS_DATA_PROTECTION_DISABLE_REQUESTED',
  'ENCRYPTION_AT_REST_CONFIG_NO_LONGER_VALID',
  'ENCRYPTION_AT_REST_KMS_NETWORK_ACCESS_DENIED',
  'GCP_ENCRYPTION_KEY_INVALID',
  'JOINED_GROUP',
  'NETWORK_PERMISSION_ENTRY_ADDED',
  'NETWORK_PERMISSION_ENTRY_UPDATED',
  'SSH_KEY_NDS_HOST_ACCESS_REQUESTED',
  'USER_ROLES_CHANGED_AUDIT',
]);

/** After how many minutes the first message goes out; undefined where there is none, or where Atlas does not say. */
function firstMinutes(notifications: readonly AlertNotification[]): number | undefined {
  const delays = notifications.map(({ delayMinutes }) => delayMinutes);
  const known = delays.filter((delay): delay is number => delay !== null);
  return known.length === 0 || known.length < delays.length ? undefined : Math.min(...known);
}

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const toOwners = alert.notifications[0] as AlertNotification;
const opened: AlertConfiguration = { ...alert, eventTypeName: 'NETWORK_PERMISSION_ENTRY_ADDED' };
const delayed = (...minutes: readonly (number | null)[]) => ({
  'alert-configuration': [{ ...opened, notifications: minutes.map((delayMinutes) => ({ ...toOwners, delayMinutes })) }],
});

export default defineControl({
  id: 'auditing/security-alert-prompt',
  title: 'An alert that tells of an intruder, or of a failing key, is sent at once',
  layer: 'auditing',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A delay keeps a message back in case the condition passes. A network that was opened and closed again within it has let its visitor in and out before ' +
    'anybody was told. The option mostDelayMinutes says how long a delay may be.',
  sources: ['listGroupAlertConfigs', 'https://www.mongodb.com/docs/atlas/configure-alerts/'],
  standards: [
    'soc2:CC7.3',
    'iso27001:A.8.16',
    'hipaa:164.308(a)(6)(ii)',
    'pci-dss:12.10.5',
    'nist-800-53:SI-4(5)',
    'csa-ccm:LOG-03',
    'ism:ISM-1907',
  ],
  reads: ['alert-configuration'],
  options: { mostDelayMinutes: MOST_DELAY_MINUTES },
  evaluate({ 'alert-configuration': all }, { options }) {
    const most = typeof options.mostDelayMinutes === 'number' ? options.mostDelayMinutes : MOST_DELAY_MINUTES;
    const urgent = all.filter(({ enabled, eventTypeName }) => enabled && URGENT.has(eventTypeName));
    if (urgent.length === 0)
      return {
        status: 'not-applicable',
        because: 'No alert of the project that is on tells of an intruder or a failing key.',
      };
    return failOrPass(
      urgent.flatMap((item): readonly Violation[] => {
        const minutes = firstMinutes(item.notifications);
        if (minutes === undefined || minutes <= most) return [];
        const because = `Alert ${item.eventTypeName} (${item.id}) waits ${minutes} minutes before it tells anybody.`;
        return [{ at: alertConfiguration.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set the delay of one recipient of the alert to 0 minutes under Alerts, Project Alert Settings (updateGroupAlertConfig replaces the whole configuration).',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'at once', resources: delayed(0) },
      { name: 'an hour, the longest', resources: delayed(60) },
      { name: 'one at once, another after a day', resources: delayed(1440, 0) },
      { name: 'a delay that Atlas does not name', resources: delayed(1440, null) },
    ],
    fail: [
      { name: 'after a day', resources: delayed(1440) },
      {
        name: 'longer than the option',
        resources: delayed(30),
        profile: { controls: { 'auditing/security-alert-prompt': { mostDelayMinutes: 15 } } },
      },
    ],
    notApplicable: [
      { name: 'another alert', resources: { 'alert-configuration': [{ ...opened, eventTypeName: 'NO_PRIMARY' }] } },
      { name: 'disabled', resources: { 'alert-configuration': [{ ...opened, enabled: false }] } },
    ],
  },
});
