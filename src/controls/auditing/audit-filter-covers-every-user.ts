import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { coveredBy, EVENTS_OF_USER } from '../audit-events.ts';
import { parseAuditFilter } from '../audit-filter.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const filtering = (filter: unknown) => ({
  'audit-configuration': [{ ...on, auditFilter: JSON.stringify(filter) }],
  cluster: [dedicated],
});

export default defineControl({
  id: 'auditing/audit-filter-covers-every-user',
  title: 'The audit filter records whoever comes, not only users that it names',
  layer: 'auditing',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A filter that lists users records those and nobody else: not the user that was made yesterday, and not the one that an intruder makes. It fits for ' +
    'successful reads and writes of chosen users. Logins, new users and dropped data are to be recorded of everybody.',
  sources: [
    'getGroupAuditLog',
    'https://www.mongodb.com/docs/atlas/database-auditing/',
    'https://www.mongodb.com/docs/manual/tutorial/configure-audit-filters/',
  ],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.2.1.2',
    'nist-800-53:AU-2',
    'csa-ccm:LOG-08',
    'cis:8.5',
    'ism:ISM-1537',
    'ism:ISM-0585',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate({ 'audit-configuration': [configuration], cluster: clusters }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (configuration === undefined || !configuration.enabled || configuration.auditFilter === null)
      return { status: 'not-applicable', because: 'No audit filter is in use.' };
    const filter = parseAuditFilter(configuration.auditFilter);
    if (filter === undefined) return { status: 'unknown', because: 'The audit filter is no JSON object.' };
    const judged = EVENTS_OF_USER.map((event) => ({ name: event.name, whom: coveredBy(filter, event) }));
    const namesOf = (wanted: string) => judged.filter(({ whom }) => whom === wanted).map(({ name }) => name);
    const named = namesOf('named');
    if (named.length > 0) {
      const because = `The audit filter records ${named.join(', ')} of users that it names only: somebody new leaves no trace.`;
      return { status: 'fail', violations: [{ at: auditConfiguration.address(configuration), because }] };
    }
    const unknown = namesOf('unknown');
    if (unknown.length > 0)
      return {
        status: 'unknown',
        because: `Whether the audit filter records ${unknown.join(', ')} of somebody new depends on what cannot be judged from here (roles, addresses, expressions).`,
      };
    return namesOf('everybody').length > 0
      ? { status: 'pass' }
      : {
          status: 'not-applicable',
          because:
            'The audit filter records no login, no new user and no dropped database of anybody, which are findings of their own.',
        };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Take the condition on users away from authenticate, createUser and dropDatabase; keep it for authCheck, where successful operations are audited.',
      'That is: {"$or":[{"atype":{"$in":["authenticate","createUser","dropDatabase"]}},{"atype":"authCheck","users.user":{"$in":["…"]}}]}.',
      'Set the filter in Atlas under Database & Network Access, Advanced, Database Auditing.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'everything', resources: filtering({}) },
      {
        name: 'logins of everybody, operations of one',
        resources: filtering({
          $or: [
            { atype: { $in: ['authenticate', 'createUser', 'dropDatabase'] } },
            { atype: 'authCheck', 'users.user': 'root' },
          ],
        }),
      },
      {
        name: 'everybody but the agents',
        resources: filtering({ 'users.user': { $nin: ['mms-automation', '__system'] } }),
      },
      {
        name: 'what the filter builder of Atlas writes for everybody',
        resources: filtering({
          $or: [
            { users: [] },
            {
              $and: [
                { users: { $elemMatch: { $or: [{ db: 'admin' }, { db: '$external' }] } } },
                { atype: { $in: ['authenticate', 'createUser', 'dropDatabase'] } },
              ],
            },
          ],
        }),
      },
    ],
    fail: [
      { name: 'one user', resources: filtering({ 'users.user': 'root' }) },
      {
        name: 'a list of users, as the filter builder of Atlas writes it',
        resources: filtering({ users: { $elemMatch: { $or: [{ user: 'root', db: 'admin' }] } } }),
      },
      {
        name: 'logins of one user beside dropped databases of everybody',
        resources: filtering({ $or: [{ atype: 'authenticate', 'param.user': 'root' }, { atype: 'dropDatabase' }] }),
      },
    ],
    notApplicable: [
      { name: 'none of these events', resources: filtering({ atype: 'createIndex' }) },
      {
        name: 'auditing is off',
        resources: { 'audit-configuration': [{ ...on, enabled: false }], cluster: [dedicated] },
      },
      { name: 'a free cluster only', resources: { 'audit-configuration': [on], cluster: [free] } },
    ],
  },
});
