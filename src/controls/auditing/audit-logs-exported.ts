import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';
import pushLogExport from '../../resources/push-log-export/index.ts';
import type { PushLogExport } from '../../resources/push-log-export/model.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const sharded: Cluster = { ...dedicated, clusterType: 'SHARDED' };
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const off = auditConfiguration.examples[0] as AuditConfiguration;
const on = auditConfiguration.examples[1] as AuditConfiguration;
const sink = logIntegration.examples[0] as LogIntegration;
const none = pushLogExport.examples[0] as PushLogExport;
const push = pushLogExport.examples[1] as PushLogExport;
const audited = { 'audit-configuration': [on], cluster: [dedicated], 'push-log-export': [none] };

const AUDIT_TYPES: readonly string[] = ['MONGOD_AUDIT', 'MONGOS_AUDIT'];

/** The audit logs that no sink takes; a sharded cluster has one of its routers, too. */
function missingTypes(sinks: readonly LogIntegration[], clusters: readonly Cluster[]): readonly string[] {
  const exported = new Set(sinks.flatMap(({ logTypes }) => logTypes));
  const isRouted = clusters.some((each) => isDedicated(each) && each.clusterType !== 'REPLICASET');
  return (isRouted ? AUDIT_TYPES : AUDIT_TYPES.slice(0, 1)).filter((type) => !exported.has(type));
}

export default defineControl({
  id: 'auditing/audit-logs-exported',
  title: 'Audit logs are sent to a store outside Atlas',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Atlas keeps logs for 30 days, and whoever owns the project can turn auditing off. A copy elsewhere outlives both, ' +
    'and is where alarms on it can be raised. Clients of a sharded cluster log in at its mongos, which has a log of its own.',
  sources: [
    'listGroupLogIntegrations',
    'getGroupPushBasedLogExport',
    'https://www.mongodb.com/docs/atlas/export-logs/',
  ],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'hipaa:164.312(b)',
    'pci-dss:10.3.3',
    'pci-dss:10.5.1',
    'nist-800-53:AU-9(2)',
    'csa-ccm:LOG-02',
    'cis:8.9',
    'ism:ISM-1405',
    'ism:ISM-1983',
    'ism:ISM-1984',
  ],
  reads: ['log-integration', 'push-log-export', 'audit-configuration', 'cluster'],
  severityFor({ environment, profile }) {
    if (environment === 'development') return 'low';
    return profile.compliance.some((duty) => ['pci-dss', 'hipaa', 'fedramp', 'irap'].includes(duty))
      ? 'high'
      : 'medium';
  },
  evaluate(input, { scope }) {
    const { 'log-integration': sinks, 'push-log-export': pushes, cluster: clusters } = input;
    const nothing = noDedicatedCluster(clusters);
    if (nothing !== undefined) return nothing;
    if (!input['audit-configuration'].some(({ enabled }) => enabled))
      return { status: 'not-applicable', because: 'Database auditing is off, which is a finding of its own.' };
    // The older export sends every kind of log; it has no choice of them (docs, push logs).
    if (pushes.some(({ state }) => state === 'ACTIVE')) return { status: 'pass' };
    const missing = missingTypes(sinks, clusters);
    if (missing.length === 0) return { status: 'pass' };
    const because = `Project "${scope.name}" exports no ${missing.join(' and no ')} log: what is audited stays in Atlas alone, for 30 days.`;
    return { status: 'fail', violations: [{ at: scope.address, because }] };
  },
  remedy({ 'log-integration': sinks, cluster: clusters }) {
    const missing = missingTypes(sinks, clusters);
    // Where a part of the audit logs goes already, the rest may go, too; where none does, somebody has to decide.
    const [sink] = sinks.filter(({ logTypes }) => logTypes.some((type) => AUDIT_TYPES.includes(type)));
    if (sink === undefined)
      return {
        type: 'needs',
        needs: [
          {
            what: 'Which store outside Atlas, that the owners of the project cannot empty, shall take the audit logs: a bucket with object lock (and the authorised cloud provider access role that may write to it), or the logging system of the security team?',
            where: 'outside',
          },
        ],
      };
    const because = 'Audit logs of every process go where a part of them goes already.';
    return {
      type: 'changes',
      changes: [logIntegration.update(sink, { logTypes: [...sink.logTypes, ...missing].sort() }, because)],
    };
  },
  examples: {
    pass: [
      { name: 'a sink with audit logs', resources: { ...audited, 'log-integration': [sink] } },
      { name: 'the older export', resources: { ...audited, 'push-log-export': [push] } },
      {
        name: 'sharded, with two sinks',
        resources: {
          ...audited,
          cluster: [sharded],
          'log-integration': [
            { ...sink, logTypes: ['MONGOD_AUDIT'] },
            { ...sink, id: `${sink.id}x`, logTypes: ['MONGOS_AUDIT'] },
          ],
        },
      },
    ],
    fail: [
      { name: 'no sink', resources: audited },
      { name: 'only server logs', resources: { ...audited, 'log-integration': [{ ...sink, logTypes: ['MONGOD'] }] } },
      {
        name: 'sharded, without the logs of mongos',
        resources: {
          ...audited,
          cluster: [sharded],
          'log-integration': [{ ...sink, logTypes: ['MONGOD', 'MONGOD_AUDIT', 'MONGOS'] }],
        },
      },
      {
        name: 'an export that does not work',
        resources: { ...audited, 'push-log-export': [{ ...push, state: 'ASSUME_ROLE_FAILED' }] },
      },
    ],
    notApplicable: [
      { name: 'auditing is off', resources: { ...audited, 'audit-configuration': [off] } },
      { name: 'a free cluster only', resources: { ...audited, cluster: [free] } },
    ],
  },
});
