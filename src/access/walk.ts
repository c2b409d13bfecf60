import type { Address } from '../core/address.ts';
import { applyChange, type Change } from '../core/change.ts';
import { addressSetOf, covers, PRIVATE_ADDRESSES } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import { publicClientsOf } from '../core/known-clients.ts';
import type { KnownClient, Profile } from '../core/profile.ts';
import type { ModelOf } from '../core/resource.ts';
import { indexSnapshot, type Snapshot, type SnapshotResource } from '../core/snapshot.ts';
import { createControlPlane } from './control-plane.ts';
import {
  type Access,
  createAccess,
  KINDS_OF_DATA,
  type ProjectAccess,
  parsePrincipal,
  principalKey,
} from './decide.ts';
import { deny, type LayerDecision, unknown, type Verdict } from './verdict.ts';

/** A named client that a step takes the way in from. */
export interface CutOff {
  /** The step after which it is out. */
  readonly step: string;
  readonly client: string;
  /** `cluster prod of project shop`, or `the Admin API`. */
  readonly from: string;
  /** What refuses it from then on. */
  readonly because: string;
  /** Where the list of a project refuses it: what would have to stand there. */
  readonly shutOut?: { readonly projectId: string; readonly addresses: readonly string[] };
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
 * which version it speaks. `at`: the instant to decide for, where it is not that of the snapshot.
 */
export function walk(
  snapshot: Snapshot,
  steps: readonly NamedStep[],
  profile: Profile,
  at: Instant = snapshot.takenAt,
): Walk {
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
          return wayIn(access, id, cluster, client, logins.get(client), at);
        }),
      );
    let before = look(start);
    for (const step of own) {
      state = applyChange(state, step.change);
      const after = look(accessNow());
      after.forEach((now, position) => {
        // From unknown to refused is worse, too: it may have worked until then.
        if (RANK[now.verdict] >= RANK[before[position]?.verdict ?? 'deny']) return;
        const { client, cluster, because, shutOut } = now;
        cutOff.push({
          step: step.id,
          client,
          from: `cluster ${cluster} of project ${name}`,
          because,
          ...(shutOut.length === 0 ? {} : { shutOut: { projectId: id, addresses: shutOut } }),
        });
      });
      before = after;
    }
  }
  const calls = walkCallers(snapshot, steps, profile, at);
  return { cutOff: [...cutOff, ...calls.cutOff], decisions: decisions + calls.decisions };
}

/** What decides whether a credential may call the Admin API. */
const CALLING = new Set([
  'organization',
  'organization-settings',
  'api-key',
  'api-key-access-list-entry',
  'service-account',
  'service-account-access-list-entry',
  'service-account-secret',
]);

/** The same for clients that call the Admin API: pipelines, operators, Fivefold itself. Roles are left out: which calls they need is not known. */
function walkCallers(snapshot: Snapshot, steps: readonly NamedStep[], profile: Profile, at: Instant): Walk {
  const callers = profile.knownClients.filter(({ credential }) => credential !== undefined);
  const own = steps.filter(({ change }) => CALLING.has(change.kind));
  if (callers.length === 0 || own.length === 0) return { cutOff: [], decisions: 0 };
  let state: ReadonlyMap<Address, SnapshotResource> = new Map(
    snapshot.resources.filter(({ kind }) => CALLING.has(kind)).map((resource) => [resource.address, resource]),
  );
  let decisions = 0;
  const look = (): readonly LayerDecision[] => {
    const plane = createControlPlane(indexSnapshot({ ...snapshot, resources: [...state.values()] }));
    return callers.map(({ credential = '', addresses }) => {
      decisions += 1;
      const actor = plane.actor(credential);
      if (actor === undefined) return deny('authentication', `There is no credential ${credential} any more.`);
      const network = plane.network(actor, addresses.length === 0 ? undefined : addressSetOf(addresses));
      const layers = [
        // From where it calls is not known: a list that admits less than everybody may leave it out.
        addresses.length === 0 && network.verdict === 'allow' && plane.isOpenToStrangers(actor) === false
          ? unknown('network', `${network.because} From where it calls is not known.`, actor.address)
          : network,
        plane.authentication(actor, at),
      ];
      return worstOf(layers) ?? layers[0] ?? deny('network', '');
    });
  };
  const cutOff: CutOff[] = [];
  let before = look();
  for (const step of own) {
    state = withoutSecret(applyChange(state, step.change), step.change);
    const after = look();
    after.forEach(({ verdict, because }, position) => {
      if (RANK[verdict] >= RANK[before[position]?.verdict ?? 'deny']) return;
      cutOff.push({ step: step.id, client: callers[position]?.name ?? '', from: 'the Admin API', because });
    });
    before = after;
  }
  return { cutOff, decisions };
}

/** A secret that is removed leaves the list of its account, too. One that is made is not in a client's hands yet, and changes nothing. */
function withoutSecret(
  state: ReadonlyMap<Address, SnapshotResource>,
  change: Change,
): ReadonlyMap<Address, SnapshotResource> {
  const account = change.parent === null ? undefined : state.get(change.parent);
  if (change.kind !== 'service-account-secret' || change.type !== 'delete' || account === undefined) return state;
  const model = account.model as ModelOf<'service-account'>;
  const { id } = change.before as ModelOf<'service-account-secret'>;
  const secrets = model.secrets.filter((secret) => secret.id !== id);
  return new Map(state).set(account.address, { ...account, model: { ...model, secrets } });
}

function worstOf(layers: readonly LayerDecision[]): LayerDecision | undefined {
  return layers.find(({ verdict }) => verdict === 'deny') ?? layers.find(({ verdict }) => verdict === 'unknown');
}

const RANK = { deny: 0, unknown: 1, allow: 2 } as const;
const ABOVE = new Set(['organization', 'connected-organization']);

interface WayIn {
  readonly client: string;
  readonly cluster: string;
  readonly verdict: Verdict;
  readonly because: string;
  /** The addresses that the list of the project refuses. */
  readonly shutOut: readonly string[];
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
  const is = (verdict: Verdict, because: string, shutOut: readonly string[] = []): WayIn => ({
    client,
    cluster: clusterName,
    verdict,
    because,
    shutOut,
  });
  const project = access.project(projectId);
  const cluster = project?.clusters.get(clusterName);
  if (project === undefined || cluster === undefined) return is('deny', `There is no cluster ${clusterName} any more.`);
  const shutOut: string[] = [];
  const layers = addresses.map((address) => {
    const via = covers(PRIVATE_ADDRESSES, addressSetOf([address])) ? 'peering' : 'public';
    const layer = access.network(project, cluster, { via, address }, at);
    if (via === 'public' && layer.verdict === 'deny') shutOut.push(address);
    return layer;
  });
  if (login !== undefined) {
    const principal = project.principals.get(login);
    if (principal === undefined) return is('deny', `${login} is no user any more.`);
    layers.push(access.authentication(project, clusterName, principal, at));
  }
  const worst = worstOf(layers);
  return worst === undefined ? is('allow', '') : is(worst.verdict, worst.because, shutOut);
}
