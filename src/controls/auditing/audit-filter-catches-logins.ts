import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { judgeEvents, LOGIN_EVENTS, widenedFilter } from '../audit-filter.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;

export default defineControl({
  id: 'auditing/audit-filter-catches-logins',
  title: 'The audit filter selects logins, failed logins and refused operations',
  layer: 'auditing',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Guessed passwords show up as failed logins, stolen ones as successful logins from odd places, and probing as refused operations. ' +
    'A filter without them leaves the questions open that every investigation begins with.',
  sources: ['getGroupAuditLog', 'https://www.mongodb.com/docs/atlas/database-auditing/'],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.308(a)(5)(ii)(C)',
    'pci-dss:10.2.1.4',
    'nist-800-53:AU-2',
    'csa-ccm:LOG-08',
    'ism:ISM-1537',
    'ism:ISM-0585',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate: ({ 'audit-configuration': all, cluster: clusters }) => judgeEvents(all, clusters, LOGIN_EVENTS),
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
        name: 'by type',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$in":["authenticate","authCheck"]}}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'without the agents of Atlas',
        resources: {
          'audit-configuration': [
            {
              ...on,
              auditFilter:
                '{"atype":{"$in":["authenticate","authCheck"]},"users.user":{"$nin":["mms-automation","__system"]}}',
            },
          ],
          cluster: [dedicated],
        },
      },
    ],
    fail: [
      {
        name: 'logins without refusals',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":"authenticate"}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'commands taken for events',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$in":["insert","update","remove"]}}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'failed logins alone',
        resources: {
          'audit-configuration': [
            { ...on, auditFilter: '{"atype":{"$in":["authenticate","authCheck"]},"result":{"$ne":0}}' },
          ],
          cluster: [dedicated],
        },
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
