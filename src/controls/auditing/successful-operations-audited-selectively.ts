import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { parseAuditFilter, SUCCESSFUL_OPERATIONS, selects } from '../audit-filter.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const all: AuditConfiguration = { ...on, auditAuthorizationSuccess: true, auditFilter: '{}' };

export default defineControl({
  id: 'auditing/successful-operations-audited-selectively',
  title: 'Successful reads and writes are audited for chosen users or collections, not for all',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'With auditAuthorizationSuccess the server weighs every operation, and a filter that selects all of them writes each to disk with its ' +
    'arguments: slow clusters, large bills, personal data in the log, and too many lines to find the few that matter.',
  sources: ['getGroupAuditLog', 'updateGroupAuditLog', 'https://www.mongodb.com/docs/atlas/database-auditing/'],
  standards: ['soc2:A1.1', 'iso27001:A.8.15', 'nist-800-53:AU-2', 'gdpr:Art.25', 'ism:ISM-1537'],
  reads: ['audit-configuration', 'cluster'],
  evaluate({ 'audit-configuration': [configuration], cluster: clusters }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (configuration === undefined || !configuration.enabled)
      return { status: 'not-applicable', because: 'Database auditing is off, which is a finding of its own.' };
    if (!configuration.auditAuthorizationSuccess)
      return { status: 'pass', because: 'Only refused operations are audited.' };
    if (configuration.auditFilter === null)
      return { status: 'unknown', because: 'Auditing is on, and Atlas does not say with which filter.' };
    const filter = parseAuditFilter(configuration.auditFilter);
    if (filter === undefined) return { status: 'unknown', because: 'The audit filter is no JSON object.' };
    if (selects(filter, SUCCESSFUL_OPERATIONS) !== 'always') return { status: 'pass' };
    const because = 'auditAuthorizationSuccess is on, and the audit filter selects every operation of every user.';
    return { status: 'fail', violations: [{ at: auditConfiguration.address(configuration), because }] };
  },
  remedy(_, { project }) {
    const what = `Of which users or collections in project "${project?.name}" must successful reads and writes be on record? If of none, turn auditAuthorizationSuccess off.`;
    return { type: 'needs', needs: [{ what, where: 'outside' }] };
  },
  examples: {
    pass: [
      { name: 'refusals only', resources: { 'audit-configuration': [on], cluster: [dedicated] } },
      {
        name: 'one collection',
        resources: {
          'audit-configuration': [{ ...all, auditFilter: '{"atype":"authCheck","param.ns":"shop.cards"}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'everything but operations',
        resources: {
          'audit-configuration': [{ ...all, auditFilter: '{"atype":{"$ne":"authCheck"}}' }],
          cluster: [dedicated],
        },
      },
    ],
    fail: [
      { name: 'no condition', resources: { 'audit-configuration': [all], cluster: [dedicated] } },
      {
        name: 'of everybody but the agents',
        resources: {
          'audit-configuration': [
            { ...all, auditFilter: '{"atype":"authCheck","users.user":{"$nin":["mms-automation"]}}' },
          ],
          cluster: [dedicated],
        },
      },
    ],
    notApplicable: [
      {
        name: 'auditing is off',
        resources: { 'audit-configuration': [{ ...all, enabled: false }], cluster: [dedicated] },
      },
      { name: 'a free cluster only', resources: { 'audit-configuration': [all], cluster: [free] } },
    ],
  },
});
