import { selectsEvent } from '../../access/index.ts';
import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import customRole from '../../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../../resources/custom-database-role/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import { coveredBy, EVENTS_OF_USER } from '../audit-events.ts';
import { parseAuditFilter } from '../audit-filter.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';
import { heldRoles, printHeldRole } from '../held-roles.ts';

/** Roles that reach every database. */
const POWERFUL: ReadonlySet<string> = new Set([
  'atlasAdmin',
  'backup',
  'dbAdminAnyDatabase',
  'readAnyDatabase',
  'readWriteAnyDatabase',
]);

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const user = databaseUser.examples[0] as DatabaseUser;
const role = customRole.examples[0] as CustomDatabaseRole;
const root: DatabaseUser = {
  ...user,
  username: 'root',
  roles: [{ roleName: 'atlasAdmin', databaseName: 'admin', collectionName: null }],
};
const filtering = (filter: unknown, ...users: readonly DatabaseUser[]) => ({
  'audit-configuration': [{ ...on, auditFilter: JSON.stringify(filter) }],
  cluster: [dedicated],
  'database-user': users,
});

export default defineControl({
  id: 'auditing/audit-filter-spares-no-administrator',
  title: 'The audit filter makes no exception for a user who reaches everything',
  layer: 'auditing',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Users are left out of a filter because they make many lines. Where such a user reads or changes every database, its password is the one that an ' +
    'intruder wants, and its logins are the ones that nobody sees. Leaving out its successful operations is another matter.',
  sources: [
    'getGroupAuditLog',
    'listGroupDatabaseUsers',
    'https://www.mongodb.com/docs/manual/tutorial/configure-audit-filters/',
  ],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.2.1.2',
    'nist-800-53:AC-6(9)',
    'csa-ccm:LOG-11',
    'ism:ISM-1537',
  ],
  reads: ['audit-configuration', 'cluster', 'database-user', 'custom-database-role'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate(input) {
    const {
      'audit-configuration': [configuration],
      cluster: clusters,
      'database-user': users,
      'custom-database-role': roles,
    } = input;
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (configuration === undefined || !configuration.enabled || configuration.auditFilter === null)
      return { status: 'not-applicable', because: 'No audit filter is in use.' };
    const filter = parseAuditFilter(configuration.auditFilter);
    if (filter === undefined) return { status: 'unknown', because: 'The audit filter is no JSON object.' };
    // What the filter selects of nobody, or of users that it names only, is a finding of its own.
    const recorded = EVENTS_OF_USER.filter((event) => !['nobody', 'named'].includes(coveredBy(filter, event)));
    const powerful = users.flatMap((item) => {
      const held = heldRoles(item, roles, (name) => POWERFUL.has(name));
      return held.length === 0 ? [] : [{ item, held }];
    });
    if (powerful.length === 0 || recorded.length === 0)
      return {
        status: 'not-applicable',
        because:
          'No database user reaches every database, or the audit filter records logins, new users and dropped databases of nobody, or of named users only.',
      };
    return failOrPass(
      powerful.flatMap(({ item, held }): readonly Violation[] => {
        const who = { user: item.username, db: item.databaseName };
        const spared = recorded.filter((event) => selectsEvent(filter, event.of(who)) === 'no').map(({ name }) => name);
        if (spared.length === 0) return [];
        const because = `The audit filter leaves out ${spared.join(', ')} of database user ${databaseUser.label(item)}, who has ${held.map(printHeldRole).join(', ')}.`;
        return [{ at: auditConfiguration.address(configuration), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Take the name out of the exception, or let the exception hold for authCheck alone: {"$or":[{"atype":{"$ne":"authCheck"}},{"users.user":{"$nin":["…"]}}]}.',
      'Where it makes too many lines, give it fewer roles first: a program that works all day seldom needs every database.',
      'Set the filter in Atlas under Database & Network Access, Advanced, Database Auditing.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'no exception', resources: filtering({ atype: 'authenticate' }, root) },
      {
        name: 'an exception for an application',
        resources: filtering({ 'users.user': { $nin: [user.username] } }, root, user),
      },
      {
        name: 'an exception for operations alone',
        resources: filtering({ $or: [{ atype: { $ne: 'authCheck' } }, { 'users.user': { $ne: 'root' } }] }, root),
      },
    ],
    fail: [
      { name: 'an administrator', resources: filtering({ 'users.user': { $nin: ['mms-automation', 'root'] } }, root) },
      {
        name: 'its logins',
        resources: filtering({ atype: 'authenticate', 'param.user': { $ne: 'root' } }, root),
      },
      {
        name: 'a user with a custom role that inherits one over everything',
        resources: {
          ...filtering(
            { 'users.user': { $ne: 'nightly' } },
            {
              ...user,
              username: 'nightly',
              roles: [{ roleName: 'dumper', databaseName: 'admin', collectionName: null }],
            },
          ),
          'custom-database-role': [
            { ...role, roleName: 'dumper', inheritedRoles: [{ databaseName: 'admin', roleName: 'backup' }] },
          ],
        },
      },
    ],
    notApplicable: [
      { name: 'no powerful user', resources: filtering({ 'users.user': { $ne: user.username } }, user) },
      { name: 'named users only, which another control judges', resources: filtering({ 'users.user': 'app' }, root) },
      {
        name: 'a free cluster only',
        resources: { 'audit-configuration': [on], cluster: [free], 'database-user': [root] },
      },
    ],
  },
});
