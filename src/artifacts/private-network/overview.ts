import { regionsOf } from '../../controls/cluster-regions.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import type { ArtifactFile } from '../artifact.ts';
import { CLOUD_WORDS, type Cloud } from './part.ts';
import { type ProjectNetwork, peeringLabel, readiness, type ServiceWithEndpoints } from './project-network.ts';

/** One region of one cluster, and what keeps programs from reaching it through an endpoint; nothing where they can. */
export interface Coverage {
  readonly cluster: string;
  readonly provider: Cloud;
  readonly region: string;
  readonly service: string;
  readonly endpoints: string;
  readonly missing: string | undefined;
}

/** Every region of every cluster that can have private endpoints, in order. */
export function coverageOf({ clusters, services }: ProjectNetwork): readonly Coverage[] {
  return clusters
    .filter(isDedicated)
    .flatMap((cluster) => regionsOf(cluster).map((region) => coverage(cluster, region, services)))
    .sort((a, b) => (`${a.cluster} ${a.region}` < `${b.cluster} ${b.region}` ? -1 : 1));
}

function coverage({ name, paused }: Cluster, place: string, services: readonly ServiceWithEndpoints[]): Coverage {
  const [provider = 'AWS', region = ''] = place.split(' ') as [Cloud, string];
  const here = services.filter(({ service }) => service.provider === provider && service.region === region);
  const common = { cluster: name, provider, region };
  if (here.length === 0)
    return {
      ...common,
      service: 'none',
      endpoints: 'none',
      missing: `a service: \`atlas privateEndpoints ${CLOUD_WORDS[provider]} create --region ${region}${provider === 'GCP' ? ' --portMappingEnabled' : ''}\`${paused ? ', once the cluster is resumed' : ''}`,
    };
  const service = here.map(({ service: { status } }) => status).join(', ');
  const endpoints = here.flatMap((one) =>
    one.endpoints.map(({ endpointId, state }) => `${shortId(endpointId)} (${state})`),
  );
  const shown = endpoints.length === 0 ? 'none' : endpoints.join(', ');
  if (here.some(({ liveCount }) => liveCount > 0)) return { ...common, service, endpoints: shown, missing: undefined };
  return {
    ...common,
    service,
    endpoints: shown,
    missing: here.some((one) => typeof readiness(one.service) !== 'string') ? 'an endpoint' : 'a service that is ready',
  };
}

function shortId(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** What is left to do for a peering, seen from its state. */
export function peeringIsLeft({ state, provider, error }: NetworkPeering): string {
  switch (state) {
    case 'initiating':
      return provider === 'AZURE' ? 'Atlas’s rights on the VNet' : 'nothing yet: Atlas is making it';
    case 'waiting':
      return provider === 'AWS' ? 'acceptance and routes' : 'your half of the peering';
    case 'available':
      return provider === 'AWS' ? 'routes, where they are missing' : 'nothing in your cloud';
    case 'failed':
      return provider === 'AZURE'
        ? 'Atlas’s rights on the VNet, then perhaps another peering'
        : `another peering: this one has failed${error === null ? '' : ` (${error})`}`;
    case 'deleting':
      return 'nothing: it goes away';
    default:
      return state satisfies never;
  }
}

const cell = (text: string) => text.replaceAll('|', '\\|');
const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

/** The tables of what there is and what is missing. */
export function overviewFile(project: string, network: ProjectNetwork): ArtifactFile {
  const coverages = coverageOf(network);
  const parts = [
    `# Private paths of ${project}`,
    ...(coverages.length === 0
      ? ['', 'The project has no cluster that can have private endpoints (M10 or larger).']
      : [
          '',
          '## Private endpoints, by cluster and region',
          '',
          row(['Cluster', 'Region', 'Service', 'Endpoints', 'Missing']),
          row(['---', '---', '---', '---', '---']),
          ...coverages.map(({ cluster, provider, region, service, endpoints, missing = 'nothing' }) =>
            row([cluster, `${provider} ${region}`, service, endpoints, missing]),
          ),
        ]),
    ...(network.peerings.length === 0
      ? []
      : [
          '',
          '## Peerings',
          '',
          row(['Network', 'Range of Atlas', 'State', 'Left to do']),
          row(['---', '---', '---', '---']),
          ...network.peerings.map(({ peering, container }) =>
            row([
              peeringLabel(peering),
              container === undefined ? 'not known' : container.cidrBlock,
              peering.state,
              peeringIsLeft(peering),
            ]),
          ),
        ]),
    '',
  ];
  return {
    name: 'private-paths.md',
    format: 'markdown',
    text: parts.join('\n'),
    about: 'Which cluster can be reached privately in which region, and what is missing.',
  };
}
