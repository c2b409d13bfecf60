/** Console steps exist for what can be written, name what they are about, and leave nothing out silently. */
import { afterAll, describe, expect, it } from 'vitest';
import { changedFields } from '../../src/core/change.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { consoleSteps, renderConsole } from '../../src/workflows/render-console.ts';
import { changesOf, stepOf } from './changes.ts';

const writable = resources.filter(({ write }) => write !== undefined);
const seen = { said: 0, left: 0 };

describe('console steps', () => {
  it.each(writable.map((resource) => [resource.kind, resource] as const))('%s', (_, resource) => {
    const { console: dialect } = resource;
    expect(dialect, 'steps, or why there are none').toBeDefined();
    if (dialect === undefined || 'none' in dialect) return;
    expect(dialect.page).toMatch(/^[a-z0-9/-]+\/$/);
    expect(dialect.readOn).toMatch(/^20\d\d-\d\d$/);
    for (const label of Object.keys(dialect.settings)) {
      const [field = ''] = label.split('.');
      expect(
        resource.examples.some((model) => field in (model as object)),
        label,
      ).toBe(true);
    }
    for (const change of changesOf(resource)) {
      const outcome = consoleSteps(change, resource);
      const text = renderConsole([stepOf(change)], resources, '5f0000000000000000000001');
      expect(text).not.toContain('undefined');
      expect(text).not.toContain('[object');
      if ('none' in outcome) {
        expect(outcome.none).toMatch(/\.$/);
        expect(text).toContain('--dialect api');
        seen.left += 1;
        continue;
      }
      seen.said += 1;
      expect(text).toContain(`https://www.mongodb.com/docs/atlas/${dialect.page}`);
      expect(text).toContain('Not proven');
      expect(new Set(outcome.steps).size, outcome.steps.join(' ')).toBe(outcome.steps.length);
      for (const step of outcome.steps) expect(step).toMatch(/^[A-Z].*[.)]$/s);
      if (change.type !== 'update') continue;
      // Every field that changes is either set or said to be left.
      const after = change.after as Record<string, unknown>;
      for (const field of changedFields(change)) {
        if (resource.assigned?.includes(field)) continue;
        const isSaid =
          outcome.left.some((one) => one === field || one.startsWith(`${field}.`)) ||
          Object.entries(dialect.settings).some(
            ([name, label]) =>
              (name === field || name.startsWith(`${field}.`)) && outcome.steps.some((step) => step.includes(label)),
          );
        expect(isSaid, `${field} of ${change.address}`).toBe(true);
        if (typeof after[field] === 'string' && !outcome.left.includes(field) && after[field] !== '')
          expect(outcome.steps.join(' ')).toContain(after[field] as string);
      }
    }
  });

  it('takes no Markdown and no line break from a name', () => {
    const resource = resources.find(({ kind }) => kind === 'database-user');
    const [example] = resource?.examples ?? [];
    const change = resource?.create({ ...(example as object), username: 'a\n## `b` [c](d)' } as never);
    if (change === undefined) throw new Error('there is no such kind');
    const text = renderConsole([stepOf(change)], resources, '5f0000000000000000000001');
    expect(text).not.toContain('\n## `b`');
    expect(text).toContain('[c]\\(d)');
  });

  afterAll(() => {
    expect(seen.said).toBeGreaterThan(60);
    expect(seen.left).toBeGreaterThan(0);
  });
});
