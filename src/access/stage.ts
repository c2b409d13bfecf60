import type { Change } from '../core/change.ts';
import { blocksOf } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import type { Profile } from '../core/profile.ts';
import { indexSnapshot, type Snapshot } from '../core/snapshot.ts';
import projectIpAccessList from '../resources/project-ip-access-list/index.ts';
import { placed } from './decide.ts';
import { type CutOff, walk } from './walk.ts';

/** One temporary entry of an IP access list, and for whom. */
export interface Staged {
  readonly change: Change;
  /** The step that would cut them off without it. */
  readonly before: string;
  readonly clients: readonly string[];
}

/** Who keeps its way in for a while, and whom no entry of a list can help. */
export interface Stage {
  readonly staged: readonly Staged[];
  readonly left: readonly CutOff[];
}

/**
 * Temporary entries that let in, until an instant, whoever these steps would cut off at the IP access list. Proven by
 * walking again: an entry that does not keep its client's way open is not proposed.
 */
export function stageClients(
  snapshot: Snapshot,
  steps: readonly { readonly id: string; readonly change: Change }[],
  profile: Profile,
  until: Instant,
): Stage {
  const { byAddress } = indexSnapshot(snapshot);
  const { cutOff } = walk(snapshot, steps, profile);
  const entries = new Map<string, { model: Parameters<typeof projectIpAccessList.create>[0]; by: CutOff[] }>();
  for (const found of cutOff) {
    const { projectId, addresses } = found.shutOut ?? { projectId: '', addresses: [] };
    for (const range of addresses.flatMap((address) => placed(address)?.range ?? []))
      for (const entry of blocksOf(range)) {
        const model = {
          projectId,
          type: 'cidr' as const,
          entry,
          comment: 'kept in by fivefold',
          deleteAfterDate: until,
        };
        const address = projectIpAccessList.address(model);
        // An entry that stands there already is one that a step removes: two writes of one thing would contradict.
        if (byAddress.has(address)) continue;
        const wanted = entries.get(address) ?? { model, by: [] };
        entries.set(address, { model, by: [...wanted.by, found] });
      }
  }
  const staged = [...entries.values()].map(({ model, by }): Staged => {
    const clients = [...new Set(by.map(({ client }) => client))].sort();
    const because = `Keeps ${clients.join(', ')} in until ${until}: name ${clients.length === 1 ? 'it' : 'them'} in fivefold.yaml before, or the way in ends then.`;
    return { change: projectIpAccessList.create(model, because), before: by[0]?.step ?? '', clients };
  });
  const proof = (chosen: readonly Staged[]) =>
    walk(snapshot, [...chosen.map(({ change, before }) => ({ id: `keeps ${before}`, change })), ...steps], profile)
      .cutOff;
  const lost = new Set(proof(staged).map(({ client }) => client));
  const helpful = staged.filter(({ clients }) => clients.some((client) => !lost.has(client)));
  return { staged: helpful, left: proof(helpful) };
}
