import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, type ClusterRegion, isDedicated } from '../../resources/cluster/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';
import { regionsOf } from '../cluster-regions.ts';

/** Whether an id or ARN names a multi-Region key: their ids begin with `mrk-` (AWS KMS developer guide). An alias says nothing. */
function isMultiRegion(keyId: string): boolean | undefined {
  if (keyId.includes('alias/')) return undefined;
  return /(^|:key\/)mrk-/.test(keyId);
}

const single: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), encryptionAtRestProvider: 'AWS' };
const [shard] = single.replicationSpecs;
const [home] = shard?.regions ?? [];
if (shard === undefined || home === undefined) throw new Error('the example has no region');
const spread: readonly ClusterRegion[] = [home, { ...home, regionName: 'EU_CENTRAL_1', priority: 6 }];
const several: Cluster = { ...single, replicationSpecs: [{ ...shard, regions: spread }] };
const aws = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;
const withKey = (keyId: string): EncryptionAtRest => ({ ...aws, awsKms: { ...aws.awsKms, keyId } });

export default defineControl({
  id: 'encryption/multi-region-cluster-has-multi-region-key',
  title: 'A cluster in several regions is encrypted with a key that can move between them',
  layer: 'encryption',
  scope: 'cluster',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A cluster is spread over regions to survive the loss of one. If the lost one holds the key, nodes that restart elsewhere do not come ' +
    'back, and Atlas can be pointed to another region only for a multi-Region key. A key cannot be made one later.',
  sources: [
    'getGroupEncryptionAtRest',
    'getGroupCluster',
    'https://www.mongodb.com/docs/atlas/security-aws-kms/#reconfigure-aws-kms-region-during-an-outage',
  ],
  standards: ['soc2:A1.2', 'iso27001:A.8.14', 'nist-800-53:SC-12(1)', 'nist-800-53:CP-10', 'csa-ccm:BCR-08'],
  reads: ['cluster', 'encryption-at-rest'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  evaluate({ cluster: [only], 'encryption-at-rest': [settings] }) {
    if (
      only === undefined ||
      !isDedicated(only) ||
      only.encryptionAtRestProvider !== 'AWS' ||
      !settings?.awsKms.enabled
    )
      return { status: 'not-applicable', because: 'The cluster is not encrypted with a key in AWS KMS.' };
    const regions = regionsOf(only);
    if (regions.length < 2) return { status: 'not-applicable', because: 'The cluster runs in one region.' };
    const { keyId } = settings.awsKms;
    const movable = keyId === null ? undefined : isMultiRegion(keyId);
    if (movable === undefined)
      return { status: 'unknown', because: 'Atlas does not say by which id the key is known in AWS KMS.' };
    return failOrPass(
      movable
        ? []
        : [
            {
              at: cluster.address(only),
              because: `Cluster ${only.name} runs in ${regions.join(', ')}, and its key exists in one region of AWS KMS alone.`,
            },
          ],
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a multi-Region key in AWS KMS, with a replica in each region of the cluster, and let Atlas’s role use all of them.',
      'Set it as the project’s key while the old one is still valid, and keep the old one until its last snapshot has expired.',
    ],
    verifiedBy: 'getGroupEncryptionAtRest shows a key id that begins with mrk-.',
  }),
  examples: {
    pass: [
      {
        name: 'a multi-Region key',
        resources: {
          cluster: [several],
          'encryption-at-rest': [
            withKey('arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab'),
          ],
        },
      },
      {
        name: 'by its id alone',
        resources: {
          cluster: [several],
          'encryption-at-rest': [withKey('mrk-1234abcd12ab34cd56ef1234567890ab')],
        },
      },
    ],
    fail: [{ name: 'a key of one region', resources: { cluster: [several], 'encryption-at-rest': [aws] } }],
    notApplicable: [
      { name: 'one region', resources: { cluster: [single], 'encryption-at-rest': [aws] } },
      {
        name: 'the cloud provider’s key',
        resources: { cluster: [{ ...several, encryptionAtRestProvider: 'NONE' }], 'encryption-at-rest': [aws] },
      },
    ],
  },
});
