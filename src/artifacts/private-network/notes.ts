import type { PlannedService } from './choose-endpoints.ts';
import type { ChosenPeerings } from './choose-peerings.ts';
import { coverageOf } from './overview.ts';
import type { Cloud } from './part.ts';
import type { ProjectNetwork } from './project-network.ts';

/** Regions of clusters that no endpoint reaches, beside those that are written. */
export function gaps(network: ProjectNetwork): readonly string[] {
  if (network.services.length === 0) return [];
  const byCluster = new Map<string, string[]>();
  for (const { cluster, provider, region, service } of coverageOf(network))
    if (service === 'none') byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), `${provider} ${region}`]);
  return [...byCluster].map(
    ([cluster, regions]) =>
      `Cluster ${cluster} has no private endpoint service in ${regions.join(', ')}: programs on a private network lose it when its primary moves there.`,
  );
}

/** How names become private addresses, for the paths that are written. */
export function dnsRemarks(
  planned: readonly PlannedService[],
  peerings: ChosenPeerings['usable'],
  hasCustomDns: boolean,
): readonly string[] {
  const isPeered = (provider: Cloud) => peerings.some(({ peering }) => peering.provider === provider);
  return [
    ...(planned.length > 0
      ? [
          'No private DNS zone is needed: the names in an endpoint’s connection string resolve publicly to its private address. A resolver that drops private addresses (rebinding protection) must let mongodb.net through.',
        ]
      : []),
    ...(planned.some(({ service }) => service.provider === 'GCP')
      ? [
          'An endpoint in Google Cloud is reached from its own region: turn global access on (allow_psc_global_access) for programs in others.',
        ]
      : []),
    ...(isPeered('AWS')
      ? [
          hasCustomDns
            ? 'The project’s clusters on AWS publish names for your own DNS (custom DNS): programs use the -pri strings.'
            : 'From the peered VPC the standard strings resolve to private addresses; a resolver outside of it gets public ones, and needs Atlas’s custom DNS.',
        ]
      : []),
    ...(isPeered('AZURE') || isPeered('GCP')
      ? ['In Azure and Google Cloud only the private strings (-pri) go over the peering.']
      : []),
  ];
}

/** What to do with what was written, in order. File names are empty where nothing of that kind is written. */
export function stepsOf(written: {
  readonly endpointFiles: string;
  readonly peeringFiles: string;
  readonly isAdmitting: boolean;
  readonly isPeered: boolean;
  /** Whether every cluster has an endpoint in each of its regions. */
  readonly isComplete: boolean;
}): readonly string[] {
  const { endpointFiles, peeringFiles, isAdmitting, isPeered, isComplete } = written;
  const steps = [
    ...(endpointFiles === ''
      ? []
      : [
          `Make the endpoints with Terraform (${endpointFiles}) or with the scripts, as an administrator of your network and a Project Owner in Atlas.`,
          'Wait until Atlas calls each endpoint available (`fivefold assess`), then move the programs to its connection string: `fivefold artifact connection-strings --via private-endpoint`.',
          'Let the programs out to the endpoint’s subnets: `fivefold artifact firewall-rules --via private-endpoint --to CIDR`.',
          'When every program has moved, take the public ranges off the IP access list: a private endpoint does not close the public path.',
        ]),
    ...(peeringFiles === '' ? [] : [`Complete the peerings with Terraform (${peeringFiles}) or with the scripts.`]),
    ...(isAdmitting
      ? ['Admit the private ranges (access-list.tf or access-list.sh): a peering alone grants nothing.']
      : []),
    ...(isPeered
      ? [
          'Connect from the peered network with `fivefold artifact connection-strings --via peering`, then take the public ranges off the list.',
        ]
      : []),
  ];
  if (steps.length > 0) return steps;
  return [
    isComplete
      ? 'Nothing is missing: `fivefold artifact connection-strings` writes the strings for these paths.'
      : 'Do what private-paths.md says is missing, then run this again.',
  ];
}
