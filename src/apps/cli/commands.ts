import { access, readFile } from 'node:fs/promises';
import { controls } from '../../controls/catalogue.generated.ts';
import { findingId, isOpenFinding, SEVERITIES, type Severity } from '../../core/control.ts';
import { type ExitCode, Failure } from '../../core/failure.ts';
import { printHcl } from '../../core/hcl.ts';
import { ASSUMED_PROFILE, type Profile } from '../../core/profile.ts';
import { parseSnapshot, type Snapshot } from '../../core/snapshot.ts';
import { analyzers } from '../../hazards/all.ts';
import { readProfile } from '../../io/workspace/read-profile.ts';
import { openWorkspace, type Workspace } from '../../io/workspace/workspace.ts';
import { resources } from '../../resources/index.generated.ts';
import { applyPlan } from '../../workflows/apply-plan.ts';
import { judge, kindsRead } from '../../workflows/judge.ts';
import { fingerprintOf, makePlan, type Plan, selectSteps } from '../../workflows/make-plan.ts';
import { rehearse } from '../../workflows/rehearse.ts';
import { renderApi, renderTerraform } from '../../workflows/render.ts';
import { now, sha256, stageOf } from '../compose.ts';
import type { CommandLine } from './main.ts';
import { findingLines, layerLines, planLines, unknownLines } from './report.ts';
import { openSession, type Session } from './session.ts';
import { type Style, styleFor } from './terminal.ts';

/** What a command works with. */
interface Desk {
  readonly line: CommandLine;
  readonly json: boolean;
  readonly style: Style;
  readonly print: (text: string) => void;
  readonly note: (text: string) => void;
  readonly workspace: Workspace;
}

const kinds = kindsRead(controls);

/** Runs one command and answers the exit code. */
export async function runCommand(line: CommandLine): Promise<ExitCode> {
  const colour =
    process.stdout.isTTY === true && line.values['no-color'] !== true && process.env.NO_COLOR === undefined;
  const desk: Desk = {
    line,
    json: line.values.json === true,
    style: styleFor(colour, process.stdout.columns ?? 100),
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    workspace: openWorkspace(line.values.workspace ?? '.fivefold'),
  };
  switch (line.command) {
    case 'demo': {
      const { demo } = await import('./demo.ts');
      return demo({
        print: desk.print,
        style: desk.style,
        keep: line.values.keep === true,
        workspaceFolder: desk.workspace.folder,
      });
    }
    case 'collect':
      return withSession(desk, (session) => collectCommand(desk, session));
    case 'assess':
      return assessCommand(desk);
    case 'plan':
      return planCommand(desk);
    case 'render':
      return renderCommand(desk);
    case 'rehearse':
      return rehearseCommand(desk);
    case 'apply':
      return withSession(desk, (session) => applyCommand(desk, session));
    case 'verify':
      return withSession(desk, (session) => verifyCommand(desk, session));
    case 'controls':
      return controlsCommand(desk);
    case 'emulator': {
      const { serveSample } = await import('./serve-sample.ts');
      return serveSample(desk.line, desk.print);
    }
    default:
      return 2;
  }
}

async function withSession(desk: Desk, work: (session: Session) => Promise<ExitCode>): Promise<ExitCode> {
  const session = await openSession(desk.line, desk.note);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function profileFor(desk: Desk): Promise<{ profile: Profile; assumed: boolean }> {
  const path = desk.line.values.profile;
  if (path !== undefined) return { profile: await readProfile(path), assumed: false };
  const present = await access('fivefold.yaml').then(
    () => true,
    () => false,
  );
  if (present) return { profile: await readProfile('fivefold.yaml'), assumed: false };
  return { profile: ASSUMED_PROFILE, assumed: true };
}

async function snapshotFor(desk: Desk): Promise<Snapshot> {
  const path = desk.line.values.snapshot;
  if (path === undefined) {
    const session = await openSession(desk.line, desk.note);
    try {
      return await session.collect(kinds);
    } finally {
      await session.close();
    }
  }
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Failure(
      {
        code: 'snapshot-missing',
        what: `Could not read the snapshot "${path}".`,
        why: error.message,
        fix: 'Check the path.',
      },
      2,
    );
  });
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  return parseSnapshot(text, path, (kind, model) => {
    const resource = registry.get(kind);
    if (!resource) return { problem: `this program knows no kind "${kind}".` };
    const outcome = resource.model.safeParse(model);
    if (outcome.success) return { model: outcome.data };
    return { problem: outcome.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') };
  });
}

async function collectCommand(desk: Desk, session: Session): Promise<ExitCode> {
  const snapshot = await session.collect(resources.map((resource) => resource.kind));
  const path = await desk.workspace.write('snapshot.json', `${JSON.stringify(snapshot)}\n`);
  const unread = snapshot.reads.filter((read) => read.notRead);
  if (desk.json)
    desk.print(JSON.stringify({ formatVersion: 1, path, resources: snapshot.resources.length, notRead: unread }));
  else {
    desk.print(`Read ${snapshot.resources.length} resources of "${snapshot.source.organization.name}" into ${path}.`);
    for (const read of unread)
      desk.print(`  not read: ${read.kind} of ${read.parent ?? 'the organization'}: ${read.notRead?.because}`);
  }
  return 0;
}

async function assessCommand(desk: Desk): Promise<ExitCode> {
  const { profile, assumed } = await profileFor(desk);
  const snapshot = await snapshotFor(desk);
  const { findings } = judge(snapshot, controls, profile, resources);
  const threshold = (desk.line.values['fail-on'] ?? 'low') as Severity;
  if (!SEVERITIES.includes(threshold)) {
    throw new Failure(
      {
        code: 'usage',
        what: `--fail-on ${threshold} is no severity.`,
        why: `Severities are ${SEVERITIES.join(', ')}.`,
        fix: 'Use one of them.',
      },
      2,
    );
  }
  const counted = findings.filter(
    (finding) => isOpenFinding(finding) && SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(threshold),
  );
  if (desk.json) {
    desk.print(
      JSON.stringify({
        formatVersion: 1,
        takenAt: snapshot.takenAt,
        organization: snapshot.source.organization,
        assumedProfile: assumed,
        findings,
      }),
    );
  } else {
    desk.print(desk.style.bold(`${snapshot.source.organization.name}, as of ${snapshot.takenAt}`));
    if (assumed)
      desk.print(
        desk.style.dim(
          'No profile: assumed production, medium risk tolerance, no known clients. Answer in fivefold.yaml.',
        ),
      );
    for (const text of layerLines(findings, desk.style)) desk.print(text);
    const lines = findingLines(findings, desk.style);
    if (lines.length > 0) desk.print('');
    for (const text of lines) desk.print(text);
    const unknown = unknownLines(findings, desk.style);
    if (unknown.length > 0) desk.print(`\n${desk.style.bold('Could not be judged')}`);
    for (const text of unknown) desk.print(text);
    desk.print(lines.length > 0 ? '\nNext: `fivefold plan`.' : '\nNothing to do.');
  }
  return counted.length > 0 ? 1 : 0;
}

async function planCommand(desk: Desk): Promise<ExitCode> {
  const { profile } = await profileFor(desk);
  const snapshot = await snapshotFor(desk);
  const plan = makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });
  const path = await desk.workspace.write('plan.json', `${JSON.stringify(plan)}\n`);
  await desk.workspace.write('snapshot.json', `${JSON.stringify(snapshot)}\n`);
  if (desk.json) desk.print(JSON.stringify(plan));
  else {
    for (const text of planLines(plan, desk.style)) desk.print(text);
    desk.print(
      plan.steps.length === 0
        ? 'Nothing that Fivefold could do by itself.'
        : `\nSaved in ${path}. Next: \`fivefold rehearse\`, then \`fivefold apply\`.`,
    );
  }
  return 0;
}

async function savedPlan(desk: Desk): Promise<Plan> {
  const path = desk.line.values.plan;
  const text =
    path === undefined ? await desk.workspace.read('plan.json') : await readFile(path, 'utf8').catch(() => undefined);
  const what = `Could not read the plan${path === undefined ? '' : ` "${path}"`}.`;
  if (text === undefined)
    throw new Failure({ code: 'plan-missing', what, why: 'There is none.', fix: 'Make one with `fivefold plan`.' }, 2);
  let plan: Plan;
  try {
    plan = JSON.parse(text) as Plan;
  } catch (error) {
    throw new Failure(
      {
        code: 'plan-invalid',
        what,
        why: `It is no complete JSON: ${(error as Error).message}.`,
        fix: 'Make a new one with `fivefold plan`.',
      },
      2,
    );
  }
  if (plan.formatVersion !== 1 || fingerprintOf(plan, sha256) !== plan.fingerprint) {
    throw new Failure(
      {
        code: 'plan-tampered',
        what,
        why: 'Its content does not match its fingerprint: it was edited, or another version wrote it.',
        fix: 'Make a new one with `fivefold plan`.',
      },
      2,
    );
  }
  return plan;
}

async function renderCommand(desk: Desk): Promise<ExitCode> {
  const plan = await savedPlan(desk);
  const dialect = desk.line.values.dialect ?? 'terraform';
  if (dialect === 'api') desk.print(renderApi(plan.steps, resources));
  else if (dialect === 'terraform') {
    const { blocks, remarks } = renderTerraform(plan.steps, resources);
    desk.print(`${remarks.map((remark) => `# ${remark}\n`).join('')}${printHcl(blocks)}`);
  } else
    throw new Failure(
      {
        code: 'usage',
        what: `There is no dialect "${dialect}".`,
        why: 'Dialects are api and terraform.',
        fix: 'Use one of them.',
      },
      2,
    );
  return 0;
}

function chosenSteps(desk: Desk, plan: Plan) {
  return selectSteps(plan, { ids: desk.line.values.step ?? [], hazards: desk.line.values.accept ?? [] });
}

async function rehearseCommand(desk: Desk): Promise<ExitCode> {
  const plan = await savedPlan(desk);
  const { profile } = await profileFor(desk);
  const text = await desk.workspace.read('snapshot.json');
  if (text === undefined)
    throw new Failure(
      {
        code: 'snapshot-missing',
        what: 'Could not rehearse.',
        why: 'There is no snapshot beside the plan.',
        fix: 'Run `fivefold plan` again.',
      },
      2,
    );
  const snapshot = JSON.parse(text) as Snapshot;
  const { chosen, left } = chosenSteps(desk, plan);
  const result = await rehearse({
    snapshot,
    steps: chosen,
    controls,
    profile,
    resources,
    stage: stageOf(snapshot, resources, kinds),
  });
  if (desk.json)
    desk.print(
      JSON.stringify({
        formatVersion: 1,
        applied: result.applied,
        closed: result.closed.map(findingId),
        opened: result.opened,
        stillOpen: result.stillOpen.map(findingId),
      }),
    );
  else {
    desk.print(
      `Rehearsed ${result.applied.length} steps: ${result.closed.length} findings closed, ${result.opened.length} new, ${result.stillOpen.length} still open.`,
    );
    for (const { step, because } of left) desk.print(`  left out ${step.id}: ${because}`);
    for (const finding of result.opened) desk.print(desk.style.red(`  new: ${finding.because}`));
  }
  return result.opened.length > 0 ? 1 : 0;
}

async function applyCommand(desk: Desk, session: Session): Promise<ExitCode> {
  const plan = await savedPlan(desk);
  const { chosen, left } = chosenSteps(desk, plan);
  for (const { step, because } of left) desk.note(`left out ${step.id} (${step.what}): ${because}`);
  const journal = `apply-${plan.fingerprint.slice(0, 12)}.journal`;
  const release = await desk.workspace.lock('apply.lock');
  try {
    const result = await applyPlan(plan.fingerprint, chosen, resources, {
      send: (call) => session.api.send(call),
      now,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      append: (text) => desk.workspace.appendLine(journal, text),
      readLines: () => desk.workspace.lines(journal),
      onStep: (step, outcome) => desk.note(`${outcome} ${step.id}: ${step.what}`),
    });
    if (desk.json)
      desk.print(JSON.stringify({ formatVersion: 1, ...result, leftOut: left.map(({ step }) => step.id) }));
    else
      desk.print(
        `Applied ${result.applied.length} steps, ${result.already.length} were already there, ${left.length} left out.`,
      );
    return 0;
  } catch (error) {
    desk.note(`The journal is ${desk.workspace.folder}/${journal}.`);
    throw error;
  } finally {
    await release();
  }
}

async function verifyCommand(desk: Desk, session: Session): Promise<ExitCode> {
  const plan = await savedPlan(desk);
  const { profile } = await profileFor(desk);
  const snapshot = await session.collect(kinds);
  const open = new Set(judge(snapshot, controls, profile, resources).findings.filter(isOpenFinding).map(findingId));
  const promised = [...new Set(plan.steps.flatMap((step) => step.closes))];
  const stillOpen = promised.filter((id) => open.has(id));
  if (desk.json)
    desk.print(JSON.stringify({ formatVersion: 1, closed: promised.filter((id) => !open.has(id)), stillOpen }));
  else {
    desk.print(
      `${promised.length - stillOpen.length} of ${promised.length} findings that the plan promised to close are closed.`,
    );
    for (const id of stillOpen) desk.print(`  still open: ${id}`);
  }
  return stillOpen.length > 0 ? 1 : 0;
}

function controlsCommand(desk: Desk): ExitCode {
  const [action = 'list', id] = desk.line.rest;
  if (action === 'list') {
    const rows = controls.map(({ id: name, title, layer, scope, severity, confidence, stage, since }) => ({
      id: name,
      title,
      layer,
      scope,
      severity,
      confidence,
      stage,
      since,
    }));
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, controls: rows }));
    else
      for (const row of rows) desk.print(`${row.severity.padEnd(9)}${row.id.padEnd(52)} ${desk.style.dim(row.title)}`);
    return 0;
  }
  const control = controls.find((candidate) => candidate.id === id);
  if (action !== 'show' || control === undefined) {
    throw new Failure(
      {
        code: 'usage',
        what: `There is no control "${id ?? ''}".`,
        why: `The catalogue holds ${controls.length} controls.`,
        fix: 'List them with `fivefold controls list`.',
      },
      2,
    );
  }
  const { title, severity, confidence, scope, rationale, sources, standards, reads } = control;
  if (desk.json)
    desk.print(
      JSON.stringify({
        formatVersion: 1,
        id,
        title,
        severity,
        confidence,
        scope,
        rationale,
        sources,
        standards,
        reads,
      }),
    );
  else {
    desk.print(
      `${desk.style.bold(title)}\n${id} · ${severity} · confidence ${confidence} · per ${scope}\n\n${rationale}\n`,
    );
    desk.print(
      `reads: ${(reads as readonly string[]).join(', ')}\nsources: ${sources.join(' · ')}\nhelps to meet: ${standards.join(', ')}`,
    );
  }
  return 0;
}
