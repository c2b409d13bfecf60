import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import flexCluster from '../../resources/flex-cluster/index.ts';
import type { FlexCluster } from '../../resources/flex-cluster/model.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const flex = flexCluster.examples[0] as FlexCluster;
const on = { terminationProtectionEnabled: true } as const;
const off = { terminationProtectionEnabled: false } as const;
const development = { environment: 'development' } as const;

export default defineControl({
  id: 'organization-policy/termination-protection',
  title: 'Clusters cannot be deleted before somebody lifts their protection',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A deleted cluster is gone with its data, and with its backups unless they were kept. With the protection a wrong name in a script, or a ' +
    'Terraform plan that nobody read, is refused. A free cluster cannot be changed, so it is left out.',
  sources: [
    'updateGroupCluster',
    'updateGroupFlexCluster',
    'https://www.mongodb.com/docs/atlas/cluster-additional-settings/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.32',
    'hipaa:164.308(a)(7)(ii)(B)',
    'nist-800-53:CM-5',
    'csa-ccm:CCC-04',
    'ism:ISM-1811',
  ],
  reads: ['cluster', 'flex-cluster'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  severityFor: ({ environment }) => (environment === 'production' ? 'medium' : 'low'),
  evaluate(input) {
    const clusters = input.cluster.filter(isDedicated);
    const flexes = input['flex-cluster'];
    if (clusters.length + flexes.length === 0)
      return { status: 'not-applicable', because: 'The project has no cluster that can be protected.' };
    return failOrPass([
      ...clusters
        .filter((each) => !each.terminationProtectionEnabled)
        .map((each) => ({ at: cluster.address(each), because: `Cluster ${each.name} can be deleted in one step.` })),
      ...flexes
        .filter((each) => !each.terminationProtectionEnabled)
        .map((each) => ({
          at: flexCluster.address(each),
          because: `Flex cluster ${each.name} can be deleted in one step.`,
        })),
    ]);
  },
  remedy(input) {
    return {
      type: 'changes',
      changes: [
        ...input.cluster
          .filter((each) => isDedicated(each) && !each.terminationProtectionEnabled)
          .map((each) => cluster.update(each, on, 'Atlas refuses to delete it from now on.')),
        ...input['flex-cluster']
          .filter((each) => !each.terminationProtectionEnabled)
          .map((each) => flexCluster.update(each, on, 'Atlas refuses to delete it from now on.')),
      ],
    };
  },
  examples: {
    pass: [
      { name: 'protected', resources: { cluster: [{ ...dedicated, ...on }], 'flex-cluster': [{ ...flex, ...on }] } },
      {
        name: 'protected, beside a free one',
        resources: {
          cluster: [
            { ...dedicated, ...on },
            { ...free, ...off },
          ],
        },
      },
    ],
    fail: [
      { name: 'a dedicated cluster', resources: { cluster: [{ ...dedicated, ...off }] } },
      {
        name: 'a flex cluster',
        resources: { cluster: [{ ...dedicated, ...on }], 'flex-cluster': [{ ...flex, ...off }] },
      },
    ],
    notApplicable: [
      { name: 'a free cluster only', resources: { cluster: [{ ...free, ...off }] } },
      { name: 'development', resources: { cluster: [{ ...dedicated, ...off }] }, profile: development },
    ],
  },
});
