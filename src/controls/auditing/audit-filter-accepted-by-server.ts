import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { parseAuditFilter } from '../audit-filter.ts';
import { refusals } from '../audit-filter-lint.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const filtering = (auditFilter: string) => ({
  'audit-configuration': [{ ...on, auditFilter }],
  cluster: [dedicated],
});

export default defineControl({
  id: 'auditing/audit-filter-accepted-by-server',
  title: 'The audit filter is one that the server can read',
  layer: 'auditing',
  scope: 'project',
  severity: 'high',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Atlas checks that a filter is JSON and no more. An operator that does not exist, JavaScript, or a pattern in a list of values is stored as if all were ' +
    'well, and the server, which reads filters as it reads queries, refuses it. What a node then does is not documented; nobody should find out after an incident.',
  sources: [
    'getGroupAuditLog',
    'https://www.mongodb.com/docs/manual/tutorial/configure-audit-filters/',
    'https://www.mongodb.com/docs/atlas/database-auditing/',
  ],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.2.1',
    'nist-800-53:AU-12',
    'csa-ccm:LOG-08',
    'ism:ISM-1537',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate({ 'audit-configuration': [configuration], cluster: clusters }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (configuration === undefined || !configuration.enabled || configuration.auditFilter === null)
      return { status: 'not-applicable', because: 'No audit filter is in use.' };
    const filter = parseAuditFilter(configuration.auditFilter);
    const why = filter === undefined ? ['it is no JSON object'] : refusals(filter);
    if (why.length === 0) return { status: 'pass' };
    const because = `The audit filter cannot be read as a query: ${why.join('; ')}.`;
    return { status: 'fail', violations: [{ at: auditConfiguration.address(configuration), because }] };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Write each condition with operators of a query: {"atype":{"$in":["authenticate"]}}, {"param.ns":{"$regex":"^shop\\\\."}}. Several patterns become branches of $or.',
      'Set the filter in Atlas under Database & Network Access, Advanced, Database Auditing.',
      'Log in once with a wrong password and see the line in the audit log (Cluster, Download Logs).',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'event types', resources: filtering('{"atype":{"$in":["authenticate","createUser"]}}') },
      { name: 'everything', resources: filtering('{}') },
      {
        name: 'a pattern',
        resources: filtering('{"$or":[{"atype":"authenticate"},{"param.ns":{"$regex":"^shop\\\\."}}]}'),
      },
    ],
    fail: [
      { name: 'JavaScript', resources: filtering('{"$where":"this.atype == \'authenticate\'"}') },
      { name: 'a pattern in a list', resources: filtering('{"atype":{"$in":[{"$regex":"^auth"}]}}') },
      { name: 'an operator of another language', resources: filtering('{"param.user":{"$startsWith":"svc-"}}') },
      { name: 'a list', resources: filtering('[{"atype":"authenticate"}]') },
    ],
    notApplicable: [
      {
        name: 'auditing is off',
        resources: {
          'audit-configuration': [{ ...on, enabled: false, auditFilter: '{"$where":"1"}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'a free cluster only',
        resources: { 'audit-configuration': [{ ...on, auditFilter: '{"$where":"1"}' }], cluster: [free] },
      },
    ],
  },
});
