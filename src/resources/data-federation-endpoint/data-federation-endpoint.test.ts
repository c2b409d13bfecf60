import { expect, test } from 'vitest';
import { parentsOf, type World, worldOf } from '../../../test/laws/world.ts';
import { type Body, callOf } from '../../core/call.ts';
import project from '../project/index.ts';
import type { Project } from '../project/model.ts';
import { operations } from './api.ts';
import resource from './index.ts';
import type { DataFederationEndpoint } from './model.ts';

const [aws] = resource.examples as [DataFederationEndpoint];
const groupId = aws.projectId;
const world = (...models: readonly DataFederationEndpoint[]) =>
  worldOf([...parentsOf(resource, aws), ...models.map((model) => ({ kind: resource.kind, model }))]);
const post = (here: World, body: Body) => here.send(callOf(operations.create, { groupId }, { body }));

test('a new endpoint is answered with the whole list, and works after a while', async () => {
  const here = world({ ...aws, endpointId: 'vpce-00000000000000001' });
  const { endpointId } = aws;
  const made = await post(here, { endpointId, comment: 'comment' });
  expect(made).toMatchObject({
    status: 201,
    body: { totalCount: 2, results: [{}, { endpointId, provider: 'AWS', type: 'DATA_LAKE', status: 'PENDING' }] },
  });
  here.pass(2);
  // Recorded: what is not set is left out.
  expect((await here.send(callOf(operations.get, { groupId, endpointId }))).body).toEqual({
    comment: 'comment',
    endpointId,
    provider: 'AWS',
    status: 'OK',
    type: 'DATA_LAKE',
  });
});

test('of an endpoint that is there already only the comment is changed', async () => {
  const here = world(aws);
  const { endpointId } = aws;
  const again = await post(here, {
    endpointId,
    comment: 'other',
    region: 'US_EAST_1',
    customerEndpointDNSName: 'x.example',
  });
  expect(again).toMatchObject({ status: 201, body: { totalCount: 1, results: [{ comment: 'other' }] } });
  const [read] = (again.body as { results: readonly Readonly<Record<string, unknown>>[] }).results;
  expect(read).not.toHaveProperty('region');
  const moved = resource.update(aws, { region: 'US_EAST_1', dnsName: 'x.example' });
  expect(resource.write?.update?.(moved)).toEqual([]);
});

test.each([
  [{ endpointId: 'vpce-1' }, 'INVALID_ATTRIBUTE'],
  [{ endpointId: aws.endpointId, region: 'US_EAST_1' }, 'MISSING_ATTRIBUTE'],
  [{ endpointId: aws.endpointId, provider: 'AZURE' }, 'INVALID_ATTRIBUTE'],
] as const)('%j is refused', async (body, errorCode) => {
  expect(await post(world(), body)).toMatchObject({ status: 400, body: { errorCode } });
});

test('a project with an endpoint stays', async () => {
  const here = world(aws);
  const remove = async () => {
    const [call] = project.write?.delete?.(project.delete(project.examples[0] as Project)) ?? [];
    if (call === undefined) throw new Error('a project can be removed');
    return here.send(call);
  };
  expect(await remove()).toMatchObject({
    status: 409,
    body: { errorCode: 'CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_DATA_FEDERATION_PRIVATE_ENDPOINTS' },
  });
  const [call] = resource.write?.delete?.(resource.delete(aws)) ?? [];
  expect((await here.send(call as NonNullable<typeof call>)).status).toBe(204);
  here.pass(2);
  expect((await remove()).status).toBe(202);
});
