import { parse as parseHcl } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/core/address.ts';
import type { ApiCall } from '../../src/core/call.ts';
import { applyChange, invertChange } from '../../src/core/change.ts';
import { callsOf } from '../../src/core/change-calls.ts';
import { printHcl } from '../../src/core/hcl.ts';
import type { TerraformDialect } from '../../src/core/resource.ts';
import { Secret } from '../../src/core/secret.ts';
import type { SnapshotResource } from '../../src/core/snapshot.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { applyPlan } from '../../src/workflows/apply-plan.ts';
import { changesOf, comparable, stepOf, worldFor } from './changes.ts';
import { readTerraform } from './terraform-blocks.ts';
import { parentsOf, worldOf } from './world.ts';

type Model = Record<string, unknown>;

describe('resources', () => {
  it('sees every resource', () => {
    expect(resources.length).toBeGreaterThanOrEqual(18);
    for (const resource of resources) expect(resource.examples.length, resource.kind).toBeGreaterThan(0);
  });

  it.each(resources.map((r) => [r.kind, r] as const))(
    '%s: examples fit the model and have distinct addresses',
    (_, r) => {
      for (const example of r.examples) expect(r.model.parse(example)).toEqual(example);
      expect(new Set(r.examples.map((example: unknown) => r.address(example))).size).toBeGreaterThan(0);
    },
  );

  it.each(resources.map((r) => [r.kind, r] as const))('%s: a change and its inverse are the identity', (_, r) => {
    for (const change of changesOf(r)) {
      const start = new Map<Address, SnapshotResource>();
      if (change.type !== 'create') {
        start.set(change.address, {
          kind: r.kind,
          address: change.address,
          parent: change.parent,
          model: change.before,
        });
      }
      if (r.irreversible?.(change) !== undefined) continue;
      expect(applyChange(applyChange(start, change), invertChange(change))).toEqual(start);
    }
  });
});

describe('terraform round trip', () => {
  const withTerraform = resources.filter(({ terraform }) => terraform !== undefined && !('none' in terraform));
  it('sees every Terraform dialect', () => expect(withTerraform.length).toBeGreaterThanOrEqual(12));
  it.each(withTerraform.map((r) => [r.kind, r] as const))('%s: what is written is read back the same', async (_, r) => {
    const dialect = r.terraform as TerraformDialect<unknown>;
    let seen = 0;
    for (const example of r.examples) {
      if (dialect.cannot?.(r.create(example)) !== undefined) continue;
      const labels = [dialect.type, dialect.name(example)];
      const text = printHcl([{ type: 'resource', labels, body: dialect.toHcl(example) }]);
      const [block] = readTerraform(await parseHcl('main.tf', text));
      expect(block, text).toBeDefined();
      const back = dialect.fromHcl(block as NonNullable<typeof block>, example);
      expect(comparable(r, back), text).toEqual(comparable(r, example));
      seen += 1;
    }
    expect(seen).toBeGreaterThan(0);
  });
});

describe('seed and read', () => {
  it.each(resources.map((r) => [r.kind, r] as const))(
    '%s: what is seeded is read back, within the contract',
    async (_, r) => {
      const byKind = new Map(resources.map((candidate) => [candidate.kind, candidate]));
      for (const example of r.examples) {
        const parents = parentsOf(r, example).filter((p) => p.kind !== r.kind);
        const world = worldOf([...parents, { kind: r.kind, model: example }]);
        const parentKind = r.read.from;
        const parent = parentKind === null ? undefined : parents.find((p) => p.kind === parentKind)?.model;
        expect(parentKind === null || byKind.has(parentKind), `${r.kind} is read from ${parentKind}`).toBe(true);
        const orgId = String(
          (example as Model).orgId ?? (parents[0]?.model as Model | undefined)?.id ?? (example as Model).id,
        );
        const calls: readonly ApiCall[] = r.read.calls(parent as never, orgId);
        const models: unknown[] = [];
        for (const call of calls) {
          const { status, body } = await world.send(call);
          if (r.read.absent?.(status, (body as Model | undefined)?.errorCode as string | undefined)) continue;
          expect(status, `${call.operation.id}: ${JSON.stringify(body)}`).toBe(call.operation.success);
          const { shape, response } = call.operation;
          const items =
            shape === 'page'
              ? (body as { results: unknown[] }).results
              : shape === 'array'
                ? (body as unknown[])
                : [body];
          for (const item of items) {
            response?.parse(item);
            models.push(...r.read.parse(item, parent as never, call));
          }
        }
        expect(models.map((model) => comparable(r, model))).toContainEqual(comparable(r, example));
      }
    },
  );
});

describe('agreement', () => {
  const writable = resources.filter((r) => r.write !== undefined);
  it('sees the kinds that can be written', () => expect(writable.length).toBeGreaterThanOrEqual(25));
  let named = 0;
  it.each(writable.map((r) => [r.kind, r] as const))(
    '%s: a change sent to the emulator reads back as predicted',
    async (_, r) => {
      let seen = 0;
      for (const change of changesOf(r)) {
        // A change that takes a person between two calls is left to them.
        if (callsOf(change, r).length === 0) continue;
        const world = worldFor(r, change);
        const lines: string[] = [];
        const keptUnder: string[] = [];
        const applied = await applyPlan('law', [stepOf(change)], resources, {
          send: world.send,
          now: world.now,
          sleep: async (milliseconds) => world.pass(Math.ceil(milliseconds / 1000)),
          append: async (line) => void lines.push(line),
          readLines: async () => [],
          secretFor: async () => new Secret('Stand-in-9f2c-7b1e-secret'),
          takeSecret: async ({ address }) => void keptUnder.push(address),
        });
        // A secret is kept under the id that Atlas gave; a certificate's answer has none.
        if (r.write?.answered !== undefined && change.type === 'create') {
          const { made } = JSON.parse(lines.find((line) => line.includes('"done"')) ?? '{}') as { made?: unknown };
          expect(keptUnder).toEqual([r.address(made)]);
          named += 1;
        }
        expect(applied.applied, `${change.type} ${change.address}`).toEqual(['s']);
        seen += 1;
      }
      expect(seen).toBeGreaterThan(0);
    },
  );
  it('saw secrets under the ids of what they open', () => expect(named).toBeGreaterThanOrEqual(10));
});
