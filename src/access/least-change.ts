import { applyChanges, type Change } from '../core/change.ts';
import { blocksOf } from '../core/cidr.ts';
import { withResources } from '../core/snapshot.ts';
import cluster from '../resources/cluster/index.ts';
import type { Cluster } from '../resources/cluster/model.ts';
import clusterProcessArguments from '../resources/cluster-process-arguments/index.ts';
import type { CustomDatabaseRole } from '../resources/custom-database-role/model.ts';
import databaseUser from '../resources/database-user/index.ts';
import type { DatabaseUserRole } from '../resources/database-user/model.ts';
import projectIpAccessList from '../resources/project-ip-access-list/index.ts';
import { builtInRoles } from './built-in-roles.ts';
import { commands } from './commands.ts';
import { type Access, createAccess, type DataRequest, type Principal, type ProjectAccess, placed } from './decide.ts';
import { type AccessDifference, differenceOf } from './difference.ts';
import { allowing, expandRoles, type Target } from './privileges.ts';

/** One way to turn a verdict round, proven by deciding again. */
export interface Flip {
  readonly changes: readonly Change[];
  /** For a reader: what is changed. */
  readonly titles: readonly string[];
  /** What else the changes do to access: how many addresses' blocks, logins and privileges besides. */
  readonly alsoTouches: number;
}

/** How a verdict could be turned round. */
export interface LeastChange {
  readonly from: 'yes' | 'no' | 'unknown';
  readonly to: 'yes' | 'no';
  /** The least first: fewest changes, then those that touch the least besides. Empty: no change of settings does it. */
  readonly flips: readonly Flip[];
  /** Why a layer cannot be turned by a setting. */
  readonly cannot: readonly string[];
}

interface Move {
  readonly changes: readonly Change[];
  readonly title: string;
}

/** The least changes of settings that would turn a decision round. */
export function leastChange(access: Access, request: DataRequest): LeastChange {
  const { verdict, layers } = access.decide(request);
  const project = access.project(request.projectId);
  const cannot: string[] = [];
  if (project === undefined) return { from: verdict, to: 'yes', flips: [], cannot: ['There is no such project.'] };
  if (verdict === 'unknown') {
    const because = layers.filter((layer) => layer.verdict === 'unknown').map((layer) => layer.because);
    return { from: verdict, to: 'yes', flips: [], cannot: because };
  }
  const to = verdict === 'yes' ? 'no' : 'yes';
  const proven = (moves: readonly Move[]): readonly Flip[] => {
    const changes = moves.flatMap((move) => move.changes);
    const { index } = access;
    const after = createAccess(withResources(index.snapshot, applyChanges(index.byAddress, changes).values()));
    if (after.decide(request).verdict !== to) return [];
    const touched = differenceOf(access, after, request.at).reduce((sum, found) => sum + sizeOf(found), 0);
    return [{ changes, titles: moves.map(({ title }) => title), alsoTouches: touched }];
  };
  const offers: readonly (readonly Move[])[] =
    to === 'no' ? closing(access, project, request).map((move) => [move]) : opening(access, project, request, cannot);
  const flips = offers
    .flatMap(proven)
    .sort((a, b) => a.changes.length - b.changes.length || a.alsoTouches - b.alsoTouches);
  return { from: verdict, to, flips, cannot };
}

function sizeOf(found: AccessDifference): number {
  return [
    found.addressesLost,
    found.addressesGained,
    found.loginsLost,
    found.loginsGained,
    found.privilegesLost,
    found.privilegesGained,
  ].reduce((sum, list) => sum + list.length, 0);
}

/** Each move alone refuses the request. */
function closing(access: Access, project: ProjectAccess, request: DataRequest): readonly Move[] {
  const moves: Move[] = [];
  const { source, at, command, target } = request;
  const principal = project.principals.get(`${request.principal.username}@${request.principal.databaseName}`);
  if (source.via !== 'private-endpoint') {
    const range = placed(source.address)?.range;
    const admitting = project.ranges.filter(
      ({ range: own, entry }) =>
        range !== undefined &&
        own.family === range.family &&
        own.first <= range.last &&
        range.first <= own.last &&
        (entry.deleteAfterDate === null || entry.deleteAfterDate > at),
    );
    if (admitting.length > 0)
      moves.push({
        changes: admitting.map(({ entry }) => projectIpAccessList.delete(entry)),
        title: `take ${admitting.map(({ entry }) => entry.entry).join(', ')} off the IP access list of ${project.name}`,
      });
  }
  if (principal === undefined) return moves;
  const { user } = principal;
  const others = [...project.clusters.keys()].filter((name) => name !== request.cluster);
  const scopes = user.scopes.length > 0 ? user.scopes : others.map((name) => ({ type: 'CLUSTER' as const, name }));
  const left = scopes.filter(({ type, name }) => type !== 'CLUSTER' || name !== request.cluster);
  if (left.length > 0 && others.length > 0)
    moves.push({
      changes: [databaseUser.update(user, { scopes: left })],
      title: `confine ${principal.key} to ${left.map(({ name }) => name).join(', ')}`,
    });
  const granting = rolesThatAllow(access, project, principal, command, target);
  const roles = user.roles.filter((role) => !granting.includes(role));
  if (granting.length > 0 && roles.length > 0)
    moves.push({
      changes: [databaseUser.update(user, { roles })],
      title: `take ${granting.map(printRole).join(', ')} from ${principal.key}`,
    });
  moves.push({ changes: [databaseUser.delete(user)], title: `remove the database user ${principal.key}` });
  return moves;
}

function printRole({ roleName, databaseName, collectionName }: DatabaseUserRole): string {
  return `${roleName}@${databaseName}${collectionName === null ? '' : `.${collectionName}`}`;
}

function customRolesOf(access: Access, project: ProjectAccess): ReadonlyMap<string, CustomDatabaseRole> {
  return new Map(
    access.index
      .children('custom-database-role', project.address)
      .map(({ model }) => model as CustomDatabaseRole)
      .map((role) => [role.roleName, role]),
  );
}

function rolesThatAllow(
  access: Access,
  project: ProjectAccess,
  { user }: Principal,
  command: string,
  target: Target,
): readonly DatabaseUserRole[] {
  const custom = customRolesOf(access, project);
  const actions = commands.get(command)?.actions ?? [command];
  return user.roles.filter((role) => {
    const privileges = expandRoles([role], custom);
    return actions.some((action) => allowing(privileges, action, placeFor(command, target)) !== undefined);
  });
}

function placeFor(command: string, target: Target): Target {
  const on = commands.get(command)?.on;
  if (on === 'cluster' || target.type === 'cluster') return { type: 'cluster' };
  return on === 'database' ? { ...target, collection: null } : target;
}

/** All moves together; one for each layer that refuses. */
function opening(
  access: Access,
  project: ProjectAccess,
  request: DataRequest,
  cannot: string[],
): readonly (readonly Move[])[] {
  const { layers } = access.decide(request);
  const moves: Move[] = [];
  const found = project.clusters.get(request.cluster);
  if (found === undefined) {
    cannot.push(`There is no cluster ${request.cluster}.`);
    return [];
  }
  const take = (move: Move | string) => {
    if (typeof move === 'string') cannot.push(move);
    else moves.push(move);
  };
  const key = `${request.principal.username}@${request.principal.databaseName}`;
  const principal = project.principals.get(key);
  for (const { layer, verdict, because } of layers) {
    if (verdict !== 'deny') continue;
    if (layer === 'network') take(openNetwork(access, project, request, because));
    else if (layer === 'transport') take(openTransport(access, found.address, request, because));
    else if (principal === undefined) take(`There is no user ${key}: make it with the mechanism that the client has.`);
    else if (layer === 'authentication') take(openLogin(principal, request, because));
    else take(openRole(access, project, principal, request));
  }
  // Two changes of one user are one.
  const own = moves.flatMap(({ changes }) => changes).filter((change) => change.kind === 'database-user');
  if (principal !== undefined && own.length > 1) {
    const patch = Object.assign(
      {},
      ...own.map((change) => (change.type === 'update' ? differing(change.before, change.after) : {})),
    );
    const merged: Move = {
      changes: [databaseUser.update(principal.user, patch)],
      title: moves
        .filter(({ changes }) => changes.some((change) => change.kind === 'database-user'))
        .map(({ title }) => title)
        .join(', and '),
    };
    const rest = moves.filter(({ changes }) => changes.every((change) => change.kind !== 'database-user'));
    return cannot.length > 0 ? [] : [[...rest, merged]];
  }
  return cannot.length > 0 ? [] : [moves];
}

function differing(before: unknown, after: unknown): Record<string, unknown> {
  const old = before as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(after as Record<string, unknown>).filter(([name, value]) => old[name] !== value),
  );
}

function openNetwork(access: Access, project: ProjectAccess, request: DataRequest, because: string): Move | string {
  const { source } = request;
  const found = access.index.byAddress.get(project.clusters.get(request.cluster)?.address as never);
  if (found?.kind === 'cluster' && (found.model as Cluster).paused)
    return {
      changes: [cluster.update(found.model as Cluster, { paused: false })],
      title: `resume cluster ${request.cluster}`,
    };
  if (source.via === 'private-endpoint') return `${because} Make one with your cloud provider.`;
  const place = placed(source.address);
  if (place === undefined) return `${source.address} is no address.`;
  if (source.via === 'public' && place.isPrivate) return because;
  const peered = access.index
    .children('network-peering', project.address)
    .some(({ model }) => (model as { readonly state: string }).state === 'available');
  if (source.via === 'peering' && !peered) return `${because} Make one with your cloud provider.`;
  const entries = blocksOf(place.range);
  return {
    changes: entries.map((entry) => {
      const model = { projectId: project.id, type: 'cidr' as const, entry, comment: '', deleteAfterDate: null };
      const old = access.index.byAddress.get(projectIpAccessList.address(model));
      return old === undefined
        ? projectIpAccessList.create(model)
        : projectIpAccessList.update(old.model as typeof model, { deleteAfterDate: null });
    }),
    title: `let ${entries.join(', ')} in on the IP access list of ${project.name}`,
  };
}

function openTransport(access: Access, at: Principal['address'], { tls }: DataRequest, because: string): Move | string {
  const [only] = access.index.children('cluster-process-arguments', at);
  if (tls !== '1.2' || only === undefined) return `${because} The client has to change.`;
  const model = only.model as Parameters<typeof clusterProcessArguments.update>[0];
  return {
    changes: [clusterProcessArguments.update(model, { minimumEnabledTlsProtocol: 'TLS1_2' })],
    title: 'take TLS 1.2 again',
  };
}

function openLogin({ user, key }: Principal, { cluster: name, at }: DataRequest, because: string): Move | string {
  const expired = user.deleteAfterDate !== null && user.deleteAfterDate <= at;
  const confined =
    user.scopes.length > 0 && !user.scopes.some((scope) => scope.type === 'CLUSTER' && scope.name === name);
  if (!expired && !confined) return because;
  const scopes = [...user.scopes, { type: 'CLUSTER' as const, name }].sort((a, b) =>
    `${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1,
  );
  return {
    changes: [
      databaseUser.update(user, {
        ...(expired ? { deleteAfterDate: null } : {}),
        ...(confined ? { scopes } : {}),
      }),
    ],
    title: [...(expired ? [`let ${key} stay`] : []), ...(confined ? [`let ${key} log in on ${name}, too`] : [])].join(
      ', and ',
    ),
  };
}

/** The role that allows it and the least besides. */
function openRole(access: Access, project: ProjectAccess, principal: Principal, request: DataRequest): Move | string {
  const { command, target } = request;
  const place = placeFor(command, target);
  const actions = commands.get(command)?.actions ?? [command];
  const custom = customRolesOf(access, project);
  const candidates: DatabaseUserRole[] = [];
  if (target.type === 'namespace') {
    if (target.collection !== null)
      for (const roleName of ['read', 'readWrite'])
        candidates.push({ roleName, databaseName: target.database, collectionName: target.collection });
    for (const roleName of ['read', 'readWrite', 'dbAdmin'])
      candidates.push({ roleName, databaseName: target.database, collectionName: null });
  }
  for (const roleName of [...custom.keys(), ...Object.keys(builtInRoles)])
    if (!['read', 'readWrite', 'dbAdmin'].includes(roleName))
      candidates.push({ roleName, databaseName: 'admin', collectionName: null });
  const fitting = candidates
    .map((role) => ({ role, privileges: expandRoles([role], custom) }))
    .filter(({ privileges }) => actions.every((action) => allowing(privileges, action, place) !== undefined))
    .map(({ role, privileges }) => ({ role, breadth: breadthOf(privileges.all) }))
    .sort((a, b) => a.breadth - b.breadth);
  const [least] = fitting;
  if (least === undefined) return `No role that Atlas offers allows ${command} there.`;
  const roles = [...principal.user.roles, least.role].sort((a, b) => (printRole(a) < printRole(b) ? -1 : 1));
  return {
    changes: [databaseUser.update(principal.user, { roles })],
    title: `give ${printRole(least.role)} to ${principal.key}`,
  };
}

/** How much a role allows: its actions, counted more the wider the place is. */
function breadthOf(privileges: Principal['privileges']['all']): number {
  return privileges.reduce((sum, { resource, actions }) => {
    const width =
      resource.type !== 'collections'
        ? 1000
        : resource.database === ''
          ? 10_000
          : resource.collection === null
            ? 100
            : 1;
    return sum + width * actions.size;
  }, 0);
}
