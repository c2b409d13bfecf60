/**
 * Law: Terraform itself takes what we write for it, and understands what we mean. It runs with a provider of our own that
 * has the schema of mongodb/mongodbatlas (test/terraform), so that nothing is downloaded and Atlas is not asked.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type HclObject, type HclValue, printHcl } from '../../src/core/hcl.ts';
import type { TerraformDialect } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { describeUnless, sharedJson, sharedPath } from '../shared.ts';
import { artifactModules } from '../terraform/artifact-modules.ts';
import { edgesOf, printEdges } from '../terraform/edges.ts';
import { misunderstandings, type ResourceValues, valuesOf } from '../terraform/meant.ts';
import { mutantsOf } from '../terraform/mutants.ts';
import { type RenderedBlock, type RenderedPlan, renderedSteps, renderPlans } from '../terraform/rendered-plans.ts';
import {
  type Diagnostic,
  findTerraform,
  type Outcome,
  type PlannedChange,
  type Run,
  runTerraform,
} from '../terraform/run-terraform.ts';
import { attributesOf } from '../terraform/wire-schema.ts';
import type { ProviderSchema } from './provider-schema.ts';

const SCHEMA = 'data/tf-schema.json';
const LIMIT_MS = 120_000;

/** Edges that a model admits and Atlas does not, by kind and field: they cannot be in a snapshot. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {
  'log-integration prefixPath': 'S3, Google Cloud Storage and Azure have one (createGroupLogIntegration)',
  'log-integration roleId': 'S3, Google Cloud Storage and Azure have one (createGroupLogIntegration)',
  'project-user roles': 'At least one (addGroupUsers)',
  'organization-user orgRoles': 'At least one (createOrgUser)',
  'organization-user projectRoles.roles': 'At least one (addGroupUsers)',
  'log-integration headerNames': 'At least one (createGroupLogIntegration)',
  'alert-configuration notifications': 'At least one (createGroupAlertConfig)',
};

/** What users write, and our plans too (`providers.tf`). */
const PROVIDERS = printHcl([
  {
    type: 'terraform',
    labels: [],
    body: {
      attributes: {},
      blocks: [
        { type: 'required_providers', body: { attributes: { mongodbatlas: { source: 'mongodb/mongodbatlas' } } } },
      ],
    },
  },
]);

const found = findTerraform();
const missing = [
  ...('missing' in found ? [`${found.missing}.`] : []),
  ...(sharedPath(SCHEMA) === undefined ? [`../shared/${SCHEMA} is not there.`] : []),
];

describeUnless('what we write for Terraform, held to Terraform itself', missing, () => {
  const schema = sharedJson(SCHEMA) as ProviderSchema;
  const terraform = 'path' in found ? found.path : '';
  const { written, remarked } = renderedSteps();
  const ask = (run: Omit<Run, 'schema'>) => runTerraform(terraform, { ...run, schema });

  describe('the changes of every kind', () => {
    const plans = renderPlans(written, schema);
    const blocks = plans.flatMap((plan) => plan.blocks);
    const kinds = [...new Set(blocks.map(({ owner }) => owner.resource.kind))].sort();
    const problems = new Map<string, string[]>();
    const outcomes: Outcome[] = [];
    const report = (kind: string, problem: string) => problems.set(kind, [...(problems.get(kind) ?? []), problem]);

    beforeAll(async () => {
      for (const plan of plans) {
        const outcome = await ask({
          files: plan.files,
          variables: Object.fromEntries(plan.variables.map((name) => [name, 'not-a-secret'])),
          existing: (type, id) => existing(plan, type, id),
        });
        outcomes.push(outcome);
        for (const diagnostic of outcome.diagnostics) {
          const block = plan.blocks.find(({ address }) => address === addressOf(diagnostic, plan.files));
          report(block?.owner.resource.kind ?? '', `${block?.owner.step.change.address}: ${textOf(diagnostic)}`);
        }
        for (const block of plan.blocks)
          for (const problem of planProblems(block, outcome.changes ?? [], schema))
            report(block.owner.resource.kind, `${block.owner.step.change.address}: ${problem}`);
      }
    }, LIMIT_MS);

    it.each(kinds)('%s', (kind) => expect(problems.get(kind) ?? []).toEqual([]));

    it('nothing is wrong with the files around them', () => {
      expect(problems.get('') ?? []).toEqual([]);
      expect(outcomes.flatMap(({ unformatted }) => unformatted)).toEqual([]);
      for (const [position, { changes = [] }] of outcomes.entries()) {
        const planned = changes
          .map(({ address }) => address)
          .filter((address) => !address.startsWith('terraform_data.'));
        expect(planned.sort()).toEqual(plans[position]?.blocks.map(({ address }) => address).sort());
      }
    });

    it('a plan that would remove, refuse or change something else is seen', { timeout: LIMIT_MS }, async () => {
      const plan = plans.find((one) => one.blocks.filter(({ importId }) => importId !== undefined).length >= 20);
      if (plan === undefined) throw new TypeError('no plan imports enough');
      for (const isFixed of [true, false]) {
        const spoilt = plan.blocks.flatMap((block) => spoil(plan, block, isFixed, schema));
        expect(spoilt.length).toBeGreaterThanOrEqual(10);
        const { diagnostics, changes = [] } = await ask({
          files: plan.files,
          variables: Object.fromEntries(plan.variables.map((name) => [name, 'not-a-secret'])),
          existing: (type, id) =>
            spoilt.find(({ block }) => block.type === type && block.importId === id)?.state ?? existing(plan, type, id),
        });
        const refused = diagnostics.map((one) => addressOf(one, plan.files));
        const unseen = spoilt.filter(
          ({ block }) => !refused.includes(block.address) && planProblems(block, changes, schema).length === 0,
        );
        expect(unseen.map(({ block }) => block.address)).toEqual([]);
      }
    });

    it('sees every kind that Terraform can say, whole, imported and in part', () => {
      const dialects = resources.filter(({ terraform: dialect }) => dialect !== undefined && !('none' in dialect));
      const silent = dialects.map(({ kind }) => kind).filter((kind) => !kinds.includes(kind));
      expect(silent).toEqual([]);
      expect(blocks.filter(({ isWhole }) => isWhole).length).toBeGreaterThanOrEqual(140);
      expect(blocks.filter(({ importId }) => importId !== undefined).length).toBeGreaterThanOrEqual(60);
      expect(blocks.filter(({ isWhole }) => !isWhole).length).toBeGreaterThanOrEqual(20);
      // Beside them: removals, and changes that a dialect cannot say.
      expect(remarked.length).toBeGreaterThan(0);
    });
  });

  it('the edges of every kind: a list emptied, a value taken away', { timeout: LIMIT_MS }, async () => {
    const seen = new Set<string>();
    const all = resources.flatMap((resource) => edgesOf(resource, seen));
    const edges = all.filter(({ kind, field }) => IMPOSSIBLE[`${kind} ${field}`] === undefined);
    expect(
      Object.keys(IMPOSSIBLE).filter((name) => !all.some(({ kind, field }) => name === `${kind} ${field}`)),
    ).toEqual([]);
    const { text, owners } = printEdges(edges);
    const files = new Map([
      ['main.tf', text],
      ['providers.tf', PROVIDERS],
    ]);
    const { diagnostics } = await ask({ files });
    const refused = diagnostics.map((one) => `${owners.get(addressOf(one, files) ?? '')?.what}: ${textOf(one)}`);
    expect([...new Set(refused)].sort()).toEqual([]);
    expect(edges.length).toBeGreaterThanOrEqual(120);
  });

  it('the files of every artifact', { timeout: LIMIT_MS }, async () => {
    const { files, examples, resourceCount } = await artifactModules(PROVIDERS);
    const { diagnostics } = await ask({ files });
    const refused = diagnostics.map(
      (one) => `${examples.get(one.range?.filename.split('/')[0] ?? '')}: ${textOf(one)}`,
    );
    expect(refused).toEqual([]);
    expect(resourceCount).toBeGreaterThanOrEqual(10);
  });

  it('values of every form', { timeout: LIMIT_MS }, async () => {
    const values = fc.sample(hclValue, { numRuns: 300, seed: 20260801 });
    const block = {
      type: 'resource',
      labels: ['terraform_data', 'values'],
      body: { attributes: { input: Object.fromEntries(values.map((value, position) => [`v${position}`, value])) } },
    };
    const files = new Map([['main.tf', printHcl([block])]]);
    const { diagnostics, unformatted, changes } = await ask({ files, variables: {} });
    expect(diagnostics).toEqual([]);
    expect(unformatted).toEqual([]);
    const input = changes?.[0]?.change.after?.input as Readonly<Record<string, unknown>>;
    // Terraform keeps text in the form NFC.
    for (const [position, value] of values.entries())
      expect(JSON.stringify(input[`v${position}`])).toBe(JSON.stringify(sorted(value)).normalize('NFC'));
  });

  it('what is broken is refused', { timeout: LIMIT_MS }, async () => {
    const whole = renderPlans(written, schema).flatMap((plan) => plan.blocks.filter(({ isWhole }) => isWhole));
    const mutants = mutantsOf(whole, schema);
    // A file each: for every diagnostic Terraform reads the whole of the file that it is in.
    const files = new Map([
      ['providers.tf', PROVIDERS],
      ...mutants.map(({ address, block }) => [`${address}.tf`, printHcl([block])] as const),
    ]);
    const { diagnostics } = await ask({ files });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const refused = new Set(errors.map((one) => addressOf(one, files)));
    expect(mutants.filter(({ address }) => !refused.has(address)).map(({ what }) => what)).toEqual([]);
    expect(mutants.length).toBeGreaterThanOrEqual(400);
  });
});

/** The state that an import finds: what stood before the change, with what the block leaves out as it is. */
function existing({ blocks }: RenderedPlan, type: string, id: string): ResourceValues | undefined {
  const block = blocks.find((one) => one.type === type && one.importId === id);
  if (block === undefined) return undefined;
  const { resource, step } = block.owner;
  if (step.change.type !== 'update') return undefined;
  const dialect = resource.terraform as TerraformDialect<unknown>;
  const omitted = dialect.omitted?.(step.change.before) ?? [];
  const live = Object.fromEntries(omitted.map((one) => [one.attribute, one.live]));
  const known = { id, ...live, ...valuesOf(dialect.toHcl(step.change.before)) };
  // What is taken at creation only Atlas does not tell afterwards.
  return Object.fromEntries(Object.entries(known).filter(([name]) => dialect.createOnly?.includes(name) !== true));
}

/** A state in which an attribute is not as it was: one that must never change, or one that nobody wants to change. */
function spoil(plan: RenderedPlan, block: RenderedBlock, isFixed: boolean, { resources: types }: ProviderSchema) {
  const { type, importId, body } = block;
  const state = importId === undefined ? undefined : existing(plan, type, importId);
  if (state === undefined) return [];
  const attributes = types[type]?.attributes ?? {};
  const name = Object.keys(body.attributes).find((one) => {
    const { forceNew = false, createOnly = false } = attributes[one] ?? {};
    const isText = typeof state[one] === 'string' && state[one] === body.attributes[one];
    return isText && isFixed === (forceNew || createOnly);
  });
  return name === undefined ? [] : [{ block, state: { ...state, [name]: 'spoilt' } }];
}

/** What Terraform plans for a block that is not what was meant: the action, a value, or a change that nobody asked for. */
function planProblems(
  { address, type, body, importId, owner }: RenderedBlock,
  changes: readonly PlannedChange[],
  { resources: types }: ProviderSchema,
): readonly string[] {
  const planned = changes.find((one) => one.address === address);
  const resource = types[type];
  // Terraform has said why.
  if (planned === undefined || resource === undefined) return [];
  const { actions, before, after, importing } = planned.change;
  const problems = misunderstandings(valuesOf(body), after ?? {}, attributesOf(resource));
  const expected = importId === undefined ? 'create' : 'update';
  if (actions.join() !== expected) return [...problems, `Terraform would ${actions.join(', then ')}, not ${expected}`];
  if (importing?.id !== importId) return [...problems, `it is imported as ${importing?.id}, not ${importId}`];
  if (importId === undefined || owner.step.change.type !== 'update') return problems;
  const dialect = owner.resource.terraform as TerraformDialect<unknown>;
  const wanted = differing(
    valuesOf(dialect.toHcl(owner.step.change.before)),
    valuesOf(dialect.toHcl(owner.step.change.after)),
  );
  const done = differing(before ?? {}, after ?? {});
  return done.join() === wanted.join()
    ? problems
    : [...problems, `it changes ${done.join(', ')}, not ${wanted.join(', ')}`];
}

function differing(before: ResourceValues, after: ResourceValues): readonly string[] {
  const text = (value: unknown) => JSON.stringify(sorted(value ?? null));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => text(before[name]) !== text(after[name]))
    .sort();
}

/** A value with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}

function textOf({ severity, summary, detail, range }: Diagnostic): string {
  return `${severity}: ${summary}: ${detail} (${range?.filename} line ${range?.start.line})`;
}

/** The resource that Terraform speaks of: it says so, or the block that the line stands in does. */
function addressOf({ address, range }: Diagnostic, files: ReadonlyMap<string, string>): string | undefined {
  if (address !== undefined) return address;
  const lines = (files.get(range?.filename ?? '') ?? '').split('\n').slice(0, range?.start.line);
  const heads = lines.flatMap((line) => {
    const [, type, name] = /^resource "(\w+)" "(\w+)"|^ {2}to += (\S+)$/.exec(line) ?? [];
    return type === undefined ? [] : [`${type}.${name}`];
  });
  return heads.at(-1);
}

const hclValue: fc.Arbitrary<HclValue> = fc.letrec<{ value: HclValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string({
      unit: fc.oneof(
        fc.constantFrom('$', '{', '%', '"', '\\', '\n', '\t', '}', '\u007f'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 3 }) as fc.Arbitrary<HclObject>,
  ),
})).value;
