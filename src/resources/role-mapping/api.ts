import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import type { ConnectedOrganization } from '../connected-organization/model.ts';
import { buckets } from '../contract.ts';
import { type RoleMapping, type RoleMappingAssignment, sortedAssignments } from './model.ts';

const assignment = z.strictObject({ groupId: z.string().nullish(), orgId: z.string().nullish(), role: z.string() });
const externalGroupName = z.string().min(1).max(200);

const wire = z.strictObject({ externalGroupName, id: z.string(), roleAssignments: z.array(assignment) });

/** The id is read only, and yet accepted: clients send back what they read. */
const request = z.strictObject({ externalGroupName, id: z.string().optional(), roleAssignments: z.array(assignment) });

const reading = z.looseObject({
  externalGroupName: z.string(),
  id: z.string(),
  roleAssignments: z
    .array(z.looseObject({ groupId: z.string().nullish(), orgId: z.string().nullish(), role: z.string() }))
    .nullish(),
});

const base = { version: '2023-01-01', role: 'ORG_OWNER', bucket: buckets.organization } as const;
const path = '/api/atlas/v2/federationSettings/{federationSettingsId}/connectedOrgConfigs/{orgId}/roleMappings';

export const operations = {
  // A page that takes no paging parameters.
  list: {
    ...base,
    id: 'listFederationSettingConnectedOrgConfigRoleMappings',
    method: 'GET',
    path,
    success: 200,
    shape: 'page',
    response: wire,
  },
  create: {
    ...base,
    id: 'createFederationSettingConnectedOrgConfigRoleMapping',
    method: 'POST',
    path,
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getFederationSettingConnectedOrgConfigRoleMapping',
    method: 'GET',
    path: `${path}/{id}`,
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateFederationSettingConnectedOrgConfigRoleMapping',
    method: 'PUT',
    path: `${path}/{id}`,
    success: 200,
    shape: 'object',
    request,
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteFederationSettingConnectedOrgConfigRoleMapping',
    method: 'DELETE',
    path: `${path}/{id}`,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

/** What a mapping takes from the organization that it belongs to. */
type Home = Pick<ConnectedOrganization, 'orgId' | 'federationSettingsId' | 'connectedOrgId'>;

function homeOf({ orgId, federationSettingsId, connectedOrgId }: Home): Home {
  return { orgId, federationSettingsId, connectedOrgId };
}

function parametersOf({ federationSettingsId, connectedOrgId }: Home) {
  return { federationSettingsId, orgId: connectedOrgId };
}

function fromWire(item: unknown, home: Home): RoleMapping {
  const mapping = reading.parse(item);
  return {
    ...homeOf(home),
    id: mapping.id,
    externalGroupName: mapping.externalGroupName,
    roleAssignments: sortedAssignments(
      (mapping.roleAssignments ?? []).map(
        ({ groupId, orgId, role }): RoleMappingAssignment =>
          groupId ? { role, projectId: groupId } : { role, orgId: orgId ?? home.connectedOrgId },
      ),
    ),
  };
}

/** Each assignment names an organization or a project, never both. */
export function assignmentsToWire(assignments: readonly RoleMappingAssignment[]) {
  return assignments.map(({ role, orgId, projectId }) =>
    projectId === undefined ? { orgId, role } : { groupId: projectId, role },
  );
}

/** All of it: the update is a PUT. */
function bodyOf({ externalGroupName, roleAssignments }: RoleMapping) {
  return { externalGroupName, roleAssignments: assignmentsToWire(roleAssignments) };
}

export const read: ResourceRead<RoleMapping, Home> = {
  from: 'connected-organization',
  operations: [operations.list],
  // Those of a sister organization are for its own owners to read.
  calls: (connected) =>
    connected.connectedOrgId === connected.orgId ? [callOf(operations.list, parametersOf(connected))] : [],
  parse: (item, connected) => [fromWire(item, connected)],
};

export const write: ResourceWrite<RoleMapping> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [callOf(operations.create, parametersOf(after), { body: bodyOf(after) })],
  update: ({ before, after }) => [
    callOf(operations.update, { ...parametersOf(before), id: before.id }, { body: bodyOf(after) }),
  ],
  delete: ({ before }) => [callOf(operations.delete, { ...parametersOf(before), id: before.id })],
  find: (model) => ({
    call: callOf(operations.get, { ...parametersOf(model), id: model.id }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model)),
  }),
  parentOf: homeOf,
  // Atlas gives the id; a group has one mapping.
  isSame: (wanted, found) =>
    wanted.connectedOrgId === found.connectedOrgId && wanted.externalGroupName === found.externalGroupName,
};
