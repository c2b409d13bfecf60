/** What Terraform takes over is imported whole and guarded; everything else is shown as its difference only. */
import { parse as parseHcl } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import { changedFields, type UpdateChange } from '../../src/core/change.ts';
import { printHcl } from '../../src/core/hcl.ts';
import type { AnyResource, TerraformDialect } from '../../src/core/resource.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { renderTerraform } from '../../src/workflows/render-terraform.ts';
import { changesOf, stepOf } from './changes.ts';

interface Read {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly resource?: Readonly<Record<string, Readonly<Record<string, readonly Record<string, unknown>[]>>>>;
}

const writable = resources.filter(({ write }) => write !== undefined);
const dialects = resources.flatMap(
  (resource): readonly (readonly [string, AnyResource, TerraformDialect<unknown>])[] =>
    resource.terraform === undefined || 'none' in resource.terraform
      ? []
      : [[resource.kind, resource, resource.terraform]],
);
const seen = { imported: 0, differences: 0, parts: 0, split: 0 };

/** The examples once more in another project. */
function inTwoProjects({ examples }: AnyResource): readonly unknown[] {
  return (examples as readonly Readonly<Record<string, unknown>>[]).flatMap((model) =>
    model.projectId === undefined ? [model] : [model, { ...model, projectId: '65000000000000000000000f' }],
  );
}

/** An update as a plan may keep it: one for each field. */
function splitOf(resource: AnyResource, change: UpdateChange): readonly UpdateChange[] {
  const after = change.after as Readonly<Record<string, unknown>>;
  return changedFields(change).map((field) => resource.update(change.before, { [field]: after[field] }));
}

describe('rendered Terraform', () => {
  it('is spoken, or said not to be, by every kind that can be written', () => {
    expect(dialects.length).toBeGreaterThanOrEqual(30);
    for (const { kind, terraform } of writable) {
      expect(terraform, kind).toBeDefined();
      if (terraform !== undefined && 'none' in terraform)
        expect(terraform.none).toMatch(/(Terraform|provider|mongodbatlas_).*\.$/);
    }
  });

  it.each(dialects)('%s', async (_, resource, dialect) => {
    for (const change of changesOf(resource)) {
      if (change.type !== 'update') continue;
      const { blocks } = renderTerraform([stepOf(change)], resources);
      const text = printHcl(blocks);
      const read = (await parseHcl('main.tf', text)) as Read;
      const bodies = Object.entries(read.resource ?? {}).flatMap(([type, named]) =>
        Object.entries(named).flatMap(([name, list]) => list.map((body) => ({ at: `${type}.${name}`, body }))),
      );
      const imports = read.import ?? [];
      for (const { to, id } of imports) {
        expect(dialect.mode).toBe('whole');
        const target = bodies.find(({ at }) => to === `\${${at}}`);
        expect(target, text).toBeDefined();
        expect(target?.body.lifecycle).toEqual([{ prevent_destroy: true }]);
        expect(id).toBe(dialect.importId(change.before));
        // A variable would put a value into Terraform's hands that was never read.
        expect(text).not.toContain('var.');
        seen.imported += 1;
      }
      if (imports.length === 0) {
        for (const { body } of bodies) expect(body.lifecycle, text).toBeUndefined();
        seen.differences += bodies.length;
      }
    }
  });

  it.each(dialects)('%s: no two resources share a name, over projects neither', (_, resource, { mode }) => {
    const changes = inTwoProjects(resource).map((model) => resource.create(model));
    const distinct = [...new Map(changes.map((change) => [change.address, change])).values()];
    const steps = distinct.map((change, position) => ({ ...stepOf(change), id: `s-${position}` }));
    const { blocks } = renderTerraform(steps, resources);
    const places = new Set(blocks.map(({ place }) => place));
    if (mode === 'part') {
      expect([...places]).toEqual(['differences']);
      seen.parts += 1;
      return;
    }
    const names = blocks.map(({ labels }) => labels.join('.'));
    expect(names).toEqual([...new Set(names)]);
    const variables = blocks.flatMap((block) => printHcl([block]).match(/var\.\w+/g) ?? []);
    expect(variables).toEqual([...new Set(variables)]);
  });

  it.each(dialects)('%s: several updates of one resource are written as one', (_, resource) => {
    for (const change of changesOf(resource)) {
      if (change.type !== 'update') continue;
      const split = splitOf(resource, change);
      if (split.length < 2) continue;
      const bodies = (changes: readonly UpdateChange[]) =>
        renderTerraform(
          changes.map((one, position) => ({ ...stepOf(one), id: `s-${position}` })),
          resources,
        ).blocks.map(({ comment, ...block }) => block);
      if (split.some((one) => bodies([one]).length === 0)) continue;
      expect(bodies(split)).toEqual(bodies([change]));
      seen.split += 1;
    }
  });

  it('saw every way', () => {
    expect(seen.imported).toBeGreaterThanOrEqual(3);
    expect(seen.differences).toBeGreaterThanOrEqual(3);
    expect(seen.parts).toBeGreaterThanOrEqual(1);
    expect(seen.split).toBeGreaterThanOrEqual(10);
  });
});
