/** What each sample promises: read over the API and judged, not looked up in its own data. */
import { beforeAll, describe, expect, it } from 'vitest';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { isOpenFinding, LAYERS } from '../../src/core/control.ts';
import type { ModelOf } from '../../src/core/resource.ts';
import { generateProjects } from '../../src/emulator/samples/generate-projects.ts';
import { samples } from '../../src/emulator/samples/index.generated.ts';
import type { Sample } from '../../src/emulator/samples/sample.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { collect } from '../../src/workflows/collect.ts';
import { judge } from '../../src/workflows/judge.ts';
import { readOnly } from '../../src/workflows/ports.ts';
import { worldOf } from '../laws/world.ts';

type Read = Awaited<ReturnType<typeof readSample>>;

async function readSample(name: string) {
  const sample = (await samples[name]?.()) as Sample;
  const world = worldOf(sample.models, sample.orgId);
  const snapshot = await collect({
    api: readOnly(world),
    orgId: sample.orgId,
    resources,
    baseUrl: 'emulator:',
    now: world.now(),
  });
  return { sample, snapshot, judged: judge(snapshot, controls, sample.profile, resources) };
}

const read = new Map<string, Read>();
beforeAll(async () => {
  for (const name of Object.keys(samples)) read.set(name, await readSample(name));
}, 120_000);

const of = (name: string) => read.get(name) as Read;

it('are the three that are documented', () => {
  expect(Object.keys(samples)).toEqual(['enterprise', 'hardened', 'startup']);
});

describe.each(['enterprise', 'hardened', 'startup'])('%s', (name) => {
  it('can be read completely, and reads back as it was written', () => {
    const { sample, snapshot } = of(name);
    expect(snapshot.reads.filter(({ notRead }) => notRead !== undefined)).toEqual([]);
    const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
    const found = new Set(snapshot.resources.map(({ address }) => address as string));
    const wanted = sample.models.map(({ kind, model }) => byKind.get(kind)?.address(model) as string);
    expect(wanted.filter((address) => !found.has(address))).toEqual([]);
    expect(new Set(wanted).size).toBe(wanted.length);
    for (const { kind, model } of sample.models) {
      const outcome = byKind.get(kind)?.model.safeParse(model);
      expect(outcome?.success, `${kind}: ${outcome?.error?.message}`).toBe(true);
    }
  });
});

it('hardened: no control finds anything', () => {
  const { judged } = of('hardened');
  const open = judged.findings.filter(isOpenFinding);
  expect(open.map(({ control, because }) => `${control}: ${because}`)).toEqual([]);
  const unknown = judged.findings.filter(({ verdict }) => verdict === 'unknown');
  expect(unknown.map(({ control, because }) => `${control}: ${because}`)).toEqual([]);
  expect(judged.findings.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(60);
});

it('hardened: every control was judged, and none of them was spared', () => {
  const { judged, sample } = of('hardened');
  expect(new Set(judged.findings.map(({ control }) => control)).size).toBe(controls.length);
  expect(sample.profile.waivers).toEqual([]);
  expect(sample.profile.controls).toEqual({});
});

describe('enterprise', () => {
  it('has twelve projects with every kind, tier and cloud', () => {
    const { snapshot } = of('enterprise');
    const kinds = new Set(snapshot.resources.map(({ kind }) => kind));
    expect(resources.map(({ kind }) => kind).filter((kind) => !kinds.has(kind))).toEqual([]);
    const declared = new Set(of('enterprise').sample.models.map(({ kind }) => kind));
    expect(resources.map(({ kind }) => kind).filter((kind) => !declared.has(kind))).toEqual([]);
    const modelsOf = <M>(kind: string) =>
      snapshot.resources.filter((resource) => resource.kind === kind).map(({ model }) => model as M);
    expect(modelsOf('project')).toHaveLength(12);
    const clusters = modelsOf<ModelOf<'cluster'>>('cluster');
    expect(new Set(clusters.map(({ tier }) => tier))).toEqual(new Set(['free', 'dedicated']));
    const clouds = clusters.flatMap(({ replicationSpecs }) =>
      replicationSpecs.flatMap(({ regions }) => regions.map(({ provider }) => provider)),
    );
    expect(new Set(clouds)).toEqual(new Set(['AWS', 'AZURE', 'GCP']));
    expect(modelsOf('flex-cluster').length).toBeGreaterThan(0);
  });

  it('is of mixed quality: in each layer something holds and something is open', () => {
    const { judged } = of('enterprise');
    for (const layer of LAYERS) {
      const findings = judged.findings.filter((finding) => finding.layer === layer);
      expect(findings.some(isOpenFinding), `${layer} has something open`).toBe(true);
      expect(
        findings.some(({ verdict }) => verdict === 'pass'),
        `${layer} has something that holds`,
      ).toBe(true);
    }
  });
});

describe('generated projects', () => {
  it('are as many as asked for, the same each time, and no two share an id', () => {
    const orgId = '5f6a00000000000000000009';
    const models = generateProjects(200, orgId);
    expect(generateProjects(200, orgId)).toEqual(models);
    const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
    const addresses = models.map(({ kind, model }) => byKind.get(kind)?.address(model) as string);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(models.filter(({ kind }) => kind === 'project')).toHaveLength(200);
    expect(generateProjects(3, orgId)).toEqual(models.slice(0, generateProjects(3, orgId).length));
  });

  it('can be read completely', async () => {
    const { sample } = of('startup');
    const world = worldOf([...sample.models, ...generateProjects(20, sample.orgId)], sample.orgId);
    const api = readOnly(world);
    const snapshot = await collect({ api, orgId: sample.orgId, resources, baseUrl: 'emulator:', now: world.now() });
    expect(snapshot.reads.filter(({ notRead }) => notRead !== undefined)).toEqual([]);
    expect(snapshot.resources.filter(({ kind }) => kind === 'project')).toHaveLength(22);
  });
});
