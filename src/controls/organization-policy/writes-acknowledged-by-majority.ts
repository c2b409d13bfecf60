import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import processArguments from '../../resources/cluster-process-arguments/index.ts';
import type { ClusterProcessArguments } from '../../resources/cluster-process-arguments/model.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const settings: ClusterProcessArguments = {
  ...(processArguments.examples[0] as ClusterProcessArguments),
  projectId: dedicated.projectId,
  clusterName: dedicated.name,
};
const concern = (defaultWriteConcern: string | null) => ({
  cluster: [dedicated],
  'cluster-process-arguments': [{ ...settings, defaultWriteConcern }],
});

export default defineControl({
  id: 'organization-policy/writes-acknowledged-by-majority',
  title: 'A write counts as done only when most nodes have it',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'With a default of 1 a write that was confirmed can be rolled back after a failover, and with 0 nobody learns that it failed: a payment, a ' +
    'consent, an entry of an application’s own audit trail. MongoDB’s own default is majority; somebody lowered it for speed.',
  sources: [
    'getGroupClusterProcessArgs',
    'https://www.mongodb.com/docs/manual/reference/write-concern/#implicit-default-write-concern',
  ],
  standards: ['soc2:PI1.4', 'hipaa:164.312(c)(1)', 'nist-800-53:SI-7', 'nist-800-53:CP-10'],
  reads: ['cluster', 'cluster-process-arguments'],
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : 'The project is not for production.'),
  evaluate({ cluster: [only], 'cluster-process-arguments': all }) {
    if (only === undefined || !isDedicated(only))
      return { status: 'not-applicable', because: 'Only dedicated clusters (M10 and larger) have the setting.' };
    return failOrPass(
      all
        .filter(({ defaultWriteConcern }) => defaultWriteConcern === '0' || defaultWriteConcern === '1')
        .map((args) => ({
          at: processArguments.address(args),
          because:
            args.defaultWriteConcern === '0'
              ? `Writes to cluster ${args.clusterName} are not confirmed at all unless the client asks for it.`
              : `Writes to cluster ${args.clusterName} are confirmed by one node alone unless the client asks for more.`,
        })),
    );
  },
  remedy: ({ cluster: [only] }) => ({
    type: 'needs',
    needs: [
      {
        what: `May writes to cluster ${only?.name} wait for a majority of the nodes (updateGroupClusterProcessArgs, defaultWriteConcern: majority)? They take a little longer.`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'majority', resources: concern('majority') },
      { name: 'never set: MongoDB’s own default', resources: concern(null) },
      { name: 'more than one node', resources: concern('2') },
    ],
    fail: [
      { name: 'one node', resources: concern('1') },
      { name: 'not at all', resources: concern('0') },
    ],
    notApplicable: [
      { name: 'a free cluster', resources: { cluster: [free] } },
      { name: 'staging', resources: concern('1'), profile: { environment: 'staging' } },
    ],
  },
});
