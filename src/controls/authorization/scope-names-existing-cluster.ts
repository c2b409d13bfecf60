import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import flexCluster from '../../resources/flex-cluster/index.ts';
import type { FlexCluster } from '../../resources/flex-cluster/model.ts';

const user: DatabaseUser = { ...(databaseUser.examples[0] as DatabaseUser), deleteAfterDate: null };
const shop: Cluster = { ...(cluster.examples[0] as Cluster), projectId: user.projectId, name: 'shop' };
const flex: FlexCluster = {
  ...(flexCluster.examples[0] as FlexCluster),
  projectId: user.projectId,
  name: 'reports',
};
const scoped = (...scopes: DatabaseUser['scopes']): DatabaseUser => ({ ...user, scopes });

export default defineControl({
  id: 'authorization/scope-names-existing-cluster',
  title: 'Database users are confined to clusters that exist',
  layer: 'authorization',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A scope names a cluster, not one that exists: when it is deleted the user stays, with its password. Whoever makes a cluster of the same name again, ' +
    'perhaps with a restored copy of the data, lets the old client in. Scopes of federated databases and of stream workspaces are not judged.',
  sources: ['listGroupDatabaseUsers', 'listGroupClusters', 'listGroupFlexClusters'],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:7.2.4',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-07',
    'ism:ISM-1404',
  ],
  reads: ['database-user', 'cluster', 'flex-cluster'],
  evaluate({ 'database-user': users, cluster: clusters, 'flex-cluster': flexClusters }) {
    const scopedUsers = users.filter(({ scopes }) => scopes.some(({ type }) => type === 'CLUSTER'));
    if (scopedUsers.length === 0)
      return { status: 'not-applicable', because: 'No database user of the project is confined to a cluster.' };
    const existing = new Set([...clusters, ...flexClusters].map(({ name }) => name));
    return failOrPass(
      scopedUsers.flatMap((item): readonly Violation[] => {
        const gone = item.scopes
          .filter(({ type, name }) => type === 'CLUSTER' && !existing.has(name))
          .map(({ name }) => name)
          .sort();
        if (gone.length === 0) return [];
        const alone = gone.length === item.scopes.length;
        const because = `Database user ${databaseUser.label(item)} is confined to ${gone.join(', ')}, which the project does not have${
          alone ? ': it can log in nowhere, and waits for a cluster of that name' : ''
        }.`;
        return [{ at: databaseUser.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Where the user has no other scope, delete it: nothing can be using it.',
      'Otherwise take the name out of its scopes. Never take the last one out: a user without scopes reaches every cluster.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'a dedicated cluster and a flex cluster',
        resources: {
          cluster: [shop],
          'flex-cluster': [flex],
          'database-user': [scoped({ type: 'CLUSTER', name: 'shop' }, { type: 'CLUSTER', name: 'reports' })],
        },
      },
      {
        name: 'a federated database is not judged',
        resources: {
          cluster: [shop],
          'database-user': [scoped({ type: 'CLUSTER', name: 'shop' }, { type: 'DATA_LAKE', name: 'lake' })],
        },
      },
    ],
    fail: [
      { name: 'a cluster that is gone', resources: { 'database-user': [scoped({ type: 'CLUSTER', name: 'shop' })] } },
      {
        name: 'one of two',
        resources: {
          cluster: [shop],
          'database-user': [scoped({ type: 'CLUSTER', name: 'shop' }, { type: 'CLUSTER', name: 'old-shop' })],
        },
      },
    ],
    notApplicable: [{ name: 'no scope', resources: { cluster: [shop], 'database-user': [scoped()] } }],
  },
});
