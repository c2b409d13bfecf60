import type { Address } from '../core/address.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';
import type { PolicyRequest } from './engine.ts';
import { nativeRegion } from './regions.ts';

/** A request about something that exists, and what of its context is not known. */
export interface KnownRequest {
  readonly request: PolicyRequest;
  /** What it is about. */
  readonly address: Address;
  readonly label: string;
  /** Names of attributes that stand for something else than what is there. */
  readonly unknown: readonly string[];
}

/** An entity in Cedar's JSON. */
export const entity = (type: string, id: string) => ({ __entity: { type: `ResourcePolicy::${type}`, id } });

/** An address or a range in Cedar's JSON. */
export const ip = (text: string) => ({ __extn: { fn: 'ip', arg: text } });

type Cluster = ModelOf<'cluster'>;

/** Every attribute of a cluster that is like most: what an example or a test does not name. */
export const CLUSTER_DEFAULTS = {
  cipherConfigMode: 'default',
  cipherSuites: [] as readonly string[],
  cloudProviders: ['aws'] as readonly string[],
  clusterType: 'replicaset',
  customerManagedKey: true,
  isConvertingToSharded: false,
  maxShardCount: 1,
  minShardCount: 1,
  minTLSVersion: 'tls1_2',
  regions: ['aws:eu-west-1'] as readonly string[],
  diskSizeGB: undefined as number | undefined,
  minGeneralClassInstanceSizeValue: undefined as number | undefined,
  maxGeneralClassInstanceSizeValue: undefined as number | undefined,
  clustersInProject: 1,
  databaseAuditing: true,
};

/** The facts about a cluster that a policy can ask for. */
export type ClusterFacts = typeof CLUSTER_DEFAULTS;

/** Asks whether a cluster may be as these facts say. */
export function clusterRequest(id: string, projectId: string, facts: ClusterFacts): PolicyRequest {
  const optional = Object.fromEntries(
    (['diskSizeGB', 'minGeneralClassInstanceSizeValue', 'maxGeneralClassInstanceSizeValue'] as const).flatMap((name) =>
      facts[name] === undefined ? [] : [[name, facts[name]]],
    ),
  );
  return {
    action: 'cluster.modify',
    resource: { type: 'Cluster', id },
    projectId,
    context: {
      cluster: {
        ...optional,
        cipherConfigMode: entity('CipherConfigMode', facts.cipherConfigMode),
        cipherSuites: facts.cipherSuites.map((name) => entity('CipherSuite', name)),
        cloudProviders: facts.cloudProviders.map((name) => entity('CloudProvider', name)),
        clusterType: entity('ClusterType', facts.clusterType),
        encryptionAtRest: { customerManagedKey: { enabled: facts.customerManagedKey } },
        isConvertingToSharded: facts.isConvertingToSharded,
        maxShardCount: facts.maxShardCount,
        minShardCount: facts.minShardCount,
        minTLSVersion: entity('TLSVersion', facts.minTLSVersion),
        project: entity('Project', projectId),
        regions: facts.regions.map((name) => entity('Region', name)),
      },
      project: { clustersInProject: facts.clustersInProject, databaseAuditing: { enabled: facts.databaseAuditing } },
      search: { hasIndexes: false },
    },
  };
}

/** Asks whether the IP access list of a project may be this one. */
export function accessListRequest(projectId: string, entries: readonly string[]): PolicyRequest {
  return {
    action: 'project.ipAccessList.modify',
    resource: { type: 'Project', id: projectId },
    projectId,
    // Any IPv4 range of /0 is made 0.0.0.0/0 before a policy sees it ("Atlas resource policies" page).
    context: { project: { ipAccessList: entries.map((one) => ip(/^[\d.]+\/0$/.test(one) ? '0.0.0.0/0' : one)) } },
  };
}

/** Asks about one other fact of a project. */
export function projectRequest(
  projectId: string,
  action: string,
  facts: Readonly<Record<string, unknown>>,
): PolicyRequest {
  return {
    action,
    resource: { type: 'Project', id: projectId },
    projectId,
    context: action === 'project.aiModelAPI.modify' ? { aiModelApi: facts } : { project: facts },
  };
}

const TLS = { TLS1_0: 'tls1_0', TLS1_1: 'tls1_1', TLS1_2: 'tls1_2', TLS1_3: 'tls1_3' } as const;
const SUITES = ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'];

/** M30 counts as 30; Low-CPU and NVMe classes have no value there ("Atlas resource policies" page). */
function sizesOf(cluster: Cluster): readonly number[] {
  return cluster.replicationSpecs
    .flatMap(({ regions }) => regions)
    .flatMap(({ electable, readOnly, analytics }) => [electable, readOnly, analytics])
    .flatMap((nodes) => {
      const value = /^M(\d+)$/.exec(nodes?.instanceSize ?? '')?.[1];
      return value === undefined ? [] : [Number(value)];
    });
}

function clusterFacts(index: SnapshotIndex, address: Address, cluster: Cluster, project: Address): KnownRequest {
  const unknown: string[] = [];
  const regions = [...new Set(cluster.replicationSpecs.flatMap((shard) => shard.regions))].map(
    ({ provider, regionName }) => nativeRegion(provider, regionName),
  );
  if (regions.includes(undefined)) unknown.push('regions');
  const [settings] = index.children('cluster-process-arguments', address);
  const args = settings?.model as ModelOf<'cluster-process-arguments'> | undefined;
  const floor = args?.minimumEnabledTlsProtocol ?? null;
  if (floor === null) unknown.push('minTLSVersion');
  const mode = args?.tlsCipherConfigMode ?? null;
  if (mode === null) unknown.push('cipherConfigMode', 'cipherSuites');
  const [auditing] = index.children('audit-configuration', project);
  if (auditing === undefined) unknown.push('databaseAuditing');
  unknown.push('configServerManagementMode', 'hasIndexes');
  const zones = new Map<string, number>();
  for (const { zoneName } of cluster.replicationSpecs) zones.set(zoneName, (zones.get(zoneName) ?? 0) + 1);
  const shards = cluster.clusterType === 'REPLICASET' ? [1] : [...zones.values()];
  const sizes = sizesOf(cluster);
  const disks = cluster.replicationSpecs
    .flatMap((shard) => shard.regions)
    .flatMap(({ electable }) => (electable?.diskSizeGB === null || electable === null ? [] : [electable.diskSizeGB]));
  const id = cluster.id ?? cluster.name;
  return {
    address,
    label: `cluster ${cluster.name}`,
    unknown,
    request: clusterRequest(id, cluster.projectId, {
      cipherConfigMode: mode === 'CUSTOM' ? 'custom' : 'default',
      cipherSuites: (args?.customOpensslCipherConfigTls12 ?? []).filter((name) => SUITES.includes(name)),
      cloudProviders: [
        ...new Set(cluster.replicationSpecs.flatMap((shard) => shard.regions.map((one) => one.provider.toLowerCase()))),
      ],
      clusterType: cluster.clusterType.toLowerCase(),
      customerManagedKey: cluster.encryptionAtRestProvider !== 'NONE',
      isConvertingToSharded: false,
      maxShardCount: Math.max(1, ...shards),
      minShardCount: Math.min(...(shards.length === 0 ? [1] : shards)),
      minTLSVersion: TLS[floor ?? 'TLS1_2'],
      regions: regions.filter((region) => region !== undefined),
      diskSizeGB: disks.length === 0 ? undefined : Math.floor(Math.max(...disks)),
      minGeneralClassInstanceSizeValue: sizes.length === 0 ? undefined : Math.min(...sizes),
      maxGeneralClassInstanceSizeValue: sizes.length === 0 ? undefined : Math.max(...sizes),
      clustersInProject: index.children('cluster', project).length,
      databaseAuditing: (auditing?.model as ModelOf<'audit-configuration'> | undefined)?.enabled ?? false,
    }),
  };
}

/** The deletion of a cluster: sets are empty then ("Atlas resource policies" page). */
export function deletionOf({ request, ...known }: KnownRequest): KnownRequest {
  const context = request.context as { readonly cluster: object };
  return {
    ...known,
    request: { ...request, context: { ...context, cluster: { ...context.cluster, cloudProviders: [], regions: [] } } },
  };
}

/** Every request that asks whether something may be as it is: each cluster, and what each project holds. */
export function requestsOf(index: SnapshotIndex): readonly KnownRequest[] {
  const requests: KnownRequest[] = [];
  for (const { model, address } of index.ofKind('project')) {
    const { id, name } = model as ModelOf<'project'>;
    for (const found of index.children('cluster', address))
      requests.push(clusterFacts(index, found.address, found.model as Cluster, address));
    const about = (request: PolicyRequest, what: string, unknown: readonly string[] = []) =>
      requests.push({ request, address, label: `${what} of project ${name}`, unknown });
    const read = (kind: 'project-ip-access-list' | 'maintenance-window' | 'network-peering' | 'private-endpoint') => {
      const outcome = index.outcome(kind, address);
      return outcome !== undefined && outcome.notRead === undefined;
    };
    if (read('project-ip-access-list')) {
      const entries = index
        .children('project-ip-access-list', address)
        .map(({ model: entry }) => entry as ModelOf<'project-ip-access-list'>);
      about(
        accessListRequest(
          id,
          entries.filter(({ type }) => type === 'cidr').map(({ entry }) => entry),
        ),
        'IP access list',
      );
    }
    if (read('maintenance-window')) {
      const [window] = index.children('maintenance-window', address);
      const day = (window?.model as ModelOf<'maintenance-window'> | undefined)?.dayOfWeek ?? null;
      about(
        projectRequest(id, 'project.maintenanceWindow.modify', { hasDefinedMaintenanceWindow: day !== null }),
        'maintenance window',
      );
    }
    if (read('network-peering')) {
      const peerings = index
        .children('network-peering', address)
        .map(({ model: one }) => one as ModelOf<'network-peering'>);
      about(
        projectRequest(id, 'project.vpcPeering.modify', {
          peeringConnections: peerings.map((one) =>
            one.provider === 'AWS'
              ? `aws:${one.awsAccountId}:${one.vpcId}:${one.routeTableCidrBlock}`
              : one.provider === 'AZURE'
                ? `azure:${one.azureSubscriptionId}:${one.resourceGroupName}:${one.vnetName}`
                : `gcp:${one.gcpProjectId}:${one.networkName}`,
          ),
        }),
        'peering',
      );
    }
    if (read('private-endpoint')) {
      const endpoints = index
        .ofKind('private-endpoint')
        .map(({ model: one }) => one as ModelOf<'private-endpoint'>)
        .filter(({ projectId }) => projectId === id);
      about(
        projectRequest(id, 'project.privateEndpoint.modify', {
          privateEndpoints: endpoints.map(({ provider, endpointId, ipAddress, gcpProjectId }) =>
            provider === 'AWS'
              ? `aws:${endpointId}`
              : provider === 'AZURE'
                ? `azure:${endpointId}:${ipAddress ?? ''}`
                : `gcp:${gcpProjectId ?? ''}:${endpointId}`,
          ),
        }),
        'private endpoints',
        // How a port-mapped endpoint is written could not be told from here.
        endpoints.some(({ provider, portMapping }) => provider === 'GCP' && portMapping) ? ['privateEndpoints'] : [],
      );
    }
  }
  return requests;
}
