import { defineControl, failOrPass } from '../../core/control.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';

const peering = networkPeering.examples[0] as NetworkPeering;

export default defineControl({
  id: 'network/peering-connection-available',
  title: 'Every peering connection works',
  layer: 'network',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A connection that failed or was never accepted carries no traffic: clients that should use it go over the internet, or not at all. ' +
    'One that waits can be accepted by whoever holds the other account.',
  sources: ['listGroupPeers', 'https://www.mongodb.com/docs/atlas/security-vpc-peering/'],
  standards: ['soc2:CC6.6', 'iso27001:A.8.22', 'pci-dss:1.2.5', 'nist-800-53:CA-3', 'csa-ccm:IVS-06', 'ism:ISM-1271'],
  reads: ['network-peering'],
  evaluate({ 'network-peering': all }) {
    if (all.length === 0) return { status: 'not-applicable', because: 'The project has no peering connection.' };
    return failOrPass(
      all
        .filter(({ state }) => state === 'failed' || state === 'waiting')
        .map((item) => ({
          at: networkPeering.address(item),
          because:
            item.state === 'failed'
              ? `The ${networkPeering.label(item)} failed${item.error === null ? '' : `: ${item.error}`}.`
              : `The ${networkPeering.label(item)} waits to be accepted in your own cloud account.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'If the connection is still wanted, accept or complete it in your own cloud account, with routes to the Atlas CIDR block.',
      'If it is not, delete it; a failed one has to be deleted and made anew.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'network-peering': [{ ...peering, state: 'available', error: null }] } }],
    fail: [
      {
        name: 'failed',
        resources: { 'network-peering': [{ ...peering, state: 'failed', error: 'Rejected by peer' }] },
      },
      { name: 'waiting', resources: { 'network-peering': [{ ...peering, state: 'waiting', error: null }] } },
    ],
    notApplicable: [{ resources: { 'network-peering': [] } }],
  },
});
