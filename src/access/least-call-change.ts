import { applyChanges, type Change } from '../core/change.ts';
import { addressSetOf, blocksOf, intersection, isEmpty } from '../core/cidr.ts';
import type { ModelOf } from '../core/resource.ts';
import { indexSnapshot, withResources } from '../core/snapshot.ts';
import apiKey from '../resources/api-key/index.ts';
import apiKeyAccessListEntry from '../resources/api-key-access-list-entry/index.ts';
import mcpConfiguration from '../resources/mcp-configuration/index.ts';
import organizationUser from '../resources/organization-user/index.ts';
import projectMcpConfiguration from '../resources/project-mcp-configuration/index.ts';
import roleMapping from '../resources/role-mapping/index.ts';
import {
  type RoleMappingAssignment,
  sortedAssignments,
  withOrganizationRole,
} from '../resources/role-mapping/model.ts';
import serviceAccount from '../resources/service-account/index.ts';
import serviceAccountAccessListEntry from '../resources/service-account-access-list-entry/index.ts';
import serviceAccountAssignment from '../resources/service-account-assignment/index.ts';
import team from '../resources/team/index.ts';
import teamAssignment from '../resources/team-assignment/index.ts';
import { everywhereOf, organizationRolesOf, projectRolesOf } from './atlas-roles.ts';
import { type Actor, type ControlPlane, type ControlRequest, createControlPlane } from './control-plane.ts';
import { type Access, placed } from './decide.ts';
import type { Flip, LeastChange } from './least-change.ts';
import { isAboutProject, rolesNeeded } from './operations.ts';

interface Move {
  readonly changes: readonly Change[];
  readonly title: string;
}

interface Grant {
  readonly role: string;
  readonly projectId?: string | undefined;
}

/** The least changes of roles, lists and members that would turn a decision about the Admin API round. */
export function leastCallChange(access: Access, request: ControlRequest): LeastChange {
  const plane = access.controlPlane();
  const { verdict, layers } = plane.decide(request);
  const cannot: string[] = [];
  if (verdict === 'unknown') {
    const because = layers.filter((layer) => layer.verdict === 'unknown').map((layer) => layer.because);
    return { from: verdict, to: 'yes', flips: [], cannot: because };
  }
  const to = verdict === 'yes' ? 'no' : 'yes';
  const actor = plane.actor(request.actor);
  if (actor === undefined)
    return { from: verdict, to, flips: [], cannot: layers.map(({ because }) => `${because} It has to be made first.`) };
  const { index } = access;
  const held = grantsIn(plane);
  const proven = (moves: readonly Move[]): readonly Flip[] => {
    const changes = moves.flatMap((move) => move.changes);
    if (changes.length === 0) return [];
    const state = withResources(index.snapshot, applyChanges(index.byAddress, changes).values());
    const after = createControlPlane(indexSnapshot(state));
    const decision = after.decide(request);
    if (decision.verdict === 'unknown')
      cannot.push(...decision.layers.filter((layer) => layer.verdict === 'unknown').map(({ because }) => because));
    if (decision.verdict !== to) return [];
    const now = grantsIn(after);
    const differing = [...held].filter((one) => !now.has(one)).length + [...now].filter((one) => !held.has(one)).length;
    return [{ changes, titles: moves.map(({ title }) => title), alsoTouches: differing }];
  };
  const offers =
    to === 'no'
      ? closing(access, actor, request).map((move) => [move])
      : [opening(access, actor, request, layers, cannot)].filter(() => cannot.length === 0);
  const flips = offers
    .flatMap(proven)
    .sort((a, b) => a.alsoTouches - b.alsoTouches || a.changes.length - b.changes.length);
  return { from: verdict, to, flips, cannot };
}

/** Every role that somebody holds, once each; a member or a key without a role counts as well. */
function grantsIn({ actors }: ControlPlane): ReadonlySet<string> {
  return new Set(
    actors.flatMap(({ address, organizationRoles, projectRoles }) => [
      address,
      ...organizationRoles.map((role) => `${address} ${role}`),
      ...[...projectRoles].flatMap(([projectId, roles]) => roles.map((role) => `${address} ${projectId} ${role}`)),
    ]),
  );
}

/** Whether a role that is held amounts to one of those that an operation takes. */
function allowing({ operationId, projectId }: ControlRequest): (grant: Grant) => boolean {
  const wanted = new Set([
    ...(rolesNeeded(operationId) ?? []),
    isAboutProject(operationId) ? 'GROUP_OWNER' : 'ORG_OWNER',
  ]);
  return (grant) => {
    if (grant.projectId !== undefined)
      return grant.projectId === projectId && projectRolesOf(grant.role).some((role) => wanted.has(role));
    const everywhere = everywhereOf(grant.role);
    const amounts = [
      ...organizationRolesOf(grant.role),
      ...(everywhere === undefined ? [] : projectRolesOf(everywhere)),
    ];
    return amounts.some((role) => wanted.has(role));
  };
}

/** Each move alone refuses the call. */
function closing(access: Access, actor: Actor, request: ControlRequest): readonly Move[] {
  const { index } = access;
  const allows = allowing(request);
  const model = index.byAddress.get(actor.address)?.model;
  const moves: Move[] = [];
  const take = (changes: readonly Change[], roles: readonly string[]) => {
    if (changes.length > 0)
      moves.push({ changes, title: `take ${[...new Set(roles)].sort().join(', ')} from ${actor.label}` });
  };
  const remove = (change: Change) => moves.push({ changes: [change], title: `remove ${actor.label}` });
  const split = <G extends Grant>(grants: readonly G[]) => ({
    kept: grants.filter((grant) => !allows(grant)),
    taken: grants.filter(allows).map(({ role }) => role),
  });
  const rolesOf = (roles: readonly string[], projectId?: string) => {
    const { kept, taken } = split(roles.map((role) => ({ role, projectId })));
    return { kept: kept.map(({ role }) => role), taken };
  };
  switch (actor.type) {
    case 'api-key': {
      const key = model as ModelOf<'api-key'>;
      const { kept, taken } = split(key.roles);
      if (kept.length > 0) take(taken.length > 0 ? [apiKey.update(key, { roles: kept })] : [], taken);
      remove(apiKey.delete(key));
      break;
    }
    case 'service-account': {
      const account = model as ModelOf<'service-account'>;
      const own = rolesOf(account.roles);
      const there = index
        .ofKind('service-account-assignment')
        .map((found) => found.model as ModelOf<'service-account-assignment'>)
        .filter(({ clientId, projectId }) => clientId === account.clientId && projectId === request.projectId)
        .map((assignment) => ({ assignment, ...rolesOf(assignment.roles, assignment.projectId) }))
        .filter(({ taken }) => taken.length > 0);
      take(
        [
          ...(own.taken.length > 0 ? [serviceAccount.update(account, { roles: own.kept })] : []),
          ...there.map(({ assignment, kept }) =>
            kept.length > 0
              ? serviceAccountAssignment.update(assignment, { roles: kept })
              : serviceAccountAssignment.delete(assignment),
          ),
        ],
        [...own.taken, ...there.flatMap(({ taken }) => taken)],
      );
      remove(serviceAccount.delete(account));
      break;
    }
    case 'user': {
      const user = model as ModelOf<'organization-user'>;
      const own = rolesOf(user.orgRoles);
      const direct = user.projectRoles.map(({ projectId, roles }) => ({ projectId, ...rolesOf(roles, projectId) }));
      const leaving = index
        .ofKind('team-assignment')
        .map((found) => found.model as ModelOf<'team-assignment'>)
        .filter(
          ({ teamId, roles, projectId }) => user.teamIds.includes(teamId) && rolesOf(roles, projectId).taken.length > 0,
        )
        .map(({ teamId }) => teamId);
      const taken = [...own.taken, ...direct.flatMap((one) => one.taken)];
      const nameOf = (id: string) =>
        index
          .ofKind('team')
          .map((found) => found.model as ModelOf<'team'>)
          .find((one) => one.id === id)?.name ?? id;
      if (taken.length + leaving.length > 0)
        take(
          [
            organizationUser.update(user, {
              // Atlas keeps no member without a role (removeOrgUserRole).
              orgRoles: own.kept.length === 0 && own.taken.length > 0 ? ['ORG_MEMBER'] : own.kept,
              projectRoles: direct.flatMap(({ projectId, kept }) =>
                kept.length > 0 ? [{ projectId, roles: kept }] : [],
              ),
              teamIds: user.teamIds.filter((id) => !leaving.includes(id)),
            }),
          ],
          [...taken, ...leaving.map((id) => `the membership of team "${nameOf(id)}"`)],
        );
      remove(organizationUser.delete(user));
      break;
    }
    case 'team': {
      const own = model as ModelOf<'team'>;
      const everywhere = index
        .ofKind('team-assignment')
        .map((found) => found.model as ModelOf<'team-assignment'>)
        .filter(({ teamId }) => teamId === own.id);
      const there = everywhere
        .map((assignment) => ({ assignment, ...rolesOf(assignment.roles, assignment.projectId) }))
        .filter(({ taken }) => taken.length > 0);
      take(
        there.map(({ assignment, kept }) =>
          kept.length > 0 ? teamAssignment.update(assignment, { roles: kept }) : teamAssignment.delete(assignment),
        ),
        there.flatMap(({ taken }) => taken),
      );
      // Atlas keeps a team that a project relies on (deleteOrgTeam: CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT).
      moves.push({
        changes: [...everywhere.map((assignment) => teamAssignment.delete(assignment)), team.delete(own)],
        title: `remove ${actor.label}`,
      });
      break;
    }
    case 'group': {
      const mapping = model as ModelOf<'role-mapping'>;
      const { kept, taken } = split(mapping.roleAssignments);
      const roleAssignments = withOrganizationRole(kept, mapping.connectedOrgId);
      if (kept.length > 0) take(taken.length > 0 ? [roleMapping.update(mapping, { roleAssignments })] : [], taken);
      remove(roleMapping.delete(mapping));
      break;
    }
    case 'mcp-configuration': {
      const isOfProject = index.byAddress.get(actor.address)?.kind === 'project-mcp-configuration';
      if (isOfProject) {
        const configuration = model as ModelOf<'project-mcp-configuration'>;
        const { kept, taken } = rolesOf(configuration.roles, configuration.projectId);
        if (kept.length > 0)
          take(taken.length > 0 ? [projectMcpConfiguration.update(configuration, { roles: kept })] : [], taken);
        remove(projectMcpConfiguration.delete(configuration));
      } else {
        const configuration = model as ModelOf<'mcp-configuration'>;
        const { kept, taken } = rolesOf(configuration.roles);
        if (kept.length > 0)
          take(taken.length > 0 ? [mcpConfiguration.update(configuration, { roles: kept })] : [], taken);
        remove(mcpConfiguration.delete(configuration));
      }
      break;
    }
    default:
      actor.type satisfies never;
  }
  const from = request.from;
  if (from !== undefined && (actor.type === 'api-key' || actor.type === 'service-account')) {
    const resource = actor.type === 'api-key' ? apiKeyAccessListEntry : serviceAccountAccessListEntry;
    const admitting = index
      .children(resource.kind, actor.address)
      .map((found) => found.model as { readonly entry: string })
      .filter(({ entry }) => !isEmpty(intersection(addressSetOf([entry]), addressSetOf([from]))));
    if (admitting.length > 0)
      moves.push({
        changes: admitting.map((entry) => resource.delete(entry as never)),
        title: `take ${admitting.map(({ entry }) => entry).join(', ')} off the API access list of ${actor.label}`,
      });
  }
  return moves;
}

/** One move for each layer that refuses. */
function opening(
  access: Access,
  actor: Actor,
  request: ControlRequest,
  layers: readonly { readonly layer: string; readonly verdict: string; readonly because: string }[],
  cannot: string[],
): readonly Move[] {
  const moves: Move[] = [];
  for (const { layer, verdict, because } of layers) {
    if (verdict !== 'deny') continue;
    const move =
      layer === 'network'
        ? openList(access, actor, request, because)
        : layer === 'authorization'
          ? openRole(access, actor, request)
          : because;
    if (typeof move === 'string') cannot.push(move);
    else moves.push(move);
  }
  return moves;
}

function openList(access: Access, actor: Actor, { from }: ControlRequest, because: string): Move | string {
  const range = from === undefined ? undefined : placed(from)?.range;
  if (range === undefined) return `${because} Say with --from where it calls from.`;
  const entries = blocksOf(range);
  const model = access.index.byAddress.get(actor.address)?.model;
  const title = `let ${entries.join(', ')} in on the API access list of ${actor.label}`;
  if (actor.type === 'api-key') {
    const { orgId, id: apiKeyId } = model as ModelOf<'api-key'>;
    const unused = { created: null, count: 0, lastUsed: null, lastUsedAddress: null };
    return {
      title,
      changes: entries.map((entry) => apiKeyAccessListEntry.create({ orgId, apiKeyId, entry, ...unused })),
    };
  }
  if (actor.type === 'service-account') {
    const { orgId, clientId } = model as ModelOf<'service-account'>;
    const unused = { createdAt: null, requestCount: 0, lastUsedAt: null, lastUsedAddress: null };
    return {
      title,
      changes: entries.map((entry) => serviceAccountAccessListEntry.create({ orgId, clientId, entry, ...unused })),
    };
  }
  if (actor.type !== 'mcp-configuration') return because;
  const { ipAccessList } = model as ModelOf<'mcp-configuration'>;
  const patch = { ipAccessList: [...new Set([...ipAccessList, ...entries])].sort() };
  const isOfProject = access.index.byAddress.get(actor.address)?.kind === 'project-mcp-configuration';
  return {
    title,
    changes: [
      isOfProject
        ? projectMcpConfiguration.update(model as ModelOf<'project-mcp-configuration'>, patch)
        : mcpConfiguration.update(model as ModelOf<'mcp-configuration'>, patch),
    ],
  };
}

/** The role that is enough and amounts to the least. */
function openRole(access: Access, actor: Actor, { operationId, projectId }: ControlRequest): Move | string {
  const isProject = isAboutProject(operationId);
  if (isProject && projectId === undefined) return `${operationId} is about one project: name it with --project.`;
  const weight = (role: string) =>
    (isProject ? projectRolesOf(role) : organizationRolesOf(role)).length +
    (everywhereOf(role) === undefined ? 0 : 100);
  const [role] = (rolesNeeded(operationId) ?? [])
    .filter((one) => one.startsWith(isProject ? 'GROUP_' : 'ORG_'))
    .sort((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1));
  if (role === undefined)
    return `No role of ${isProject ? 'a project' : 'the organization'} is known to allow ${operationId}.`;
  const grant: Grant = { role, ...(isProject ? { projectId } : {}) };
  const { index } = access;
  const found = index.byAddress.get(actor.address);
  if (found === undefined) return `${actor.label} was not read.`;
  const title = `give ${role} to ${actor.label}`;
  const withRole = (roles: readonly string[]) => [...new Set([...roles, role])].sort();
  const assigned = <K extends 'team-assignment' | 'service-account-assignment'>(
    kind: K,
    fits: (model: ModelOf<K>) => boolean,
  ) =>
    index
      .ofKind(kind)
      .map(({ model }) => model as ModelOf<K>)
      .find((model) => model.projectId === projectId && fits(model));
  switch (actor.type) {
    case 'api-key': {
      const key = found.model as ModelOf<'api-key'>;
      const roles = [...key.roles, grant as (typeof key.roles)[number]].sort((a, b) =>
        `${a.projectId ?? ''} ${a.role}` < `${b.projectId ?? ''} ${b.role}` ? -1 : 1,
      );
      return { title, changes: [apiKey.update(key, { roles })] };
    }
    case 'user': {
      const user = found.model as ModelOf<'organization-user'>;
      if (projectId === undefined || !isProject)
        return { title, changes: [organizationUser.update(user, { orgRoles: withRole(user.orgRoles) })] };
      const own = user.projectRoles.find((one) => one.projectId === projectId)?.roles ?? [];
      const others = user.projectRoles.filter((one) => one.projectId !== projectId);
      const projectRoles = [...others, { projectId, roles: withRole(own) }].sort((a, b) =>
        a.projectId < b.projectId ? -1 : 1,
      );
      return { title, changes: [organizationUser.update(user, { projectRoles })] };
    }
    case 'service-account': {
      const account = found.model as ModelOf<'service-account'>;
      if (projectId === undefined || !isProject)
        return { title, changes: [serviceAccount.update(account, { roles: withRole(account.roles) })] };
      const own = assigned('service-account-assignment', ({ clientId }) => clientId === account.clientId);
      const { clientId, name, orgId } = account;
      return {
        title,
        changes: [
          own === undefined
            ? serviceAccountAssignment.create({ projectId, clientId, name, roles: [role], orgId })
            : serviceAccountAssignment.update(own, { roles: withRole(own.roles) }),
        ],
      };
    }
    case 'team': {
      if (projectId === undefined || !isProject)
        return 'A team has no roles in the organization, only its members have.';
      const { id: teamId } = found.model as ModelOf<'team'>;
      const own = assigned('team-assignment', (model) => model.teamId === teamId);
      return {
        title,
        changes: [
          own === undefined
            ? teamAssignment.create({ projectId, teamId, roles: [role] })
            : teamAssignment.update(own, { roles: withRole(own.roles) }),
        ],
      };
    }
    case 'group': {
      const mapping = found.model as ModelOf<'role-mapping'>;
      const roleAssignments = sortedAssignments([...mapping.roleAssignments, grant as RoleMappingAssignment]);
      return { title, changes: [roleMapping.update(mapping, { roleAssignments })] };
    }
    case 'mcp-configuration': {
      if (found.kind === 'project-mcp-configuration') {
        const own = found.model as ModelOf<'project-mcp-configuration'>;
        return own.projectId === projectId
          ? { title, changes: [projectMcpConfiguration.update(own, { roles: withRole(own.roles) })] }
          : 'It belongs to another project.';
      }
      const own = found.model as ModelOf<'mcp-configuration'>;
      return isProject
        ? 'An MCP configuration of the organization takes roles of the organization only.'
        : { title, changes: [mcpConfiguration.update(own, { roles: withRole(own.roles) })] };
    }
    default:
      return actor.type satisfies never;
  }
}
