import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { ACCESS_EVENTS, judgeEvents, PRIVILEGE_EVENTS, widenedFilter } from '../audit-filter.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const filtering = (auditFilter: string) => ({
  'audit-configuration': [{ ...on, auditFilter }],
  cluster: [dedicated],
});

/** What guides list. */
const ACCESS = ACCESS_EVENTS.map(({ name }) => JSON.stringify(name)).join(',');

export default defineControl({
  id: 'auditing/audit-filter-catches-changes-of-privileges',
  title: 'The audit filter selects changes of what roles allow, and changes past the commands',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Rights grow without a new user or role: by an action more in a role that many hold, by a role that it inherits, or by a write straight into the ' +
    'collections of users and roles. Lists of event types in guides end with createRole and leave these out.',
  sources: [
    'getGroupAuditLog',
    'https://www.mongodb.com/docs/manual/reference/audit-message/mongo/',
    'https://www.mongodb.com/docs/atlas/database-auditing/',
  ],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.2.1.5',
    'nist-800-53:AC-2(4)',
    'csa-ccm:LOG-08',
    'ism:ISM-1537',
    'ism:ISM-0585',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'audit-configuration': all, cluster: clusters }) {
    // Both are mended by one wider filter.
    if (judgeEvents(all, clusters, ACCESS_EVENTS).status === 'fail')
      return {
        status: 'not-applicable',
        because: 'The audit filter leaves out changes of users and roles altogether, which is a finding of its own.',
      };
    return judgeEvents(all, clusters, PRIVILEGE_EVENTS);
  },
  remedy({ 'audit-configuration': all }) {
    return {
      type: 'changes',
      changes: all.map((configuration) =>
        auditConfiguration.update(
          configuration,
          { auditFilter: widenedFilter(configuration.auditFilter) },
          'Widens the filter by the events that it leaves out.',
        ),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'everything', resources: filtering('{}') },
      { name: 'all but operations', resources: filtering('{"atype":{"$nin":["authCheck"]}}') },
    ],
    fail: [
      {
        name: 'users and roles alone',
        resources: filtering(`{"atype":{"$in":[${ACCESS}]}}`),
      },
      {
        name: 'all but the writes past the commands',
        resources: filtering(
          `{"atype":{"$in":[${ACCESS},"grantPrivilegesToRole","revokePrivilegesFromRole","grantRolesToRole","revokeRolesFromRole","dropAllUsersFromDatabase","dropAllRolesFromDatabase"]}}`,
        ),
      },
    ],
    notApplicable: [
      {
        name: 'no changes of users either, which another control judges',
        resources: filtering('{"atype":{"$in":["authenticate","createUser"]}}'),
      },
      {
        name: 'auditing is off',
        resources: { 'audit-configuration': [{ ...on, enabled: false }], cluster: [dedicated] },
      },
      { name: 'a free cluster only', resources: { 'audit-configuration': [on], cluster: [free] } },
    ],
  },
});
