import {
  type AddressSet,
  addressSet,
  addressSetOf,
  blocksOfSet,
  difference,
  isEmpty,
  PRIVATE_ADDRESSES,
} from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import { concernsProject, environmentOf, type Invariant, type Profile } from '../core/profile.ts';
import { commands } from './commands.ts';
import { type Access, openRanges, type Principal, type ProjectAccess } from './decide.ts';
import { printTarget, type Target } from './privileges.ts';

/** Somebody who breaks an invariant, with addresses that prove it. */
export interface Violation {
  readonly project: { readonly id: string; readonly name: string };
  readonly who: string;
  readonly cluster: string;
  /** What is done, where one thing is enough: `update on billing.invoices`. */
  readonly does: string;
  /** One address that nobody may come from, and does. */
  readonly witness: string;
  /** All of them. */
  readonly from: readonly string[];
}

/** What became of an invariant. */
export interface InvariantVerdict {
  readonly name: string;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  readonly violations: readonly Violation[];
  /** Why it cannot be said. */
  readonly unknown: readonly string[];
  /** How many pairs of a principal and a cluster were looked at, over all their addresses. */
  readonly looked: number;
}

/** Stands for every database and every collection that no role names: what holds for it holds for all of them. */
const ANY_NAME = 'any-other';

const NOBODYS = addressSetOf(['0.0.0.0/8']);

/**
 * Proves each invariant of the profile over all public addresses, principals and clusters: with sets, not samples. Private
 * endpoints have no address and are not counted; private addresses count only where a peering may bring them.
 */
export function proveInvariants(access: Access, profile: Profile, at: Instant): readonly InvariantVerdict[] {
  return profile.invariants.map((invariant) => prove(access, profile, invariant, at));
}

function prove(access: Access, profile: Profile, invariant: Invariant, at: Instant): InvariantVerdict {
  const fine = addressSetOf(
    (invariant.outside ?? []).flatMap(
      (name) => profile.knownNetworks.find((network) => network.name === name)?.cidrs ?? [],
    ),
  );
  const violations: Violation[] = [];
  const unknown: string[] = [];
  let looked = 0;
  let concerned = 0;
  for (const name of invariant.projects ?? [])
    if (!access.projects.some((project) => project.id === name || project.name === name))
      unknown.push(`There is no project "${name}".`);
  for (const project of access.projects) {
    if (!concernsProject(invariant, project)) continue;
    if (invariant.environment !== undefined && environmentOf(profile, project) !== invariant.environment) continue;
    for (const kind of ['project-ip-access-list', 'database-user', 'cluster', 'flex-cluster']) {
      const because = project.unread.get(kind);
      if (because !== undefined) unknown.push(`${kind} of ${project.name}: ${because}`);
    }
    concerned += 1;
    looked += project.principals.size * project.clusters.size;
    const from = difference(admitted(access, project, at), fine);
    if (isEmpty(from) && !project.hasSecurityGroups) continue;
    const blocks = blocksOfSet(from);
    // 0.0.0.0/8 is nobody's address.
    const [real = blocks[0] ?? ''] = blocksOfSet(difference(from, NOBODYS));
    for (const principal of project.principals.values()) {
      if (invariant.except?.includes(principal.user.mechanism.type)) continue;
      for (const cluster of project.clusters.values()) {
        if (cluster.paused) continue;
        const login = access.authentication(project, cluster.name, principal, at);
        if (login.verdict === 'deny') continue;
        const deed = deedOf(access, principal, invariant);
        if (deed === undefined) continue;
        if (login.verdict === 'unknown' || deed.verdict === 'unknown') {
          unknown.push(
            `${principal.key} in ${project.name}: ${login.verdict === 'unknown' ? login.because : deed.because}`,
          );
          continue;
        }
        if (isEmpty(from)) {
          unknown.push(`Who is in the AWS security groups on the list of ${project.name} is not known.`);
          continue;
        }
        violations.push({
          project: { id: project.id, name: project.name },
          who: principal.key,
          cluster: cluster.name,
          does: deed.does,
          witness: real.replace(/\/\d+$/, ''),
          from: blocks,
        });
      }
    }
  }
  if (concerned === 0) unknown.push('It is about no project of this organization.');
  const verdict = violations.length > 0 ? 'violated' : unknown.length > 0 ? 'unknown' : 'holds';
  return { name: invariant.name, verdict, violations, unknown: [...new Set(unknown)], looked };
}

function admitted(access: Access, project: ProjectAccess, at: Instant): AddressSet {
  const all = addressSet(openRanges(project, at).map(({ range }) => range));
  const peered = access.index
    .children('network-peering', project.address)
    .some(({ model }) => (model as { readonly state: string }).state === 'available');
  return peered || project.unread.has('network-peering') ? all : difference(all, PRIVATE_ADDRESSES);
}

/** What somebody may do of what was asked. */
export interface Deed {
  readonly verdict: 'allow' | 'unknown';
  readonly does: string;
  readonly because: string;
}

/** One thing of those asked for that the principal may do; an unknown one only where none is certain. */
export function deedOf(
  access: Access,
  principal: Principal,
  { may, on }: Pick<Invariant, 'may' | 'on'>,
): Deed | undefined {
  if (may === undefined) return { verdict: 'allow', does: 'logs in', because: '' };
  let perhaps: Deed | undefined;
  for (const command of may) {
    for (const target of targetsOf(principal, on)) {
      // A command on a collection means nothing elsewhere.
      const aboutCollections = commands.get(command)?.on === 'namespace';
      if (aboutCollections && (target.type === 'cluster' || target.collection === null)) continue;
      const { verdict, because } = access.authorization(principal, command, target);
      if (verdict === 'deny') continue;
      const deed = { verdict, does: `${command} on ${printTarget(target, ANY_NAME)}`, because } as const;
      if (verdict === 'allow') return deed;
      perhaps ??= deed;
    }
  }
  return perhaps;
}

/** The targets that can differ for this principal: what its roles name, and one that stands for all others. */
function targetsOf({ privileges, user }: Principal, on: string | undefined): readonly Target[] {
  const dot = on?.indexOf('.') ?? -1;
  if (on !== undefined && dot >= 0)
    return [{ type: 'namespace', database: on.slice(0, dot), collection: on.slice(dot + 1) }];
  const named = privileges.all.flatMap(({ resource }) => (resource.type === 'collections' ? [resource] : []));
  const databases =
    on === undefined
      ? [
          ...new Set([
            // The widest first: it says most.
            ANY_NAME,
            ...named.map(({ database }) => database),
            ...user.roles.map((role) => role.databaseName),
          ]),
        ]
      : [on];
  const collections = [...new Set([ANY_NAME, ...named.flatMap(({ collection }) => collection ?? [])])];
  const targets = databases
    .filter((database) => database !== '')
    .flatMap((database): Target[] => [
      { type: 'namespace', database, collection: null },
      ...collections.map((collection) => ({ type: 'namespace' as const, database, collection })),
    ]);
  return on === undefined ? [{ type: 'cluster' }, ...targets] : targets;
}
