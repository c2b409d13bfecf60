import { expect, test } from 'vitest';
import { type World, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { revealSecrets } from '../../core/secret.ts';
import role from '../cloud-provider-access-role/index.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import integration from './index.ts';
import type { LogIntegration } from './model.ts';
import { terraform } from './terraform.ts';

const groupId = exampleIds.projectId;
const [toS3] = integration.examples as readonly LogIntegration[] as [LogIntegration];
const ofType = (type: string) => integration.examples.find((model) => model.type === type) as LogIntegration;
const [unauthorized, authorized] = role.examples;

function world(...sinks: readonly LogIntegration[]): World {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    ...role.examples.map((model) => ({ kind: 'cloud-provider-access-role', model })),
    ...sinks.map((model) => ({ kind: 'log-integration', model })),
  ]);
}

function create(atlas: World, model: LogIntegration) {
  const [call] = integration.write?.create?.(integration.create(model)) ?? [];
  if (call === undefined) throw new Error('a log integration can be made');
  const body = JSON.parse(JSON.stringify(revealSecrets(call.body, () => 'hush-hush-1234')));
  return atlas.send({ ...call, body });
}

test('a key comes back masked but for four characters, a header by its name alone', async () => {
  const atlas = world();
  expect(await create(atlas, ofType('DATADOG_LOG_EXPORT'))).toMatchObject({
    status: 201,
    body: { apiKey: '**********1234', region: 'EU', type: 'DATADOG_LOG_EXPORT' },
  });
  expect(await create(atlas, ofType('OTEL_LOG_EXPORT'))).toMatchObject({
    status: 201,
    body: { otelSuppliedHeaders: [{ name: 'Authorization' }, { name: 'X-Tenant' }] },
  });
  expect(JSON.stringify(atlas.emulator.store.save())).not.toContain('hush-hush');
});

test('every change of a sink with a token asks for the token again, since a PUT replaces it', () => {
  const splunk = ofType('SPLUNK_LOG_EXPORT');
  const change = integration.update(splunk, { logTypes: ['MONGOD_AUDIT'] });
  expect(integration.write?.secretInputs?.(change)).toEqual({
    hecToken: { from: 'environment', name: 'FIVEFOLD_SPLUNK_HEC_TOKEN' },
  });
  expect(integration.write?.update?.(change)[0]?.body).toMatchObject({ hecToken: { $secret: 'hecToken' } });
  const bucket = integration.update(toS3, { logTypes: ['MONGOD_AUDIT'] });
  expect(integration.write?.secretInputs?.(bucket)).toEqual({});
  // Left out, the paths would go back to the flat ones.
  const folders = integration.update({ ...toS3, legacyPaths: true }, { logTypes: ['MONGOD_AUDIT'] });
  expect(integration.write?.update?.(folders)[0]?.body).toMatchObject({ useLegacyPathStructure: true });
});

test('a role is in use while a sink writes with it, and one that is not authorised cannot be used', async () => {
  const atlas = world();
  const sink = { ...toS3, roleId: authorized?.id as string };
  expect(await create(atlas, { ...sink, roleId: unauthorized?.id as string })).toMatchObject({
    status: 400,
    body: { errorCode: 'CLOUD_PROVIDER_ACCESS_ROLE_NOT_AUTHORIZED' },
  });
  const made = (await create(atlas, sink)).body as { id: string };
  const usages = () => atlas.emulator.store.get('cloud-provider-access-role', groupId, sink.roleId)?.wire.featureUsages;
  expect(usages()).toMatchObject([{ featureType: 'ATLAS_LOG_INTEGRATION', featureId: { configId: made.id } }]);
  const [remove] = role.write?.delete?.(role.delete(authorized as never)) ?? [];
  expect((await atlas.send(remove as never)).status).toBe(409);
  expect((await atlas.send(callOf(operations.delete, { groupId, id: made.id }))).status).toBe(204);
  expect(usages()).toEqual([]);
  expect((await atlas.send(remove as never)).status).toBe(204);
});

test('an eleventh sink is refused, and so is another type in the place of this one', async () => {
  const ten = Array.from({ length: 10 }, (_, place) => ({ ...toS3, id: `66000000000000000000c${100 + place}` }));
  const atlas = world(...ten);
  expect(await create(atlas, { ...toS3, destination: 'another' })).toMatchObject({
    status: 400,
    body: { errorCode: 'INTEGRATION_LIMIT_REACHED', parameters: ['S3_LOG_EXPORT'] },
  });
  const parameters = { groupId, id: ten[0]?.id as string };
  const { id: _id, ...body } = (await atlas.send(callOf(operations.get, parameters))).body as Record<string, unknown>;
  const other = { type: 'SPLUNK_LOG_EXPORT', logTypes: body.logTypes, hecUrl: 'https://s.example.com', hecToken: 't' };
  const replace = callOf(operations.replace, parameters, { body: other as never });
  expect(await atlas.send(replace)).toMatchObject({ status: 400, body: { errorCode: 'INVALID_ATTRIBUTE' } });
  expect(integration.write?.update?.(integration.update(toS3, { type: 'GCS_LOG_EXPORT' }))).toEqual([]);
});

test('tokens stay out of Terraform, and CloudFormation takes no folders away', () => {
  const cannot = (model: LogIntegration) => terraform.cannot?.(integration.create(model));
  for (const type of ['DATADOG', 'SPLUNK', 'OTEL'])
    expect(cannot(ofType(`${type}_LOG_EXPORT`)), type).toContain('in its state');
  expect(cannot(toS3)).toBeUndefined();
  const { cloudformation } = integration;
  if (cloudformation === undefined || 'none' in cloudformation) throw new Error('there is a type');
  expect(cloudformation.cannot?.(integration.create({ ...toS3, legacyPaths: true }))).toContain('folder per day');
});
