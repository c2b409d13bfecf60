import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';

const base = cluster.examples[0] as Cluster;
const connector = (enabled: boolean): Cluster => ({ ...base, biConnector: { ...base.biConnector, enabled } });

export default defineControl({
  id: 'organization-policy/bi-connector-off',
  title: 'The cluster does not run the BI Connector',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The BI Connector is deprecated. While it runs, another server with its own port and its own way to log in reads the whole cluster.',
  sources: ['getGroupCluster', 'https://www.mongodb.com/docs/atlas/cluster-additional-settings/'],
  standards: ['soc2:CC6.8', 'iso27001:A.8.9', 'pci-dss:2.2.4', 'nist-800-53:CM-7', 'csa-ccm:CCC-01', 'ism:ISM-1905'],
  reads: ['cluster'],
  evaluate({ cluster: [item] }) {
    if (item === undefined) return { status: 'pass' };
    if (item.tier !== 'dedicated')
      return { status: 'not-applicable', because: 'Only dedicated clusters can run the BI Connector.' };
    return failOrPass(
      item.biConnector.enabled
        ? [{ at: cluster.address(item), because: `Cluster ${item.name} runs the BI Connector, which is deprecated.` }]
        : [],
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Move reports to Atlas SQL or to a driver.',
      'Then turn the BI Connector off under Edit Configuration, Additional Settings.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'off', resources: { cluster: [connector(false)] } }],
    fail: [{ name: 'on', resources: { cluster: [connector(true)] } }],
    notApplicable: [{ name: 'a free cluster', resources: { cluster: [{ ...connector(false), tier: 'free' }] } }],
  },
});
