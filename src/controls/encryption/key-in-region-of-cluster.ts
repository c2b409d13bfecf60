import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';
import { regionsOf } from '../cluster-regions.ts';

const dedicated: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), encryptionAtRestProvider: 'AWS' };
const [shard] = dedicated.replicationSpecs;
const elsewhere: Cluster = {
  ...dedicated,
  id: null,
  name: 'reports',
  replicationSpecs: dedicated.replicationSpecs.map((spec) => ({
    ...spec,
    regions: (shard?.regions ?? []).map((region) => ({ ...region, regionName: 'US_EAST_1' })),
  })),
};
const aws = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;
const inRegion = (region: string | null): EncryptionAtRest => ({ ...aws, awsKms: { ...aws.awsKms, region } });

export default defineControl({
  id: 'encryption/key-in-region-of-cluster',
  title: 'The key lives in a region where a cluster that it encrypts runs',
  layer: 'encryption',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A node that starts needs the key. With a key in a region of its own, two regions have to be up for the cluster to come back, and every ' +
    'request for the key crosses between them. A project has one key, so it may stand beside one of several clusters. Atlas says the region for AWS KMS only.',
  sources: ['getGroupEncryptionAtRest', 'listGroupClusters', 'https://www.mongodb.com/docs/atlas/security-aws-kms/'],
  standards: ['soc2:A1.2', 'iso27001:A.8.14', 'nist-800-53:SC-12(1)', 'csa-ccm:CEK-08', 'ism:ISM-0507'],
  reads: ['cluster', 'encryption-at-rest'],
  evaluate({ cluster: clusters, 'encryption-at-rest': [settings] }) {
    const encrypted = clusters.filter((item) => isDedicated(item) && item.encryptionAtRestProvider === 'AWS');
    if (encrypted.length === 0 || !settings?.awsKms.enabled)
      return { status: 'not-applicable', because: 'No cluster of the project is encrypted with a key in AWS KMS.' };
    const { region } = settings.awsKms;
    if (region === null) return { status: 'unknown', because: 'Atlas does not say in which region the key lives.' };
    const regions = [...new Set(encrypted.flatMap(regionsOf))].sort();
    return failOrPass(
      regions.includes(`AWS ${region}`)
        ? []
        : [
            {
              at: encryptionAtRest.address(settings),
              because: `The key lives in AWS ${region}; what it encrypts (${encrypted.map(({ name }) => name).join(', ')}) runs in ${regions.join(', ')}.`,
            },
          ],
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a key in the region of the most important cluster’s primary; for several regions a multi-Region key of AWS with a replica in each.',
      'Set it as the project’s key while the old one is still valid, and keep the old one until its last snapshot has expired.',
    ],
    verifiedBy: 'getGroupEncryptionAtRest shows a region that a cluster runs in.',
  }),
  examples: {
    pass: [
      { name: 'beside it', resources: { cluster: [dedicated], 'encryption-at-rest': [inRegion('EU_WEST_1')] } },
      {
        name: 'beside one of two clusters',
        resources: { cluster: [dedicated, elsewhere], 'encryption-at-rest': [inRegion('US_EAST_1')] },
      },
    ],
    fail: [
      { name: 'elsewhere', resources: { cluster: [dedicated], 'encryption-at-rest': [inRegion('US_EAST_1')] } },
      { name: 'nearby', resources: { cluster: [dedicated], 'encryption-at-rest': [inRegion('EU_WEST_2')] } },
    ],
    notApplicable: [
      {
        name: 'the cloud provider’s key',
        resources: {
          cluster: [{ ...dedicated, encryptionAtRestProvider: 'NONE' }],
          'encryption-at-rest': [inRegion('US_EAST_1')],
        },
      },
    ],
  },
});
