/** The page of one control: why, examples as they are judged, and its remedy in every dialect, made by the program itself. */
import { sha256 } from '../src/apps/platform.ts';
import { standards } from '../src/controls/standards/index.ts';
import type { AnyControl, ControlExample } from '../src/core/control.ts';
import { printHcl } from '../src/core/hcl.ts';
import type { Plan } from '../src/core/plan.ts';
import { ASSUMED_PROFILE } from '../src/core/profile.ts';
import type { Snapshot } from '../src/core/snapshot.ts';
import { analyzers } from '../src/hazards/analyzers.generated.ts';
import { LAYER_TITLES } from '../src/reports/report.ts';
import { resources } from '../src/resources/index.generated.ts';
import { judge } from '../src/workflows/judge.ts';
import { makePlan } from '../src/workflows/make-plan.ts';
import { DIALECTS, type Dialect, renderPlan } from '../src/workflows/render-files.ts';
import { renderTerraform } from '../src/workflows/render-terraform.ts';
import { exampleSnapshot } from './example-snapshot.ts';
import { code, DO_NOT_EDIT, fenced, source } from './markdown.ts';

const TITLES: Readonly<Record<Dialect, string>> = {
  terraform: 'Terraform',
  cloudformation: 'CloudFormation',
  'atlas-cli': 'Atlas CLI',
  api: 'Admin API',
  console: 'Console',
};
const LANGUAGES: Readonly<Record<Exclude<Dialect, 'console'>, string>> = {
  terraform: 'hcl',
  cloudformation: 'json',
  'atlas-cli': 'sh',
  api: 'sh',
};

/** Where a control's page stands, from docs/reference/controls. */
export function controlPagePath(id: string): string {
  return `${id}.md`;
}

/** The page's text. */
export function controlPage(control: AnyControl): string {
  const { id, title, rationale, severity, confidence, scope, stage, since, layer, options = {}, sources } = control;
  return [
    DO_NOT_EDIT,
    `# ${id}`,
    '',
    `**${title}.**`,
    '',
    rationale,
    '',
    `- Layer: ${LAYER_TITLES[layer]}`,
    `- Severity ${severity}, confidence ${confidence}, judged on each ${scope}, ${stage} since ${since}`,
    `- Reads ${(control.reads as readonly string[]).map((kind) => `[${kind}](../../resources.md#${kind})`).join(', ')}`,
    ...Object.entries(options).map(
      ([name, value]) =>
        `- Option ${code(name)}, default ${code(JSON.stringify(value))}, set under ${code(`controls: { ${id}: … }`)} in fivefold.yaml`,
    ),
    `- Rests on ${sources.map(source).join(', ')}`,
    '',
    ...standardLines(control),
    ...exampleLines(control),
    ...remedyLines(control),
    '',
  ].join('\n');
}

function standardLines({ standards: cited }: AnyControl): readonly string[] {
  const rows = standards.flatMap(({ id, title, version }) => {
    const own = cited.filter((one) => one.startsWith(`${id}:`)).map((one) => one.slice(id.length + 1));
    return own.length === 0 ? [] : [`- ${title} ${version}: ${own.join(', ')}`];
  });
  return rows.length === 0
    ? []
    : ['## Helps to meet', '', ...rows, '', 'That it passes helps with a requirement; it does not prove it.', ''];
}

function judged(
  control: AnyControl,
  example: ControlExample,
): { readonly snapshot: Snapshot; readonly because: readonly string[] } {
  const snapshot = exampleSnapshot(example, control.scope);
  const { findings } = judge(snapshot, [control], { ...ASSUMED_PROFILE, ...example.profile }, resources);
  return { snapshot, because: findings.map(({ because }) => because) };
}

function exampleLines(control: AnyControl): readonly string[] {
  const { pass, fail, notApplicable = [] } = control.examples;
  const named = (examples: readonly ControlExample[], word: string) =>
    examples.flatMap((example) => {
      const { because } = judged(control, example);
      const sentence = because[0] ?? word;
      return [`- ${example.name === undefined ? '' : `${example.name}: `}${sentence}`];
    });
  const [first] = fail;
  const kinds = new Set(
    (control.reads as readonly string[]).filter((kind) => kind !== control.scope || kind === 'cluster'),
  );
  const shown =
    first === undefined
      ? []
      : Object.entries(first.resources)
          .filter(([kind]) => kinds.has(kind))
          .map(([kind, models]) => ({ [kind]: models }));
  return [
    '## Examples',
    '',
    'It fails, and says:',
    '',
    ...fail.flatMap((example) =>
      judged(control, example).because.map(
        (text) => `- ${example.name === undefined ? '' : `${example.name}: `}${text}`,
      ),
    ),
    '',
    ...(pass.some(({ name }) => name !== undefined)
      ? [
          'It passes:',
          '',
          ...named(
            pass.filter(({ name }) => name !== undefined),
            'passes.',
          ),
          '',
        ]
      : []),
    ...(notApplicable.length === 0
      ? []
      : ['It has nothing to judge:', '', ...named(notApplicable, 'not applicable.'), '']),
    ...(shown.length === 0
      ? []
      : [
          '<details><summary>What the first failing example holds, as a snapshot does</summary>',
          '',
          ...fenced('json', JSON.stringify(Object.assign({}, ...shown), undefined, 2)),
          '',
          '</details>',
          '',
        ]),
  ];
}

function planFor(control: AnyControl, example: ControlExample): Plan {
  return makePlan({
    controls: [control],
    snapshot: exampleSnapshot(example, control.scope),
    profile: { ...ASSUMED_PROFILE, ...example.profile },
    resources,
    analyzers,
    sha256,
  });
}

function remedyLines(control: AnyControl): readonly string[] {
  const plans = control.examples.fail.map((example) => ({ example, plan: planFor(control, example) }));
  const withSteps = plans.find(({ plan }) => plan.steps.length > 0);
  const lines = ['## Remedy', ''];
  if (withSteps !== undefined) {
    const { example, plan } = withSteps;
    lines.push(
      `For the failing example${example.name === undefined ? '' : ` “${example.name}”`} \`fivefold plan\` says:`,
      '',
      ...plan.steps.map(
        ({ what, hazards }) =>
          `1. ${what}${hazards.length === 0 ? '' : ` (${hazards.map(({ name, because }) => `${name}: ${because}`).join(' ')})`}`,
      ),
      '',
      '`fivefold apply` carries it out and reads it back. The same in every dialect:',
      '',
    );
    for (const dialect of DIALECTS) lines.push(`### ${TITLES[dialect]}`, '', ...dialectLines(plan, dialect), '');
  }
  const needs = [
    ...new Set(
      plans.flatMap(({ plan }) =>
        plan.needs.flatMap(({ needs: own }) => own.map(({ what, where }) => `- ${what} (${where})`)),
      ),
    ),
  ];
  if (needs.length > 0) lines.push('Where an answer is missing, the plan asks for it first:', '', ...needs, '');
  const manual = plans.flatMap(({ plan }) => plan.manual)[0];
  if (manual !== undefined)
    lines.push(
      withSteps === undefined ? 'A person does it:' : 'What a person does:',
      '',
      ...manual.steps.map((step, position) => `${position + 1}. ${step}`),
      '',
    );
  if (withSteps === undefined && needs.length === 0 && manual === undefined)
    lines.push(
      'No remedy is proposed: what to do depends on why it is so. The sentence above names what to change.',
      '',
    );
  return lines;
}

function dialectLines(plan: Plan, dialect: Dialect): readonly string[] {
  switch (dialect) {
    case 'terraform': {
      const { blocks, remarks } = renderTerraform(plan.steps, resources);
      return [
        ...remarks.map((remark) => `${remark}\n`),
        ...(blocks.length === 0 ? [] : fenced('hcl', printHcl(blocks))),
      ];
    }
    case 'console':
      return renderPlan(plan, resources, dialect)
        .text.split('\n')
        .filter((line) => !line.startsWith('# '))
        .map((line) => (line.startsWith('## ') ? `**${line.slice(3)}**` : line));
    case 'cloudformation':
    case 'atlas-cli':
    case 'api':
      return fenced(LANGUAGES[dialect], renderPlan(plan, resources, dialect).text);
    default:
      return dialect satisfies never;
  }
}
