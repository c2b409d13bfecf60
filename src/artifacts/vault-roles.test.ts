import { expect, test } from 'vitest';
import { exampleSnapshot } from '../../tools/example-snapshot.ts';
import { isFailure } from '../core/failure.ts';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import { indexSnapshot } from '../core/snapshot.ts';
import type { ArtifactInput, ArtifactValues, Made } from './artifact.ts';
import vaultRoles from './vault-roles.ts';

async function make(values: ArtifactValues<typeof vaultRoles.options>): Promise<Made> {
  const index = indexSnapshot(exampleSnapshot({}, 'project'));
  return vaultRoles.make({ values, profile: ASSUMED_PROFILE, index } as ArtifactInput<typeof vaultRoles.options>);
}

const statementIn = (text: string) => JSON.parse(/'(\{"database_name".*?\})'/.exec(text)?.[1] ?? '{}');

test('a password lives for an hour, and the user is held to its roles and cluster', async () => {
  const { files } = await make({ name: 'orders', grant: ['readWrite@shop'], cluster: 'prod' });
  const script = files.find(({ name }) => name === 'vault.sh')?.text ?? '';
  expect(script).toContain('default_ttl=3600s max_ttl=86400s');
  expect(statementIn(script)).toEqual({
    database_name: 'admin',
    roles: [{ databaseName: 'shop', roleName: 'readWrite' }],
    scopes: [{ name: 'prod', type: 'CLUSTER' }],
  });
});

test('the private half of the key stands in no argument, and a certificate authority in no state', async () => {
  const password = await make({ name: 'orders', grant: ['read@shop'] });
  const script = password.files.find(({ name }) => name === 'vault.sh')?.text ?? '';
  expect(script).toContain('private_key=-');
  expect(script).not.toMatch(/private_key="?\$/);
  const certificate = await make({ name: 'orders', grant: ['read@shop'], mechanism: 'x509' });
  expect(certificate.files.map(({ name }) => name)).toEqual(['vault.sh', 'policy.hcl']);
});

test('everything that is wrong is said at once', async () => {
  const error = await make({ name: 'a b', grant: ['read'], ttl: '2d', 'max-ttl': '1d' }).catch(
    (thrown: unknown) => thrown,
  );
  if (!isFailure(error)) throw error;
  expect(error.problems.map(({ what }) => what)).toEqual([
    '"a b" cannot be a role’s name.',
    'Could not read --grant "read".',
    'A user cannot live for 2d and be renewed for 1d at most.',
  ]);
});
