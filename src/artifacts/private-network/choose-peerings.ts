import type { NetworkPeering } from '../../resources/network-peering/model.ts';
import type { Values } from './answers.ts';
import { awsPeering, vpcRegion } from './aws-peering.ts';
import { azurePeering, vnetId } from './azure-peering.ts';
import { gcpPeering } from './gcp-peering.ts';
import { CLOUD_NAMES, type Cloud, isRegion, type Part } from './part.ts';
import { type PeeringWithContainer, peeringLabel } from './project-network.ts';

/** Peerings that something can be done for, and remarks on the others. */
export interface ChosenPeerings {
  readonly usable: readonly (PeeringWithContainer & { readonly id: string })[];
  readonly remarks: readonly string[];
}

/** The peerings that something can be done for; `region` is that of Atlas's side, of which Google Cloud has none. */
export function choosePeerings(
  all: readonly PeeringWithContainer[],
  provider: Cloud | undefined,
  region: string | undefined,
): ChosenPeerings {
  const usable: (PeeringWithContainer & { readonly id: string })[] = [];
  const remarks: string[] = [];
  for (const { peering, container } of all) {
    if (provider !== undefined && peering.provider !== provider) continue;
    const place = container?.region ?? null;
    if (region !== undefined && place !== null && !isRegion(peering.provider, place, region)) continue;
    const name = `${CLOUD_NAMES[peering.provider]} ${peeringLabel(peering)}`;
    const why = unusable(peering, container === undefined);
    if (why !== undefined) remarks.push(`The peering with ${name} ${why}.`);
    else if (peering.id !== null) usable.push({ peering, container, id: peering.id });
  }
  return { usable, remarks };
}

/** Why nothing can be written for a peering, in the rest of a sentence. */
function unusable({ id, state, provider, error }: NetworkPeering, isWithoutContainer: boolean): string | undefined {
  if (state === 'deleting') return 'is being removed';
  // Azure fails where Atlas lacks the rights: giving them is what is written.
  if (state === 'failed' && provider !== 'AZURE')
    return `has failed${error === null ? '' : ` (${error})`}: remove it and make another; a request that nobody accepts ends after 7 days`;
  if (id === null || (state === 'initiating' && provider !== 'AZURE'))
    return 'is still being made: run this again in a minute';
  if (isWithoutContainer) return 'names a network container that was not read: its range is not known';
  return undefined;
}

/** Nothing where the customer's half is done, or is written for another peering with the same network. */
export function peeringPart(
  { peering, container }: PeeringWithContainer,
  { 'route-table': routeTables = [], ldap = false }: Values,
  all: ChosenPeerings['usable'],
): Part | undefined {
  switch (peering.provider) {
    case 'AWS': {
      if (container === undefined || peering.id === null) return undefined;
      const path = { peering: { ...peering, id: peering.id }, container };
      const region = vpcRegion(path);
      return region === undefined ? undefined : awsPeering(path, region, { routeTables, resolvesBack: ldap });
    }
    case 'AZURE': {
      const first = all.find(
        ({ peering: other }) =>
          other.provider === 'AZURE' && other.state !== 'available' && vnetId(other) === vnetId(peering),
      );
      return first?.peering === peering ? azurePeering(peering) : undefined;
    }
    case 'GCP':
      return peering.state === 'waiting' ? gcpPeering(peering) : undefined;
    default:
      return peering satisfies never;
  }
}
