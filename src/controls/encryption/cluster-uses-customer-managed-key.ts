import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated, providersOf } from '../../resources/cluster/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

type Provider = 'AWS' | 'AZURE' | 'GCP';

/** The services in which the project has a key, by the name that a cluster gives them. */
function keysOf(settings: EncryptionAtRest | undefined): readonly Provider[] {
  if (settings === undefined) return [];
  return [
    ...(settings.awsKms.enabled ? (['AWS'] as const) : []),
    ...(settings.azureKeyVault.enabled ? (['AZURE'] as const) : []),
    ...(settings.googleCloudKms.enabled ? (['GCP'] as const) : []),
  ];
}

const dedicated: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), encryptionAtRestProvider: 'NONE' };
const none = encryptionAtRest.examples[0] as EncryptionAtRest;
const aws: EncryptionAtRest = {
  ...(encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest),
  projectId: dedicated.projectId,
};

export default defineControl({
  id: 'encryption/cluster-uses-customer-managed-key',
  title: 'The cluster is encrypted with the key that its project names',
  layer: 'encryption',
  scope: 'cluster',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Naming a key for the project encrypts nothing yet: each cluster has a switch of its own, and a cluster made without it is ' +
    'encrypted with the cloud provider’s keys only. Nobody looks a second time.',
  sources: ['getGroupCluster', 'getGroupEncryptionAtRest'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(a)(2)(iv)',
    'pci-dss:3.5.1',
    'nist-800-53:SC-28',
    'csa-ccm:CEK-03',
    'ism:ISM-0459',
    'ism:ISM-0507',
  ],
  reads: ['cluster', 'encryption-at-rest'],
  evaluate({ cluster: [only], 'encryption-at-rest': [settings] }) {
    if (only === undefined || keysOf(settings).length === 0)
      return { status: 'not-applicable', because: 'The project names no key of its own.' };
    if (!isDedicated(only))
      return {
        status: 'not-applicable',
        because: `${only.name} is no dedicated cluster: it cannot use a key of your own.`,
      };
    return failOrPass(
      only.encryptionAtRestProvider === 'NONE'
        ? [{ at: cluster.address(only), because: `The project names a key, but cluster ${only.name} does not use it.` }]
        : [],
    );
  },
  remedy({ cluster: [only], 'encryption-at-rest': [settings] }) {
    const keys = keysOf(settings);
    const own = only === undefined ? undefined : keys.find((key) => providersOf(only).includes(key));
    const provider = own ?? keys[0];
    if (only === undefined || provider === undefined) return { type: 'changes', changes: [] };
    return {
      type: 'changes',
      changes: [
        cluster.update(only, { encryptionAtRestProvider: provider }, `Encrypts ${only.name} with the project’s key.`),
      ],
    };
  },
  examples: {
    pass: [
      { resources: { cluster: [{ ...dedicated, encryptionAtRestProvider: 'AWS' }], 'encryption-at-rest': [aws] } },
    ],
    fail: [{ resources: { cluster: [dedicated], 'encryption-at-rest': [aws] } }],
    notApplicable: [{ resources: { cluster: [dedicated], 'encryption-at-rest': [none] } }],
  },
});
