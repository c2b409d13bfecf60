import { controls } from '../../../controls/catalogue.generated.ts';
import { type ExitCode, Failure } from '../../../core/failure.ts';
import type { Plan } from '../../../core/plan.ts';
import { ASSUMED_PROFILE } from '../../../core/profile.ts';
import type { ModelOf } from '../../../core/resource.ts';
import { indexSnapshot, type Snapshot } from '../../../core/snapshot.ts';
import { analyzers } from '../../../hazards/analyzers.generated.ts';
import type { PolicyEngine } from '../../../policies/engine.ts';
import { fullRequest, type Guardrail } from '../../../policies/guardrail.ts';
import { guardrails } from '../../../policies/guardrails.generated.ts';
import { type LintFinding, lintPolicy } from '../../../policies/lint.ts';
import { KINDS_DECIDED, type NamedPolicy, type Simulation, simulate } from '../../../policies/simulate.ts';
import { synthesize, type WrittenGuardrail } from '../../../policies/synthesize.ts';
import { planLines } from '../../../reports/terminal.ts';
import { resources } from '../../../resources/index.generated.ts';
import resourcePolicy from '../../../resources/resource-policy/index.ts';
import { makePlan } from '../../../workflows/make-plan.ts';
import { sha256 } from '../../platform.ts';
import { type Desk, defineCommand } from '../command.ts';
import { KINDS_JUDGED, profileFor, savedPlan, snapshotFor, usage } from '../inputs.ts';
import { PLAN_OPTION, SNAPSHOT_OPTION } from '../options.ts';
import { nearest } from '../suggest.ts';
import { writeFolder } from '../write-folder.ts';

const OPTIONS = {
  ...SNAPSHOT_OPTION,
  ...PLAN_OPTION,
  out: { type: 'string', value: 'FOLDER', text: 'synthesize: write one .cedar file per policy, and a README' },
  force: { type: 'boolean', text: 'with --out: replace files of the same names' },
  'make-plan': { type: 'boolean', text: 'synthesize: make a plan that creates the policies, for rehearse and apply' },
} as const;

type PolicyDesk = Desk<typeof OPTIONS>;

const ACTIONS: Readonly<Record<string, (desk: PolicyDesk) => Promise<ExitCode>>> = {
  list,
  synthesize: write,
  lint,
  test,
  simulate: tryOut,
};

export default defineCommand({
  name: 'policy',
  order: 58,
  summary: 'write, check and try out Atlas resource policies with the Cedar engine itself (only GET requests)',
  words: 'list | synthesize | lint [FILE …] | test [FILE …] | simulate [FILE …]',
  description:
    'Resource policies make Atlas refuse a change, whoever asks and by whatever tool. `synthesize` writes them from the profile; ' +
    '`lint` finds what Atlas would refuse and what does something else than it seems to; `simulate` says, before anything is ' +
    'enabled, what exists would be frozen and which steps of the saved plan would be refused.',
  examples: [
    'fivefold policy synthesize --out policies/',
    'fivefold policy simulate',
    'fivefold policy simulate policies/allowed-regions.cedar --snapshot .fivefold/snapshot.json',
    'fivefold policy lint policies/*.cedar',
    'fivefold policy test policies/tests.yaml',
    'fivefold policy synthesize --make-plan',
  ],
  options: OPTIONS,
  run(desk) {
    const [action = 'list'] = desk.words;
    const run = ACTIONS[action];
    if (run === undefined) {
      const near = nearest(action, Object.keys(ACTIONS));
      throw usage(
        `\`policy ${action}\` is not known.`,
        `There are ${Object.keys(ACTIONS).join(', ')}.`,
        near === undefined ? 'Use one of them.' : `Did you mean \`policy ${near}\`?`,
      );
    }
    return run(desk);
  },
});

/** Loaded when it is needed: four megabytes. */
async function engine(): Promise<PolicyEngine> {
  const { openCedar } = await import('../../../io/cedar/open-cedar.ts');
  return openCedar();
}

const modelsOf = (snapshot: Snapshot) =>
  indexSnapshot(snapshot)
    .ofKind('resource-policy')
    .map(({ model }) => model as ModelOf<'resource-policy'>);

/** The policies in force, a rule each; refused where they were not read. */
function inForce(snapshot: Snapshot): readonly NamedPolicy[] {
  const index = indexSnapshot(snapshot);
  const [organization] = index.ofKind('organization');
  const outcome = index.outcome('resource-policy', organization?.address ?? null);
  if (outcome === undefined || outcome.notRead !== undefined)
    throw new Failure(
      {
        code: 'policies-not-read',
        what: 'Could not look at the resource policies of the organization.',
        why: outcome?.notRead?.because ?? 'The snapshot was made without them.',
        fix: 'Read the organization with a credential that has Organization Member or more, without --snapshot.',
      },
      3,
    );
  return modelsOf(snapshot).flatMap(({ name, policies }) =>
    policies.map((text, position) => ({ id: policies.length === 1 ? name : `${name} (${position + 1})`, text })),
  );
}

async function list(desk: PolicyDesk): Promise<ExitCode> {
  const snapshot = await snapshotFor(desk, KINDS_DECIDED);
  const found = inForce(snapshot);
  const cedar = await engine();
  const { profile } = await profileFor(desk);
  const rows = found.map(({ id, text }) => ({ id, text, findings: lintPolicy(cedar, text) }));
  const asked = synthesize(profile, projectsOf(snapshot));
  const missing = asked.filter(({ text }) => !found.some((one) => sameText(one.text, text)));
  if (desk.json) {
    desk.print(
      JSON.stringify({
        formatVersion: 1,
        policies: rows,
        notInForce: missing.map(({ guardrail, because }) => ({ id: guardrail.id, because })),
      }),
    );
    return 0;
  }
  const { style } = desk;
  if (rows.length === 0) desk.print('The organization has no resource policies.');
  for (const { id, findings } of rows) {
    desk.print(`${style.bold(id)}${findings.length === 0 ? '' : style.yellow(`  ${findings.length} remarks`)}`);
    for (const finding of findings) desk.print(`  ${levelOf(finding, desk)} ${finding.because}`);
  }
  if (missing.length > 0)
    desk.print(`\n${style.bold('The profile asks for these, which do not stand there word for word')}`);
  for (const { guardrail, because } of missing)
    desk.print(`  ${guardrail.id.padEnd(26)}${guardrail.title}. ${style.dim(because)}`);
  if (missing.length > 0)
    desk.print('\nNext: `fivefold policy simulate`, then `fivefold policy synthesize --make-plan`.');
  return 0;
}

const sameText = (a: string, b: string) => a.replace(/\s+/g, '') === b.replace(/\s+/g, '');

const projectsOf = (snapshot: Snapshot) =>
  indexSnapshot(snapshot)
    .ofKind('project')
    .map(({ model }) => model as ModelOf<'project'>);

const levelOf = ({ level }: LintFinding, { style }: PolicyDesk) =>
  level === 'error' ? style.red('error') : style.yellow('warning');

async function write(desk: PolicyDesk): Promise<ExitCode> {
  const { out, force = false } = desk.values;
  const { profile, assumed } = await profileFor(desk);
  const snapshot = await snapshotFor(
    desk,
    desk.values['make-plan'] === true ? [...new Set([...KINDS_JUDGED, ...KINDS_DECIDED])] : KINDS_DECIDED,
  );
  const written = synthesize(profile, projectsOf(snapshot));
  if (assumed)
    desk.note('There is no fivefold.yaml: the guardrails are those of the assumed answers. `fivefold init` asks you.');
  if (desk.values['make-plan'] === true) return planThem(desk, snapshot, written);
  if (out !== undefined) {
    const readme = [
      '# Guardrails',
      '',
      'Atlas resource policies in Cedar, written by fivefold from the profile. Each file is one body.',
      'Try them with `fivefold policy simulate FILE …` before they are enabled.',
      '',
      ...written.flatMap(({ guardrail, because }) => [
        `## ${guardrail.title}`,
        '',
        `\`${guardrail.id}.cedar\`. ${guardrail.why} ${because}`,
        ...(guardrail.limits === undefined ? [] : ['', `What it cannot do: ${guardrail.limits}`]),
        '',
      ]),
    ];
    const files = [
      ...written.map(({ guardrail, text }) => ({ name: `${guardrail.id}.cedar`, text: `${text}\n` })),
      { name: 'README.md', text: readme.join('\n') },
    ];
    await writeFolder(out, files, force);
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, folder: out, files: files.map(({ name }) => name) }));
    else desk.print(`Wrote ${written.length} policies to ${out}. Next: \`fivefold policy simulate ${out}/*.cedar\`.`);
    return 0;
  }
  if (desk.json) {
    desk.print(
      JSON.stringify({
        formatVersion: 1,
        policies: written.map(({ guardrail: { id, title, why, limits }, because, text }) => ({
          id,
          title,
          why,
          limits,
          because,
          text,
        })),
      }),
    );
    return 0;
  }
  for (const { guardrail, because, text } of written) {
    desk.print(`// ${guardrail.title}. ${because}`);
    if (guardrail.limits !== undefined) desk.print(`// What it cannot do: ${guardrail.limits}`);
    desk.print(`${text}\n`);
  }
  return 0;
}

/** A plan of the policies alone, each a create; `freezes-changes` has to be accepted by name. */
async function planThem(desk: PolicyDesk, snapshot: Snapshot, written: readonly WrittenGuardrail[]): Promise<ExitCode> {
  const found = inForce(snapshot);
  const { id: orgId } = snapshot.source.organization;
  const names = new Set(modelsOf(snapshot).map(({ name }) => name));
  const nameOf = (id: string) =>
    names.has(`fivefold ${id}`) ? `fivefold ${id} (${snapshot.takenAt.slice(0, 10)})` : `fivefold ${id}`;
  const creates = written
    .filter(({ text }) => !found.some((one) => sameText(one.text, text)))
    .map(({ guardrail, because, text }) =>
      resourcePolicy.create(
        {
          orgId,
          id: `new-${guardrail.id}`,
          name: nameOf(guardrail.id),
          description: guardrail.title,
          policies: [text],
          version: null,
          createdDate: null,
          lastUpdatedDate: null,
        },
        because,
      ),
    );
  const { profile } = await profileFor(desk);
  const plan: Plan = makePlan({
    controls: controls.filter(({ id }) => id.startsWith('organization-policy/resource-policy-')),
    snapshot,
    profile,
    resources,
    analyzers,
    sha256,
    also: creates.map((change) => ({ change, closes: [], wave: 3 })),
  });
  await desk.workspace.write('snapshot.json', `${JSON.stringify(snapshot)}\n`);
  const path = await desk.workspace.write('plan.json', `${JSON.stringify(plan)}\n`);
  if (desk.json) desk.print(JSON.stringify(plan));
  else {
    for (const line of planLines(plan, desk.style)) desk.print(line);
    desk.print(
      creates.length === 0
        ? 'Every guardrail that the profile asks for stands there already.'
        : `\nSaved in ${path}. Next: \`fivefold policy simulate\`, then \`fivefold apply --accept freezes-changes\`.`,
    );
  }
  return 0;
}

async function filesOf(desk: PolicyDesk): Promise<readonly NamedPolicy[]> {
  const { readPolicyFile } = await import('../../../io/workspace/read-policy-tests.ts');
  return Promise.all(desk.words.slice(1).map(readPolicyFile));
}

async function lint(desk: PolicyDesk): Promise<ExitCode> {
  const files = await filesOf(desk);
  const policies = files.length > 0 ? files : inForce(await snapshotFor(desk, ['organization', 'resource-policy']));
  const cedar = await engine();
  const rows = policies.map(({ id, text }) => ({ id, text, findings: lintPolicy(cedar, text) }));
  if (desk.json)
    desk.print(JSON.stringify({ formatVersion: 1, policies: rows.map(({ id, findings }) => ({ id, findings })) }));
  else {
    for (const { id, text, findings } of rows) {
      desk.print(`${desk.style.bold(id)}${findings.length === 0 ? desk.style.green('  nothing to say') : ''}`);
      for (const finding of findings) {
        const line = finding.offset === undefined ? '' : `line ${text.slice(0, finding.offset).split('\n').length}: `;
        desk.print(`  ${levelOf(finding, desk)} ${desk.style.dim(finding.rule)} ${line}${finding.because}`);
        desk.print(`    ${finding.fix}`);
      }
    }
    if (rows.length === 0) desk.print('There are no policies to look at.');
  }
  return rows.some(({ findings }) => findings.some(({ level }) => level === 'error')) ? 1 : 0;
}

interface TestRow {
  readonly of: string;
  readonly name: string;
  readonly expected: string;
  readonly got: string;
}

async function test(desk: PolicyDesk): Promise<ExitCode> {
  const cedar = await engine();
  const rows: TestRow[] = [];
  const paths = desk.words.slice(1);
  if (paths.length === 0) for (const guardrail of guardrails) rows.push(...examplesOf(cedar, guardrail));
  const { readPolicyTests } = await import('../../../io/workspace/read-policy-tests.ts');
  for (const path of paths) {
    const { policies, tests } = await readPolicyTests(path);
    const wrong = policies.flatMap(({ id, text }) =>
      lintPolicy(cedar, text)
        .filter(({ level }) => level === 'error')
        .map(({ because, fix }) => ({ code: 'policy-invalid', what: `Could not test ${id}.`, why: because, fix })),
    );
    if (wrong.length > 0) throw new Failure(wrong, 2);
    const decide = cedar.prepare(policies);
    for (const { name, request, expect } of tests) {
      const { refusedBy } = decide(fullRequest(request));
      rows.push({ of: path, name, expected: expect, got: refusedBy.length > 0 ? 'refused' : 'passed' });
    }
  }
  const failed = rows.filter(({ expected, got }) => expected !== got);
  if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, tests: rows, failed: failed.length }));
  else {
    for (const { of, name, expected, got } of failed)
      desk.print(`${desk.style.red('failed')} ${of}: ${name}: expected to be ${expected}, was ${got}`);
    desk.print(`${rows.length - failed.length} of ${rows.length} tests of policies hold.`);
  }
  return failed.length > 0 ? 1 : 0;
}

/** What a guardrail says of itself. */
function examplesOf(cedar: PolicyEngine, guardrail: Guardrail): readonly TestRow[] {
  return guardrail.examples.flatMap(({ input, refused, passed }) => {
    const { exempt = [], ...profile } = input;
    const text = guardrail.text({ profile: { ...ASSUMED_PROFILE, ...profile }, exempt });
    const decide = cedar.prepare([{ id: guardrail.id, text }]);
    return [
      ...refused.map((short) => [short, 'refused'] as const),
      ...passed.map((short) => [short, 'passed'] as const),
    ].map(([short, expected]) => ({
      of: guardrail.id,
      name: JSON.stringify(short),
      expected,
      got: decide(fullRequest(short)).refusedBy.length > 0 ? 'refused' : 'passed',
    }));
  });
}

async function tryOut(desk: PolicyDesk): Promise<ExitCode> {
  const { profile } = await profileFor(desk);
  const snapshot = await snapshotFor(desk, KINDS_DECIDED);
  const files = await filesOf(desk);
  const cedar = await engine();
  const proposed: readonly NamedPolicy[] =
    files.length > 0
      ? files
      : synthesize(profile, projectsOf(snapshot)).map(({ guardrail, text }) => ({ id: guardrail.id, text }));
  const wrong = proposed.flatMap(({ id, text }) =>
    lintPolicy(cedar, text)
      .filter(({ level }) => level === 'error')
      .map(({ because, fix }) => ({ code: 'policy-invalid', what: `Could not try ${id} out.`, why: because, fix })),
  );
  if (wrong.length > 0) throw new Failure(wrong, 2);
  const plan = await savedPlan(desk).catch((error: unknown) => {
    if (desk.values.plan !== undefined) throw error;
    return undefined;
  });
  const steps = plan !== undefined && plan.organization.id === snapshot.source.organization.id ? plan.steps : [];
  const result = simulate(cedar, proposed, snapshot, steps);
  if (desk.json)
    desk.print(
      JSON.stringify({ formatVersion: 1, policies: proposed.map(({ id }) => id), steps: steps.length, ...result }),
    );
  else for (const line of simulationLines(result, proposed, steps.length, desk)) desk.print(line);
  return result.frozen.length + result.refused.length > 0 ? 1 : result.undecided.length > 0 ? 3 : 0;
}

function simulationLines(
  { frozen, refused, undecided, requests }: Simulation,
  proposed: readonly NamedPolicy[],
  steps: number,
  { style }: PolicyDesk,
): readonly string[] {
  const lines: string[] = [];
  for (const { id } of proposed) {
    const own = frozen.filter(({ policy }) => policy === id);
    const stops = refused.filter(({ policy }) => policy === id);
    const open = undecided.filter(({ policy }) => policy === id);
    const free = own.length + stops.length + open.length === 0;
    lines.push(`${style.bold(id)}${free ? style.green('  nothing that exists breaks it, no step is refused') : ''}`);
    for (const { what } of own)
      lines.push(`  ${style.red('frozen')}   ${what}: Atlas would take only changes that mend it`);
    for (const { step, what } of stops) lines.push(`  ${style.red('refused')}  step ${step}: ${what}`);
    for (const { what, unknown } of open) lines.push(`  ${style.yellow('unknown')}  ${what}: ${unknown}`);
  }
  lines.push(
    '',
    `${requests} requests decided by Cedar: ${frozen.length} frozen, ${refused.length} of ${steps} steps refused, ${undecided.length} unknown.`,
  );
  if (frozen.length > 0) lines.push('Mend what is frozen first (`fivefold plan`), then enable the policies.');
  return lines;
}
