import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { exampleSnapshot } from '../../tools/example-snapshot.ts';
import { serverActions } from '../access/index.ts';
import { isFailure } from '../core/failure.ts';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import { indexSnapshot } from '../core/snapshot.ts';
import type { ArtifactInput, ArtifactValues, Made } from './artifact.ts';
import customRole from './custom-role.ts';

async function make(values: ArtifactValues<typeof customRole.options>): Promise<Made> {
  const index = indexSnapshot(exampleSnapshot({}, 'project'));
  return customRole.make({ values, profile: ASSUMED_PROFILE, index } as ArtifactInput<typeof customRole.options>);
}

interface Privilege {
  readonly resource: { readonly cluster?: true; readonly db?: string; readonly collection?: string };
  readonly actions: readonly string[];
}

test('mongosh is told the same privileges as the Admin API', async () => {
  const { files } = await make({
    name: 'orders',
    allow: ['find,insert@shop.orders', 'FIND@shop.customers', 'listDatabases@cluster', 'collStats@shop'],
    inherit: ['read@catalog'],
  });
  const body = JSON.parse(files.find(({ name }) => name === 'role.json')?.text ?? '');
  const viaApi = body.actions.flatMap(
    ({ action, resources }: { action: string; resources: readonly Record<string, unknown>[] }) =>
      resources.map((place) =>
        [place.cluster ? 'cluster' : `${place.db}.${place.collection ?? ''}`, serverActions[action]].join(' '),
      ),
  );
  const made: { role: string; privileges: readonly Privilege[]; roles: readonly unknown[] }[] = [];
  const db = {
    getSiblingDB: (name: string) => ({
      createRole: (role: (typeof made)[number]) => made.push({ ...role, role: `${name}.${role.role}` }),
    }),
  };
  runInNewContext(files.find(({ name }) => name === 'role.js')?.text ?? '', { db });
  const viaShell = (made[0]?.privileges ?? []).flatMap(({ resource, actions }) =>
    actions.map((action) => `${resource.cluster ? 'cluster' : `${resource.db}.${resource.collection}`} ${action}`),
  );
  expect(made[0]?.role).toBe('admin.orders');
  expect([...viaShell].sort()).toEqual([...viaApi].sort());
  expect(viaShell).toHaveLength(5);
  expect(made[0]?.roles).toEqual([{ role: 'read', db: 'catalog' }]);
});

test('an action that Atlas knows not, and a place that is none, are both told of', async () => {
  const error = await make({ name: 'x', allow: ['fnid@shop', 'find'], inherit: ['read'] }).catch(
    (thrown: unknown) => thrown,
  );
  if (!isFailure(error)) throw error;
  expect(error.problems.map(({ what }) => what)).toEqual([
    'Could not allow "fnid".',
    'Could not read --allow "find".',
    'Could not read --inherit "read".',
  ]);
});
