import { defineControl, failOrPass } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { widenedFilter } from '../audit-filter.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const off = auditConfiguration.examples[0] as AuditConfiguration;
const on = auditConfiguration.examples[1] as AuditConfiguration;

export default defineControl({
  id: 'auditing/database-auditing-enabled',
  title: 'Database auditing is on',
  layer: 'auditing',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Without an audit log nobody can say after an incident who logged in, who was refused, and which users were made. ' +
    'It covers the dedicated clusters of the project; free and flex clusters cannot be audited. Atlas charges for it.',
  sources: ['getGroupAuditLog', 'https://www.mongodb.com/docs/atlas/database-auditing/'],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.2.1',
    'nist-800-53:AU-2',
    'nist-800-53:AU-12',
    'csa-ccm:LOG-08',
    'cis:8.2',
    'ism:ISM-1537',
  ],
  reads: ['audit-configuration', 'cluster'],
  severityFor({ environment, profile }) {
    if (environment === 'development') return 'low';
    return profile.compliance.includes('pci-dss') || profile.compliance.includes('hipaa') ? 'critical' : 'high';
  },
  evaluate({ 'audit-configuration': all, cluster: clusters }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    const uncovered = clusters.filter((candidate) => !isDedicated(candidate)).map(({ name }) => name);
    return failOrPass(
      all
        .filter(({ enabled }) => !enabled)
        .map((configuration) => ({
          at: auditConfiguration.address(configuration),
          because: `Database auditing is off: logins and changes on ${clusters
            .filter(isDedicated)
            .map(({ name }) => name)
            .join(', ')} leave no trace in an audit log.`,
        })),
      uncovered.length === 0 ? undefined : `Auditing is on, but it cannot cover ${uncovered.join(', ')}.`,
    );
  },
  remedy({ 'audit-configuration': all }) {
    return {
      type: 'changes',
      changes: all.map((configuration) =>
        auditConfiguration.update(
          configuration,
          { enabled: true, auditFilter: widenedFilter(configuration.auditFilter) },
          'Turns auditing on, for logins, refusals, changes of users and roles, and dropped data.',
        ),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'on', resources: { 'audit-configuration': [on], cluster: [dedicated] } },
      { name: 'on, beside a free cluster', resources: { 'audit-configuration': [on], cluster: [dedicated, free] } },
    ],
    fail: [
      { name: 'never set', resources: { 'audit-configuration': [off], cluster: [dedicated] } },
      {
        name: 'turned off, with its filter left',
        resources: { 'audit-configuration': [{ ...on, enabled: false }], cluster: [free, dedicated] },
      },
    ],
    notApplicable: [
      { name: 'a free cluster only', resources: { 'audit-configuration': [off], cluster: [free] } },
      { name: 'no cluster', resources: { 'audit-configuration': [off] } },
    ],
  },
});
