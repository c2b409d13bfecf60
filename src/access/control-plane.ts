import type { Address } from '../core/address.ts';
import { type AddressSet, ALL_ADDRESSES, addressSetOf, admitsStrangers, covers } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import type { Kind, ModelOf } from '../core/resource.ts';
import type { SnapshotIndex, SnapshotResource } from '../core/snapshot.ts';
import { everywhereOf, organizationRolesOf, projectRolesOf } from './atlas-roles.ts';
import { isAboutProject, rolesNeeded } from './operations.ts';
import { allow, type Decision, deny, type LayerDecision, unknown, verdictOf } from './verdict.ts';

/** Who can act through Atlas itself. */
export type ActorType = 'user' | 'team' | 'group' | 'api-key' | 'service-account' | 'mcp-configuration';

/** One who can act through Atlas itself, with the roles that it has. */
export interface Actor {
  readonly type: ActorType;
  /** What a person types: an e-mail address, the name of a team or group, a public key, a client id. */
  readonly id: string;
  /** For a reader: `API key "deploy" (abcdefgh)`. */
  readonly label: string;
  readonly address: Address;
  readonly organizationRoles: readonly string[];
  /** By project id. */
  readonly projectRoles: ReadonlyMap<string, readonly string[]>;
  /** Why there may be more roles than these. */
  readonly unread?: string;
}

/** One call of the Admin API, or its like in the console. */
export interface ControlRequest {
  readonly actor: string;
  readonly operationId: string;
  /** For operations on a project. */
  readonly projectId?: string;
  /** An address or a CIDR block; absent: from an address that may call. */
  readonly from?: string;
  readonly at: Instant;
}

/** What the control plane reads, beside what decides about data. */
export const KINDS_OF_CONTROL: readonly Kind[] = [
  'organization',
  'organization-settings',
  'organization-user',
  'team',
  'team-assignment',
  'api-key',
  'api-key-access-list-entry',
  'service-account',
  'service-account-access-list-entry',
  'service-account-assignment',
  'mcp-configuration',
  'project-mcp-configuration',
  'federation-settings',
  'connected-organization',
  'role-mapping',
  'project-settings',
];

/** The decision procedure of the control plane over one snapshot. */
export interface ControlPlane {
  readonly actors: readonly Actor[];
  actor(id: string): Actor | undefined;
  /** Those with a role of their own in the project, and those whose role in the organization reaches into every project. */
  actorsIn(projectId: string): readonly Actor[];
  /** Every role that an actor's roles amount to in a project, or in the organization where none is named. */
  rolesIn(actor: Actor, projectId: string | undefined): ReadonlySet<string>;
  /** Service accounts that reach into a project, and whose secrets the actor can make as the owner of another one. */
  takesOver(actor: Actor, projectId: string): readonly Actor[];
  /** The roles of the actor that bring this one along, for a reader. */
  heldFor(actor: Actor, projectId: string | undefined, role: string): readonly string[];
  /** `from` absent: whether there is any address that it may call from. */
  network(actor: Actor, from: AddressSet | undefined): LayerDecision;
  /** Addresses that it may call from; undefined where that was not read. */
  mayCallFrom(actor: Actor): AddressSet | undefined;
  /** Whether somebody on the internet who has stolen its credential could use it. */
  isOpenToStrangers(actor: Actor): boolean | 'unknown';
  authentication(actor: Actor, at: Instant): LayerDecision;
  decide(request: ControlRequest): Decision;
}

/** No project's id: only roles of the organization reach it. */
const EVERY_PROJECT = '';

type RoleGrant = { readonly role: string; readonly projectId?: string | undefined };

/** Indexes a snapshot for decisions of the control plane. */
export function createControlPlane(index: SnapshotIndex): ControlPlane {
  const models = <K extends Kind>(kind: K) =>
    index.ofKind(kind) as readonly (SnapshotResource & { readonly model: ModelOf<K> })[];
  const organization = index.ofKind('organization')[0]?.address ?? null;
  const notRead = (kind: Kind, parent: Address | null): string | undefined => {
    const outcome = index.outcome(kind, parent);
    return outcome === undefined ? `${kind} was not collected.` : outcome.notRead?.because;
  };
  const projectIds = models('project').map(({ model }) => model.id);
  const teamUnread = models('project')
    .map(({ address }) => notRead('team-assignment', address))
    .find((because) => because !== undefined);

  const teamRoles = new Map<string, Map<string, readonly string[]>>();
  for (const { model } of models('team-assignment')) {
    const inProjects = teamRoles.get(model.teamId) ?? new Map<string, readonly string[]>();
    teamRoles.set(model.teamId, inProjects.set(model.projectId, model.roles));
  }
  const membersOf = new Map<string, number>();

  const actors: Actor[] = [];
  for (const { model, address } of models('organization-user')) {
    const projectRoles = new Map<string, readonly string[]>();
    const add = (projectId: string, roles: readonly string[]) =>
      projectRoles.set(projectId, [...new Set([...(projectRoles.get(projectId) ?? []), ...roles])]);
    for (const { projectId, roles } of model.projectRoles) add(projectId, roles);
    for (const team of model.teamIds) {
      if (model.membershipStatus === 'ACTIVE') membersOf.set(team, (membersOf.get(team) ?? 0) + 1);
      for (const [projectId, roles] of teamRoles.get(team) ?? []) add(projectId, roles);
    }
    const unread = model.teamIds.length === 0 ? undefined : teamUnread;
    actors.push({
      type: 'user',
      id: model.username,
      label: model.username,
      address,
      organizationRoles: model.orgRoles,
      projectRoles,
      ...(unread === undefined ? {} : { unread }),
    });
  }
  for (const { model, address } of models('team')) {
    actors.push({
      type: 'team',
      id: model.name,
      label: `team "${model.name}"`,
      address,
      organizationRoles: [],
      projectRoles: teamRoles.get(model.id) ?? new Map(),
      ...(teamUnread === undefined ? {} : { unread: teamUnread }),
    });
  }
  for (const { model, address } of models('role-mapping')) {
    if (model.connectedOrgId !== model.orgId) continue;
    actors.push({
      type: 'group',
      id: model.externalGroupName,
      label: `group "${model.externalGroupName}" of the identity provider`,
      address,
      ...byScope(model.roleAssignments),
    });
  }
  for (const { model, address } of models('api-key'))
    actors.push({
      type: 'api-key',
      id: model.publicKey,
      label: `API key "${model.description}" (${model.publicKey})`,
      address,
      ...byScope(model.roles),
    });
  const assignmentsUnread = models('project')
    .map(({ address }) => notRead('service-account-assignment', address))
    .find((because) => because !== undefined);
  const assigned = new Map<string, Map<string, readonly string[]>>();
  for (const { model } of models('service-account-assignment')) {
    const inProjects = assigned.get(model.clientId) ?? new Map<string, readonly string[]>();
    assigned.set(model.clientId, inProjects.set(model.projectId, model.roles));
  }
  for (const { model, address } of models('service-account'))
    actors.push({
      type: 'service-account',
      id: model.clientId,
      label: `service account "${model.name}" (${model.clientId})`,
      address,
      organizationRoles: model.roles,
      projectRoles: assigned.get(model.clientId) ?? new Map(),
      ...(assignmentsUnread === undefined ? {} : { unread: assignmentsUnread }),
    });
  for (const { model, address } of models('mcp-configuration'))
    actors.push({
      type: 'mcp-configuration',
      id: model.name,
      label: `MCP configuration "${model.name}"`,
      address,
      organizationRoles: model.roles,
      projectRoles: new Map(),
    });
  for (const { model, address } of models('project-mcp-configuration'))
    actors.push({
      type: 'mcp-configuration',
      id: model.name,
      label: `MCP configuration "${model.name}"`,
      address,
      organizationRoles: [],
      projectRoles: new Map([[model.projectId, model.roles]]),
    });

  const byId = new Map<string, Actor>();
  const shared = new Set<string>();
  for (const actor of actors) {
    if (byId.has(actor.id)) shared.add(actor.id);
    byId.set(actor.id, actor);
  }
  const everywhere = actors.filter(({ organizationRoles }) =>
    organizationRoles.some((role) => everywhereOf(role) !== undefined),
  );
  const inProject = new Map<string, Actor[]>(projectIds.map((id) => [id, [...everywhere]]));
  const isEverywhere = new Set(everywhere);
  for (const actor of actors) {
    if (isEverywhere.has(actor)) continue;
    for (const projectId of actor.projectRoles.keys()) inProject.get(projectId)?.push(actor);
  }

  // The owner of a project manages the service accounts that are assigned to it, their secrets and access lists included
  // ("Configure API access" page of Atlas's docs), and so reaches wherever they reach.
  const takeovers = new Map<Actor, Map<string, Actor[]>>();
  for (const account of actors) {
    if (account.type !== 'service-account') continue;
    const reach = isEverywhere.has(account) ? projectIds : [...account.projectRoles.keys()];
    if (reach.length < 2) continue;
    for (const home of account.projectRoles.keys())
      for (const owner of inProject.get(home) ?? []) {
        if (owner === account || owner.projectRoles.get(home)?.includes('GROUP_OWNER') !== true) continue;
        const there = takeovers.get(owner) ?? new Map<string, Actor[]>();
        takeovers.set(owner, there);
        for (const projectId of reach) {
          if (projectId === home) continue;
          const accounts = there.get(projectId) ?? [];
          if (!accounts.includes(account)) there.set(projectId, [...accounts, account]);
          const present = inProject.get(projectId);
          if (present !== undefined && !present.includes(owner)) present.push(owner);
        }
      }
  }

  /** Each role that is held, with all that it amounts to. */
  function held(actor: Actor, projectId: string | undefined): readonly (readonly [string, readonly string[]])[] {
    const ofOrganization = actor.organizationRoles.map((role): readonly [string, readonly string[]] => {
      const there = projectId === undefined ? undefined : everywhereOf(role);
      return [role, [...organizationRolesOf(role), ...(there === undefined ? [] : projectRolesOf(there))]];
    });
    const ofProject = projectId === undefined ? [] : (actor.projectRoles.get(projectId) ?? []);
    return [...ofOrganization, ...ofProject.map((role) => [role, projectRolesOf(role)] as const)];
  }

  function rolesIn(actor: Actor, projectId: string | undefined): ReadonlySet<string> {
    return new Set(held(actor, projectId).flatMap(([, roles]) => roles));
  }

  function heldFor(actor: Actor, projectId: string | undefined, role: string): readonly string[] {
    return held(actor, projectId)
      .filter(([, roles]) => roles.includes(role))
      .map(([name]) => name);
  }

  const settings = models('organization-settings')[0]?.model;

  interface Guard {
    readonly admitted: AddressSet | undefined;
    readonly because: string;
    readonly by: Address;
  }

  /** The API access list of a credential. Both facts: "Configure API access" page of Atlas's docs. */
  function guardOf(actor: Actor): Guard {
    const { address } = actor;
    if (actor.type === 'mcp-configuration') {
      const model = index.byAddress.get(address)?.model as ModelOf<'mcp-configuration'> | undefined;
      const list = model?.ipAccessList ?? [];
      if (list.length > 0)
        return { admitted: addressSetOf(list), because: `Its list holds ${list.join(', ')}.`, by: address };
      return {
        admitted: ALL_ADDRESSES,
        because: 'It has no list of addresses, so it may be called from anywhere.',
        by: address,
      };
    }
    const kind = actor.type === 'api-key' ? 'api-key-access-list-entry' : 'service-account-access-list-entry';
    const because = notRead(kind, address);
    if (because !== undefined) return { admitted: undefined, because, by: address };
    const entries = index.children(kind, address).map(({ model }) => (model as ModelOf<typeof kind>).entry);
    if (entries.length > 0)
      return {
        admitted: addressSetOf(entries),
        because: `Its API access list holds ${entries.join(', ')}.`,
        by: address,
      };
    if (settings === undefined)
      return {
        admitted: undefined,
        because:
          notRead('organization-settings', organization) ?? 'The settings of the organization were not answered.',
        by: address,
      };
    if (settings.apiAccessListRequired)
      return {
        admitted: addressSetOf([]),
        because: 'The organization requires an API access list, and it has none.',
        by: address,
      };
    return {
      admitted: ALL_ADDRESSES,
      because: 'It has no API access list, and the organization requires none.',
      by: address,
    };
  }

  const isPerson = ({ type }: Actor) => type === 'user' || type === 'team' || type === 'group';

  function network(actor: Actor, from: AddressSet | undefined): LayerDecision {
    if (isPerson(actor)) {
      if (from === undefined)
        return allow('network', 'People come through the console, from wherever its list lets them.');
      return unknown('network', 'Whether the organization confines its console to addresses is not in the Admin API.');
    }
    const { admitted, because, by } = guardOf(actor);
    if (admitted === undefined) return unknown('network', because, by);
    const empty = admitted.v4.length === 0 && admitted.v6.length === 0;
    return empty || (from !== undefined && !covers(admitted, from))
      ? deny('network', because, by)
      : allow('network', because, by);
  }

  function mayCallFrom(actor: Actor): AddressSet | undefined {
    return isPerson(actor) ? undefined : guardOf(actor).admitted;
  }

  function isOpenToStrangers(actor: Actor): boolean | 'unknown' {
    if (isPerson(actor)) return 'unknown';
    const { admitted } = guardOf(actor);
    return admitted === undefined ? 'unknown' : admitsStrangers(admitted);
  }

  function authentication(actor: Actor, at: Instant): LayerDecision {
    const { address, label } = actor;
    const found = index.byAddress.get(address)?.model;
    switch (actor.type) {
      case 'user': {
        const { membershipStatus } = found as ModelOf<'organization-user'>;
        return membershipStatus === 'ACTIVE'
          ? allow('authentication', `${label} is an active member.`, address)
          : deny('authentication', `${label} is no active member: ${membershipStatus}.`, address);
      }
      case 'team': {
        const members = membersOf.get((found as ModelOf<'team'>).id) ?? 0;
        return members > 0
          ? allow('authentication', `${members} active ${members === 1 ? 'member is' : 'members are'} in it.`, address)
          : deny('authentication', `No active member is in ${label}.`, address);
      }
      case 'group': {
        const { connectedOrgId } = found as ModelOf<'role-mapping'>;
        const connection = models('connected-organization').find(
          ({ model }) => model.connectedOrgId === connectedOrgId,
        );
        return connection?.model.identityProviderId === null
          ? deny('authentication', 'No identity provider is connected to the organization.', connection.address)
          : unknown('authentication', 'Who is in the group is known to the identity provider only.', address);
      }
      case 'api-key':
        return allow('authentication', 'API keys do not expire.', address);
      case 'service-account': {
        const last = (found as ModelOf<'service-account'>).secrets
          .map(({ expiresAt }) => expiresAt)
          .sort()
          .pop();
        if (last === undefined) return deny('authentication', 'It has no secret.', address);
        return last > at
          ? allow('authentication', `A secret of it is valid until ${last}.`, address)
          : deny('authentication', `Its last secret was valid until ${last}.`, address);
      }
      case 'mcp-configuration':
        return unknown('authentication', 'Whether a secret of it is still valid was not read.', address);
      default:
        return actor.type satisfies never;
    }
  }

  function authorization(actor: Actor, operationId: string, projectId: string | undefined): LayerDecision {
    const needed = rolesNeeded(operationId);
    if (needed === undefined)
      return unknown(
        'authorization',
        `Which role ${operationId} needs is not documented, or there is no such operation.`,
      );
    if (needed.includes('any')) return allow('authorization', `Every caller may use ${operationId}.`);
    // Without a project only what holds in every one counts.
    const inAll = isAboutProject(operationId) && projectId === undefined;
    const place = inAll ? EVERY_PROJECT : projectId;
    const roles = rolesIn(actor, place);
    // The owner of what an operation is about may always use it.
    const owner = isAboutProject(operationId) ? 'GROUP_OWNER' : 'ORG_OWNER';
    const enough = [...needed, owner].find((role) => roles.has(role));
    const where = inAll
      ? 'every project'
      : projectId === undefined
        ? 'the organization'
        : `project ${nameOf(projectId)}`;
    if (enough !== undefined)
      return allow(
        'authorization',
        `${heldFor(actor, place, enough).join(', ')} in ${where} allows ${operationId}.`,
        actor.address,
      );
    if (actor.unread !== undefined) return unknown('authorization', actor.unread, actor.address);
    if (inAll && actor.projectRoles.size > 0)
      return unknown('authorization', `${operationId} is about one project: name it.`);
    return deny('authorization', `${operationId} needs ${needed.join(' or ')} in ${where}.`, actor.address);
  }

  const names = new Map(models('project').map(({ model }) => [model.id, model.name]));
  const nameOf = (id: string) => names.get(id) ?? id;

  function decide({ actor: id, operationId, projectId, from, at }: ControlRequest): Decision {
    const actor = byId.get(id);
    if (actor === undefined) {
      const because = (['organization-user', 'team', 'api-key', 'service-account'] as const)
        .map((kind) => notRead(kind, organization))
        .find((text) => text !== undefined);
      const layer =
        because === undefined
          ? deny('authentication', `The organization has no user, team, group, API key or service account "${id}".`)
          : unknown('authentication', because);
      return { verdict: verdictOf([layer]), layers: [layer] };
    }
    if (shared.has(id)) {
      const layer = unknown('authentication', `Several have the name "${id}": which of them is meant is not clear.`);
      return { verdict: 'unknown', layers: [layer] };
    }
    const layers = [
      network(actor, from === undefined ? undefined : addressSetOf([from])),
      authentication(actor, at),
      authorization(actor, operationId, projectId),
    ];
    return { verdict: verdictOf(layers), layers };
  }

  return {
    actors,
    actor: (id) => byId.get(id),
    actorsIn: (projectId) => inProject.get(projectId) ?? [],
    rolesIn,
    takesOver: (actor, projectId) => takeovers.get(actor)?.get(projectId) ?? [],
    heldFor,
    network,
    mayCallFrom,
    isOpenToStrangers,
    authentication,
    decide,
  };
}

function byScope(grants: readonly RoleGrant[]): Pick<Actor, 'organizationRoles' | 'projectRoles'> {
  const projectRoles = new Map<string, string[]>();
  for (const { role, projectId } of grants)
    if (projectId !== undefined) projectRoles.set(projectId, [...(projectRoles.get(projectId) ?? []), role]);
  return {
    organizationRoles: grants.filter(({ projectId }) => projectId === undefined).map(({ role }) => role),
    projectRoles,
  };
}
