import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

const none = encryptionAtRest.examples[0] as EncryptionAtRest;
const aws = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;

export default defineControl({
  id: 'encryption/key-service-without-static-credentials',
  title: 'Atlas reaches the key through a role, not with a stored secret',
  layer: 'encryption',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An access key or client secret that was typed into Atlas does not expire by itself, or expires when nobody remembers it, and then ' +
    'the clusters shut down. A cloud provider access role is given for a session and can be withdrawn.',
  sources: ['getGroupEncryptionAtRest', 'https://www.mongodb.com/docs/atlas/security/set-up-unified-aws-access/'],
  standards: ['soc2:CC6.1', 'iso27001:A.5.17', 'pci-dss:8.6.3', 'nist-800-53:IA-5', 'csa-ccm:CEK-08'],
  reads: ['encryption-at-rest'],
  evaluate({ 'encryption-at-rest': all }) {
    const used = all.filter((s) => s.awsKms.enabled || s.azureKeyVault.enabled || s.googleCloudKms.enabled);
    if (used.length === 0) return { status: 'not-applicable', because: 'The project uses no customer-managed key.' };
    return failOrPass(
      used.flatMap((settings): readonly Violation[] => {
        const at = encryptionAtRest.address(settings);
        const { awsKms, azureKeyVault, googleCloudKms } = settings;
        return [
          ...(awsKms.enabled && awsKms.roleId === null
            ? [
                {
                  at,
                  because: `Atlas reaches AWS KMS with the access key ${awsKms.accessKeyId ?? 'of an IAM user'}, not through a role.`,
                },
              ]
            : []),
          ...(azureKeyVault.enabled && azureKeyVault.roleId === null
            ? [
                {
                  at,
                  because:
                    'Atlas reaches Azure Key Vault with a client secret, not through a service principal of its own.',
                },
              ]
            : []),
          ...(googleCloudKms.enabled && googleCloudKms.roleId === null
            ? [{ at, because: 'Atlas reaches Google Cloud KMS with a stored service account key, not through a role.' }]
            : []),
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set up a cloud provider access role for the project and let it use the key.',
      'Change the project’s encryption at rest to that role; the key stays the same, so nothing is encrypted anew.',
      'Delete the access key or client secret in your own cloud account.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'encryption-at-rest': [aws] } }],
    fail: [
      {
        resources: {
          'encryption-at-rest': [
            { ...aws, awsKms: { ...aws.awsKms, roleId: null, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } },
          ],
        },
      },
    ],
    notApplicable: [{ resources: { 'encryption-at-rest': [none] } }],
  },
});
