import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

const none = encryptionAtRest.examples[0] as EncryptionAtRest;
const aws = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;
const google = encryptionAtRest.examples.find(({ googleCloudKms }) => googleCloudKms.enabled) as EncryptionAtRest;

export default defineControl({
  id: 'encryption/key-service-over-private-network',
  title: 'Atlas reaches the key service over a private network',
  layer: 'encryption',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Over a private endpoint the key service can refuse the internet altogether, so a stolen role cannot use the key from elsewhere. ' +
    'Atlas offers it for AWS KMS and Azure Key Vault.',
  sources: ['getGroupEncryptionAtRest', 'createGroupEncryptionAtRestPrivateEndpoint'],
  standards: [
    'soc2:CC6.6',
    'iso27001:A.8.20',
    'hipaa:164.312(e)(1)',
    'pci-dss:1.4.4',
    'nist-800-53:SC-7',
    'ism:ISM-0507',
  ],
  reads: ['encryption-at-rest'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate({ 'encryption-at-rest': all }) {
    const able = all.filter((settings) => settings.awsKms.enabled || settings.azureKeyVault.enabled);
    if (able.length === 0)
      return { status: 'not-applicable', because: 'The project has no key in AWS KMS or Azure Key Vault.' };
    return failOrPass(
      able.flatMap((settings): readonly Violation[] => {
        const at = encryptionAtRest.address(settings);
        return [
          ...(settings.awsKms.enabled && !settings.awsKms.requirePrivateNetworking
            ? [{ at, because: 'Atlas may reach AWS KMS over the public internet.' }]
            : []),
          ...(settings.azureKeyVault.enabled && !settings.azureKeyVault.requirePrivateNetworking
            ? [{ at, because: 'Atlas may reach Azure Key Vault over the public internet.' }]
            : []),
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Let Atlas make a private endpoint to the key service in every region that has clusters, and approve it in your own account.',
      'Then require private networking in the project’s encryption at rest.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { resources: { 'encryption-at-rest': [{ ...aws, awsKms: { ...aws.awsKms, requirePrivateNetworking: true } }] } },
    ],
    fail: [{ resources: { 'encryption-at-rest': [aws] } }],
    notApplicable: [
      { name: 'no key', resources: { 'encryption-at-rest': [none] } },
      { name: 'Google Cloud', resources: { 'encryption-at-rest': [google] } },
    ],
  },
});
