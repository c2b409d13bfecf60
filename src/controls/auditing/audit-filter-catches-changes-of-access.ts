import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { ACCESS_EVENTS, judgeEvents, widenedFilter } from '../audit-filter.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;

export default defineControl({
  id: 'auditing/audit-filter-catches-changes-of-access',
  title: 'The audit filter selects changes of database users and roles',
  layer: 'auditing',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A second way in is the first thing that an intruder builds: a user, or a role with more rights. ' +
    'The audit log is the only record of changes that are made in the database itself, past the Atlas API.',
  sources: ['getGroupAuditLog', 'https://www.mongodb.com/docs/atlas/database-auditing/'],
  standards: [
    'soc2:CC6.2',
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.2.1.5',
    'nist-800-53:AU-2',
    'csa-ccm:LOG-08',
    'ism:ISM-1537',
    'ism:ISM-0585',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate: ({ 'audit-configuration': all, cluster: clusters }) => judgeEvents(all, clusters, ACCESS_EVENTS),
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
      {
        name: 'everything',
        resources: { 'audit-configuration': [{ ...on, auditFilter: '{}' }], cluster: [dedicated] },
      },
      {
        name: 'all but operations',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$nin":["authCheck"]}}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'by type',
        resources: {
          'audit-configuration': [
            {
              ...on,
              auditFilter:
                '{"atype":{"$in":["createUser","updateUser","dropUser","grantRolesToUser","revokeRolesFromUser","createRole","updateRole","dropRole"]}}',
            },
          ],
          cluster: [dedicated],
        },
      },
    ],
    fail: [
      {
        name: 'logins alone',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$in":["authenticate","authCheck"]}}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'all but one',
        resources: {
          'audit-configuration': [
            {
              ...on,
              auditFilter:
                '{"atype":{"$in":["createUser","updateUser","dropUser","grantRolesToUser","revokeRolesFromUser","createRole","updateRole"]}}',
            },
          ],
          cluster: [dedicated],
        },
      },
      {
        name: 'failures of everything',
        resources: { 'audit-configuration': [{ ...on, auditFilter: '{"result":{"$ne":0}}' }], cluster: [dedicated] },
      },
    ],
    notApplicable: [
      {
        name: 'auditing is off',
        resources: {
          'audit-configuration': [{ ...on, enabled: false, auditFilter: '{"atype":"none"}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'a free cluster only',
        resources: { 'audit-configuration': [{ ...on, auditFilter: '{"atype":"none"}' }], cluster: [free] },
      },
    ],
  },
});
