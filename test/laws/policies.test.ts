/** Law: every guardrail is one valid forbid that refuses and lets pass what it says; the schema and the lint hold on all known examples. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import type { ModelOf } from '../../src/core/resource.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { openCedar } from '../../src/io/cedar/open-cedar.ts';
import { schemaFor } from '../../src/policies/cedar-schema.ts';
import { fullRequest } from '../../src/policies/guardrail.ts';
import { guardrails } from '../../src/policies/guardrails.generated.ts';
import { lintPolicy } from '../../src/policies/lint.ts';
import { simulate } from '../../src/policies/simulate.ts';
import { synthesize } from '../../src/policies/synthesize.ts';
import projectIpAccessList from '../../src/resources/project-ip-access-list/index.ts';
import { chanceFrom } from '../chance.ts';
import { describeShared, sharedJson, sharedPath } from '../shared.ts';
import { snapshotOf } from './snapshot-of.ts';

const cedar = openCedar();

describe('guardrails', () => {
  it('are all there', () => expect(guardrails.length).toBeGreaterThanOrEqual(9));

  it.each(guardrails.map((guardrail) => [guardrail.id, guardrail] as const))('%s', (_, guardrail) => {
    let decided = 0;
    for (const { input, refused, passed } of guardrail.examples) {
      const { exempt = [], ...profile } = input;
      const full = { profile: { ...ASSUMED_PROFILE, ...profile }, exempt };
      expect(guardrail.asked(full), 'it is asked for by its own example').toMatch(/\.$/);
      const text = guardrail.text(full);
      expect(cedar.validate(text, schemaFor(text))).toEqual([]);
      expect(lintPolicy(cedar, text)).toEqual([]);
      const decide = cedar.prepare([{ id: guardrail.id, text }]);
      expect(refused.length).toBeGreaterThan(0);
      expect(passed.length).toBeGreaterThan(0);
      for (const short of refused)
        expect(decide(fullRequest(short)).refusedBy, JSON.stringify(short)).toEqual([guardrail.id]);
      for (const short of passed)
        expect(decide(fullRequest(short)), JSON.stringify(short)).toEqual({ refusedBy: [], failed: [] });
      decided += refused.length + passed.length;
    }
    expect(decided).toBeGreaterThan(1);
  });

  it('are written from the profile alone where nothing asks for more', () => {
    expect(synthesize(ASSUMED_PROFILE, []).map(({ guardrail }) => guardrail.id)).toContain('no-open-ip-access-list');
    const strict = {
      ...ASSUMED_PROFILE,
      compliance: ['hipaa'],
      cloudProviders: ['AWS'],
      dataResidency: ['EU_WEST_1'],
    } as const;
    const ids = synthesize(strict, []).map(({ guardrail }) => guardrail.id);
    expect(ids).toEqual(expect.arrayContaining(['allowed-regions', 'customer-managed-keys', 'database-auditing']));
  });
});

const forbid = (action: string, condition: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"${action}", resource) ${condition};`;
const LINT: readonly (readonly [string, string])[] = [
  ['parse', 'forbid (principal, action, resource) when { context. };'],
  ['parse', forbid('cluster.modify', 'when { context.cluster.minShardCount < 2 }').replaceAll('"', '\\"')],
  [
    'one-per-body',
    'forbid (principal, action, resource) when { true }; forbid (principal, action, resource) when { false };',
  ],
  ['permit', 'permit (principal, action, resource);'],
  ['principal', 'forbid (principal == ResourcePolicy::User::"x", action, resource) when { true };'],
  ['schema', forbid('cluster.modify', 'when { context.cluster.diskSizeGB > 100 }')],
  [
    'schema',
    forbid('cluster.modify', 'when { context.cluster.cloudProviders.contains(ResourcePolicy::CloudProvider::"ibm") }'),
  ],
  [
    'preview',
    'forbid (principal, action == cloud::Action::"project.edit", resource) when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) };',
  ],
  ['always', forbid('project.rerank.modify', '')],
  [
    'exemption',
    forbid(
      'cluster.modify',
      'unless { resource in ResourcePolicy::Project::"a" && context.cluster.maxShardCount > 4 }',
    ),
  ],
  ['state', forbid('project.ipAccessList.modify', 'when { context.project.ipAccessList == [ip("203.0.113.7/32")] }')],
  [
    'shards',
    forbid('cluster.modify', 'when { context.cluster.minShardCount > 2 && !context.cluster.isConvertingToSharded }'),
  ],
  ['converting', forbid('cluster.modify', 'when { context.cluster.minShardCount < 2 }')],
  [
    'deletion',
    forbid('cluster.modify', 'unless { context.cluster.cloudProviders == [ResourcePolicy::CloudProvider::"aws"] }'),
  ],
  [
    'evadable-list',
    forbid('project.ipAccessList.modify', 'when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) }'),
  ],
  [
    'tls-1-3',
    forbid('cluster.modify', 'unless { context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_2" }'),
  ],
];

describe('the lint', () => {
  it.each(LINT)('finds %s', (rule, text) => {
    const rules = lintPolicy(cedar, text).map((finding) => finding.rule);
    expect(rules, JSON.stringify(lintPolicy(cedar, text))).toContain(rule);
  });

  it('knows where the text breaks', () => {
    const [finding] = lintPolicy(cedar, 'forbid (principal, action, resource)\nwhen { context.cluster.x == };');
    expect(finding?.offset).toBeGreaterThan(36);
  });
});

describe('the simulation', () => {
  const clusters = startup.models
    .filter(({ kind }) => kind === 'cluster')
    .map(({ model }) => model as ModelOf<'cluster'>);

  it('freezes what breaks a policy, as looking at the regions by hand finds', () => {
    const chance = chanceFrom(24_601);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
    const names = ['EU_WEST_1', 'EU_CENTRAL_1', 'US_EAST_1', 'AP_SOUTH_1'];
    let frozen = 0;
    for (let world = 0; world < 100; world += 1) {
      const allowed = names.filter(() => chance() < 0.5);
      if (allowed.length === 0) continue;
      const moved = clusters.map((cluster) => ({
        ...cluster,
        replicationSpecs: cluster.replicationSpecs.map((shard) => ({
          ...shard,
          regions: shard.regions.map((region) => ({ ...region, provider: 'AWS' as const, regionName: pick(names) })),
        })),
      }));
      const snapshot = snapshotOf([
        ...startup.models.filter(({ kind }) => kind !== 'cluster'),
        ...moved.map((model) => ({ kind: 'cluster', model })),
      ]);
      const profile = { ...ASSUMED_PROFILE, cloudProviders: ['AWS'] as const, dataResidency: allowed };
      const [written] = synthesize(profile, []).filter(({ guardrail }) => guardrail.id === 'allowed-regions');
      const result = simulate(cedar, [{ id: 'regions', text: written?.text ?? '' }], snapshot);
      const expected = moved
        .filter(({ replicationSpecs }) =>
          replicationSpecs.some(({ regions }) => regions.some(({ regionName }) => !allowed.includes(regionName))),
        )
        .map(({ name }) => `cluster ${name}`);
      expect(result.frozen.map(({ what }) => what).sort()).toEqual(expected.sort());
      frozen += expected.length;
    }
    expect(frozen).toBeGreaterThan(20);
  });

  it('refuses a step that opens a list, takes one that closes it, and does not guess', () => {
    const snapshot = snapshotOf(startup.models);
    const [project] = startup.models
      .filter(({ kind }) => kind === 'project')
      .map(({ model }) => model as ModelOf<'project'>);
    const written = synthesize(ASSUMED_PROFILE, []).filter(
      ({ guardrail }) => guardrail.id === 'no-open-ip-access-list',
    );
    const policies = written.map(({ guardrail, text }) => ({ id: guardrail.id, text }));
    const lists = startup.models
      .filter(({ kind }) => kind === 'project-ip-access-list')
      .map(({ model }) => model as ModelOf<'project-ip-access-list'>)
      .filter(({ projectId }) => projectId === project?.id);
    const close = lists
      .filter(({ entry }) => entry.endsWith('/0'))
      .map((entry, n) => ({ id: `close-${n}`, what: 'close', change: projectIpAccessList.delete(entry) }));
    const entry = { projectId: project?.id ?? '', type: 'cidr' as const, comment: '', deleteAfterDate: null };
    const open = { id: 'open', what: 'open', change: projectIpAccessList.create({ ...entry, entry: '::/0' }) };
    const { frozen, refused } = simulate(cedar, policies, snapshot, [...close, open]);
    expect(frozen.map(({ what }) => what)).toContain(`IP access list of project ${project?.name}`);
    expect(refused.map(({ step }) => step)).toEqual(['open']);
    const tls = synthesize(ASSUMED_PROFILE, []).filter(({ guardrail }) => guardrail.id === 'tls-1-2-or-later');
    const blind = snapshotOf(startup.models.filter(({ kind }) => kind !== 'cluster-process-arguments'));
    const result = simulate(
      cedar,
      tls.map(({ guardrail, text }) => ({ id: guardrail.id, text })),
      blind,
    );
    expect(result.frozen).toEqual([]);
    expect(result.undecided.map(({ unknown }) => unknown)).toContain('minTLSVersion was not read');
  });
});

describeShared(
  "our schema against everybody's examples",
  ['data/cedar/examples.json', 'data/cedar/arp.cedarschema'],
  () => {
    interface Example {
      readonly id: string;
      readonly body: string;
      readonly schema: 'arp' | 'legacy';
      /** `invalid-arp`: Cedar takes it, Atlas does not. */
      readonly expect: 'valid' | 'invalid' | 'invalid-arp';
    }
    const examples = sharedJson('data/cedar/examples.json') as readonly Example[];
    const read = (name: string) => readFileSync(sharedPath(name) ?? '', 'utf8');
    const theirs = { arp: read('data/cedar/arp.cedarschema'), legacy: read('data/cedar/arp-legacy.cedarschema') };

    it('judges them all as they are known to be, and as the reconstructed schema does', () => {
      expect(examples.length).toBeGreaterThan(60);
      for (const { id, body, schema, expect: known } of examples) {
        const errors = lintPolicy(cedar, body).filter(({ level }) => level === 'error');
        expect(errors.length === 0 ? 'valid' : 'invalid', `${id}: ${JSON.stringify(errors)}`).toBe(
          known === 'valid' ? 'valid' : 'invalid',
        );
        if ('problems' in cedar.split(body)) continue;
        const ours = cedar.validate(body, schemaFor(body)).length === 0;
        expect(ours, id).toBe(cedar.validate(body, theirs[schema]).length === 0);
      }
    });
  },
);
