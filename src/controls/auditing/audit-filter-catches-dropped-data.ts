import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { DROP_EVENTS, judgeEvents, widenedFilter } from '../audit-filter.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;

export default defineControl({
  id: 'auditing/audit-filter-catches-dropped-data',
  title: 'The audit filter selects dropped databases and collections',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Blackmailers drop the data and leave a note; a wrong script drops it without one. ' +
    'The audit log says who did it and when, and so to which moment the data must be restored.',
  sources: ['getGroupAuditLog', 'https://www.mongodb.com/docs/atlas/database-auditing/'],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(c)(1)',
    'pci-dss:10.2.1.7',
    'nist-800-53:AU-2',
    'ism:ISM-1537',
    'ism:ISM-0585',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate: ({ 'audit-configuration': all, cluster: clusters }) => judgeEvents(all, clusters, DROP_EVENTS),
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
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$in":["dropDatabase","dropCollection"]}}' }],
          cluster: [dedicated],
        },
      },
    ],
    fail: [
      {
        name: 'logins alone',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":"authenticate"}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'databases alone',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":"dropDatabase"}' }],
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
