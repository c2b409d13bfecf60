/** What our Terraform dialects write exists in the provider, has the right type, and is neither computed nor deprecated. */
import { expect, it } from 'vitest';
import type { HclBody, HclValue } from '../../src/core/hcl.ts';
import { sameJson } from '../../src/core/json.ts';
import type { AnyResource, TerraformDialect } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { describeShared, sharedJson } from '../shared.ts';
import { changesOf } from './changes.ts';
import {
  defaultOf,
  insteadOfChange,
  isBlock,
  isComputedOnly,
  type ProviderAttribute,
  type ProviderAttributes,
  type ProviderSchema,
} from './provider-schema.ts';

const SCHEMA = 'data/tf-schema.json';

/**
 * Resource types that the provider deprecates without another resource in its place that does the same: none today.
 * Each entry would say why we still write it.
 */
const DEPRECATED_ON_PURPOSE: Readonly<Record<string, string>> = {};

function typeProblem(value: HclValue, schema: ProviderAttribute): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value) && 'ref' in value) return undefined;
  const { type } = schema;
  const fits = (expected: string) => (typeof value === expected ? undefined : `is ${typeof value}, not ${type}`);
  switch (true) {
    case type === 'string':
      return fits('string');
    case type === 'number':
      return fits('number');
    case type === 'bool':
      return fits('boolean');
    case type === 'map' || type === 'object' || type === 'timeouts':
      return typeof value === 'object' && !Array.isArray(value) ? undefined : `is no object, but ${type}`;
    case /^(list|set)/.test(type):
      return Array.isArray(value) ? undefined : `is no list, but ${type}`;
    default:
      return `has a type that the law does not know: ${type}`;
  }
}

/** Every problem of a body, each with its place. `count` is told of each attribute and block that was looked at. */
function problemsOf(
  body: HclBody,
  schema: ProviderAttributes,
  at: string,
  count: () => void,
  isWhole = true,
): readonly string[] {
  const problems: string[] = [];
  const given = new Set<string>();
  for (const [name, value] of Object.entries(body.attributes)) {
    if (value === undefined) continue;
    count();
    given.add(name);
    const place = `${at}.${name}`;
    const attribute = schema[name];
    if (attribute === undefined) problems.push(`${place} does not exist`);
    else problems.push(...attributeProblems(value, attribute, place, count));
  }
  const blocks = new Map<string, number>();
  for (const { type, body: inner } of body.blocks ?? []) {
    count();
    given.add(type);
    blocks.set(type, (blocks.get(type) ?? 0) + 1);
    const place = `${at}.${type}`;
    const attribute = schema[type];
    if (attribute === undefined) problems.push(`${place} does not exist`);
    else if (!isBlock(attribute)) problems.push(`${place} is an attribute, not a block`);
    else if (attribute.deprecated !== undefined) problems.push(`${place} is deprecated`);
    else problems.push(...problemsOf(inner, attribute.attributes ?? {}, place, count));
  }
  for (const [type, number] of blocks) {
    const most = schema[type]?.maxItems;
    if (most !== undefined && number > most) problems.push(`${at}.${type} stands ${number} times, at most ${most} may`);
  }
  for (const [name, { required }] of Object.entries(schema)) {
    if (isWhole && required && !given.has(name)) problems.push(`${at}.${name} is required`);
  }
  return problems;
}

function attributeProblems(
  value: HclValue,
  schema: ProviderAttribute,
  place: string,
  count: () => void,
): readonly string[] {
  if (isBlock(schema)) return [`${place} is a block, not an attribute`];
  if (isComputedOnly(schema)) return [`${place} is computed by the provider`];
  if (schema.deprecated !== undefined) return [`${place} is deprecated`];
  const wrong = typeProblem(value, schema);
  if (wrong !== undefined) return [`${place} ${wrong}`];
  if (schema.attributes === undefined || value === null || typeof value !== 'object' || 'ref' in value) return [];
  const objects = Array.isArray(value) ? (value as readonly HclValue[]) : [value];
  return objects.flatMap((object, index) => {
    if (object === null || typeof object !== 'object' || Array.isArray(object))
      return [`${place}[${index}] is no object`];
    return problemsOf({ attributes: object as HclBody['attributes'] }, schema.attributes ?? {}, `${place}[]`, count);
  });
}

/** Problems of what a dialect says that the provider assumes for attributes that it leaves out. */
function omittedProblems(
  dialect: TerraformDialect<unknown>,
  model: unknown,
  schema: ProviderAttributes,
): readonly string[] {
  const body = dialect.toHcl(model);
  const given = new Set([
    ...Object.entries(body.attributes).flatMap(([name, value]) => (value === undefined ? [] : [name])),
    ...(body.blocks ?? []).map(({ type }) => type),
  ]);
  const omitted = dialect.omitted?.(model) ?? [];
  const declared = new Set(omitted.map(({ attribute }) => attribute));
  const problems = omitted.flatMap(({ attribute, providerDefault, live }) => {
    const at = `${dialect.type}.${attribute}`;
    const entry = schema[attribute];
    if (entry === undefined) return [`${at} does not exist`];
    if (given.has(attribute)) return [`${at} is said to be left out, but written`];
    const known = defaultOf(entry);
    const said = JSON.stringify(providerDefault);
    if (known !== undefined && JSON.stringify(known) !== said)
      return [`${at}: the provider's default is ${JSON.stringify(known)}, not ${said}`];
    if (entry.required) return [`${at} is required and cannot be left out`];
    // Optional and computed: the provider keeps what Atlas has. Otherwise what it assumes must be what is live.
    if (!entry.computed && JSON.stringify(live) !== said)
      return [`${at}: Terraform would set ${said}, Atlas has ${JSON.stringify(live)}`];
    return [];
  });
  if (dialect.mode !== 'whole') return problems;
  const silent = Object.entries(schema)
    .filter(([name, entry]) => entry.default !== undefined && !given.has(name) && !declared.has(name))
    .map(
      ([name, entry]) =>
        `${dialect.type}.${name} is left out, the provider assumes ${JSON.stringify(defaultOf(entry))}, and omitted() does not say so`,
    );
  return [...problems, ...silent];
}

/** Every model that a kind shows: its examples, and both sides of its updates. */
function modelsOf(resource: AnyResource): readonly unknown[] {
  return [...resource.examples, ...(resource.exampleUpdates ?? []).flatMap(({ before, after }) => [before, after])];
}

describeShared("Terraform dialects against the provider's schema", [SCHEMA], () => {
  const provider = sharedJson(SCHEMA) as ProviderSchema;
  const dialects = resources.flatMap((resource) =>
    resource.terraform === undefined || 'none' in resource.terraform
      ? []
      : [{ resource, dialect: resource.terraform as TerraformDialect<unknown> }],
  );

  it('sees every dialect', () => expect(dialects.length).toBeGreaterThanOrEqual(20));

  it.each(dialects.map((one) => [one.resource.kind, one] as const))('%s: writes what the provider knows', (_, one) => {
    const { resource, dialect } = one;
    const known = provider.resources[dialect.type];
    expect(known, `${dialect.type} does not exist`).toBeDefined();
    if (known === undefined) return;
    if (!(dialect.type in DEPRECATED_ON_PURPOSE))
      expect(known.deprecated, `${dialect.type} is deprecated`).toBeUndefined();
    let seen = 0;
    const count = () => {
      seen += 1;
    };
    const problems = modelsOf(resource)
      .filter((model) => dialect.cannot?.(resource.create(model)) === undefined)
      .flatMap((model) => [
        // In `difference` mode the rest stands in the user's own block.
        ...problemsOf(dialect.toHcl(model), known.attributes, dialect.type, count, dialect.mode === 'whole'),
        ...omittedProblems(dialect, model, known.attributes),
      ]);
    expect(seen).toBeGreaterThan(0);
    expect([...new Set(problems)]).toEqual([]);
  });

  it('no change is written that the provider refuses, or makes a replacement of', () => {
    let seen = 0;
    const problems = dialects.flatMap(({ resource, dialect }) => {
      const { attributes = {} } = provider.resources[dialect.type] ?? {};
      return changesOf(resource).flatMap((change) => {
        if (change.type !== 'update' || dialect.cannot?.(change) !== undefined) return [];
        const [before, after] = [dialect.toHcl(change.before), dialect.toHcl(change.after)];
        const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
        return [...names].flatMap((name) => {
          if (sameJson(before.attributes[name], after.attributes[name])) return [];
          seen += 1;
          const instead = attributes[name] && insteadOfChange(attributes[name]);
          return instead === undefined ? [] : [`${resource.kind}: a change of ${dialect.type}.${name} ${instead}`];
        });
      });
    });
    expect(seen).toBeGreaterThan(30);
    expect([...new Set(problems)]).toEqual([]);
  });

  it('what is taken at creation only is left out of what is imported where the provider asks for that', () => {
    const problems = dialects.flatMap(({ resource, dialect }) => {
      const { attributes = {} } = provider.resources[dialect.type] ?? {};
      const asked = Object.entries(attributes)
        .filter(([, { planModifiers = [] }]) =>
          planModifiers.some((name) => name.includes('RequestOnlyRequiredOnCreate')),
        )
        .map(([name]) => name);
      const said = dialect.createOnly ?? [];
      return sameJson(asked, said) ? [] : [`${resource.kind}: ${asked.join(', ')} and not ${said.join(', ')}`];
    });
    expect(problems).toEqual([]);
  });

  it('resources that say a part of a model exist, whole and not deprecated', () => {
    let seen = 0;
    const problems = dialects.flatMap(({ resource, dialect }) =>
      modelsOf(resource).flatMap((model) =>
        [true, false].flatMap((isNew) =>
          (dialect.parts?.(model, { isNew, blockName: dialect.name(model) }) ?? []).flatMap(({ type, body }) => {
            const known = provider.resources[type];
            if (known === undefined) return [`${type} does not exist`];
            if (known.deprecated !== undefined) return [`${type} is deprecated`];
            return problemsOf(body, known.attributes, type, () => {
              seen += 1;
            });
          }),
        ),
      ),
    );
    expect(seen).toBeGreaterThan(20);
    expect([...new Set(problems)]).toEqual([]);
  });
});
