/** What the catalogue holds, counted from the registries and the history of this checkout. */
import { spawnSync } from 'node:child_process';
import { artifacts } from '../../src/artifacts/index.generated.ts';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { standards } from '../../src/controls/standards/index.ts';
import { changedFields } from '../../src/core/change.ts';
import type { AnyControl } from '../../src/core/control.ts';
import { canonicalJson } from '../../src/core/json.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { guardrails } from '../../src/policies/guardrails.generated.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { judge } from '../../src/workflows/judge.ts';
import { exampleSnapshot } from '../../tools/example-snapshot.ts';

/** One dialect over all kinds that can be written. */
export interface DialectCells {
  readonly dialect: string;
  readonly filled: number;
  /** Kinds that the tool has; the others say why it has not. */
  readonly possible: number;
  /** Cells that a law holds to the tool's own schema or to what apply sends; console steps can never be. */
  readonly proven: number;
}

/** The catalogue in numbers. */
export interface CatalogueFigures {
  readonly controls: number;
  /** Controls that count once: those with the same changes of the same attributes are one. */
  readonly distinct: number;
  readonly withChanges: number;
  readonly resources: number;
  readonly writable: number;
  readonly artifacts: number;
  readonly guardrails: number;
  readonly links: readonly { readonly standard: string; readonly controls: number; readonly requirements: number }[];
  readonly dialects: readonly DialectCells[];
}

/** What a control's remedy changes, over its failing examples; undefined where it proposes no change. */
function remedySignature(control: AnyControl): string | undefined {
  const changes = control.examples.fail.flatMap((example) => {
    const profile = { ...ASSUMED_PROFILE, ...example.profile };
    const { judgements } = judge(exampleSnapshot(example, control.scope), [control], profile, resources);
    return judgements.flatMap((judgement) => {
      const remedy = judgement.verdict.status === 'fail' ? judgement.remedy() : undefined;
      return remedy?.type === 'changes' ? remedy.changes : [];
    });
  });
  if (changes.length === 0) return undefined;
  const parts = changes.map((change) => {
    if (change.type !== 'update')
      return `${change.type} ${change.kind} ${canonicalJson(change.type === 'create' ? change.after : change.before)}`;
    const after = change.after as Readonly<Record<string, unknown>>;
    return `update ${change.kind} ${canonicalJson(changedFields(change).map((field) => [field, after[field]]))}`;
  });
  return [...new Set(parts)].sort().join('\n');
}

function cellsOf(): readonly DialectCells[] {
  const writable = resources.filter(({ write }) => write !== undefined);
  const has = (value: unknown) =>
    value !== undefined && !(typeof value === 'object' && value !== null && 'none' in value);
  const says = (value: unknown) => typeof value === 'object' && value !== null && 'none' in value;
  const row = (dialect: string, cell: (resource: AnyResource) => unknown, proven: boolean): DialectCells => {
    const filled = writable.filter((resource) => has(cell(resource))).length;
    const impossible = writable.filter((resource) => says(cell(resource))).length;
    return { dialect, filled, possible: writable.length - impossible, proven: proven ? filled : 0 };
  };
  return [
    row('Admin API', ({ write }) => write, true),
    row('Atlas CLI', ({ cli }) => cli, true),
    row('Terraform', ({ terraform }) => terraform, true),
    row('CloudFormation', ({ cloudformation }) => cloudformation, true),
    row('console', ({ console: steps }) => steps, false),
  ];
}

/** Counts it all. */
export function catalogueFigures(): CatalogueFigures {
  const signatures = controls.map(remedySignature);
  const some = signatures.filter((signature) => signature !== undefined);
  return {
    controls: controls.length,
    distinct: controls.length - some.length + new Set(some).size,
    withChanges: some.length,
    resources: resources.length,
    writable: resources.filter(({ write }) => write !== undefined).length,
    artifacts: artifacts.length,
    guardrails: guardrails.length,
    links: standards.map(({ id, title }) => {
      const cited = controls.flatMap((control) => control.standards.filter((one) => one.startsWith(`${id}:`)));
      return {
        standard: title,
        controls: controls.filter((control) => control.standards.some((one) => one.startsWith(`${id}:`))).length,
        requirements: new Set(cited).size,
      };
    }),
    dialects: cellsOf(),
  };
}

/** What the newest commit that added a unit touched beside it; undefined without a history. */
export interface LastUnit {
  readonly commit: string;
  readonly units: number;
  /** Hand-written files outside the units, without generated ones, changesets and tests. */
  readonly outside: readonly string[];
}

/** `isUnit` says what of a path is a new unit's own folder or file. */
export function lastAdded(pathspec: string, ownPart: RegExp): LastUnit | undefined {
  const git = (...args: string[]) => spawnSync('git', args, { encoding: 'utf8' }).stdout.trim();
  const commit = git('log', '-1', '--diff-filter=A', '--no-merges', '--format=%h', '--', pathspec);
  if (commit === '') return undefined;
  const added = git('show', '--format=', '--name-only', '--diff-filter=A', commit, '--', pathspec).split('\n');
  const own = [...new Set(added.map((path) => ownPart.exec(path)?.[0]).filter((part) => part !== undefined))];
  const changed = git('show', '--format=', '--name-only', commit).split('\n');
  const outside = changed.filter(
    (path) =>
      !own.some((part) => path.startsWith(part)) &&
      !/\.generated\.ts$|^docs\/reference\/|^schema\/|^\.changeset\/|^test\/|\.test\.ts$/.test(path),
  );
  return { commit, units: own.length, outside };
}
