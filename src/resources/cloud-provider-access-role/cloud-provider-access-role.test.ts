import { expect, test } from 'vitest';
import { parentsOf, worldOf } from '../../../test/laws/world.ts';
import role from './index.ts';
import type { AwsAccessRole } from './model.ts';

const [unauthorized] = role.examples as [AwsAccessRole];
const wanted: AwsAccessRole = { ...unauthorized, id: null, createdDate: null, externalId: null };

test('a role is made first and authorised later, because the trust policy needs the external id', async () => {
  const { send } = worldOf(parentsOf(role, unauthorized));
  const [create] = role.write?.create?.(role.create(wanted)) ?? [];
  if (create === undefined) throw new Error('a role can be made');
  expect(await send(create)).toMatchObject({
    status: 200,
    body: { authorizedDate: null, iamAssumedRoleArn: null, featureUsages: [] },
  });
  const found = role.write?.find(wanted) ?? expect.fail('a role can be found');
  const made = found.parse((await send(found.call)).body) as AwsAccessRole;
  expect(made.externalId).toMatch(/^[0-9a-f-]{36}$/);

  const arn = 'arn:aws:iam::111122223333:role/atlas-kms';
  const authorize = async (iamAssumedRoleArn: string) => {
    const [call] = role.write?.update?.(role.update(made, { ...made, iamAssumedRoleArn })) ?? [];
    return call === undefined ? expect.fail('a role can be authorised') : send(call);
  };
  // Recorded in the Terraform provider's CI.
  expect(await authorize('atlas-kms')).toMatchObject({
    status: 400,
    body: { errorCode: 'CANNOT_ASSUME_ROLE', detail: 'Atlas cannot assume the specified role (atlas-kms).' },
  });
  expect(await authorize(arn)).toMatchObject({
    status: 200,
    body: { iamAssumedRoleArn: arn, authorizedDate: '2026-11-24T12:00:00Z' },
  });
});

test('a role is found by its own id where it has one, whatever else looks like it', () => {
  const list = (...ids: readonly string[]) => ({
    awsIamRoles: ids.map((roleId) => ({ roleId, featureUsages: [] })),
    azureServicePrincipals: [],
    gcpServiceAccounts: [],
  });
  const known = role.write?.find(unauthorized);
  expect(known?.parse(list('66f0000000000000000000ff'))).toBeUndefined();
  expect(known?.parse(list('66f0000000000000000000ff', '66f0000000000000000000a1'))?.id).toBe(unauthorized.id);
});
