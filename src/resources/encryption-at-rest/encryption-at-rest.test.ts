import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import type { EmulatorRequest } from '../../core/behaviour.ts';
import { callOf } from '../../core/call.ts';
import { operations as roles } from '../cloud-provider-access-role/api.ts';
import role from '../cloud-provider-access-role/index.ts';
import type { AwsAccessRole } from '../cloud-provider-access-role/model.ts';
import { exampleIds } from '../contract.ts';
import { emulator } from './emulator.ts';
import resource from './index.ts';
import type { EncryptionAtRest } from './model.ts';

const [none, aws] = resource.examples as [EncryptionAtRest, EncryptionAtRest];
const groupId = exampleIds.projectId;
const authorized = role.examples.find((example) => example.id === aws.awsKms.roleId) as AwsAccessRole;
const allRoles = role.examples.map((model) => ({ kind: role.kind, model }));

function world(model: EncryptionAtRest, others = allRoles): World {
  return worldOf([...parentsOf(resource, none), ...others, { kind: resource.kind, model }]);
}

function withCluster(here: World, wire: Readonly<Record<string, string>>): World {
  const { store } = here.emulator;
  store.put({ kind: 'cluster', parent: groupId, id: 'payments', wire: { name: 'payments', ...wire } });
  store.commit();
  return here;
}

async function update(here: World, before: EncryptionAtRest, after: EncryptionAtRest) {
  const [call] = resource.write?.update?.(resource.update(before, after)) ?? [];
  if (call === undefined) throw new Error('encryption at rest can be changed');
  return here.send(call);
}

const usagesOf = async (here: World) => {
  const { body } = await here.send(callOf(roles.list, { groupId }));
  const found = role.read.parse(body, { id: groupId } as never, {} as never);
  return found.find(({ id }) => id === authorized.id)?.usedBy;
};

test('a role that is not authorised cannot be used, and neither can one that is not there', async () => {
  const unauthorized = { ...authorized, iamAssumedRoleArn: null, authorizedDate: null };
  expect(await update(world(none, [{ kind: role.kind, model: unauthorized }]), none, aws)).toMatchObject({
    status: 400,
    body: { errorCode: 'CLOUD_PROVIDER_ACCESS_ROLE_NOT_AUTHORIZED' },
  });
  expect(await update(world(none, []), none, aws)).toMatchObject({
    status: 404,
    body: { errorCode: 'CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND' },
  });
});

test('a role says that it is used, cannot be removed while it is, and can afterwards', async () => {
  const here = world(none);
  await update(here, none, aws);
  expect(await usagesOf(here)).toEqual(['ENCRYPTION_AT_REST']);
  const remove = callOf(roles.deauthorize, { groupId, cloudProvider: 'AWS', roleId: authorized.id ?? '' });
  expect((await here.send(remove)).status).toBe(409);
  await update(here, aws, none);
  expect(await usagesOf(here)).toEqual([]);
  expect((await here.send(remove)).status).toBe(204);
});

test('the key of a cluster that is encrypted with it cannot be taken away', async () => {
  const here = withCluster(world(aws), { encryptionAtRestProvider: 'AWS' });
  expect(await update(here, aws, none)).toMatchObject({
    status: 409,
    body: { errorCode: 'CANNOT_DISABLE_ENCRYPTION_AT_REST' },
  });
  const other = withCluster(world(aws), { encryptionAtRestProvider: 'NONE' });
  expect((await update(other, aws, none)).status).toBe(200);
});

test.each([
  ['AWS', aws, undefined],
  ['AWS', none, 400],
  ['GCP', aws, 400],
  ['NONE', none, undefined],
] as const)('a cluster asks for %s', (encryptionAtRestProvider, model, status) => {
  const { store } = world(model).emulator;
  const [guard] = emulator.guards ?? [];
  const request = { params: { groupId }, body: { encryptionAtRestProvider }, store } as unknown as EmulatorRequest;
  expect(guard?.on).toContain('updateGroupCluster');
  expect(guard?.check(request)?.status).toBe(status);
});

test('a static key is asked for by name, stands in no body, and is never answered', async () => {
  const keys: EncryptionAtRest = {
    ...aws,
    awsKms: { ...aws.awsKms, roleId: null, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
  };
  const change = resource.update(none, keys);
  expect(resource.write?.secretInputs?.(change)).toEqual({
    'awsKms.secretAccessKey': { from: 'environment', name: 'FIVEFOLD_AWS_KMS_SECRET_ACCESS_KEY' },
  });
  const [call] = resource.write?.update?.(change) ?? [];
  if (call === undefined) throw new Error('encryption at rest can be changed');
  expect(call.body).toMatchObject({ awsKms: { secretAccessKey: { $secret: 'awsKms.secretAccessKey' } } });
  const body = JSON.parse(JSON.stringify(call.body).replace(/\{"\$secret":"[^"]+"\}/, '"hush-hush"'));
  const here = world(none);
  expect((await here.send({ ...call, body })).status).toBe(200);
  const read = await here.send(callOf(resource.read.operations[0] as never, { groupId }));
  expect(JSON.stringify(read.body)).toContain('AKIAIOSFODNN7EXAMPLE');
  expect(JSON.stringify([read.body, here.emulator.store.save()])).not.toContain('hush-hush');
});

test('only the part that changed is sent, and a part that is switched off says nothing else', () => {
  const search = resource.write?.update?.(resource.update(aws, { enabledForSearchNodes: true }));
  expect(search?.[0]?.body).toEqual({ enabledForSearchNodes: true });
  expect(resource.write?.update?.(resource.update(aws, none))?.[0]?.body).toEqual({ awsKms: { enabled: false } });
});
