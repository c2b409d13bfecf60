import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';
import endpoint from '../../resources/encryption-at-rest-private-endpoint/index.ts';
import type { EncryptionAtRestPrivateEndpoint } from '../../resources/encryption-at-rest-private-endpoint/model.ts';

type Provider = EncryptionAtRestPrivateEndpoint['provider'];

/** The key services that Atlas may reach over private endpoints alone. */
function privateServices({ awsKms, azureKeyVault }: EncryptionAtRest): readonly Provider[] {
  return [
    ...(awsKms.enabled && awsKms.requirePrivateNetworking ? (['AWS'] as const) : []),
    ...(azureKeyVault.enabled && azureKeyVault.requirePrivateNetworking ? (['AZURE'] as const) : []),
  ];
}

/** A region of a cluster that asks for a key over a private endpoint, and how that endpoint stands there. */
interface Place {
  readonly cluster: Cluster;
  readonly provider: Provider;
  readonly region: string;
  readonly state: EncryptionAtRestPrivateEndpoint['state'] | 'missing';
}

/** Regions of another cloud than the key's are left out: how a node there reaches the key is not documented. */
function placesOf(
  clusters: readonly Cluster[],
  settings: readonly EncryptionAtRest[],
  endpoints: readonly EncryptionAtRestPrivateEndpoint[],
): readonly Place[] {
  const services = new Set(settings.flatMap(privateServices));
  return clusters.flatMap((each) => {
    const provider = each.encryptionAtRestProvider;
    if ((provider !== 'AWS' && provider !== 'AZURE') || !services.has(provider)) return [];
    const regions = each.replicationSpecs
      .flatMap((shard) => shard.regions)
      .filter((region) => region.provider === provider)
      .map(({ regionName }) => regionName);
    return [...new Set(regions)].sort().map((region) => ({
      cluster: each,
      provider,
      region,
      state: endpoints.find((one) => one.provider === provider && one.region === region)?.state ?? 'missing',
    }));
  });
}

const dedicated = cluster.examples[0] as Cluster;
const own = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;
const settings: EncryptionAtRest = { ...own, awsKms: { ...own.awsKms, requirePrivateNetworking: true } };
const ireland = endpoint.examples[0] as EncryptionAtRestPrivateEndpoint;
const encrypted: Cluster = { ...dedicated, encryptionAtRestProvider: 'AWS' };

export default defineControl({
  id: 'encryption/key-endpoint-in-every-region',
  title: 'A private endpoint to the key service is active in every region of a cluster that needs it',
  layer: 'encryption',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'With private networking required, a node reaches the key through the endpoint of its region alone. Where there is none, or nobody has approved it, a ' +
    'node that restarts cannot open its files, and a failover into that region has nowhere to go.',
  sources: [
    'listGroupEncryptionAtRestPrivateEndpoints',
    'createGroupEncryptionAtRestPrivateEndpoint',
    'https://www.mongodb.com/docs/atlas/security/aws-kms-over-private-endpoint/',
  ],
  standards: ['soc2:A1.2', 'iso27001:A.8.24', 'nist-800-53:SC-12', 'csa-ccm:CEK-03', 'ism:ISM-0507'],
  reads: ['cluster', 'encryption-at-rest', 'encryption-at-rest-private-endpoint'],
  evaluate({ cluster: clusters, 'encryption-at-rest': all, 'encryption-at-rest-private-endpoint': endpoints }) {
    const places = placesOf(clusters, all, endpoints);
    if (places.length === 0)
      return { status: 'not-applicable', because: 'No cluster asks for its key over private endpoints.' };
    return failOrPass(
      places.flatMap(({ cluster: each, provider, region, state }): readonly Violation[] =>
        state === 'active'
          ? []
          : [
              {
                at: cluster.address(each),
                because: `Cluster ${each.name} has nodes in ${provider} ${region}, and the private endpoint to its key there is ${state}.`,
              },
            ],
      ),
    );
  },
  remedy(
    { cluster: clusters, 'encryption-at-rest': all, 'encryption-at-rest-private-endpoint': endpoints },
    { scope },
  ) {
    const broken = placesOf(clusters, all, endpoints).filter(({ state }) => state !== 'active');
    const missing = new Map(
      broken
        .filter(({ state }) => state === 'missing')
        .map(({ provider, region }) => [`${provider} ${region}`, { provider, region }]),
    );
    if (missing.size < new Set(broken.map(({ provider, region }) => `${provider} ${region}`)).size)
      return {
        type: 'manual',
        steps: [
          'pending-acceptance: approve the connection in the key vault’s own networking page.',
          'failed or pending-recreation: remove the endpoint in Atlas and make it again, region by region, so that the others go on working.',
        ],
        verifiedBy: 'listGroupEncryptionAtRestPrivateEndpoints shows each of them ACTIVE.',
      };
    return {
      type: 'changes',
      changes: [...missing.values()].map(({ provider, region }) =>
        endpoint.create(
          { projectId: scope.id, provider, region, id: null, state: 'active', connectionName: null, error: null },
          'Nodes there reach their key.',
        ),
      ),
    };
  },
  examples: {
    pass: [
      {
        name: 'its region',
        resources: {
          cluster: [encrypted],
          'encryption-at-rest': [settings],
          'encryption-at-rest-private-endpoint': [ireland],
        },
      },
      {
        name: 'a cluster without the key lies elsewhere',
        resources: {
          cluster: [encrypted, { ...dedicated, name: 'logs', encryptionAtRestProvider: 'NONE' }],
          'encryption-at-rest': [settings],
          'encryption-at-rest-private-endpoint': [ireland],
        },
      },
    ],
    fail: [
      { name: 'no endpoint', resources: { cluster: [encrypted], 'encryption-at-rest': [settings] } },
      {
        name: 'in another region',
        resources: {
          cluster: [encrypted],
          'encryption-at-rest': [settings],
          'encryption-at-rest-private-endpoint': [{ ...ireland, region: 'US_EAST_1' }],
        },
      },
      {
        name: 'it failed',
        resources: {
          cluster: [encrypted],
          'encryption-at-rest': [settings],
          'encryption-at-rest-private-endpoint': [{ ...ireland, state: 'failed' }],
        },
      },
    ],
    notApplicable: [
      { name: 'over the internet', resources: { cluster: [encrypted], 'encryption-at-rest': [own] } },
      { name: 'no cluster uses it', resources: { cluster: [dedicated], 'encryption-at-rest': [settings] } },
    ],
  },
});
