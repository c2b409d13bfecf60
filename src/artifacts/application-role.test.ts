import { expect, test } from 'vitest';
import { isFailure } from '../core/failure.ts';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import applicationRole from './application-role.ts';
import type { ArtifactInput, ArtifactValues } from './artifact.ts';

type Values = ArtifactValues<typeof applicationRole.options>;

async function make(values: Values) {
  return applicationRole.make({ values, profile: ASSUMED_PROFILE } as ArtifactInput<typeof applicationRole.options>);
}

async function trustOf(values: Values) {
  const { files } = await make(values);
  return JSON.parse(files.find(({ name }) => name === 'trust-policy.json')?.text ?? '').Statement[0];
}

test('everything that is missing or wrong is said at once', async () => {
  const error = await make({ runtime: 'eks', account: '1234', grant: ['readWrite'] }).catch(
    (thrown: unknown) => thrown,
  );
  if (!isFailure(error)) throw error;
  expect(error.exitCode).toBe(2);
  expect(error.problems.map(({ what }) => what)).toEqual([
    'Could not write the role: --name is missing.',
    '"1234" is no AWS account.',
    'Could not write the role: --oidc-issuer is missing.',
    'Could not write the role: --namespace is missing.',
    'Could not write the role: --service-account is missing.',
    'Could not read --grant "readWrite".',
  ]);
});

test('a pod of another namespace or account cannot take the role', async () => {
  const { Principal, Condition } = await trustOf({
    runtime: 'eks',
    account: '111122223333',
    name: 'api',
    'oidc-issuer': 'https://oidc.example/id/A/',
    namespace: 'shop',
    'service-account': 'api',
    grant: ['read@shop'],
  });
  expect(Principal).toEqual({ Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A' });
  expect(Condition).toEqual({
    StringEquals: {
      'oidc.example/id/A:sub': 'system:serviceaccount:shop:api',
      'oidc.example/id/A:aud': 'sts.amazonaws.com',
    },
  });
});

test('a function is held to its account, and to its own ARN where that is named', async () => {
  const base = { runtime: 'lambda', account: '111122223333', name: 'f', grant: ['read@shop'] } as const;
  expect((await trustOf(base)).Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '111122223333' } });
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
  expect((await trustOf({ ...base, 'source-arn': arn })).Condition.ArnLike).toEqual({ 'aws:SourceArn': arn });
});
