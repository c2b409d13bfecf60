import type { Change } from '../core/change.ts';
import { type AddressSet, addressSetOf, covers, difference, intersection, isEmpty } from '../core/cidr.ts';
import { publicClientsOf } from '../core/known-clients.ts';
import type { Hazard, HazardContext } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';

const KIND = 'project-ip-access-list';

function admitted(index: SnapshotIndex, change: Change): AddressSet {
  const entries = index.children(KIND, change.parent).map((resource) => resource.model as ModelOf<typeof KIND>);
  return addressSetOf(entries.filter((entry) => entry.type === 'cidr').map((entry) => entry.entry));
}

/** Removing an entry cuts off every named client that only it admitted; where nobody is named, nobody knows whom it cuts off. */
export default function lockOut(change: Change, { before, after, profile }: HazardContext): readonly Hazard[] {
  if (change.kind !== KIND || change.type !== 'delete' || change.parent === null) return [];
  const removed = change.before as ModelOf<typeof KIND>;
  if (removed.type !== 'cidr') {
    return [{ name: 'cuts-off-client', because: `Who uses security group ${removed.entry} is not known to Fivefold.` }];
  }
  const lost = difference(
    intersection(admitted(before, change), addressSetOf([removed.entry])),
    admitted(after, change),
  );
  if (isEmpty(lost)) return [];
  const project = before.byAddress.get(change.parent)?.model as { id: string; name: string } | undefined;
  const clients = project === undefined ? [] : publicClientsOf(profile, project);
  if (clients.length === 0) {
    return [
      {
        name: 'cuts-off-client',
        because: `No client of the project is named, so nobody knows who uses ${removed.entry}.`,
      },
    ];
  }
  const cut = clients.filter((client) => !isEmpty(intersection(lost, addressSetOf(client.addresses))));
  return cut
    .filter((client) => !covers(admitted(after, change), addressSetOf(client.addresses)))
    .map((client) => ({
      name: 'cuts-off-client',
      because: `${client.name} connects from ${client.addresses.join(', ')} through ${removed.entry}.`,
    }));
}
