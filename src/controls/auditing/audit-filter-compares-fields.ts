import { defineControl, type Violation } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { parseAuditFilter } from '../audit-filter.ts';
import { wholeComparisons } from '../audit-filter-lint.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const filtering = (auditFilter: string) => ({
  'audit-configuration': [{ ...on, auditFilter }],
  cluster: [dedicated],
});

export default defineControl({
  id: 'auditing/audit-filter-compares-fields',
  title: 'The audit filter looks at fields of an event, not at whole documents',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A condition such as {"param": {"user": "admin", "db": "admin"}} asks for events whose param has these fields, in this order, and no other: a login also ' +
    'has its mechanism, so nothing is recorded, and nothing says so. An operator inside such a document is taken for text and never matches. A path with a ' +
    'dot ("param.user") says what was meant.',
  sources: [
    'getGroupAuditLog',
    'https://www.mongodb.com/docs/manual/tutorial/query-embedded-documents/',
    'https://www.mongodb.com/docs/manual/reference/audit-message/mongo/',
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
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'audit-configuration': [configuration], cluster: clusters }, { environment }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (configuration === undefined || !configuration.enabled || configuration.auditFilter === null)
      return { status: 'not-applicable', because: 'No audit filter is in use.' };
    const filter = parseAuditFilter(configuration.auditFilter);
    if (filter === undefined) return { status: 'unknown', because: 'The audit filter is no JSON object.' };
    const found = wholeComparisons(filter);
    if (found.length === 0) return { status: 'pass' };
    const dead = [...new Set(found.filter(({ never }) => never).map(({ path }) => path))].sort();
    const exact = [...new Set(found.filter(({ never }) => !never).map(({ path }) => path))].sort();
    const at = auditConfiguration.address(configuration);
    const violation: Violation =
      dead.length > 0
        ? {
            at,
            because: `The audit filter compares ${dead.join(', ')} with a document that holds operators: that part of it never selects anything.`,
            ...(environment === 'development' ? {} : { severity: 'high' as const }),
          }
        : {
            at,
            because: `The audit filter compares ${exact.join(', ')} as a whole: it selects only events in which every field of it is the same, in the same order.`,
          };
    return { status: 'fail', violations: [violation] };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Replace {"param": {"user": "admin", "db": "admin"}} by {"param.user": "admin", "param.db": "admin"}, and so for each document.',
      'For a user or a role of a database write {"users": {"$elemMatch": {"user": "admin", "db": "admin"}}}.',
      'Set the filter in Atlas under Database & Network Access, Advanced, Database Auditing, and see an event of the sort in the audit log.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a path', resources: filtering('{"atype":"authenticate","param.user":"admin"}') },
      { name: 'an element', resources: filtering('{"users":{"$elemMatch":{"user":"admin","db":"admin"}}}') },
      {
        name: 'a role, which has these two fields',
        resources: filtering('{"roles":{"role":"readWrite","db":"shop"}}'),
      },
    ],
    fail: [
      {
        name: 'a login of one mechanism',
        resources: filtering(
          '{"atype":"authenticate","param":{"user":"admin","db":"admin","mechanism":"SCRAM-SHA-1"}}',
        ),
      },
      {
        name: 'operators in a document',
        resources: filtering('{"atype":"authCheck","param":{"command":{"$in":["find","insert"]}}}'),
      },
    ],
    notApplicable: [
      {
        name: 'auditing is off',
        resources: { 'audit-configuration': [{ ...on, enabled: false }], cluster: [dedicated] },
      },
      { name: 'a free cluster only', resources: { 'audit-configuration': [on], cluster: [free] } },
    ],
  },
});
