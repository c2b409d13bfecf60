import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import backupSchedule from '../../resources/backup-schedule/index.ts';
import type { BackupSchedule } from '../../resources/backup-schedule/model.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import flexCluster from '../../resources/flex-cluster/index.ts';
import type { FlexCluster } from '../../resources/flex-cluster/model.ts';

const inIreland = cluster.examples[0] as Cluster;
const [shard] = inIreland.replicationSpecs;
const [region] = shard?.regions ?? [];
if (shard === undefined || region === undefined) throw new Error('the example has no region');
const alsoInVirginia: Cluster = {
  ...inIreland,
  replicationSpecs: [{ ...shard, regions: [region, { ...region, regionName: 'US_EAST_1', priority: 6 }] }],
};
const flex = flexCluster.examples[0] as FlexCluster;
const copied = backupSchedule.examples[1] as BackupSchedule;
const ireland = { dataResidency: ['EU_WEST_1'] } as const;

function outside(names: readonly string[], allowed: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => !allowed.includes(name)))].sort();
}

export default defineControl({
  id: 'organization-policy/data-in-allowed-regions',
  title: 'Clusters and copies of backups stay in the regions that data may live in',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A node or a copy of a snapshot in another region is a transfer of all the data, whatever it was made for. ' +
    'Every node counts, also those for reading and for analytics.',
  sources: ['listGroupClusters', 'listGroupFlexClusters', 'getGroupClusterBackupSchedule'],
  standards: ['soc2:C1.1', 'iso27001:A.5.34', 'gdpr:Art.44', 'nist-800-53:SA-9(5)', 'csa-ccm:DSP-10', 'ism:ISM-1395'],
  reads: ['cluster', 'flex-cluster', 'backup-schedule'],
  notApplicable: ({ profile }) =>
    profile.dataResidency.length === 0 ? 'The profile names no regions that data must stay in.' : undefined,
  severityFor: ({ profile }) => (profile.compliance.includes('gdpr') ? 'critical' : 'high'),
  evaluate(input, { profile: { dataResidency: allowed } }) {
    const violations: readonly Violation[] = [
      ...input.cluster.flatMap((each) => {
        const regions = each.replicationSpecs.flatMap((spec) => spec.regions.map(({ regionName }) => regionName));
        const others = outside(regions, allowed);
        const because = `Cluster ${each.name} has nodes in ${others.join(', ')}.`;
        return others.length === 0 ? [] : [{ at: cluster.address(each), because }];
      }),
      ...input['flex-cluster']
        .filter(({ regionName }) => !allowed.includes(regionName))
        .map((each) => ({
          at: flexCluster.address(each),
          because: `Flex cluster ${each.name} lives in ${each.regionName}.`,
        })),
      ...input['backup-schedule'].flatMap((each) => {
        const others = outside(
          each.copySettings.map(({ regionName }) => regionName),
          allowed,
        );
        const because = `Snapshots of cluster ${each.clusterName} are copied to ${others.join(', ')}.`;
        return others.length === 0 ? [] : [{ at: backupSchedule.address(each), because }];
      }),
    ];
    return failOrPass(violations);
  },
  remedy: (_, { profile }) => ({
    type: 'manual',
    steps: [
      `Add nodes in ${profile.dataResidency.join(' or ')} to the cluster, give them the highest priority, and let them catch up.`,
      'Then remove the nodes elsewhere; network peering, private endpoints and keys of the old region go with them. A flex cluster cannot move: make a new one and migrate.',
      'Point copies of snapshots to an allowed region, and delete the copies that are elsewhere: a change of the schedule leaves them.',
    ],
    verifiedBy: 'listGroupClusters and getGroupClusterBackupSchedule name allowed regions only.',
  }),
  examples: {
    pass: [
      { name: 'a cluster', resources: { cluster: [inIreland] }, profile: ireland },
      {
        name: 'a cluster and its copies',
        resources: { cluster: [inIreland], 'backup-schedule': [copied] },
        profile: { dataResidency: ['EU_WEST_1', 'EU_CENTRAL_1'] },
      },
    ],
    fail: [
      { name: 'a second region', resources: { cluster: [alsoInVirginia] }, profile: ireland },
      {
        name: 'copies of snapshots',
        resources: { cluster: [inIreland], 'backup-schedule': [copied] },
        profile: ireland,
      },
      {
        name: 'a flex cluster',
        resources: { 'flex-cluster': [{ ...flex, regionName: 'US_EAST_1' }] },
        profile: ireland,
      },
    ],
    notApplicable: [{ name: 'data may live anywhere', resources: { cluster: [alsoInVirginia] } }],
  },
});
