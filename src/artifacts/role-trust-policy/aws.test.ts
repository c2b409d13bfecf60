import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAllowed } from '../../../test/iam.ts';
import { type AwsUse, permissions, trustPolicy } from './aws.ts';

test('only Atlas, and only with the external id of this project, assumes the role', () => {
  const account = 'arn:aws:iam::299602853325:root';
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.uuid(), (principal, externalId, own) => {
      const policy = trustPolicy(account, own);
      expect(isAllowed(policy, { principal: account, action: 'sts:AssumeRole', externalId: own })).toBe(true);
      expect(isAllowed(policy, { principal: account, action: 'sts:AssumeRole', externalId })).toBe(externalId === own);
      expect(isAllowed(policy, { principal: account, action: 'sts:AssumeRole' })).toBe(false);
      expect(isAllowed(policy, { principal, action: 'sts:AssumeRole', externalId: own })).toBe(principal === account);
      expect(isAllowed(policy, { principal: account, action: 'sts:TagSession', externalId: own })).toBe(false);
    }),
  );
});

test('each use grants its own actions on its own key or bucket, and nothing beside them', () => {
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b';
  const uses: readonly AwsUse[] = [
    { feature: 'encryption', keyArn },
    { feature: 'snapshot-export', bucket: 'snapshots' },
    { feature: 'log-integration', bucket: 'logs' },
  ];
  const policy = permissions(uses, 'aws');
  const allowed = (action: string, resource: string) => isAllowed(policy, { action, resource });
  for (const action of ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt']) {
    expect(allowed(action, keyArn)).toBe(true);
    expect(allowed(action, `${keyArn}c`)).toBe(false);
  }
  expect(allowed('kms:ScheduleKeyDeletion', keyArn)).toBe(false);
  expect(allowed('s3:PutObject', 'arn:aws:s3:::snapshots/a/b')).toBe(true);
  expect(allowed('s3:GetObject', 'arn:aws:s3:::snapshots/a/b')).toBe(false);
  expect(allowed('s3:DeleteObject', 'arn:aws:s3:::snapshots/a')).toBe(false);
  expect(allowed('s3:DeleteObject', 'arn:aws:s3:::logs/a')).toBe(true);
  expect(allowed('s3:PutObject', 'arn:aws:s3:::snapshots-of-others/a')).toBe(false);
  expect(allowed('s3:GetBucketLocation', 'arn:aws:s3:::snapshots')).toBe(true);
  expect(permissions([{ feature: 'snapshot-export', bucket: 'b' }], 'aws-us-gov').Statement[0]?.Resource).toEqual([
    'arn:aws-us-gov:s3:::b',
  ]);
});
