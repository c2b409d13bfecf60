import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { operations as services } from '../private-endpoint-service/api.ts';
import service from '../private-endpoint-service/index.ts';
import type { PrivateEndpointService } from '../private-endpoint-service/model.ts';
import endpoint from './index.ts';
import type { PrivateEndpoint } from './model.ts';

const [aws, azure] = endpoint.examples as [PrivateEndpoint, PrivateEndpoint];
const [irish] = service.examples as [PrivateEndpointService];
const wanted: PrivateEndpointService = { ...irish, id: null, status: 'INITIATING', serviceName: null, endpointIds: [] };

function world(models: readonly PrivateEndpoint[] = []): World {
  return worldOf([
    ...parentsOf(service, irish),
    ...service.examples.map((model) => ({ kind: service.kind, model: { ...model, endpointIds: [] } })),
    ...models.map((model) => ({ kind: endpoint.kind, model })),
  ]);
}

async function create(here: World, model: PrivateEndpoint) {
  const [call] = endpoint.write?.create?.(endpoint.create(model)) ?? [];
  if (call === undefined) throw new Error('an endpoint can be made');
  return here.send(call);
}

const post = (region: string, extra: object = {}) =>
  callOf(services.create, { groupId: wanted.projectId }, { body: { providerName: 'AWS', region, ...extra } });

test('a service has no name until it is available (recorded)', async () => {
  const here = worldOf(parentsOf(service, irish));
  const change = service.create(wanted);
  const [call] = service.write?.create?.(change) ?? [];
  const [wait] = service.write?.settle?.(change) ?? [];
  if (call === undefined || wait === undefined) throw new Error('a service can be made and waited for');
  expect(await here.send(call)).toMatchObject({
    status: 201,
    body: { status: 'INITIATING', endpointServiceName: null, interfaceEndpoints: [] },
  });
  const first = await here.send(wait.call);
  expect(wait.state(first.status, first.body)).toBe('pending');
  here.pass(2);
  const second = await here.send(wait.call);
  expect(wait.state(second.status, second.body)).toBe('settled');
  expect(second.body).toMatchObject([
    { endpointServiceName: expect.stringMatching(/^com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-[0-9a-f]{17}$/) },
  ]);
});

test.each([
  ["the cloud's own spelling of a region", post('us-east-1'), 400, 'INVALID_ATTRIBUTE', 'us-east-1'],
  [
    'a second service in a region',
    post('EU_WEST_1'),
    409,
    'PRIVATELINK_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION',
    'EU_WEST_1',
  ],
  [
    'remote regions outside AWS',
    post('US_EAST', { providerName: 'AZURE', supportedRemoteRegions: ['US_WEST'] }),
    404,
    'PROVIDER_UNSUPPORTED',
    'AZURE cross region private link',
  ],
] as const)('%s is refused', async (_, call, status, errorCode, parameter) => {
  expect(await world().send(call)).toMatchObject({ status, body: { errorCode, parameters: [parameter] } });
});

test('a service with endpoints is not removed; once they are gone it is, with 202 and an empty object', async () => {
  const here = world([aws]);
  const [removeService] = service.write?.delete?.(service.delete(irish)) ?? [];
  const [removeEndpoint] = endpoint.write?.delete?.(endpoint.delete(aws)) ?? [];
  if (removeService === undefined || removeEndpoint === undefined) throw new Error('both can be removed');
  expect(await here.send(removeService)).toMatchObject({
    status: 409,
    body: { errorCode: 'CANNOT_DELETE_PRIVATELINK_WITH_ENDPOINTS' },
  });
  expect((await here.send(removeEndpoint)).status).toBe(204);
  here.pass(2);
  expect(await here.send(removeService)).toMatchObject({ status: 202, body: {} });
});

test('the service lists an endpoint as soon as it is made, and reading starts from there', async () => {
  const here = world();
  expect((await create(here, azure)).status).toBe(200);
  const { body } = await here.send(callOf(services.list, { groupId: azure.projectId, cloudProvider: azure.provider }));
  const [parent] = (body as unknown[]).flatMap((item) =>
    service.read.parse(item, { id: azure.projectId } as never, {} as never),
  );
  const [call] = endpoint.read.calls(parent as never, '');
  if (parent === undefined || call === undefined) throw new Error('the service lists its endpoint');
  // The slashes of an Azure resource id are part of one path segment.
  expect(call.path).toContain('%2FprivateEndpoints%2Fatlas');
  here.pass(2);
  const answer = await here.send(call);
  expect(endpoint.read.parse(answer.body, parent as never, call)).toEqual([azure]);
});

test('endpoints in a second region need the regional mode', async () => {
  const refused = await create(world([aws]), azure);
  expect(refused).toMatchObject({
    status: 409,
    body: { errorCode: 'MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION' },
  });
  const regional = worldOf([
    ...parentsOf(service, irish),
    ...service.examples.map((model) => ({ kind: service.kind, model })),
    { kind: endpoint.kind, model: aws },
    { kind: 'private-endpoint-regional-mode', model: { projectId: aws.projectId, enabled: true } },
  ]);
  expect((await create(regional, azure)).status).toBe(200);
});
