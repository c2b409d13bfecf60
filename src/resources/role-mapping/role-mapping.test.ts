import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import connected from '../connected-organization/index.ts';
import { exampleIds } from '../contract.ts';
import federation from '../federation-settings/index.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import organization from '../organization/index.ts';
import { operations } from './api.ts';
import roleMapping from './index.ts';
import { type RoleMapping, withOrganizationRole } from './model.ts';

const { orgId, projectId } = exampleIds;
const settings = federation.examples[0] as FederationSettings;
const owners = roleMapping.examples[0] as RoleMapping;
const parents = [
  { kind: 'organization', model: organization.examples[0] },
  { kind: 'federation-settings', model: { ...settings, hasRoleMappings: false } },
  { kind: 'connected-organization', model: connected.examples[0] },
];
const parameters = { federationSettingsId: settings.id, orgId };
const member = { orgId, role: 'ORG_MEMBER' };

test.each([
  ['no role in the organization', 'x', [{ groupId: projectId, role: 'GROUP_OWNER' }]],
  ['a role in both', 'x', [member, { groupId: projectId, orgId, role: 'GROUP_OWNER' }]],
  ['a group that has a mapping', owners.externalGroupName, [member]],
])('%s: refused', async (_, externalGroupName, roleAssignments) => {
  const world = worldOf([...parents, { kind: 'role-mapping', model: owners }]);
  const answer = await world.send(
    callOf(operations.create, parameters, { body: { externalGroupName, roleAssignments } }),
  );
  expect(answer).toMatchObject({ status: 400, body: { errorCode: 'VALIDATION_ERROR' } });
});

test('the settings of the federation say whether there is a mapping', async () => {
  const world = worldOf(parents);
  const has = () => world.emulator.store.find('federation-settings', settings.id)?.wire.hasRoleMappings;
  const body = { externalGroupName: 'x', roleAssignments: [member] };
  const made = await world.send(callOf(operations.create, parameters, { body }));
  expect([made.status, has()]).toEqual([200, true]);
  const { id } = made.body as { id: string };
  expect((await world.send(callOf(operations.delete, { ...parameters, id }))).status).toBe(204);
  expect(has()).toBe(false);
  expect((await world.send(callOf(operations.get, { ...parameters, id }))).status).toBe(404);
});

test('mappings of a sister organization are not asked for: they are its own owners to read', () => {
  const [own, , sister] = connected.examples;
  expect(roleMapping.read.calls(own as never, orgId)).toHaveLength(1);
  expect(roleMapping.read.calls(sister as never, orgId)).toEqual([]);
});

test('a mapping that loses its last role in the organization makes members', () => {
  const project = { role: 'GROUP_READ_ONLY', projectId };
  expect(withOrganizationRole([project], orgId)).toEqual([{ role: 'ORG_MEMBER', orgId }, project]);
  expect(withOrganizationRole(owners.roleAssignments, orgId)).toBe(owners.roleAssignments);
});
