import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import type { EmulatorRequest } from '../../core/behaviour.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import { operations } from './api.ts';
import { emulator } from './emulator.ts';
import resource from './index.ts';
import type { UserSecurity } from './model.ts';

const [none, ldap, ownCa] = resource.examples as [UserSecurity, UserSecurity, UserSecurity];
const groupId = exampleIds.projectId;

function world(model: UserSecurity, stateName?: string): World {
  const here = worldOf([...parentsOf(resource, none), { kind: resource.kind, model }]);
  const { store } = here.emulator;
  const wire = { name: 'payments', stateName: stateName ?? 'IDLE' };
  if (stateName !== undefined) store.put({ kind: 'cluster', parent: groupId, id: 'payments', wire });
  store.commit();
  return here;
}

const sent = (before: UserSecurity, after: UserSecurity) =>
  (resource.write?.update?.(resource.update(before, after)) ?? []).map(({ method, operation, body }) => [
    method,
    operation.id,
    body,
  ]);

test('what cannot be emptied by a PATCH goes by a DELETE of its own', () => {
  expect(sent(ownCa, none)).toEqual([['DELETE', 'disableGroupUserSecurityCustomerX509', undefined]]);
  const after = { ...ldap, ldap: { ...ldap.ldap, userToDnMapping: [], caCertificate: null, authzQueryTemplate: null } };
  expect(sent(ldap, after)).toEqual([
    ['DELETE', 'deleteGroupUserSecurityLdapUserToDnMapping', undefined],
    ['PATCH', 'updateGroupUserSecurity', { ldap: { authzQueryTemplate: '' } }],
  ]);
});

test('the bind password is asked for where a bind is set up, and a switch needs none', () => {
  const switched = { ...ldap, ldap: { ...ldap.ldap, authenticationEnabled: false } };
  expect(resource.write?.secretInputs?.(resource.update(none, ldap))).toHaveProperty(['ldap.bindPassword']);
  expect(resource.write?.secretInputs?.(resource.update(ldap, switched))).toEqual({});
});

test('LDAP that is switched off leaves its server behind (recorded)', async () => {
  const switched = { ...ldap, ldap: { ...ldap.ldap, authenticationEnabled: false } };
  const [call] = resource.write?.update?.(resource.update(ldap, switched)) ?? [];
  const answer = await world(ldap).send(call ?? expect.fail('LDAP can be switched off'));
  expect(answer).toMatchObject({
    status: 202,
    body: { customerX509: {}, ldap: { authenticationEnabled: false, hostname: 'ldap.example.com' } },
  });
});

test.each([
  ['no cluster', undefined, 'LDAP_VERIFY_CONNECTIVITY_NO_AVAILABLE_CLUSTERS'],
  ['a cluster that is being made', 'CREATING', 'LDAP_VERIFY_CONNECTIVITY_NO_AVAILABLE_INSTANCES'],
] as const)('a check of LDAP with %s is refused (recorded)', async (_, stateName, errorCode) => {
  expect(await world(none, stateName).send(verify)).toMatchObject({ status: 400, body: { errorCode } });
});

const verify = callOf(
  operations.verify,
  { groupId },
  { body: { hostname: '192.0.2.7', port: 636, bindUsername: 'cn=admin,dc=example,dc=org', bindPassword: 'hush-hush' } },
);

test('a check of LDAP goes from PENDING to FAILED (recorded), without the password', async () => {
  const here = world(none, 'IDLE');
  const { status, body } = await here.send(verify);
  expect([status, body]).toMatchObject([200, { status: 'PENDING', validations: [] }]);
  const again = callOf(operations.getVerify, { groupId, requestId: (body as { requestId: string }).requestId });
  here.pass(2);
  const end = await here.send(again);
  expect(end.body).toMatchObject({
    status: 'FAILED',
    validations: [{ status: 'FAIL', validationType: 'CONNECT' }],
    request: { authzQueryTemplate: '', hostname: '192.0.2.7' },
  });
  expect(JSON.stringify([body, end.body, here.emulator.store.save()])).not.toContain('hush-hush');
  await here.send(verify);
  expect((await here.send(again)).status).toBe(404);
});

test.each([
  ['an own CA', ownCa, 400],
  ['none', none, undefined],
] as const)('Atlas makes certificates only without an own CA: %s', (_, model, status) => {
  const request = { params: { groupId }, store: world(model).emulator.store } as unknown as EmulatorRequest;
  const guard = emulator.guards?.find(({ on }) => on.includes('createGroupDatabaseUserCert'));
  expect(guard?.check(request)?.status).toBe(status);
});

test('a new CA restarts the clusters, and an LDAP server that is not in use does not', async () => {
  const update = async (here: World, before: UserSecurity, after: UserSecurity) => {
    for (const call of resource.write?.update?.(resource.update(before, after)) ?? []) {
      expect((await here.send(call)).status).toBe(202);
    }
    return here.emulator.store.get('cluster', groupId, 'payments')?.wire.stateName;
  };
  expect(await update(world(none, 'IDLE'), none, ownCa)).toBe('UPDATING');
  const prepared = { ...none, ldap: { ...none.ldap, port: 636 } };
  expect(await update(world(none, 'IDLE'), none, prepared)).toBe('IDLE');
});
