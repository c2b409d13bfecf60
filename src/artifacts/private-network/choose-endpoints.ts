import type { Problem } from '../../core/failure.ts';
import { optionProblem } from '../choose.ts';
import { type Cloud, cloudRegion, isRegion } from './part.ts';
import { type ProjectNetwork, readiness, type ServiceWithEndpoints, serviceLabel } from './project-network.ts';
import type { ReadyService } from './register.ts';

/** A service that an endpoint is written for, and the region that the endpoint stands in, as its cloud spells it. */
export interface PlannedService {
  readonly service: ReadyService;
  readonly region: string;
  readonly serviceRegion: string;
}

export interface EndpointWish {
  readonly provider: Cloud | undefined;
  readonly region: string | undefined;
  /** Whether one more is wanted where there is one. */
  readonly another: boolean;
}

/** The services that lack an endpoint, with remarks on the others and what Atlas would refuse. */
export function chooseEndpoints(
  network: ProjectNetwork,
  { provider, region, another }: EndpointWish,
): {
  readonly planned: readonly PlannedService[];
  readonly remarks: readonly string[];
  readonly problems: readonly Problem[];
} {
  const fitting = network.services.filter(
    ({ service }) =>
      (provider === undefined || service.provider === provider) &&
      (region === undefined ||
        [service.region, ...service.remoteRegions].some((one) => isRegion(service.provider, one, region))),
  );
  const remarks: string[] = [];
  const planned: PlannedService[] = [];
  for (const { service, endpoints, liveCount } of fitting) {
    const name = serviceLabel(service);
    for (const { endpointId, state, error } of endpoints)
      if (state === 'rejected' || state === 'failed')
        remarks.push(
          `The endpoint ${endpointId} of ${name} is ${state}${error === null ? '' : ` (${error})`}: remove it (deleteGroupPrivateEndpointEndpointServiceEndpoint).`,
        );
    const ready = readiness(service);
    if (typeof ready === 'string') remarks.push(`The service ${name} ${ready}.`);
    else if (isSuperseded(ready, fitting))
      remarks.push(`The service ${name} without port mapping is left out: one with port mapping stands beside it.`);
    else if (liveCount > 0 && !another)
      remarks.push(`The service ${name} has its endpoint: --another writes one more, for a further network.`);
    else planned.push({ service: ready, ...regionsFor(ready, region) });
  }
  const problems = planned.length === 0 || network.isRegional ? [] : tooMany(network, planned);
  return { planned, remarks, problems };
}

/** Google Cloud: of two services in one region the one with port mapping is the one to use. */
function isSuperseded({ provider, region, portMapping }: ReadyService, all: readonly ServiceWithEndpoints[]): boolean {
  return (
    provider === 'GCP' &&
    !portMapping &&
    all.some(
      ({ service }) =>
        service.provider === 'GCP' &&
        service.region === region &&
        service.portMapping &&
        typeof readiness(service) !== 'string',
    )
  );
}

/** The service's own region, or the remote one that was asked for. */
function regionsFor({ provider, region, remoteRegions }: ReadyService, wanted: string | undefined) {
  const serviceRegion = cloudRegion(provider, region) ?? region;
  const remote = remoteRegions.find(
    (one) => wanted !== undefined && isRegion(provider, one, wanted) && !isRegion(provider, region, wanted),
  );
  return { serviceRegion, region: remote === undefined ? serviceRegion : (cloudRegion(provider, remote) ?? remote) };
}

/** Outside of regional mode Atlas takes one endpoint in each of several regions, or several in one, of all clouds together. */
function tooMany({ services }: ProjectNetwork, planned: readonly PlannedService[]): readonly Problem[] {
  const counts = new Map<string, number>();
  const count = (region: string, by: number) => counts.set(region, (counts.get(region) ?? 0) + by);
  for (const { service, liveCount } of services)
    if (liveCount > 0) count(`${service.provider} ${service.region}`, liveCount);
  for (const { service } of planned) count(`${service.provider} ${service.region}`, 1);
  const crowded = [...counts].filter(([, number]) => number > 1).map(([region]) => region);
  if (crowded.length === 0 || counts.size === 1) return [];
  return [
    optionProblem(
      'Atlas would refuse these endpoints (MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION).',
      `${crowded.sort().join(', ')} would have more than one, and there are endpoints in ${counts.size} regions.`,
      'Name one region with --region, remove an endpoint, or turn regional mode on (sharded clusters only; connection strings change).',
    ),
  ];
}
