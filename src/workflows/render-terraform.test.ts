import { expect, test } from 'vitest';
import { stepOf } from '../../test/laws/changes.ts';
import type { Change } from '../core/change.ts';
import { printHcl } from '../core/hcl.ts';
import processArguments from '../resources/cluster-process-arguments/index.ts';
import databaseUser from '../resources/database-user/index.ts';
import type { DatabaseUser } from '../resources/database-user/model.ts';
import { resources } from '../resources/index.generated.ts';
import { renderTerraform } from './render-terraform.ts';

const stepsOf = (changes: readonly Change[]) =>
  changes.map((change, position) => ({ ...stepOf(change), id: `s-${position}` }));

test('two users whose names read alike get a block and a password each', () => {
  const [scram] = databaseUser.examples.filter(({ mechanism }) => mechanism.type === 'scram') as [DatabaseUser];
  const users = ['app-1', 'app_1'].map((username) => databaseUser.create({ ...scram, username }));
  const text = printHcl(renderTerraform(stepsOf(users), resources).blocks);
  const passwords = text.match(/var\.\w+/g) ?? [];
  expect(passwords).toHaveLength(2);
  expect(new Set(passwords).size).toBe(2);
  for (const [, name = ''] of text.matchAll(/"mongodbatlas_database_user" "(\w+)"/g))
    expect(passwords).toContain(`var.${name}_password`);
});

test('updates that a plan keeps apart are one block, which takes nothing back', () => {
  const [before] = processArguments.examples;
  if (before === undefined) throw new TypeError('no example');
  const updates = [
    { javascriptEnabled: before.javascriptEnabled !== true },
    { noTableScan: before.noTableScan !== true },
  ].map((patch) => processArguments.update(before, patch));
  const { blocks } = renderTerraform(stepsOf(updates), resources);
  expect(blocks).toHaveLength(1);
  expect(blocks[0]?.comment?.[0]).toMatch(/^s-0, s-1: /);
  const text = printHcl(blocks);
  expect(text).toMatch(new RegExp(`javascript_enabled += ${before.javascriptEnabled !== true}`));
  expect(text).toMatch(new RegExp(`no_table_scan += ${before.noTableScan !== true}`));
});
