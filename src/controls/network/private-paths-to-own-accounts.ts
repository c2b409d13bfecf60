import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import networkPeering from '../../resources/network-peering/index.ts';
import type { AwsNetworkPeering, NetworkPeering } from '../../resources/network-peering/model.ts';
import privateEndpoint from '../../resources/private-endpoint/index.ts';
import type { PrivateEndpoint } from '../../resources/private-endpoint/model.ts';

/** The account, subscription or project on the other side of a peering connection. */
function accountOfPeering(peering: NetworkPeering): string {
  switch (peering.provider) {
    case 'AWS':
      return peering.awsAccountId;
    case 'AZURE':
      return peering.azureSubscriptionId;
    case 'GCP':
      return peering.gcpProjectId;
    default:
      return peering satisfies never;
  }
}

/** The subscription or project that an endpoint stands in; undefined for AWS, whose endpoint ids do not say. */
function accountOfEndpoint({ provider, endpointId, gcpProjectId }: PrivateEndpoint): string | undefined {
  if (provider === 'GCP') return gcpProjectId ?? undefined;
  return provider === 'AZURE' ? /\/subscriptions\/([^/]+)\//i.exec(endpointId)?.[1] : undefined;
}

/** How an account is compared: YAML reads an account number of AWS as a number, without zeros at its beginning. */
function plain(account: unknown): string {
  const text = String(account).trim().toLowerCase();
  return /^\d{1,12}$/.test(text) ? text.padStart(12, '0') : text;
}

const ID = 'network/private-paths-to-own-accounts';
const peering = networkPeering.examples.find(({ provider }) => provider === 'AWS') as AwsNetworkPeering;
const endpoints = privateEndpoint.examples as readonly PrivateEndpoint[];
const accounts = (...own: readonly (string | number)[]) => ({ controls: { [ID]: { accounts: own } } });
const SUBSCRIPTION = '0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22';

export default defineControl({
  id: ID,
  title: 'Peering connections and private endpoints lead to your own cloud accounts only',
  layer: 'network',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever may edit the network of a project can give a stranger’s account a private path to its clusters, and no IP access list shows it. ' +
    'Name your accounts, subscriptions and projects in the option accounts. An endpoint in AWS does not say whose account it stands in.',
  sources: [
    'listGroupPeers',
    'getGroupPrivateEndpointEndpointServiceEndpoint',
    'https://www.mongodb.com/docs/atlas/security-private-endpoint/',
  ],
  standards: ['soc2:CC6.6', 'iso27001:A.8.20', 'pci-dss:1.4.1', 'nist-800-53:CA-3', 'csa-ccm:IVS-03', 'ism:ISM-1271'],
  reads: ['network-peering', 'private-endpoint'],
  options: { accounts: [] },
  evaluate({ 'network-peering': peerings, 'private-endpoint': all }, { options }) {
    const own = new Set([options.accounts].flat().map(plain));
    if (own.size === 0)
      return {
        status: 'not-applicable',
        because: `Your cloud accounts are not named: set accounts under controls, ${ID}, in fivefold.yaml.`,
      };
    const strange = (account: string | undefined) => account !== undefined && !own.has(plain(account));
    return failOrPass([
      ...peerings
        .filter((item) => item.state !== 'deleting' && strange(accountOfPeering(item)))
        .map((item) => ({
          at: networkPeering.address(item),
          because: `The project is peered with ${networkPeering.label(item)} of ${accountOfPeering(item)}, which is not one of your accounts.`,
        })),
      ...all.flatMap((item): readonly Violation[] => {
        const account = accountOfEndpoint(item);
        if (item.state === 'deleting' || !strange(account)) return [];
        return [
          {
            at: privateEndpoint.address(item),
            because: `Private endpoint ${privateEndpoint.label(item)} stands in ${account}, which is not one of your accounts.`,
          },
        ];
      }),
    ]);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out who made the connection (the project’s activity feed names them) and whose account it is.',
      'If it is yours, add it to the option accounts; if a partner’s, waive the finding with an owner and an end.',
      'Otherwise delete it in Atlas at once, and look at the access history of the database users.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'peering', resources: { 'network-peering': [peering] }, profile: accounts('111122223333') },
      {
        name: 'an account number that YAML took for a number',
        resources: { 'network-peering': [{ ...peering, awsAccountId: '012345678901' }] },
        profile: accounts(12345678901),
      },
      {
        name: 'endpoints in each cloud',
        resources: { 'private-endpoint': endpoints },
        profile: accounts(SUBSCRIPTION.toUpperCase(), 'payments-prod-1'),
      },
    ],
    fail: [
      {
        name: 'peering with a stranger',
        resources: { 'network-peering': [peering] },
        profile: accounts('444455556666'),
      },
      {
        name: 'an endpoint of a stranger in Azure',
        resources: { 'private-endpoint': endpoints },
        profile: accounts('payments-prod-1'),
      },
      {
        name: 'an endpoint of a stranger in Google Cloud',
        resources: { 'private-endpoint': endpoints },
        profile: accounts(SUBSCRIPTION),
      },
    ],
    notApplicable: [{ name: 'no account is named', resources: { 'network-peering': [peering] } }],
  },
});
