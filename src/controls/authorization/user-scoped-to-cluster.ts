import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';

const user: DatabaseUser = { ...(databaseUser.examples[0] as DatabaseUser), scopes: [] };
const first: Cluster = { ...(cluster.examples[0] as Cluster), projectId: user.projectId, name: 'shop' };
const second: Cluster = { ...first, name: 'reports', id: '6500000000000000000000f2' };

export default defineControl({
  id: 'authorization/user-scoped-to-cluster',
  title: 'Where a project has several clusters, each database user is confined to its own',
  layer: 'authorization',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Without a scope, a password works on every cluster of the project, also on those that are made later. Confining it is one field, ' +
    'and a leak then costs one cluster. A user that truly needs all of them is rare, but exists.',
  sources: ['listGroupDatabaseUsers', 'https://www.mongodb.com/docs/atlas/security-add-mongodb-users/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.3',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'ism:ISM-1255',
    'ism:ISM-1268',
  ],
  reads: ['database-user', 'cluster', 'flex-cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'database-user': users, cluster: clusters, 'flex-cluster': flex }) {
    const names = [...clusters, ...flex].map(({ name }) => name).sort();
    if (names.length < 2) return { status: 'not-applicable', because: 'The project has fewer than two clusters.' };
    return failOrPass(
      users
        .filter(({ scopes, deleteAfterDate }) => scopes.length === 0 && deleteAfterDate === null)
        .map((item) => ({
          at: databaseUser.address(item),
          because: `Database user ${databaseUser.label(item)} can log in to all of ${names.join(', ')}.`,
        })),
    );
  },
  remedy: ({ 'database-user': users }) => ({
    type: 'needs',
    needs: [
      {
        what: `Which clusters does each of these users work with: ${users
          .filter(({ scopes, deleteAfterDate }) => scopes.length === 0 && deleteAfterDate === null)
          .map((item) => databaseUser.label(item))
          .join(', ')}? The access history of each cluster names who logged in during the last 7 days.`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      {
        resources: {
          'database-user': [{ ...user, scopes: [{ type: 'CLUSTER', name: 'shop' }] }],
          cluster: [first, second],
        },
      },
    ],
    fail: [{ resources: { 'database-user': [user], cluster: [first, second] } }],
    notApplicable: [{ name: 'one cluster', resources: { 'database-user': [user], cluster: [first] } }],
  },
});
