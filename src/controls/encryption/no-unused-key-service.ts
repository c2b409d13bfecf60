import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

const SERVICES = [
  ['awsKms', 'AWS', 'AWS KMS'],
  ['azureKeyVault', 'AZURE', 'Azure Key Vault'],
  ['googleCloudKms', 'GCP', 'Google Cloud KMS'],
] as const;

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const [none, aws, azure] = encryptionAtRest.examples as readonly [EncryptionAtRest, EncryptionAtRest, EncryptionAtRest];
const two: EncryptionAtRest = {
  ...aws,
  azureKeyVault: azure.azureKeyVault,
  valid: { ...aws.valid, azureKeyVault: true },
};
const onAws: Cluster = { ...dedicated, encryptionAtRestProvider: 'AWS' };
const onAzure: Cluster = { ...dedicated, name: 'customs', encryptionAtRestProvider: 'AZURE' };

export default defineControl({
  id: 'encryption/no-unused-key-service',
  title: 'Every key service that the project names encrypts a cluster',
  layer: 'encryption',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'After a move to another key service the old one often stays: Atlas keeps a role or a secret that may use the key, and nobody watches it. ' +
    'It may have to stay until the last snapshot that was taken with it is gone, hence the confidence.',
  sources: [
    'getGroupEncryptionAtRest',
    'listGroupClusters',
    'https://www.mongodb.com/docs/atlas/security-kms-encryption/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'pci-dss:3.6.1.4',
    'nist-800-53:SC-12',
    'csa-ccm:CEK-10',
    'ism:ISM-0507',
  ],
  reads: ['encryption-at-rest', 'cluster'],
  evaluate({ 'encryption-at-rest': all, cluster: clusters }) {
    const used = new Set(clusters.filter(isDedicated).map((item) => item.encryptionAtRestProvider));
    const settings = all.filter((item) => SERVICES.some(([service]) => item[service].enabled));
    if (settings.length === 0)
      return { status: 'not-applicable', because: 'The project uses no customer-managed key.' };
    // Where no cluster uses any key, encryption/cluster-uses-customer-managed-key speaks.
    if (!SERVICES.some(([service, provider]) => settings.some((item) => item[service].enabled && used.has(provider))))
      return { status: 'not-applicable', because: 'No cluster of the project uses its key yet.' };
    return failOrPass(
      settings.flatMap((item) =>
        SERVICES.filter(([service, provider]) => item[service].enabled && !used.has(provider)).map(([, , name]) => ({
          at: encryptionAtRest.address(item),
          because: `Atlas may use the project’s key in ${name}, but no cluster is encrypted with it.`,
        })),
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look which snapshots were taken while clusters used the service, and wait until they have expired or are no longer needed.',
      'Turn the service off in the project’s encryption at rest, and remove the role, service principal or secret.',
      'Only then disable the key in your own cloud account.',
    ],
    verifiedBy: 'getGroupEncryptionAtRest shows only services that clusters use.',
  }),
  examples: {
    pass: [
      { name: 'one service', resources: { cluster: [onAws], 'encryption-at-rest': [aws] } },
      {
        name: 'two services, a cluster with each',
        resources: { cluster: [onAws, onAzure], 'encryption-at-rest': [two] },
      },
    ],
    fail: [{ name: 'the old service', resources: { cluster: [onAws], 'encryption-at-rest': [two] } }],
    notApplicable: [
      { name: 'no key', resources: { cluster: [dedicated], 'encryption-at-rest': [none] } },
      { name: 'no cluster uses any', resources: { cluster: [dedicated], 'encryption-at-rest': [two] } },
    ],
  },
});
