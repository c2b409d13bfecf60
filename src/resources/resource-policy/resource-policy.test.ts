import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import { operations } from './api.ts';
import policies from './index.ts';

const { orgId } = exampleIds;
const forbid = policies.examples[0]?.policies[0] as string;

function world() {
  return worldOf([{ kind: 'organization', model: organization.examples[0] }]);
}

function validate(body: string) {
  return world().send(callOf(operations.validate, { orgId }, { body: { name: 'x', policies: [{ body }] } }));
}

test('validation answers as a create would and keeps nothing', async () => {
  const atlas = world();
  const body = { name: 'x', policies: [{ body: forbid }] };
  const answer = await atlas.send(callOf(operations.validate, { orgId }, { body }));
  expect(answer).toMatchObject({
    status: 200,
    body: { name: 'x', orgId, policies: [{ body: forbid }], version: 'v1' },
  });
  expect((await atlas.send(callOf(operations.list, { orgId }))).body).toEqual([]);
});

test('an edit gives every rule a new id and leaves the creation as it was', async () => {
  const atlas = world();
  const create = callOf(operations.create, { orgId }, { body: { name: 'x', policies: [{ body: forbid }] } });
  const made = (await atlas.send(create)).body as { id: string; createdDate: string; policies: { id: string }[] };
  atlas.pass(60);
  const parameters = { orgId, resourcePolicyId: made.id };
  const edit = callOf(operations.update, parameters, { body: { name: 'y', policies: [{ body: forbid }] } });
  const edited = (await atlas.send(edit)).body as typeof made & { lastUpdatedDate: string };
  expect(edited).toMatchObject({ id: made.id, createdDate: made.createdDate, name: 'y' });
  expect(edited.lastUpdatedDate > made.createdDate).toBe(true);
  expect(edited.policies[0]?.id).not.toBe(made.policies[0]?.id);
  expect(await atlas.send(callOf(operations.delete, parameters))).toMatchObject({ status: 200, body: {} });
  expect(await atlas.send(callOf(operations.get, parameters))).toMatchObject({
    status: 404,
    headers: { 'x-error-code': 'RESOURCE_POLICY_NOT_FOUND' },
    body: { message: `Resource Policy with id "${made.id}" not found`, status: 'ERROR', version: '1' },
  });
});

test.each([
  ['permit (principal, action, resource);', 'POLICY_HAS_FAILED_VALIDATIONS'],
  ['forbid (principal == cloud::User::"x", action, resource);', 'POLICY_HAS_INVALID_PRINCIPAL'],
  ['forbid (principal, action, resource)', 'POLICY_PARSING_ERROR'],
  ['forbid (principal, action, resource) when { true ;', 'POLICY_PARSING_ERROR'],
  ['allow everything;', 'POLICY_PARSING_ERROR'],
])('the structure of %s is refused', async (body, errorType) => {
  expect(await validate(body)).toMatchObject({ status: 400, body: { errorType, invalidPolicies: [{ body }] } });
});

test.each([
  '@id("a")\nforbid (principal, action, resource) when { context.project.name == "a ) ; b" }; ',
  '// permit (\nforbid (principal, action in [cloud::Action::"project.edit"], resource);',
])('the structure of %s passes', async (body) => {
  expect((await validate(body)).status).toBe(200);
});
