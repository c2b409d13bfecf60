import { defineControl, failOrPass } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';

function hasOwnKey({ awsKms, azureKeyVault, googleCloudKms }: EncryptionAtRest): boolean {
  return awsKms.enabled || azureKeyVault.enabled || googleCloudKms.enabled;
}

const own = encryptionAtRest.examples.find(hasOwnKey) as EncryptionAtRest;
const none = encryptionAtRest.examples.find((item) => !hasOwnKey(item)) as EncryptionAtRest;
const sink: LogIntegration = {
  ...(logIntegration.examples.find(({ type }) => type === 'S3_LOG_EXPORT') as LogIntegration),
  kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-4000-8000-000000000001',
};
const splunk = logIntegration.examples.find(({ type }) => type === 'SPLUNK_LOG_EXPORT') as LogIntegration;

export default defineControl({
  id: 'auditing/logs-encrypted-with-own-key',
  title: 'A project with a key of its own encrypts the logs that it exports with one, too',
  layer: 'auditing',
  scope: 'project',
  severity: 'low',
  confidence: 'low',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Logs carry parts of queries, names and addresses out of the reach of the key that guards the data: taking the key away then leaves them readable. ' +
    'Without a key in the log integration, the default of the bucket holds, which may be a key of yours; that is not seen from Atlas.',
  sources: ['listGroupLogIntegrations', 'getGroupEncryptionAtRest', 'https://www.mongodb.com/docs/atlas/export-logs/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(a)(2)(iv)',
    'pci-dss:10.3.2',
    'nist-800-53:AU-9(3)',
    'csa-ccm:CEK-03',
    'ism:ISM-0459',
  ],
  reads: ['log-integration', 'encryption-at-rest'],
  evaluate({ 'log-integration': sinks, 'encryption-at-rest': settings }) {
    const buckets = sinks.filter(({ type }) => type === 'S3_LOG_EXPORT');
    if (buckets.length === 0 || !settings.some(hasOwnKey))
      return {
        status: 'not-applicable',
        because: 'The project has no key of its own, or sends no logs to a bucket that takes one (S3).',
      };
    return failOrPass(
      buckets
        .filter(({ kmsKey }) => kmsKey === null)
        .map((each) => ({
          at: logIntegration.address(each),
          because: `Logs go to bucket ${each.destination} without a key of yours, while the data has one.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look at the default encryption of the bucket. If it is a KMS key of yours, waive the finding or name the key in the log integration.',
      'Otherwise make a KMS key, let the role of the log integration use it (kms:GenerateDataKey), and set it as kmsKey (updateGroupLogIntegration).',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'a key', resources: { 'log-integration': [sink], 'encryption-at-rest': [own] } }],
    fail: [
      { name: 'none', resources: { 'log-integration': [{ ...sink, kmsKey: null }], 'encryption-at-rest': [own] } },
    ],
    notApplicable: [
      {
        name: 'data without a key',
        resources: { 'log-integration': [{ ...sink, kmsKey: null }], 'encryption-at-rest': [none] },
      },
      { name: 'no bucket', resources: { 'log-integration': [splunk], 'encryption-at-rest': [own] } },
    ],
  },
});
