import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sha256 } from '../../src/apps/platform.ts';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { planFile } from '../../src/core/plan-file.ts';
import { profileFile } from '../../src/core/profile.ts';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { samples } from '../../src/emulator/samples/index.generated.ts';
import { analyzers } from '../../src/hazards/analyzers.generated.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { collect } from '../../src/workflows/collect.ts';
import { makePlan } from '../../src/workflows/make-plan.ts';
import { readOnly } from '../../src/workflows/ports.ts';
import { worldOf } from './world.ts';

type JsonSchema = { readonly [key: string]: unknown };

function read(name: string): JsonSchema {
  return JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8')) as JsonSchema;
}

function schema(name: string): z.ZodType {
  return z.fromJSONSchema(read(name) as Parameters<typeof z.fromJSONSchema>[0]);
}

/** What came out of a program is read back from text, as a reader of the file does. */
function throughText<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Every property of an object schema, with its path. */
function properties(node: JsonSchema, path = ''): readonly (readonly [path: string, node: JsonSchema])[] {
  const own = Object.entries((node.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, child]) => [
    [`${path}/${name}`, child] as const,
    ...properties(child, `${path}/${name}`),
  ]);
  const items = [node.items, node.additionalProperties].filter((one) => typeof one === 'object' && one !== null);
  return [...own, ...items.flatMap((child) => properties(child as JsonSchema, `${path}/*`))];
}

describe('the schema of fivefold.yaml', () => {
  it('describes every field, nested ones too', () => {
    const found = properties(read('fivefold')).filter(([path]) => !path.startsWith('/controls/'));
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(([, node]) => typeof node.description !== 'string').map(([path]) => path)).toEqual([]);
  });

  it('takes what the program takes, and refuses a key that it does not know', () => {
    const published = schema('fivefold');
    const texts: readonly (readonly [value: unknown, fits: boolean])[] = [
      [{}, true],
      [{ environment: 'staging', projects: { shop: { environment: 'production' } } }, true],
      [{ knownClients: [{ name: 'api', addresses: ['203.0.113.1'], via: 'public' }] }, true],
      [{ waivers: [{ control: 'a/b', reason: 'r', owner: 'o', expires: '2027-01-31' }] }, true],
      [{ controls: { 'network/no-broad-ip-access-list-entry': { broadestIpv4Prefix: 24 } } }, true],
      [{ enviroment: 'staging' }, false],
      [{ environment: 'test' }, false],
      [{ knownClients: [{ addresses: [] }] }, false],
      [{ waivers: [{ control: 'a/b' }] }, false],
      [{ knownNetworks: [{ name: 'x', cidrs: [] }] }, false],
      [{ formatVersion: 2 }, false],
    ];
    for (const [value, fits] of texts) {
      expect(profileFile.safeParse(value).success, JSON.stringify(value)).toBe(fits);
      expect(published.safeParse(value).success, JSON.stringify(value)).toBe(fits);
    }
  });
});

describe('the schemas of snapshots and plans', () => {
  it('hold for every sample, and for its plan', async () => {
    const snapshotSchema = schema('snapshot');
    const planSchema = schema('plan');
    const seen = { samples: 0, resources: 0, steps: 0 };
    for (const [name, load] of Object.entries(samples)) {
      const sample = await load();
      const world = worldOf(sample.models, sample.orgId);
      const snapshot: Snapshot = await collect({
        api: readOnly(world),
        orgId: sample.orgId,
        kinds: resources.map(({ kind }) => kind),
        resources,
        baseUrl: 'emulator:',
        now: world.now(),
      });
      const plan = makePlan({ controls, snapshot, profile: sample.profile, resources, analyzers, sha256 });
      expect(snapshotSchema.safeParse(throughText(snapshot)).error?.issues, name).toBeUndefined();
      expect(planFile.safeParse(throughText(plan)).error?.issues, name).toBeUndefined();
      expect(planSchema.safeParse(throughText(plan)).error?.issues, name).toBeUndefined();
      expect(planSchema.safeParse({ ...throughText(plan), steps: [{ id: 'x' }] }).success).toBe(false);
      seen.samples += 1;
      seen.resources += snapshot.resources.length;
      seen.steps += plan.steps.length;
    }
    expect(seen.samples).toBe(Object.keys(samples).length);
    expect(seen.resources).toBeGreaterThan(10);
    expect(seen.steps).toBeGreaterThan(3);
  });

  it('hold for every example of every kind, and for no kind that does not exist', () => {
    const published = schema('snapshot');
    const file = (items: readonly unknown[]) => ({
      formatVersion: 1,
      takenAt: '2026-11-24T12:00:00Z',
      source: { type: 'generated', organization: { id: 'o', name: 'n' } },
      resources: items,
      reads: [],
    });
    let examples = 0;
    for (const resource of resources) {
      for (const model of resource.examples) {
        const item = { kind: resource.kind, address: resource.address(model), parent: resource.parent(model), model };
        expect(published.safeParse(throughText(file([item]))).error?.issues, resource.kind).toBeUndefined();
        expect(published.safeParse(throughText(file([{ ...item, kind: 'no-such-kind' }]))).success).toBe(false);
        examples += 1;
      }
    }
    expect(examples).toBeGreaterThanOrEqual(resources.length);
  });
});
