import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import logIntegration from '../../resources/log-integration/index.ts';
import type { LogIntegration } from '../../resources/log-integration/model.ts';

const sharded: Cluster = { ...(cluster.examples[0] as Cluster), clusterType: 'SHARDED' };
const replicaSet: Cluster = { ...(cluster.examples[0] as Cluster), clusterType: 'REPLICASET' };
const exporting = (...logTypes: readonly string[]): LogIntegration => ({
  ...(logIntegration.examples[0] as LogIntegration),
  logTypes,
});

export default defineControl({
  id: 'auditing/audit-logs-of-every-process-exported',
  title: 'The audit log of the routers of a sharded cluster is exported, too',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Clients of a sharded cluster talk to mongos: logins and refused operations stand in its audit log. An export of the audit log of mongod alone shows the cluster’s own traffic and little of the clients’.',
  sources: ['listGroupLogIntegrations', 'https://www.mongodb.com/docs/atlas/export-logs/'],
  standards: ['soc2:CC7.2', 'iso27001:A.8.15', 'pci-dss:10.3.3', 'nist-800-53:AU-12', 'csa-ccm:LOG-08', 'ism:ISM-1405'],
  reads: ['log-integration', 'cluster'],
  evaluate({ 'log-integration': integrations, cluster: clusters }) {
    const routed = clusters.filter(({ clusterType }) => clusterType !== 'REPLICASET').map(({ name }) => name);
    const exported = new Set(integrations.flatMap(({ logTypes }) => logTypes));
    if (routed.length === 0 || !exported.has('MONGOD_AUDIT'))
      return {
        status: 'not-applicable',
        because: 'No audit log of a sharded cluster is exported through a log integration.',
      };
    return failOrPass(
      exported.has('MONGOS_AUDIT')
        ? []
        : integrations
            .filter(({ logTypes }) => logTypes.includes('MONGOD_AUDIT'))
            .map((item) => ({
              at: logIntegration.address(item),
              because: `It exports the audit log of mongod, not that of mongos, which the clients of ${routed.join(', ')} talk to.`,
            })),
    );
  },
  remedy: ({ 'log-integration': integrations }) => ({
    type: 'changes',
    changes: integrations
      .filter(({ logTypes }) => logTypes.includes('MONGOD_AUDIT') && !logTypes.includes('MONGOS_AUDIT'))
      .map((item) =>
        logIntegration.update(
          item,
          { logTypes: [...item.logTypes, 'MONGOS_AUDIT'].sort() },
          'What clients do at a mongos is exported with the rest.',
        ),
      ),
  }),
  examples: {
    pass: [
      {
        name: 'both',
        resources: { cluster: [sharded], 'log-integration': [exporting('MONGOD_AUDIT', 'MONGOS_AUDIT')] },
      },
    ],
    fail: [{ name: 'mongod alone', resources: { cluster: [sharded], 'log-integration': [exporting('MONGOD_AUDIT')] } }],
    notApplicable: [
      { name: 'a replica set', resources: { cluster: [replicaSet], 'log-integration': [exporting('MONGOD_AUDIT')] } },
      { name: 'no audit log', resources: { cluster: [sharded], 'log-integration': [exporting('MONGOD')] } },
    ],
  },
});
