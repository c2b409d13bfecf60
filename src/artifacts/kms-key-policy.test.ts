import { expect, test } from 'vitest';
import { isAllowed } from '../../test/iam.ts';
import { exampleSnapshot } from '../../tools/example-snapshot.ts';
import { isFailure } from '../core/failure.ts';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import { indexSnapshot } from '../core/snapshot.ts';
import type { ArtifactInput, ArtifactValues, Made } from './artifact.ts';
import kmsKeyPolicy from './kms-key-policy.ts';

const key = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000';
const role = 'arn:aws:iam::111122223333:role/atlas-kms';
const admin = 'arn:aws:iam::111122223333:role/key-admin';

async function make(values: ArtifactValues<typeof kmsKeyPolicy.options>): Promise<Made> {
  const index = indexSnapshot(exampleSnapshot({}, 'project'));
  return kmsKeyPolicy.make({ values, profile: ASSUMED_PROFILE, index } as ArtifactInput<typeof kmsKeyPolicy.options>);
}

async function policyOf(values: ArtifactValues<typeof kmsKeyPolicy.options>) {
  const { files } = await make(values);
  return JSON.parse(files.find(({ name }) => name === 'key-policy.json')?.text ?? '');
}

test('Atlas’s role uses the key and administers nothing; an administrator cannot use it', async () => {
  const policy = await policyOf({ key, role, administrator: [admin] });
  const may = (principal: string, action: string) => isAllowed(policy, { principal, action, resource: key });
  for (const action of ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey']) expect(may(role, action)).toBe(true);
  for (const action of ['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy', 'kms:ReEncryptTo', 'kms:CreateGrant'])
    expect(may(role, action), action).toBe(false);
  for (const action of ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey']) expect(may(admin, action)).toBe(false);
  expect(may(admin, 'kms:PutKeyPolicy')).toBe(true);
  expect(may('arn:aws:iam::111122223333:role/other', 'kms:Decrypt')).toBe(false);
});

test('somebody administers the key always: else nobody could ever mend its policy', async () => {
  const policy = await policyOf({ key, role });
  expect(
    isAllowed(policy, { principal: 'arn:aws:iam::111122223333:root', action: 'kms:PutKeyPolicy', resource: key }),
  ).toBe(true);
});

test('a role of another account is told of, and the key’s full ARN is asked for', async () => {
  const { next } = await make({ key, role: 'arn:aws:iam::444455556666:role/atlas-kms' });
  expect(next.join(' ')).toContain('444455556666');
  expect(next.join(' ')).toContain('as the full ARN');
});

test('a key that is none, or a principal that is none, is refused by name', async () => {
  const whats = async (values: ArtifactValues<typeof kmsKeyPolicy.options>) => {
    const error = await make(values).catch((thrown: unknown) => thrown);
    return isFailure(error) ? error.problems.map(({ what }) => what) : error;
  };
  expect(await whats({ key: 'alias/atlas', role })).toEqual(['Could not tell which key "alias/atlas" is.']);
  expect(await whats({ key, role: 'atlas', administrator: ['*'] })).toEqual([
    'Could not name "atlas" in a key’s policy.',
    'Could not name "*" in a key’s policy.',
  ]);
});
