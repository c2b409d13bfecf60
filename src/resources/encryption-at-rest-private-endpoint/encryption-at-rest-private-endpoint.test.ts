import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { collect } from '../../workflows/collect.ts';
import { readOnly } from '../../workflows/ports.ts';
import { exampleIds } from '../contract.ts';
import configuration from '../encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../encryption-at-rest/model.ts';
import { resources } from '../index.generated.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { EncryptionAtRestPrivateEndpoint } from './model.ts';

const [ireland, , azure] = resource.examples as readonly EncryptionAtRestPrivateEndpoint[] as [
  EncryptionAtRestPrivateEndpoint,
  EncryptionAtRestPrivateEndpoint,
  EncryptionAtRestPrivateEndpoint,
];

const world = (wanted: EncryptionAtRestPrivateEndpoint, ...others: readonly EncryptionAtRestPrivateEndpoint[]) =>
  worldOf([...parentsOf(resource, wanted), ...others.map((model) => ({ kind: resource.kind, model }))]);

function make(here: World, { projectId, provider }: EncryptionAtRestPrivateEndpoint, regionName: string) {
  const parameters = { groupId: projectId, cloudProvider: provider };
  return here.send(callOf(operations.create, parameters, { body: { regionName } }));
}

const settledAfter = async (here: World, wanted: EncryptionAtRestPrivateEndpoint) => {
  const [step] = resource.write?.settle?.(resource.create(wanted)) ?? [];
  if (step === undefined) throw new Error('a new endpoint is waited for');
  const { status, body } = await here.send(step.call);
  return step.state(status, body);
};

test("an endpoint works by itself at AWS, and waits for the vault's owner at Azure", async () => {
  for (const [wanted, state] of [
    [ireland, 'active'],
    [azure, 'pending-acceptance'],
  ] as const) {
    const here = world(wanted);
    expect(await make(here, wanted, wanted.region)).toMatchObject({ status: 202, body: { status: 'INITIATING' } });
    expect(await settledAfter(here, wanted)).toBe('pending');
    here.pass(2);
    expect(await settledAfter(here, wanted)).toBe('settled');
    const found = resource.write?.find(wanted);
    const answer = await here.send(found?.call as NonNullable<typeof found>['call']);
    expect(found?.parse(answer.body)).toMatchObject({ state, region: wanted.region });
  }
});

test('an endpoint that failed is no success, and one that is being removed is none at all', async () => {
  const failed = world(ireland, { ...ireland, state: 'failed', error: 'no permission' });
  expect(await settledAfter(failed, ireland)).toEqual({
    failed: 'Atlas reports the endpoint as failed: no permission.',
  });
  const here = world(ireland, { ...ireland, state: 'deleting' });
  const found = resource.write?.find(ireland);
  const { body } = await here.send(found?.call as NonNullable<typeof found>['call']);
  expect((body as { results: readonly unknown[] }).results).toHaveLength(1);
  expect(found?.parse(body)).toBeUndefined();
  expect((await make(here, ireland, ireland.region)).status).toBe(202);
});

test.each([
  ['eu-west-1', ireland, 400, 'INVALID_ATTRIBUTE'],
  ['EU_WEST_1', ireland, 409, 'ENCRYPTION_AT_REST_PRIVATE_ENDPOINT_ALREADY_EXISTS'],
  [
    'EUROPE_NORTH',
    { ...azure, projectId: ireland.projectId },
    400,
    'ENCRYPTION_AT_REST_PRIVATE_NETWORKING_NOT_ENABLED',
  ],
] as const)('%s is refused', async (region, wanted, status, errorCode) => {
  expect(await make(world(ireland, ireland), wanted, region)).toMatchObject({ status, body: { errorCode } });
});

test('neither the project nor its key goes while an endpoint is there', async () => {
  const here = world(ireland, ireland);
  const [key] = configuration.examples.filter(({ awsKms }) => awsKms.requirePrivateNetworking);
  const off = { ...(key as EncryptionAtRest), awsKms: (configuration.examples[0] as EncryptionAtRest).awsKms };
  const calls = [
    ...(configuration.write?.update?.(configuration.update(key as EncryptionAtRest, off)) ?? []),
    ...(project.write?.delete?.(project.delete(project.examples[0] as never)) ?? []),
  ];
  const answers = await Promise.all(calls.map((call) => here.send(call)));
  expect(answers.map(({ status, body }) => [status, (body as { errorCode: string }).errorCode])).toEqual([
    [409, 'CANNOT_DISABLE_ENCRYPTION_AT_REST'],
    [409, 'CANNOT_CLOSE_GROUP_EAR_PRIVATE_ENDPOINT'],
  ]);
  for (const call of resource.write?.delete?.(resource.delete(ireland)) ?? []) {
    expect((await here.send(call)).status).toBe(204);
  }
  here.pass(2);
  const again = await Promise.all(calls.map((call) => here.send(call)));
  expect(again.every(({ status }) => status < 300)).toBe(true);
});

test('a project without private networking is not asked: its owner would have to', async () => {
  const asked = async (model: EncryptionAtRest) => {
    const here = worldOf([...parentsOf(configuration, model), { kind: configuration.kind, model }]);
    const paths: string[] = [];
    const api = readOnly({
      send: (call) => {
        paths.push(call.path);
        return here.send(call);
      },
    });
    const kinds = ['encryption-at-rest-private-endpoint'];
    await collect({ api, orgId: exampleIds.orgId, kinds, resources, baseUrl: 'emulator:', now: here.now() });
    return paths.filter((path) => path.includes('/privateEndpoints'));
  };
  const counts = await Promise.all(configuration.examples.map(asked));
  expect(counts.map(({ length }) => length)).toEqual([0, 0, 0, 0, 1, 1]);
});
