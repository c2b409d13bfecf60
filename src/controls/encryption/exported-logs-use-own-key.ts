import { defineControl, failOrPass } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';

const TO_S3 = 'S3_LOG_EXPORT';

const none = encryptionAtRest.examples[0] as EncryptionAtRest;
const own = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;
const encrypted = logIntegration.examples.find(
  ({ type, kmsKey }) => type === TO_S3 && kmsKey !== null,
) as LogIntegration;
const bare: LogIntegration = { ...encrypted, id: '660000000000000000000b09', kmsKey: null };
const google = logIntegration.examples.find(({ type }) => type === 'GCS_LOG_EXPORT') as LogIntegration;

export default defineControl({
  id: 'encryption/exported-logs-use-own-key',
  title: 'Logs of a project with its own key are exported under a key too',
  layer: 'encryption',
  scope: 'project',
  severity: 'low',
  confidence: 'low',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Audit logs name users and hold what was asked of the data. A project that keeps its data under its own key should not leave the logs to ' +
    'whatever the bucket does by default; the bucket may use a key of its own by default, which Atlas cannot see, hence the confidence.',
  sources: ['listGroupLogIntegrations', 'getGroupEncryptionAtRest', 'https://www.mongodb.com/docs/atlas/export-logs/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'pci-dss:10.3.2',
    'nist-800-53:AU-9(3)',
    'csa-ccm:LOG-02',
    'ism:ISM-0459',
  ],
  reads: ['log-integration', 'encryption-at-rest'],
  evaluate({ 'log-integration': all, 'encryption-at-rest': settings }) {
    if (!settings.some((item) => item.awsKms.enabled || item.azureKeyVault.enabled || item.googleCloudKms.enabled))
      return { status: 'not-applicable', because: 'The project uses no customer-managed key.' };
    const toS3 = all.filter(({ type }) => type === TO_S3);
    if (toS3.length === 0)
      return { status: 'not-applicable', because: 'The project exports no logs to a bucket in S3.' };
    return failOrPass(
      toS3
        .filter(({ kmsKey }) => kmsKey === null)
        .map((item) => ({
          at: logIntegration.address(item),
          because: `The export of logs to bucket ${item.destination} names no key, although the project’s data has its own.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look at the default encryption of the bucket. If it is a KMS key of yours, waive the finding.',
      'Otherwise choose a key in AWS KMS for the logs, not the one of the data: auditors read logs, not data. Let the export’s role encrypt with it (kms:GenerateDataKey).',
      'Set it as the integration’s KMS key (updateGroupLogIntegration, kmsKey).',
    ],
    verifiedBy: 'listGroupLogIntegrations shows kmsKey.',
  }),
  examples: {
    pass: [{ name: 'with a key', resources: { 'log-integration': [encrypted, google], 'encryption-at-rest': [own] } }],
    fail: [{ name: 'without', resources: { 'log-integration': [encrypted, bare], 'encryption-at-rest': [own] } }],
    notApplicable: [
      { name: 'no own key', resources: { 'log-integration': [bare], 'encryption-at-rest': [none] } },
      { name: 'Google Cloud alone', resources: { 'log-integration': [google], 'encryption-at-rest': [own] } },
      { name: 'no export', resources: { 'encryption-at-rest': [own] } },
    ],
  },
});
