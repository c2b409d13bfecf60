import type { Address } from '../core/address.ts';
import { afterOf, applyChanges, type Change } from '../core/change.ts';
import { addressSet, admitsStrangers, blocksOfSet, difference, parseCidr } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import { addressesToKeep, publicClientsOf } from '../core/known-clients.ts';
import type { Profile } from '../core/profile.ts';
import type { ModelOf } from '../core/resource.ts';
import { withResources } from '../core/snapshot.ts';
import apiKey from '../resources/api-key/index.ts';
import apiKeyAccessListEntry from '../resources/api-key-access-list-entry/index.ts';
import databaseUser from '../resources/database-user/index.ts';
import mcpConfiguration from '../resources/mcp-configuration/index.ts';
import organizationUser from '../resources/organization-user/index.ts';
import projectIpAccessList from '../resources/project-ip-access-list/index.ts';
import projectMcpConfiguration from '../resources/project-mcp-configuration/index.ts';
import projectSettings from '../resources/project-settings/index.ts';
import serviceAccount from '../resources/service-account/index.ts';
import serviceAccountAccessListEntry from '../resources/service-account-access-list-entry/index.ts';
import serviceAccountAssignment from '../resources/service-account-assignment/index.ts';
import teamAssignment from '../resources/team-assignment/index.ts';
import type { Actor, ControlPlane } from './control-plane.ts';
import { type DataWay, dataWaysOf } from './data-ways.ts';
import {
  type Access,
  createAccess,
  type OpenRange,
  openRanges,
  type Principal,
  type ProjectAccess,
  parsePrincipal,
  principalKey,
} from './decide.ts';
import { deedOf } from './invariants.ts';
import { widest } from './proposals.ts';
import { type CutChoice, smallestCut } from './smallest-cut.ts';

/** Where an attack begins: on the internet with a leaked database password, with a leaked key, or as a person's stolen account. */
export type AttackStart = 'internet' | 'leaked-key' | 'person';

/** One way from an attacker's start to data, step by step. */
export interface AttackPath {
  readonly start: AttackStart;
  /** Whose password, key or account it is. */
  readonly who: string;
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** `unknown`: something on the way was not read, or is not documented. */
  readonly verdict: 'allow' | 'unknown';
  readonly steps: readonly string[];
  /** What it comes to: `find on shop.orders`. */
  readonly does: string;
  /** Ids of the cuts, any one of which stops it; empty: nothing that is known here does. */
  readonly cuts: readonly string[];
}

/** One thing to do that stops paths. */
export interface Cut {
  readonly id: string;
  readonly title: string;
  /** Empty where something has to be known first. */
  readonly changes: readonly Change[];
  /** What has to be known first. */
  readonly needs?: string;
  /** 1 for a change; more where somebody's work may depend on what is taken away. */
  readonly weight: number;
}

/** A cut with what stands for it on paper: its changes, with a stand-in for whatever is not known yet. */
interface OfferedCut extends Cut {
  readonly onPaper: readonly Change[];
}

/** All paths to data, and the least that cuts them. */
export interface Attack {
  readonly paths: readonly AttackPath[];
  readonly cuts: readonly Cut[];
  /** The chosen ones. */
  readonly cut: readonly Cut[];
  readonly weight: number;
  /** No choice weighs less. Equal to `weight`: the choice is proven to be the least. */
  readonly atLeast: number;
  /** Paths that are left when the chosen cuts are made, found by looking again: those that no cut stops. */
  readonly left: readonly AttackPath[];
}

/** A login that goes for good, and a role that goes: somebody may be working with it. */
const WEIGHT_OF_LOGIN = 20;
const WEIGHT_OF_ROLE = 5;

// Never anybody's address (RFC 5737): stands for those that are not known yet.
const STAND_IN = '192.0.2.1/32';

/** What is asked. */
export interface AttackQuestion {
  readonly starts: readonly AttackStart[];
  /** A database command. */
  readonly command: string;
  /** `shop` or `shop.orders`; absent: any data. */
  readonly on?: string;
  readonly at: Instant;
}

/** Finds every path to data, and the lightest set of changes that cuts them all; then makes them on paper and looks again. */
export function findAttacks(access: Access, profile: Profile, question: AttackQuestion): Attack {
  const { paths, cuts } = pathsOf(access, profile, question);
  const known = [...cuts.values()];
  const position = new Map(known.map(({ id }, index) => [id, index]));
  const cuttable = paths
    .filter((path) => path.cuts.length > 0)
    .map((path) => path.cuts.map((id) => position.get(id) as number));
  const choice: CutChoice = smallestCut(
    cuttable,
    known.map(({ weight }) => weight),
  );
  const chosen = choice.chosen.map((index) => known[index] as OfferedCut);
  const { index } = access;
  const after = withResources(
    index.snapshot,
    applyChanges(
      index.byAddress,
      chosen.flatMap(({ onPaper }) => onPaper),
    ).values(),
  );
  const left = chosen.length === 0 ? paths : pathsOf(createAccess(after), profile, question).paths;
  const shown = ({ onPaper: _, ...cut }: OfferedCut): Cut => cut;
  return {
    paths,
    cuts: known.map(shown),
    cut: chosen.map(shown),
    weight: choice.weight,
    atLeast: choice.atLeast,
    left,
  };
}

interface Search {
  readonly access: Access;
  readonly plane: ControlPlane;
  readonly profile: Profile;
  readonly question: AttackQuestion;
  readonly paths: AttackPath[];
  readonly cuts: Map<string, OfferedCut>;
}

function pathsOf(
  access: Access,
  profile: Profile,
  question: AttackQuestion,
): { readonly paths: readonly AttackPath[]; readonly cuts: ReadonlyMap<string, OfferedCut> } {
  const search: Search = {
    access,
    plane: access.controlPlane(),
    profile,
    question,
    paths: [],
    cuts: new Map(),
  };
  if (question.starts.includes('internet')) for (const project of access.projects) fromInternet(search, project);
  for (const start of ['leaked-key', 'person'] as const)
    if (question.starts.includes(start)) throughAtlas(search, start);
  return search;
}

/** Offers a cut once, and answers its id. */
function offer({ cuts }: Search, cut: Omit<Cut, 'changes'> & { readonly onPaper: readonly Change[] }): string {
  if (!cuts.has(cut.id)) cuts.set(cut.id, { ...cut, changes: cut.needs === undefined ? cut.onPaper : [] });
  return cut.id;
}

type Offer = Parameters<typeof offer>[1];

function fromInternet(search: Search, project: ProjectAccess): void {
  const { access, question, profile } = search;
  const open = openRanges(project, question.at);
  const unread = project.unread.has('project-ip-access-list');
  if (!unread && !admitsStrangers(addressSet(open.map(({ range }) => range)))) return;
  const wide = widest(open);
  const named = new Set(
    publicClientsOf(profile, project).flatMap(({ user }) =>
      user === undefined ? [] : [principalKey(parsePrincipal(user))],
    ),
  );
  for (const principal of project.principals.values()) {
    // What is proven without a password cannot leak with one.
    const { type } = principal.user.mechanism;
    if (type !== 'scram' && type !== 'ldap') continue;
    const deed = deedOf(access, principal, {
      may: [question.command],
      ...(question.on === undefined ? {} : { on: question.on }),
    });
    if (deed === undefined) continue;
    const logins = [...project.clusters.values()]
      .filter(({ paused }) => !paused)
      .map(({ name }) => ({ name, login: access.authentication(project, name, principal, question.at) }))
      .filter(({ login }) => login.verdict !== 'deny');
    if (logins.length === 0) continue;
    const isSure = !unread && deed.verdict === 'allow' && logins.some(({ login }) => login.verdict === 'allow');
    search.paths.push({
      start: 'internet',
      who: principal.key,
      projects: [{ id: project.id, name: project.name }],
      verdict: isSure ? 'allow' : 'unknown',
      steps: [
        unread
          ? 'connects from the internet, where the IP access list lets it (the list was not read)'
          : `connects from anywhere (${wide.map(({ entry }) => entry.entry).join(', ')} on the IP access list)`,
        `logs in as ${principal.key} with its password on ${logins.map(({ name }) => name).join(', ')}`,
      ],
      does: deed.does,
      cuts: [
        ...(unread ? [] : [offer(search, narrowing(search, project, wide))]),
        ...(named.has(principal.key) ? [] : [offer(search, removal(principal, project))]),
      ],
    });
  }
}

function narrowing({ profile }: Search, project: ProjectAccess, wide: readonly OpenRange[]): Offer {
  const keep = addressesToKeep(profile, project);
  const staying = project.ranges.filter((range) => !wide.includes(range) && range.entry.deleteAfterDate === null);
  const missing = blocksOfSet(difference(keep, addressSet(staying.map(({ range }) => range))));
  const isNamed = keep.v4.length + keep.v6.length > 0;
  const because = `Closes ${wide.map(({ entry }) => entry.entry).join(', ')}, once every known client has its own entry.`;
  return {
    id: `list:${project.address}`,
    title: `close ${wide.map(({ entry }) => entry.entry).join(', ')} on the IP access list of ${project.name}${
      missing.length > 0 ? `, and let ${missing.join(', ')} in` : ''
    }`,
    onPaper: [
      ...missing.map((entry) =>
        projectIpAccessList.create(
          { projectId: project.id, type: 'cidr', entry, comment: 'known client (fivefold)', deleteAfterDate: null },
          because,
        ),
      ),
      ...wide.map(({ entry }) => projectIpAccessList.delete(entry, because)),
    ],
    ...(isNamed
      ? {}
      : { needs: `the clients and networks of ${project.name}: name them in fivefold.yaml (knownClients)` }),
    weight: missing.length + wide.length,
  };
}

function removal({ user, key, address }: Principal, project: ProjectAccess): Offer {
  return {
    id: `login:${address}`,
    title: `remove the database user ${key} of ${project.name}, or give its work to a user that needs no password`,
    onPaper: [databaseUser.delete(user, 'A password that has leaked is of no use without its user.')],
    weight: WEIGHT_OF_LOGIN,
  };
}

function throughAtlas(search: Search, start: 'leaked-key' | 'person'): void {
  const { access, plane, question } = search;
  const grouped = new Map<
    string,
    {
      readonly actor: Actor;
      readonly way: DataWay;
      readonly isOpen: boolean | 'unknown';
      readonly projects: ProjectAccess[];
    }
  >();
  for (const project of access.projects) {
    for (const actor of plane.actorsIn(project.id)) {
      if ((actor.type === 'user') !== (start === 'person') || actor.type === 'team' || actor.type === 'group') continue;
      if (plane.authentication(actor, question.at).verdict === 'deny') continue;
      const isOpen = actor.type === 'user' ? true : plane.isOpenToStrangers(actor);
      if (isOpen === false) continue;
      for (const way of dataWaysOf(access, plane, actor, project, question.command, question.at)) {
        const key = `${actor.address} ${way.name} ${way.through?.address ?? ''} ${way.roles.join(' ')} ${way.verdict}`;
        const group = grouped.get(key);
        if (group === undefined) grouped.set(key, { actor, way, isOpen, projects: [project] });
        else group.projects.push(project);
      }
    }
  }
  for (const { actor, way, isOpen, projects } of grouped.values()) {
    const isSure = way.verdict === 'allow' && isOpen === true && actor.type !== 'mcp-configuration';
    search.paths.push({
      start,
      who: actor.label,
      projects: projects.map(({ id, name }) => ({ id, name })),
      verdict: isSure ? 'allow' : 'unknown',
      steps: [
        start === 'person'
          ? `takes over the account of ${actor.label}`
          : `calls Atlas from anywhere with the leaked secret of ${actor.label}`,
        ...way.steps,
      ],
      does: `${question.command} on ${question.on ?? 'any data'}`,
      cuts: [
        ...confinement(search, actor),
        ...withoutRoles(search, way.through ?? actor, way, projects),
        ...(way.name === 'data-explorer' ? explorerOff(search, projects) : []),
      ],
    });
  }
}

/** An API access list for a key that has none. */
function confinement(search: Search, actor: Actor): readonly string[] {
  const { access, profile } = search;
  if (actor.type !== 'api-key' && actor.type !== 'service-account' && actor.type !== 'mcp-configuration') return [];
  const client = profile.knownClients.find(({ credential }) => credential === actor.id);
  const from = client === undefined || client.addresses.length === 0 ? undefined : client.addresses;
  const model = access.index.byAddress.get(actor.address)?.model;
  const blocks = (from ?? [STAND_IN]).flatMap((text) => {
    const range = parseCidr(text);
    return range === undefined ? [] : blocksOfSet(addressSet([range]));
  });
  const because = `Whoever steals the secret of ${actor.label} can use it from these addresses only.`;
  const wide = access.index
    .children(`${actor.type}-access-list-entry`, actor.address)
    .map(
      ({ model: entry }) =>
        entry as ModelOf<'api-key-access-list-entry'> & ModelOf<'service-account-access-list-entry'>,
    )
    .filter(({ entry }) => admitsStrangers(addressSet([parseCidr(entry)].flatMap((range) => range ?? []))));
  const unused = { lastUsedAddress: null } as const;
  const changes: readonly Change[] =
    actor.type === 'mcp-configuration'
      ? [confinedMcp(access, actor, blocks, because)]
      : actor.type === 'api-key'
        ? [
            ...blocks.map((entry) => {
              const { orgId, id } = model as ModelOf<'api-key'>;
              return apiKeyAccessListEntry.create(
                { orgId, apiKeyId: id, entry, created: null, count: 0, lastUsed: null, ...unused },
                because,
              );
            }),
            ...wide.map((entry) => apiKeyAccessListEntry.delete(entry, because)),
          ]
        : [
            ...blocks.map((entry) => {
              const { orgId, clientId } = model as ModelOf<'service-account'>;
              return serviceAccountAccessListEntry.create(
                { orgId, clientId, entry, createdAt: null, requestCount: 0, lastUsedAt: null, ...unused },
                because,
              );
            }),
            ...wide.map((entry) => serviceAccountAccessListEntry.delete(entry, because)),
          ];
  const id = offer(search, {
    id: `confine:${actor.address}`,
    title: `let ${actor.label} call Atlas ${from === undefined ? 'from its own addresses' : `from ${blocks.join(', ')}`} only`,
    onPaper: changes,
    ...(from === undefined
      ? { needs: `the addresses that it calls from: name it in fivefold.yaml (knownClients, credential: ${actor.id})` }
      : {}),
    weight: changes.length,
  });
  return [id];
}

function confinedMcp({ index }: Access, { address }: Actor, ipAccessList: readonly string[], because: string): Change {
  const found = index.byAddress.get(address);
  const patch = { ipAccessList: [...ipAccessList].sort() };
  return found?.kind === 'mcp-configuration'
    ? mcpConfiguration.update(found.model as ModelOf<'mcp-configuration'>, patch, because)
    : projectMcpConfiguration.update(found?.model as ModelOf<'project-mcp-configuration'>, patch, because);
}

/** Every role that opens the way has to go; the last owner's stays. */
function withoutRoles(
  search: Search,
  actor: Actor,
  way: DataWay,
  projects: readonly ProjectAccess[],
): readonly string[] {
  const { access } = search;
  const { byAddress } = access.index;
  const ids = new Set(projects.map(({ id }) => id));
  const roles = new Set(way.roles);
  const changes: Change[] = [];
  const because = `${actor.label} reaches data with it.`;
  const stay = (role: string, projectId: string | undefined) =>
    !roles.has(role) || (projectId !== undefined && !ids.has(projectId));
  if (actor.type === 'api-key') {
    const before = byAddress.get(actor.address)?.model as ModelOf<'api-key'>;
    const after = before.roles.filter(({ role, projectId }) => stay(role, projectId));
    // Atlas keeps no key without a role.
    if (after.length === 0) return [];
    changes.push(apiKey.update(before, { roles: after }, because));
  } else if (actor.type === 'service-account') {
    const before = byAddress.get(actor.address)?.model as ModelOf<'service-account'>;
    const after = before.roles.filter((role) => stay(role, undefined));
    if (after.length < before.roles.length) {
      // Atlas keeps no account without a role.
      if (after.length === 0) return [];
      changes.push(serviceAccount.update(before, { roles: after }, because));
    }
    for (const { model } of access.index.ofKind('service-account-assignment')) {
      const assignment = model as ModelOf<'service-account-assignment'>;
      if (assignment.clientId !== before.clientId || !ids.has(assignment.projectId)) continue;
      const left = assignment.roles.filter((role) => !roles.has(role));
      if (left.length < assignment.roles.length)
        changes.push(
          left.length === 0
            ? serviceAccountAssignment.delete(assignment, because)
            : serviceAccountAssignment.update(assignment, { roles: left }, because),
        );
    }
  } else if (actor.type === 'user') {
    const before = byAddress.get(actor.address)?.model as ModelOf<'organization-user'>;
    if (roles.has('ORG_OWNER') && stayingOwner(access)?.id === before.id) return [];
    const orgRoles = before.orgRoles.filter((role) => stay(role, undefined));
    const projectRoles = before.projectRoles
      .map((item) => ({ ...item, roles: item.roles.filter((role) => stay(role, item.projectId)) }))
      .filter((item) => item.roles.length > 0);
    const own = organizationUser.update(
      before,
      { orgRoles: orgRoles.length === 0 ? ['ORG_MEMBER'] : orgRoles, projectRoles },
      because,
    );
    if (JSON.stringify(own.before) !== JSON.stringify(own.after)) changes.push(own);
    for (const { model } of access.index.ofKind('team-assignment')) {
      const assignment = model as ModelOf<'team-assignment'>;
      if (!before.teamIds.includes(assignment.teamId) || !ids.has(assignment.projectId)) continue;
      const left = assignment.roles.filter((role) => !roles.has(role));
      if (left.length < assignment.roles.length)
        changes.push(
          left.length === 0
            ? teamAssignment.delete(assignment, because)
            : teamAssignment.update(assignment, { roles: left }, because),
        );
    }
  }
  if (changes.length === 0) return [];
  const isEverywhere = way.roles.every((role) => role.startsWith('ORG_'));
  const where = projects.length === 1 ? projects[0]?.name : `${projects.length} projects`;
  return [
    offer(search, {
      id: `roles:${changes.map((change) => `${change.address} ${JSON.stringify(afterOf(change))}`).join(' ')}`,
      title: `take ${[...roles].sort().join(', ')} from ${actor.label}${isEverywhere ? '' : ` in ${where}`}`,
      onPaper: changes,
      weight: changes.length * WEIGHT_OF_ROLE,
    }),
  ];
}

/** An organization needs an owner: the one who signed in last stays. */
function stayingOwner(access: Access): ModelOf<'organization-user'> | undefined {
  return access.index
    .ofKind('organization-user')
    .map(({ model }) => model as ModelOf<'organization-user'>)
    .filter((user) => user.membershipStatus === 'ACTIVE' && user.orgRoles.includes('ORG_OWNER'))
    .sort((a, b) => ((a.lastAuth ?? '') < (b.lastAuth ?? '') ? 1 : -1))[0];
}

function explorerOff(search: Search, projects: readonly ProjectAccess[]): readonly string[] {
  const changes = projects.flatMap(({ address }) => {
    const found = search.access.index.children('project-settings', address)[0]?.model as
      | ModelOf<'project-settings'>
      | undefined;
    return found === undefined
      ? []
      : [projectSettings.update(found, { isDataExplorerEnabled: false }, 'Nobody reads documents in the console.')];
  });
  if (changes.length < projects.length) return [];
  const where: readonly Address[] = projects.map(({ address }) => address);
  return [
    offer(search, {
      id: `explorer:${where.join(' ')}`,
      title: `switch the Data Explorer off in ${projects.length === 1 ? projects[0]?.name : `${projects.length} projects`}`,
      onPaper: changes,
      weight: changes.length,
    }),
  ];
}
