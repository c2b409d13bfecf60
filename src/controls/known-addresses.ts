import { type AddressSet, addressSetOf } from '../core/cidr.ts';
import type { Profile } from '../core/profile.ts';

/** Every address that the profile names, whatever for; undefined where it names none, so that nothing can be called strange. */
export function knownAddresses(profile: Profile): AddressSet | undefined {
  const named = [
    ...profile.knownNetworks.flatMap(({ cidrs }) => cidrs),
    ...profile.knownClients.flatMap(({ addresses }) => addresses),
  ];
  return named.length === 0 ? undefined : addressSetOf(named);
}
