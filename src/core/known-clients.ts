import { type AddressSet, addressSetOf, union } from './cidr.ts';
import { concernsProject, type KnownClient, type KnownNetwork, type Profile } from './profile.ts';

/** The clients of a project that come over the public list: those the profile names, without private paths and callers of the Admin API. */
export function publicClientsOf(
  profile: Profile,
  project: { readonly id: string; readonly name: string },
): readonly KnownClient[] {
  return profile.knownClients.filter(
    (client) =>
      concernsProject(client, project) &&
      client.addresses.length > 0 &&
      client.credential === undefined &&
      client.via !== 'private-endpoint' &&
      client.via !== 'peering',
  );
}

/** The networks of a project that the profile names. */
export function networksOf(
  profile: Profile,
  project: { readonly id: string; readonly name: string },
): readonly KnownNetwork[] {
  return profile.knownNetworks.filter((network) => concernsProject(network, project));
}

/** Every address that must keep its way in: named clients and named networks. */
export function addressesToKeep(profile: Profile, project: { readonly id: string; readonly name: string }): AddressSet {
  const clients = addressSetOf(publicClientsOf(profile, project).flatMap((client) => client.addresses));
  const networks = addressSetOf(networksOf(profile, project).flatMap((network) => network.cidrs));
  return union(clients, networks);
}
