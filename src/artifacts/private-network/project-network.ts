import type { Kind, ModelOf } from '../../core/resource.ts';
import type { SnapshotIndex } from '../../core/snapshot.ts';
import type { NetworkContainer } from '../../resources/network-container/model.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import type { PrivateEndpoint } from '../../resources/private-endpoint/model.ts';
import type { PrivateEndpointService } from '../../resources/private-endpoint-service/model.ts';
import { cloudRegion } from './part.ts';
import type { ReadyService } from './register.ts';

/** A private endpoint service with the endpoints that were registered with it. */
export interface ServiceWithEndpoints {
  readonly service: PrivateEndpointService;
  readonly endpoints: readonly PrivateEndpoint[];
  /** How many carry traffic, or soon will: all but those that were rejected, have failed or go away. */
  readonly liveCount: number;
}

/** A peering with the container on Atlas's side; undefined where that was not read. */
export interface PeeringWithContainer {
  readonly peering: NetworkPeering;
  readonly container: NetworkContainer | undefined;
}

/** What Atlas knows of a project's private network. */
export interface ProjectNetwork {
  readonly services: readonly ServiceWithEndpoints[];
  readonly peerings: readonly PeeringWithContainer[];
  readonly clusters: readonly ModelOf<'cluster'>[];
  /** Ranges on the IP access list, as CIDR blocks. */
  readonly admitted: readonly string[];
  /** Whether several endpoints may stand in several regions. */
  readonly isRegional: boolean;
  /** Whether names of clusters on AWS are resolved by the customer's own DNS. */
  readonly hasCustomDns: boolean;
}

/** The kinds that it is put together from. */
export const NETWORK_KINDS = [
  'organization',
  'project',
  'cluster',
  'private-endpoint-service',
  'private-endpoint',
  'private-endpoint-regional-mode',
  'network-container',
  'network-peering',
  'project-ip-access-list',
  'custom-dns',
] as const satisfies readonly Kind[];

const DEAD: readonly PrivateEndpoint['state'][] = ['rejected', 'failed', 'deleting'];

/** The private network of a project, as the snapshot has it. */
export function networkOf(index: SnapshotIndex, projectId: string): ProjectNetwork {
  const own = <K extends (typeof NETWORK_KINDS)[number]>(kind: K) =>
    index.ofKind(kind).flatMap(({ model }) => {
      const typed = model as ModelOf<K>;
      return 'projectId' in typed && typed.projectId === projectId ? [typed] : [];
    });
  const endpoints = own('private-endpoint');
  const containers = own('network-container');
  return {
    services: own('private-endpoint-service').map((service) => {
      const registered = endpoints.filter(({ serviceId }) => serviceId === service.id);
      const dead = registered.filter(({ state }) => DEAD.includes(state)).map(({ endpointId }) => endpointId);
      // An endpoint that could not be read by itself counts: the service names it.
      const named = new Set([...service.endpointIds, ...registered.map(({ endpointId }) => endpointId)]);
      return { service, endpoints: registered, liveCount: named.size - dead.length };
    }),
    peerings: own('network-peering').map((peering) => ({
      peering,
      container: containers.find(({ id }) => id === peering.containerId),
    })),
    clusters: own('cluster'),
    admitted: own('project-ip-access-list').flatMap(({ type, entry }) => (type === 'cidr' ? [entry] : [])),
    isRegional: own('private-endpoint-regional-mode').some(({ enabled }) => enabled),
    hasCustomDns: own('custom-dns').some(({ enabled }) => enabled),
  };
}

/** Whether an endpoint can be made for it now; else why not, in the rest of a sentence. */
export function readiness(service: PrivateEndpointService): ReadyService | string {
  const { id, provider, region, status, error } = service;
  switch (status) {
    case 'INITIATING':
      return 'is still being made: run this again when it is available';
    case 'FAILED':
      return `has failed${error === null ? '' : ` (${error})`}: remove it and make another`;
    case 'DELETING':
      return 'is being removed';
    case 'AVAILABLE':
    case 'WAITING_FOR_USER':
      break;
    default:
      return status satisfies never;
  }
  if (id === null || !isNamed(service)) return 'has not told yet what to connect to: run this again in a minute';
  if (cloudRegion(provider, region) === undefined)
    return `stands in ${region}, whose name at the cloud is not known here: follow Atlas’s own instructions`;
  return { ...service, id };
}

function isNamed({ provider, serviceName, serviceResourceId, serviceAttachments }: PrivateEndpointService): boolean {
  switch (provider) {
    case 'AWS':
      return serviceName !== null;
    case 'AZURE':
      return serviceName !== null && serviceResourceId !== null;
    case 'GCP':
      return serviceAttachments.length > 0;
    default:
      return provider satisfies never;
  }
}

/** What a person calls a service. */
export function serviceLabel({ provider, region, portMapping }: PrivateEndpointService): string {
  return `${provider} ${region}${portMapping ? ' (port mapping)' : ''}`;
}

/** What a person calls the customer's end of a peering. */
export function peeringLabel(peering: NetworkPeering): string {
  switch (peering.provider) {
    case 'AWS':
      return peering.vpcId;
    case 'AZURE':
      return `${peering.resourceGroupName}/${peering.vnetName}`;
    case 'GCP':
      return `${peering.gcpProjectId}/${peering.networkName}`;
    default:
      return peering satisfies never;
  }
}
