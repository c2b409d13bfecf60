import { addressSetOf, covers } from '../core/cidr.ts';
import type { ProjectIpAccessListEntry } from '../resources/project-ip-access-list/model.ts';

/** Addresses that no client has on any network that reaches Atlas (IANA special-purpose registries: RFC 6890, RFC 1112, RFC 4291). */
const NOBODYS = [
  ['0.0.0.0/8', '“this network”'],
  ['127.0.0.0/8', 'a machine’s own loopback'],
  ['169.254.0.0/16', 'link-local addresses'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved addresses'],
  ['::/128', 'the unspecified address'],
  ['::1/128', 'a machine’s own loopback'],
  ['fe80::/10', 'link-local addresses'],
  ['ff00::/8', 'multicast'],
] as const;

/** What an entry's addresses are, where no client can have any of them; undefined where one can. */
export function nobodysAddresses(item: ProjectIpAccessListEntry): string | undefined {
  if (item.type !== 'cidr') return undefined;
  const admits = addressSetOf([item.entry]);
  return NOBODYS.find(([block]) => covers(addressSetOf([block]), admits))?.[1];
}
