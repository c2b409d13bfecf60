/** What Terraform takes over is imported whole and guarded; everything else is shown as its difference only. */
import { parse as parseHcl } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import { printHcl } from '../../src/core/hcl.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { renderTerraform } from '../../src/workflows/render-terraform.ts';
import { changesOf, stepOf } from './changes.ts';

interface Read {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly resource?: Readonly<Record<string, Readonly<Record<string, readonly Record<string, unknown>[]>>>>;
}

const dialects = resources.filter((resource) => resource.terraform !== undefined);
const seen = { imported: 0, differences: 0 };

describe('rendered Terraform', () => {
  it.each(dialects.map((resource) => [resource.kind, resource] as const))('%s', async (_, resource) => {
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
        expect(resource.terraform?.mode).toBe('whole');
        const target = bodies.find(({ at }) => to === `\${${at}}`);
        expect(target, text).toBeDefined();
        expect(target?.body.lifecycle).toEqual([{ prevent_destroy: true }]);
        expect(id).toBe(resource.terraform?.importId(change.before));
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

  it('saw both ways', () => {
    expect(seen.imported).toBeGreaterThanOrEqual(3);
    expect(seen.differences).toBeGreaterThanOrEqual(3);
  });
});
