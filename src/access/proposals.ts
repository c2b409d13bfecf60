import type { Change } from '../core/change.ts';
import {
  type AddressRange,
  type AddressSet,
  addressSet,
  addressSetOf,
  admitsStrangers,
  blocksOfSet,
  covers,
  difference,
  isEmpty,
  parseCidr,
  sizeOf,
  union,
} from '../core/cidr.ts';
import { daysBetween, parseInstant } from '../core/instant.ts';
import { addressesToKeep } from '../core/known-clients.ts';
import type { KnownClient, Profile } from '../core/profile.ts';
import type { ModelOf } from '../core/resource.ts';
import apiKeyAccessListEntry from '../resources/api-key-access-list-entry/index.ts';
import customDatabaseRole from '../resources/custom-database-role/index.ts';
import type { CustomDatabaseRole } from '../resources/custom-database-role/model.ts';
import databaseUser from '../resources/database-user/index.ts';
import projectIpAccessList from '../resources/project-ip-access-list/index.ts';
import { commands } from './commands.ts';
import { type Access, type OpenRange, openRanges, type ProjectAccess } from './decide.ts';
import { type Evidence, isListable, type ObservedOperation, windowDays } from './evidence.ts';
import { allowing, expandRoles, type Target } from './privileges.ts';
import { serverActions } from './server-actions.ts';

/** Something that what was observed speaks for, as typed changes, with how sure it is and over which time. */
export interface EvidenceProposal {
  readonly type: 'ip-access-list' | 'api-access-list' | 'scope' | 'dormant' | 'custom-role';
  readonly project: { readonly id: string; readonly name: string };
  readonly title: string;
  /** Empty: a remark, nothing that should be changed for so short a look. */
  readonly changes: readonly Change[];
  readonly confidence: 'high' | 'medium' | 'low';
  readonly windowDays: number;
  /** What it costs, what it was proven with, what it cannot say; one sentence each. */
  readonly remarks: readonly string[];
}

/** A look of this length sees what comes once a month; Atlas keeps logs no longer. */
const LONG_WINDOW_DAYS = 30;
// A project holds 100 custom roles by default (Atlas docs, "Atlas Service Limits").
const MOST_ROLES = 100;

/** Everything that what was observed speaks for. `mergeTo`: how many blocks a list may have at most. */
export function proposalsOf(
  access: Access,
  evidence: Evidence,
  profile: Profile,
  options: { readonly mergeTo?: number } = {},
): readonly EvidenceProposal[] {
  const inProjects = access.projects.flatMap((project) => {
    if (!evidence.sources.some(({ projectId }) => projectId === project.id)) return [];
    return [
      ...accessListOf(project, evidence, profile, access, options.mergeTo),
      ...scopesOf(project, evidence),
      ...dormantOf(project, evidence),
      ...rolesOf(access, project, evidence),
    ];
  });
  return [...inProjects, ...apiAccessLists(access, evidence), ...dormantCredentials(access)];
}

/** An API access list for keys without one, of the addresses that they were seen to call from. */
function apiAccessLists({ index }: Access, evidence: Evidence): readonly EvidenceProposal[] {
  const { organization } = index.snapshot.source;
  return index.ofKind('api-key').flatMap(({ address, model }): EvidenceProposal[] => {
    const key = model as ModelOf<'api-key'>;
    const seen = evidence.callers.filter(({ credential }) => credential === key.publicKey);
    const outcome = index.outcome('api-key-access-list-entry', address);
    const hasList = index.children('api-key-access-list-entry', address).length > 0;
    if (seen.length === 0 || hasList || outcome === undefined || outcome.notRead !== undefined) return [];
    const blocks = blocksOfSet(addressSetOf(seen.map((caller) => caller.address)));
    const because = `API key "${key.description}" was seen to call Atlas from here.`;
    return [
      {
        type: 'api-access-list',
        project: organization,
        title: `let API key "${key.description}" (${key.publicKey}) call Atlas from ${blocks.join(', ')} only`,
        changes: blocks.map((entry) =>
          apiKeyAccessListEntry.create(
            {
              orgId: key.orgId,
              apiKeyId: key.id,
              entry,
              created: null,
              count: 0,
              lastUsed: null,
              lastUsedAddress: null,
            },
            because,
          ),
        ),
        confidence: 'low',
        windowDays: LONG_WINDOW_DAYS,
        remarks: ['Only calls that changed something leave an event: where it only reads from is not known.'],
      },
    ];
  });
}

/** Keys and secrets that Atlas itself says were not used for so long: remarks, too. */
const DORMANT_DAYS = 90;

function dormantCredentials({ index }: Access): readonly EvidenceProposal[] {
  const { takenAt, source } = index.snapshot;
  const old = (instant: string | null) =>
    instant === null || daysBetween(parseInstant(instant) ?? takenAt, takenAt) >= DORMANT_DAYS;
  const keys = index
    .ofKind('api-key')
    .filter(({ address }) => {
      const entries = index.children('api-key-access-list-entry', address);
      // Atlas tells the last use of a key with its list: a key without one is not known to be dormant.
      return (
        entries.length > 0 &&
        entries.every(({ model }) => old((model as ModelOf<'api-key-access-list-entry'>).lastUsed))
      );
    })
    .map(({ model }) => `API key "${(model as ModelOf<'api-key'>).description}"`);
  const secrets = index.ofKind('service-account').flatMap(({ model }) => {
    const { name, secrets: own } = model as ModelOf<'service-account'>;
    return own.length > 0 && own.every(({ lastUsedAt, createdAt }) => old(lastUsedAt) && old(createdAt))
      ? [`service account "${name}"`]
      : [];
  });
  const unused = [...keys, ...secrets];
  if (unused.length === 0) return [];
  return [
    {
      type: 'dormant',
      project: source.organization,
      title: `${unused.join(', ')} ${unused.length === 1 ? 'was' : 'were'} not used`,
      changes: [],
      confidence: 'medium',
      windowDays: DORMANT_DAYS,
      remarks: [`Atlas shows no use within ${DORMANT_DAYS} days. Ask the owner before you remove it.`],
    },
  ];
}

/** The smallest list that keeps every client that was let in, and everybody whom the profile names. */
function accessListOf(
  project: ProjectAccess,
  evidence: Evidence,
  profile: Profile,
  { index }: Access,
  mergeTo = 200,
): readonly EvidenceProposal[] {
  const days = windowDays(evidence, project.id);
  const seen = new Set(
    evidence.logins
      .filter(({ projectId, succeeded, address }) => projectId === project.id && succeeded > 0 && isListable(address))
      .map(({ address }) => address),
  );
  if (project.unread.has('project-ip-access-list') || project.hasSecurityGroups) return [];
  const open = openRanges(project, index.snapshot.takenAt);
  const wide = widest(open);
  if (wide.length === 0) return [];
  const keep = union(addressSetOf(seen), addressesToKeep(profile, project));
  if (isEmpty(keep)) {
    return [
      {
        type: 'ip-access-list',
        project: { id: project.id, name: project.name },
        title: `keep ${wide.map(({ entry }) => entry.entry).join(', ')} for now: nobody was seen who could be let in instead`,
        changes: [],
        confidence: 'low',
        windowDays: days,
        remarks: ['No login from a public address was observed, and the profile names nobody.'],
      },
    ];
  }
  const { blocks, extra } = mergedBlocks(keep, mergeTo);
  const staying = open.filter((range) => !wide.includes(range) && range.entry.deleteAfterDate === null);
  const admitted = addressSet(staying.map(({ range }) => range));
  const missing = blocks.filter((block) => !covers(admitted, addressSetOf([block])));
  const because = `${seen.size} addresses logged in within ${days} days.`;
  const changes: Change[] = [
    ...missing.map((entry) =>
      projectIpAccessList.create(
        { projectId: project.id, type: 'cidr', entry, comment: 'observed client (fivefold)', deleteAfterDate: null },
        because,
      ),
    ),
    ...wide.map(({ entry }) => projectIpAccessList.delete(entry, `Closes ${entry.entry}: ${because}`)),
  ];
  const after = union(admitted, addressSetOf(blocks));
  const lost = [...seen].filter((address) => !covers(after, addressSetOf([address])));
  return [
    {
      type: 'ip-access-list',
      project: { id: project.id, name: project.name },
      title: `replace ${wide.map(({ entry }) => entry.entry).join(', ')} with ${missing.length === 0 ? 'what is on the list already' : missing.join(', ')}`,
      changes,
      confidence: days >= LONG_WINDOW_DAYS ? 'medium' : 'low',
      windowDays: days,
      remarks: [
        `${seen.size} observed addresses, ${lost.length} of them lost.`,
        ...(extra > 0n ? [`Joining blocks lets ${extra} addresses in that nobody was seen on.`] : []),
        `Who connects more seldom than every ${days} days was not seen: name such clients in fivefold.yaml.`,
        ...lossesOf(evidence, project.id),
      ],
    },
  ];
}

function lossesOf(evidence: Evidence, projectId: string): readonly string[] {
  return [
    ...new Set(evidence.sources.filter((source) => source.projectId === projectId).flatMap(({ losses }) => losses)),
  ];
}

/** The widest entries, until the rest admits no strangers. */
export function widest(open: readonly OpenRange[]): readonly OpenRange[] {
  const size = ({ range }: OpenRange) => range.last - range.first;
  const rest = [...open].sort((a, b) => (size(b) > size(a) ? 1 : size(b) < size(a) ? -1 : 0));
  const wide: OpenRange[] = [];
  while (admitsStrangers(addressSet(rest.map(({ range }) => range)))) wide.push(rest.shift() as OpenRange);
  return wide;
}

/**
 * The blocks of a set, joined until there are no more than `most`: the pair that lets in the fewest others first. Families are
 * never joined, and nothing is joined to more than a /16 (IPv4) or a /48 (IPv6).
 */
export function mergedBlocks(
  keep: AddressSet,
  most: number,
): { readonly blocks: readonly string[]; readonly extra: bigint } {
  let blocks = blocksOfSet(keep).map((text) => parseCidr(text) as AddressRange);
  while (blocks.length > most) {
    let best: { readonly from: number; readonly joined: AddressRange; readonly cost: bigint } | undefined;
    for (let from = 0; from + 1 < blocks.length; from += 1) {
      const [left, right] = [blocks[from] as AddressRange, blocks[from + 1] as AddressRange];
      const joined = enclosing(left, right);
      if (joined === undefined) continue;
      const size = (range: AddressRange) => range.last - range.first + 1n;
      const cost = size(joined) - size(left) - size(right);
      if (best === undefined || cost < best.cost) best = { from, joined, cost };
    }
    if (best === undefined) break;
    const { joined } = best;
    blocks = [
      ...blocks.filter(
        (block) => block.family !== joined.family || block.last < joined.first || block.first > joined.last,
      ),
      joined,
    ].sort((a, b) => a.family - b.family || (a.first < b.first ? -1 : 1));
  }
  const set = addressSet(blocks);
  const added = sizeOf(difference(set, keep));
  return { blocks: blocksOfSet(set), extra: added.v4 + added.v6 };
}

/** The smallest CIDR block that holds both; undefined where it would be too wide. */
function enclosing(left: AddressRange, right: AddressRange): AddressRange | undefined {
  if (left.family !== right.family) return undefined;
  const widestBits = left.family === 4 ? 16n : 80n;
  for (let bits = 0n; bits <= widestBits; bits += 1n) {
    const first = (left.first >> bits) << bits;
    const last = first + (1n << bits) - 1n;
    if (first <= left.first && right.last <= last) return { family: left.family, first, last };
  }
  return undefined;
}

/** Users that were seen on some clusters of a project only. */
function scopesOf(project: ProjectAccess, evidence: Evidence): readonly EvidenceProposal[] {
  if (project.clusters.size < 2) return [];
  const days = windowDays(evidence, project.id);
  // A cluster that was not looked at could be where the user works.
  const looked = new Set(
    evidence.sources.filter(({ projectId }) => projectId === project.id).map(({ cluster }) => cluster),
  );
  if ([...project.clusters.keys()].some((name) => !looked.has(name))) return [];
  return [...project.principals.values()].flatMap(({ user, key }) => {
    if (user.scopes.length > 0) return [];
    const used = [
      ...new Set(
        evidence.logins
          .filter(
            (login) =>
              login.projectId === project.id &&
              login.succeeded > 0 &&
              login.username === user.username &&
              login.databaseName === user.databaseName,
          )
          .map(({ cluster }) => cluster),
      ),
    ].sort();
    if (used.length === 0 || used.length === project.clusters.size) return [];
    const long = days >= LONG_WINDOW_DAYS;
    return [
      {
        type: 'scope' as const,
        project: { id: project.id, name: project.name },
        title: `confine ${key} to ${used.join(', ')}`,
        changes: long
          ? [databaseUser.update(user, { scopes: used.map((name) => ({ type: 'CLUSTER' as const, name })) })]
          : [],
        confidence: long ? ('medium' as const) : ('low' as const),
        windowDays: days,
        remarks: long
          ? [`It logged in nowhere else within ${days} days.`]
          : [`It logged in nowhere else within ${days} days, which is too short to change it for.`],
      },
    ];
  });
}

/** Users that nobody was seen with: a remark always, since no window here is long enough to remove somebody for. */
function dormantOf(project: ProjectAccess, evidence: Evidence): readonly EvidenceProposal[] {
  const days = windowDays(evidence, project.id);
  const active = new Set(
    evidence.logins
      .filter(({ projectId, succeeded }) => projectId === project.id && succeeded > 0)
      .map(({ username, databaseName }) => `${username}@${databaseName}`),
  );
  const unseen = [...project.principals.values()]
    // A group's members log in under names of their own.
    .filter(({ user }) => !('principal' in user.mechanism && user.mechanism.principal === 'group'))
    .filter(({ key }) => !active.has(key))
    .map(({ key }) => key);
  if (unseen.length === 0) return [];
  return [
    {
      type: 'dormant',
      project: { id: project.id, name: project.name },
      title: `${unseen.join(', ')} ${unseen.length === 1 ? 'was' : 'were'} not seen`,
      changes: [],
      confidence: 'low',
      windowDays: days,
      remarks: [
        `No login within ${days} days. Ask the owner before you remove a user: a job that runs once a quarter looks the same.`,
      ],
    },
  ];
}

const atlasActions = new Map(Object.entries(serverActions).map(([atlas, server]) => [server, atlas]));

/** Custom roles that allow what was done and no more; only from windows in which permitted operations were audited. */
function rolesOf({ index }: Access, project: ProjectAccess, evidence: Evidence): readonly EvidenceProposal[] {
  const days = windowDays(evidence, project.id, 'audit-log');
  const audit = index.children('audit-configuration', project.address)[0]?.model as
    | ModelOf<'audit-configuration'>
    | undefined;
  if (days === 0 || audit?.auditAuthorizationSuccess !== true) return [];
  const existing = index.children('custom-database-role', project.address).length;
  const byGrant = new Map<string, { readonly role: CustomDatabaseRole; readonly users: ModelOf<'database-user'>[] }>();
  const proposals: EvidenceProposal[] = [];
  for (const { user, key } of project.principals.values()) {
    const done = evidence.operations.filter(
      (one) =>
        one.projectId === project.id &&
        one.succeeded > 0 &&
        one.username === user.username &&
        one.databaseName === user.databaseName,
    );
    if (done.length === 0) continue;
    const { actions, cannot } = grantsFor(done);
    if (cannot.length > 0 || actions.length === 0) {
      proposals.push({
        type: 'custom-role',
        project: { id: project.id, name: project.name },
        title: `${key} keeps its roles`,
        changes: [],
        confidence: 'low',
        windowDays: days,
        remarks: [`Atlas can grant no custom role that allows ${cannot.join(', ')}.`],
      });
      continue;
    }
    const text = JSON.stringify(actions);
    const known = byGrant.get(text);
    if (known !== undefined) known.users.push(user);
    else {
      const roleName = `observed-${user.username.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 40)}`;
      const role = { projectId: project.id, roleName, actions, inheritedRoles: [] };
      byGrant.set(text, { role, users: [user] });
    }
  }
  for (const { role, users } of byGrant.values()) {
    const names = users.map(({ username, databaseName }) => `${username}@${databaseName}`).join(', ');
    const denied = users.flatMap((user) => deniedBy(role, user, project.id, evidence.operations));
    // Nothing is proposed that would have refused what was seen.
    const fits =
      denied.length === 0 && existing + byGrant.size <= MOST_ROLES && !hasName(index, project, role.roleName);
    proposals.push({
      type: 'custom-role',
      project: { id: project.id, name: project.name },
      title: `give ${names} the role ${role.roleName}, which allows what was seen`,
      changes: fits
        ? [
            customDatabaseRole.create(role),
            ...users.map((user) =>
              databaseUser.update(user, {
                roles: [{ roleName: role.roleName, databaseName: 'admin', collectionName: null }],
              }),
            ),
          ]
        : [],
      confidence: fits && days >= LONG_WINDOW_DAYS ? 'medium' : 'low',
      windowDays: days,
      remarks: [
        denied.length === 0
          ? 'Replayed: none of the observed operations would be refused.'
          : `It would refuse ${denied.join(', ')}.`,
        ...(existing + byGrant.size > MOST_ROLES ? [`A project holds ${MOST_ROLES} custom roles.`] : []),
        `What is done more seldom than every ${days} days was not seen.`,
      ],
    });
  }
  return proposals;
}

function hasName(index: Access['index'], project: ProjectAccess, roleName: string): boolean {
  return index
    .children('custom-database-role', project.address)
    .some(({ model }) => (model as CustomDatabaseRole).roleName === roleName);
}

function targetOf(namespace: string): Target {
  const dot = namespace.indexOf('.');
  return dot < 0
    ? { type: 'namespace', database: namespace, collection: null }
    : { type: 'namespace', database: namespace.slice(0, dot), collection: namespace.slice(dot + 1) };
}

/** The actions on resources that these operations need, in Atlas's names; and what Atlas cannot grant. */
function grantsFor(done: readonly ObservedOperation[]): {
  readonly actions: CustomDatabaseRole['actions'];
  readonly cannot: readonly string[];
} {
  const byAction = new Map<string, Set<string>>();
  const cannot = new Set<string>();
  for (const { command, namespace } of done) {
    const needs = commands.get(command);
    if (needs === undefined) {
      cannot.add(command);
      continue;
    }
    if (needs.on === 'none') continue;
    const target = targetOf(namespace);
    for (const action of needs.actions) {
      const atlas = atlasActions.get(action);
      if (atlas === undefined) {
        cannot.add(`${command} (${action})`);
        continue;
      }
      const place =
        needs.on === 'cluster' || target.type === 'cluster'
          ? JSON.stringify({ type: 'cluster' })
          : JSON.stringify({
              type: 'collection',
              database: target.database,
              collection: needs.on === 'database' ? null : target.collection,
            });
      const places = byAction.get(atlas) ?? new Set<string>();
      byAction.set(atlas, places.add(place));
    }
  }
  const actions = [...byAction]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, places]) => ({
      action,
      resources: [...places]
        .sort()
        .map((text) => JSON.parse(text) as CustomDatabaseRole['actions'][number]['resources'][number]),
    }));
  return { actions, cannot: [...cannot].sort() };
}

/** The replay: what was permitted and would be refused. */
function deniedBy(
  role: CustomDatabaseRole,
  user: ModelOf<'database-user'>,
  projectId: string,
  operations: readonly ObservedOperation[],
): readonly string[] {
  const privileges = expandRoles(
    [{ roleName: role.roleName, databaseName: 'admin', collectionName: null }],
    new Map([[role.roleName, role]]),
  );
  return operations
    .filter(
      (one) =>
        one.projectId === projectId &&
        one.succeeded > 0 &&
        one.username === user.username &&
        one.databaseName === user.databaseName,
    )
    .filter(({ command, namespace }) => {
      const needs = commands.get(command);
      if (needs === undefined) return true;
      const target = targetOf(namespace);
      const at: Target =
        needs.on === 'cluster'
          ? { type: 'cluster' }
          : needs.on === 'database' && target.type === 'namespace'
            ? { ...target, collection: null }
            : target;
      return needs.on !== 'none' && needs.actions.some((action) => allowing(privileges, action, at) === undefined);
    })
    .map(({ command, namespace }) => `${command} on ${namespace}`);
}

/** Whoever was let in, as clients that must keep their way in. */
export function observedClients(evidence: Evidence): readonly KnownClient[] {
  const callers = evidence.callers.map(({ credential, address }) => ({
    name: `${credential} from ${address} (seen)`,
    addresses: [address],
    credential,
  }));
  const clients = evidence.logins
    .filter(({ succeeded, address }) => succeeded > 0 && isListable(address))
    .map(({ username, databaseName, address, projectId }) => ({
      name: `${username}@${databaseName} from ${address} (seen)`,
      addresses: [address],
      projects: [projectId],
      user: `${username}@${databaseName}`,
    }));
  return [...clients, ...callers];
}
