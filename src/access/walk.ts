import type { Address } from '../core/address.ts';
import { applyChange, type Change } from '../core/change.ts';
import { addressSetOf, covers, PRIVATE_ADDRESSES } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import { publicClientsOf } from '../core/known-clients.ts';
import type { KnownClient, Profile } from '../core/profile.ts';
import { indexSnapshot, type Snapshot, type SnapshotResource } from '../core/snapshot.ts';
import {
  type Access,
  createAccess,
  KINDS_OF_DATA,
  type ProjectAccess,
  parsePrincipal,
  principalKey,
} from './decide.ts';
import type { Verdict } from './verdict.ts';

/** A named client that a step takes the way in from. */
export interface CutOff {
  /** The step after which it is out. */
  readonly step: string;
  readonly client: string;
  readonly project: { readonly id: string; readonly name: string };
  readonly cluster: string;
  /** What refuses it from then on. */
  readonly because: string;
}

/** How far the proof reaches. */
export interface Walk {
  readonly cutOff: readonly CutOff[];
  /** How many times a client's way in was decided. */
  readonly decisions: number;
}

interface NamedStep {
  readonly id: string;
  readonly change: Change;
}

/**
 * Replays every named client through the decision on the state after *each* step, in order. A client that was refused
 * before is not counted; one that has no address in the profile cannot be. TLS is left to its own hazard: no client says
 * which version it speaks.
 */
export function walk(snapshot: Snapshot, steps: readonly NamedStep[], profile: Profile): Walk {
  const index = indexSnapshot(snapshot);
  const homeOf = (address: Address | null): Address | undefined =>
    address === null
      ? undefined
      : [address, ...index.ancestors(address)].find((part) => index.byAddress.get(part)?.kind === 'project');
  const deciding = new Set<string>(KINDS_OF_DATA);
  const stepsOf = groupBy(
    steps.filter(({ change }) => deciding.has(change.kind)),
    ({ change }) => homeOf(change.address) ?? homeOf(change.parent),
  );
  // Each project alone: what stands above it decides only through the federation.
  const resourcesOf = groupBy(snapshot.resources, ({ address }) => homeOf(address));
  const readsOf = groupBy(snapshot.reads, ({ parent }) => homeOf(parent ?? null));
  const above = (resourcesOf.get(undefined) ?? []).filter(({ kind }) => ABOVE.has(kind));
  const cutOff: CutOff[] = [];
  let decisions = 0;
  for (const [address, own] of stepsOf) {
    const found = address === undefined ? undefined : index.byAddress.get(address);
    if (found === undefined) continue;
    const { id, name } = found.model as { readonly id: string; readonly name: string };
    const clients = publicClientsOf(profile, { id, name });
    if (clients.length === 0) continue;
    const reads = [...(readsOf.get(undefined) ?? []), ...(readsOf.get(address) ?? [])];
    let state: ReadonlyMap<Address, SnapshotResource> = new Map(
      [...above, ...(resourcesOf.get(address) ?? [])].map((resource) => [resource.address, resource]),
    );
    const accessNow = () => createAccess({ ...snapshot, reads, resources: [...state.values()] });
    const start = accessNow();
    const logins = new Map(clients.map((client) => [client, loginOf(start.project(id), client)]));
    const clusters = [...(start.project(id)?.clusters.keys() ?? [])];
    const look = (access: Access): readonly WayIn[] =>
      clients.flatMap((client) =>
        clusters.map((cluster) => {
          decisions += 1;
          return wayIn(access, id, cluster, client, logins.get(client), snapshot.takenAt);
        }),
      );
    let before = look(start);
    for (const step of own) {
      state = applyChange(state, step.change);
      const after = look(accessNow());
      after.forEach((now, position) => {
        // From unknown to refused is worse, too: it may have worked until then.
        if (RANK[now.verdict] >= RANK[before[position]?.verdict ?? 'deny']) return;
        const { client, cluster, because } = now;
        cutOff.push({ step: step.id, client, project: { id, name }, cluster, because });
      });
      before = after;
    }
  }
  return { cutOff, decisions };
}

const RANK = { deny: 0, unknown: 1, allow: 2 } as const;
const ABOVE = new Set(['organization', 'connected-organization']);

interface WayIn {
  readonly client: string;
  readonly cluster: string;
  readonly verdict: Verdict;
  readonly because: string;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The user that a client names, whichever database it is in; undefined where there is none, and only its address counts. */
function loginOf(project: ProjectAccess | undefined, { user }: KnownClient): string | undefined {
  if (project === undefined || user === undefined) return undefined;
  const key = principalKey(parsePrincipal(user));
  if (project.principals.has(key)) return key;
  return [...project.principals.values()].find((principal) => principal.user.username === user)?.key;
}

function wayIn(
  access: Access,
  projectId: string,
  clusterName: string,
  { name: client, addresses }: KnownClient,
  login: string | undefined,
  at: Instant,
): WayIn {
  const is = (verdict: Verdict, because: string): WayIn => ({ client, cluster: clusterName, verdict, because });
  const project = access.project(projectId);
  const cluster = project?.clusters.get(clusterName);
  if (project === undefined || cluster === undefined) return is('deny', `There is no cluster ${clusterName} any more.`);
  const layers = addresses.map((address) => {
    const via = covers(PRIVATE_ADDRESSES, addressSetOf([address])) ? 'peering' : 'public';
    return access.network(project, cluster, { via, address }, at);
  });
  if (login !== undefined) {
    const principal = project.principals.get(login);
    if (principal === undefined) return is('deny', `${login} is no user any more.`);
    layers.push(access.authentication(project, clusterName, principal, at));
  }
  const worst = layers.find(({ verdict }) => verdict === 'deny') ?? layers.find(({ verdict }) => verdict === 'unknown');
  return worst === undefined ? is('allow', '') : is(worst.verdict, worst.because);
}
