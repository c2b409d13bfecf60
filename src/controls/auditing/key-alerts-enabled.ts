import { defineControl } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration } from '../../resources/alert-configuration/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';
import { alertChanges, alertNames, missingAlerts, type WantedAlert } from '../alerts.ts';

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const off = encryptionAtRest.examples[0] as EncryptionAtRest;
const none: EncryptionAtRest = {
  ...off,
  awsKms: { ...off.awsKms, enabled: false },
  azureKeyVault: { ...off.azureKeyVault, enabled: false },
  googleCloudKms: { ...off.googleCloudKms, enabled: false },
};
const aws: EncryptionAtRest = { ...none, awsKms: { ...none.awsKms, enabled: true } };
const azure: EncryptionAtRest = { ...none, azureKeyVault: { ...none.azureKeyVault, enabled: true } };

/** Atlas reminds of a rotation after 90 days (docs, customer key management). */
const ROTATION_DAYS = 90;

function named(...eventTypes: readonly string[]): readonly AlertConfiguration[] {
  return eventTypes.map((eventTypeName, index) => ({
    ...alert,
    id: `${alert.id.slice(0, -1)}${index}`,
    eventTypeName,
  }));
}

/** The alerts that a project with its own key needs; one of each group is enough. */
function neededAlerts(settings: EncryptionAtRest): readonly WantedAlert[] {
  const clouds = [
    ...(settings.awsKms.enabled ? ['AWS'] : []),
    ...(settings.azureKeyVault.enabled ? ['AZURE'] : []),
    ...(settings.googleCloudKms.enabled ? ['GCP'] : []),
  ];
  return clouds.flatMap((cloud): readonly WantedAlert[] => [
    {
      // The general event takes no threshold (createGroupAlertConfig).
      eventTypeNames: ['ENCRYPTION_AT_REST_CONFIG_NO_LONGER_VALID', `${cloud}_ENCRYPTION_KEY_INVALID`],
      threshold: null,
      because: 'Somebody is told when Atlas can no longer use the key.',
    },
    {
      eventTypeNames: [`${cloud}_ENCRYPTION_KEY_NEEDS_ROTATION`],
      threshold: { metricName: null, mode: null, operator: 'GREATER_THAN', threshold: ROTATION_DAYS, units: 'DAYS' },
      because: `Somebody is told when the key is older than ${ROTATION_DAYS} days.`,
    },
  ]);
}

export default defineControl({
  id: 'auditing/key-alerts-enabled',
  title: 'Alerts tell when the customer-managed key fails or grows old',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Atlas tries the key every 15 minutes and shuts the clusters down when it is gone: the alert is the difference between a quick repair and ' +
    'an outage that begins with a search for its cause. Atlas does not rotate the key; the second alert reminds whoever must.',
  sources: [
    'listGroupAlertConfigs',
    'getGroupEncryptionAtRest',
    'https://www.mongodb.com/docs/atlas/security-kms-encryption/',
  ],
  standards: ['soc2:A1.2', 'iso27001:A.8.24', 'pci-dss:3.7.4', 'nist-800-53:SC-12', 'csa-ccm:CEK-12'],
  reads: ['alert-configuration', 'encryption-at-rest'],
  evaluate({ 'alert-configuration': all, 'encryption-at-rest': settings }, { scope }) {
    const needed = settings.flatMap(neededAlerts);
    if (needed.length === 0) return { status: 'not-applicable', because: 'The project has no key of its own.' };
    const missing = missingAlerts(all, needed);
    if (missing.length === 0) return { status: 'pass' };
    const because = `Project "${scope.name}" encrypts with its own key, and these alerts are off or absent: ${alertNames(missing)}.`;
    return { status: 'fail', violations: [{ at: scope.address, because }] };
  },
  remedy({ 'alert-configuration': all, 'encryption-at-rest': settings }, { profile, scope }) {
    const missing = missingAlerts(all, settings.flatMap(neededAlerts));
    return { type: 'changes', changes: alertChanges(all, missing, scope.id, profile.securityContact) };
  },
  examples: {
    pass: [
      {
        name: 'both, for AWS',
        resources: {
          'encryption-at-rest': [aws],
          'alert-configuration': named('AWS_ENCRYPTION_KEY_INVALID', 'AWS_ENCRYPTION_KEY_NEEDS_ROTATION'),
        },
      },
      {
        name: 'the general alert, for Azure',
        resources: {
          'encryption-at-rest': [azure],
          'alert-configuration': named(
            'ENCRYPTION_AT_REST_CONFIG_NO_LONGER_VALID',
            'AZURE_ENCRYPTION_KEY_NEEDS_ROTATION',
          ),
        },
      },
    ],
    fail: [
      { name: 'none', resources: { 'encryption-at-rest': [aws] } },
      {
        name: 'for another cloud',
        resources: {
          'encryption-at-rest': [azure],
          'alert-configuration': named('AWS_ENCRYPTION_KEY_INVALID', 'AWS_ENCRYPTION_KEY_NEEDS_ROTATION'),
        },
      },
      {
        name: 'one disabled',
        resources: {
          'encryption-at-rest': [aws],
          'alert-configuration': named('AWS_ENCRYPTION_KEY_INVALID', 'AWS_ENCRYPTION_KEY_NEEDS_ROTATION').map(
            (each, index) => ({ ...each, enabled: index === 0 }),
          ),
        },
      },
      {
        name: 'none, for two clouds',
        resources: { 'encryption-at-rest': [{ ...aws, azureKeyVault: azure.azureKeyVault }] },
      },
    ],
    notApplicable: [{ name: 'no key', resources: { 'encryption-at-rest': [none] } }],
  },
});
