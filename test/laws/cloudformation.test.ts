/** What our CloudFormation dialects write exists in the registry's schemas, is read back the same, and holds no secret. */
import { afterAll, describe, expect, it } from 'vitest';
import type { AnyResource, CloudFormationType, TemplateObject, TemplateValue } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { refusal, renderCloudFormation } from '../../src/workflows/render-cloudformation.ts';
import { describeShared, sharedJson } from '../shared.ts';
import { changesOf, stepOf } from './changes.ts';

const SCHEMA = 'data/cfn-schema-summary.json';
const writable = resources.filter(({ write }) => write !== undefined);
const dialects = writable.flatMap((resource) =>
  resource.cloudformation === undefined || 'none' in resource.cloudformation
    ? []
    : [
        {
          kind: resource.kind,
          resource,
          dialect: resource.cloudformation as CloudFormationType<Record<string, unknown>>,
        },
      ],
);
const seen = { said: 0, left: 0 };

function pick(model: Readonly<Record<string, unknown>>, fields: readonly string[]): unknown {
  return Object.fromEntries(fields.map((field) => [field, model[field]]));
}

/** As a template holds it: without what is undefined. */
const written = (properties: TemplateObject) => JSON.parse(JSON.stringify(properties)) as TemplateObject;

describe('CloudFormation', () => {
  it('is spoken, or said not to be, by every kind that can be written', () => {
    expect(dialects.length).toBeGreaterThanOrEqual(20);
    for (const { kind, cloudformation } of writable) {
      expect(cloudformation, kind).toBeDefined();
      if (cloudformation !== undefined && 'none' in cloudformation)
        expect(cloudformation.none).toMatch(/CloudFormation|MongoDB::Atlas.*\.$/);
    }
  });

  it.each(dialects.map((one) => [one.kind, one] as const))(
    '%s: what is written is read back the same',
    (_, { resource, dialect }) => {
      const models = [
        ...resource.examples,
        ...(resource.exampleUpdates ?? []).flatMap(({ before, after }) => [before, after]),
      ] as readonly Record<string, unknown>[];
      const sayable = models.filter((model) => dialect.cannot?.(resource.create(model)) === undefined);
      let compared = 0;
      // Onto every other one: a field that is only kept would show.
      for (const model of sayable)
        for (const base of [model, ...sayable]) {
          const back = dialect.parse(written(dialect.properties(model)), base);
          expect(pick(back, dialect.fields), `${resource.label(model)} onto ${resource.label(base)}`).toEqual(
            pick(model, dialect.fields),
          );
          compared += 1;
        }
      expect(compared).toBeGreaterThan(0);
    },
  );

  it.each(writable.map((resource) => [resource.kind, resource] as const))(
    '%s: is a stack, or a reason',
    (_, resource) => {
      for (const change of changesOf(resource)) {
        const { template, importTemplate, resourcesToImport, remarks } = renderCloudFormation(
          [stepOf(change)],
          resources,
        );
        const { Resources = {}, Metadata = {} } = template as { Resources?: TemplateObject; Metadata?: TemplateObject };
        const count =
          Object.keys(Resources).length + Object.keys((Metadata.Differences ?? {}) as TemplateObject).length;
        const because = refusal(change, resource);
        if (because === undefined) {
          expect(count, change.address).toBe(1);
          seen.said += 1;
          expect(resourcesToImport.length).toBe(importTemplate === undefined ? 0 : 1);
          expect(JSON.stringify({ template, importTemplate })).not.toContain('$secret');
          // A logical id takes letters and digits only.
          for (const id of Object.keys(Resources)) expect(id).toMatch(/^[A-Za-z0-9]{1,255}$/);
        } else {
          expect(count, change.address).toBe(0);
          expect(because).toMatch(/\.$/);
          expect(remarks.join(' ')).toContain(because);
          seen.left += 1;
        }
      }
    },
  );

  afterAll(() => {
    expect(seen.said).toBeGreaterThan(40);
    expect(seen.left).toBeGreaterThan(20);
  });
});

interface Schema {
  readonly required: readonly string[];
  readonly readOnly: readonly string[];
  readonly createOnly: readonly string[];
  readonly primaryIdentifier: readonly string[];
  readonly handlers: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
}

function typeProblem(value: TemplateValue, type: string): string | undefined {
  if (typeof value === 'object' && !Array.isArray(value) && 'Ref' in value) return undefined;
  const is = (expected: boolean) => (expected ? undefined : `is no ${type}`);
  if (type === 'string') return is(typeof value === 'string');
  if (type === 'boolean') return is(typeof value === 'boolean');
  if (type === 'integer' || type === 'number') return is(typeof value === 'number');
  if (type === 'array') return is(Array.isArray(value));
  return is(typeof value === 'object' && !Array.isArray(value));
}

describeShared("CloudFormation dialects against the registry's schemas", [SCHEMA], () => {
  const schemas = sharedJson(SCHEMA) as Readonly<Record<string, Schema>>;
  it.each(dialects.map((one) => [one.kind, one] as const))(
    '%s: writes what the type knows',
    (_, { resource, dialect }) => {
      const schema = schemas[dialect.type];
      expect(schema, `${dialect.type} does not exist`).toBeDefined();
      if (schema === undefined) return;
      const problems = new Set<string>();
      let looked = 0;
      for (const change of changesOf(resource as AnyResource)) {
        if (refusal(change, resource as AnyResource) !== undefined || change.type === 'delete') continue;
        const rendered = renderCloudFormation([stepOf(change)], resources);
        const blocks = [rendered.template, rendered.importTemplate].flatMap((template) =>
          template === undefined
            ? []
            : Object.values({
                ...(template.Resources as TemplateObject),
                ...((template.Metadata as TemplateObject | undefined)?.Differences as TemplateObject | undefined),
              }),
        ) as unknown as readonly { readonly Type: string; readonly Properties: TemplateObject }[];
        for (const { Type, Properties } of blocks) {
          expect(Type).toBe(dialect.type);
          for (const [name, value] of Object.entries(Properties)) {
            looked += 1;
            const type = schema.properties[name];
            if (type === undefined) problems.add(`${name} does not exist`);
            else if (schema.readOnly.includes(name)) problems.add(`${name} is read-only`);
            else {
              const wrong = typeProblem(value as TemplateValue, type);
              if (wrong !== undefined) problems.add(`${name} ${wrong}`);
            }
          }
          if (dialect.mode === 'whole')
            for (const name of schema.required) if (!(name in Properties)) problems.add(`${name} is required`);
        }
        expect(schema.handlers).toContain('create');
        if (change.type !== 'update') continue;
        if (dialect.isCreation?.(change.before as never, change.after as never) === true) continue;
        if (dialect.mode === 'whole') {
          expect(schema.handlers, 'it is updated').toContain('update');
          expect(schema.handlers, 'it is imported').toContain('read');
          const [item] = rendered.resourcesToImport;
          expect(Object.keys(item?.ResourceIdentifier as TemplateObject).sort()).toEqual(
            [...schema.primaryIdentifier].sort(),
          );
        }
        const before = dialect.properties(change.before as never);
        const after = dialect.properties(change.after as never);
        for (const name of schema.createOnly)
          if (JSON.stringify(before[name]) !== JSON.stringify(after[name]))
            problems.add(`${name} is taken at creation only`);
      }
      expect(looked).toBeGreaterThan(0);
      expect([...problems]).toEqual([]);
    },
  );
});
