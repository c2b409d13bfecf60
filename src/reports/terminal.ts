import { type Finding, SEVERITIES, type Severity } from '../core/control.ts';
import type { Plan, Step } from '../core/plan.ts';
import { count, printable } from './printable.ts';
import {
  type ControlReport,
  type Digest,
  digestOf,
  FINDING_STATES,
  type FindingState,
  headline,
  LAYER_TITLES,
  type LayerReport,
  nextSteps,
  type ReportInput,
  STATE_WORDS,
} from './report.ts';
import { hang, type Style, styleFor } from './style.ts';

/** How the terminal report is shown. */
export interface TerminalView {
  readonly style?: Style;
  /** Every finding, where otherwise the first of each control stands for the others. */
  readonly all?: boolean;
}

const MARKS: Readonly<Record<FindingState, string>> = {
  fail: '✗',
  unknown: '?',
  waived: 'w',
  pass: '✓',
  'not-applicable': '·',
};
/** `2026-11-24T12:00:00Z` → `2026-11-24 12:00 UTC`. */
function minutes(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}

const NAME_WIDTH = 23;
const BAR_WIDTH = 16;
const LABEL_WIDTH = 11;

function painted(severity: Severity, text: string, style: Style): string {
  return severity === 'critical' || severity === 'high' ? style.red(text) : style.yellow(text);
}

function paintedMark(state: FindingState, text: string, style: Style): string {
  switch (state) {
    case 'fail':
      return style.red(text);
    case 'unknown':
    case 'waived':
      return style.yellow(text);
    case 'pass':
      return style.green(text);
    case 'not-applicable':
      return style.dim(text);
    default:
      return state satisfies never;
  }
}

/** How many of `width` cells each state gets: in proportion, and never none where there is one. */
export function cellsOf(counts: LayerReport['controlCounts'], width: number): Readonly<Record<FindingState, number>> {
  const total = FINDING_STATES.reduce((sum, state) => sum + counts[state], 0);
  const cells: Record<FindingState, number> = { ...counts };
  if (total <= width) return cells;
  for (const state of FINDING_STATES)
    cells[state] = counts[state] === 0 ? 0 : Math.max(1, Math.floor((counts[state] * width) / total));
  let used = FINDING_STATES.reduce((sum, state) => sum + cells[state], 0);
  while (used !== width) {
    const largest = FINDING_STATES.reduce((a, b) =>
      counts[b] / (cells[b] || 1) > counts[a] / (cells[a] || 1) ? b : a,
    );
    const widest = FINDING_STATES.reduce((a, b) => (cells[b] > cells[a] ? b : a));
    const step = used < width ? 1 : -1;
    cells[step === 1 ? largest : widest] += step;
    used += step;
  }
  return cells;
}

function bar(counts: LayerReport['controlCounts'], style: Style): string {
  const cells = cellsOf(counts, BAR_WIDTH);
  const used = FINDING_STATES.reduce((sum, state) => sum + cells[state], 0);
  const marks = FINDING_STATES.map((state) =>
    cells[state] === 0 ? '' : paintedMark(state, MARKS[state].repeat(cells[state]), style),
  );
  return marks.join('') + ' '.repeat(BAR_WIDTH - used);
}

/** The table of layers: a mark for each control, how many stand how, and the worst that is open. */
export function layerLines(findings: readonly Finding[], style: Style): readonly string[] {
  return layerTable(digestOf(findings), style);
}

function layerTable({ layers }: Digest, style: Style): readonly string[] {
  const withBar = style.width >= 78;
  const heading = `  ${'Controls by layer'.padEnd(NAME_WIDTH)}${withBar ? ' '.repeat(BAR_WIDTH + 1) : ''}${'fail'.padStart(5)}${'unkn.'.padStart(6)}${'pass'.padStart(5)}${'n/a'.padStart(5)}`;
  const cell = (number: number, width: number, paint: (text: string) => string) => {
    const text = String(number).padStart(width);
    return number === 0 ? style.dim(text) : paint(text);
  };
  const plain = (text: string) => text;
  const lines = layers.map(({ layer, controlCounts, findingCounts, worst, gravest }) => {
    const name = `  ${LAYER_TITLES[layer].padEnd(NAME_WIDTH)}`;
    if (gravest === undefined) return name + style.dim('nothing to judge');
    const state =
      worst === undefined
        ? paintedMark(gravest, STATE_WORDS[gravest], style)
        : painted(worst, worst, style) + style.dim(` (${findingCounts.fail})`);
    const numbers = [
      cell(controlCounts.fail, 5, style.red),
      cell(controlCounts.unknown, 6, style.yellow),
      cell(controlCounts.pass + controlCounts.waived, 5, plain),
      cell(controlCounts['not-applicable'], 5, plain),
    ].join('');
    return `${name}${withBar ? `${bar(controlCounts, style)} ` : ''}${numbers}  ${state}`;
  });
  return [style.dim(heading), ...lines];
}

function placeOf(finding: Finding): string {
  return finding.project === undefined ? 'organization' : `project ${printable(finding.project.name)}`;
}

function movedNote(finding: Finding): string {
  return finding.severityMovedFrom === undefined ? '' : `, moved from ${finding.severityMovedFrom} by the profile`;
}

function labelled(label: string, text: string, style: Style): string {
  return `  ${label}${hang(text, style, 2 + LABEL_WIDTH)}`;
}

/** Names of the projects concerned, as many as fit. */
function projectsOf(findings: readonly Finding[], room: number): string {
  const names = [
    ...new Set(findings.flatMap(({ project }) => (project === undefined ? [] : [printable(project.name)]))),
  ];
  if (names.length === 0) return '';
  const shown: string[] = [];
  let used = 0;
  for (const name of names) {
    used += name.length + 2;
    if (used > room && shown.length > 0) break;
    shown.push(name);
  }
  const left = names.length - shown.length;
  return ` in ${shown.join(', ')}${left === 0 ? '' : ` and ${count(left, 'more project')}`}`;
}

function groupLines(group: ControlReport, style: Style, all: boolean): readonly string[] {
  const open = group.findings.fail;
  const indent = ' '.repeat(2 + LABEL_WIDTH);
  const sentence = (finding: Finding) =>
    labelled(painted(finding.severity, finding.severity.padEnd(LABEL_WIDTH), style), printable(finding.because), style);
  const under = (text: string) => indent + style.dim(hang(text, style, indent.length));
  const [first] = open as readonly [Finding, ...Finding[]];
  const more = open.length === 1 ? '' : all ? ` · ${open.length} findings` : ` · and ${open.length - 1} more`;
  const where = projectsOf(open, style.width - indent.length - 24);
  const note = under(`${group.control}${more === '' && where !== '' ? ' ·' : more}${where}${movedNote(first)}`);
  return [...(all ? open : [first]).map(sentence), note];
}

/** Open findings by layer, worst first; one control over many places is one entry with a count. */
export function findingLines(findings: readonly Finding[], style: Style, all = false): readonly string[] {
  return openLines(digestOf(findings), style, all);
}

function openLines({ layers }: Digest, style: Style, all: boolean): readonly string[] {
  const lines = layers.flatMap(({ layer, controls }) => {
    const failing = controls.filter(({ state }) => state === 'fail');
    if (failing.length === 0) return [];
    return ['', style.bold(LAYER_TITLES[layer]), ...failing.flatMap((group) => groupLines(group, style, all))];
  });
  return lines.slice(1);
}

/** What could not be judged, each reason once. */
export function unknownLines(findings: readonly Finding[], style: Style): readonly string[] {
  return reasonLines(digestOf(findings), style, true);
}

const REASONS_SHOWN = 5;

function reasonLines({ unknownReasons }: Digest, style: Style, all: boolean): readonly string[] {
  const shown = all ? unknownReasons : unknownReasons.slice(0, REASONS_SHOWN);
  const lines = shown.flatMap(({ because, controls }) => {
    const [first, ...others] = because as readonly [string, ...string[]];
    const more = others.length === 0 || all ? '' : `; and ${count(others.length, 'reason')} like it`;
    const text = `  ${hang(`${printable(first)} (${count(controls.length, 'control')}${more})`, style, 2, 4)}`;
    return [text, ...(all ? others.map((other) => `  ${hang(printable(other), style, 2, 4)}`) : [])];
  });
  const left = unknownReasons.length - shown.length;
  if (left > 0) lines.push(style.dim(`  and ${count(left, 'more reason')} (--all shows them)`));
  return lines;
}

function waivedLines(findings: readonly Finding[], style: Style): readonly string[] {
  return findings
    .filter((finding) => finding.waived !== undefined)
    .map((finding) => {
      const { reason, owner, expires } = finding.waived as NonNullable<Finding['waived']>;
      const text = `${finding.control} · ${placeOf(finding)}: ${printable(reason)} (${printable(owner)}, until ${expires.slice(0, 10)})`;
      return `  ${hang(text, style, 2, 4)}`;
    });
}

/** The whole report: what it is about, the layers, the findings, what was not seen, and what to do next. */
export function renderTerminal(
  input: ReportInput,
  { style = styleFor(false, 80), all = false }: TerminalView = {},
): string {
  const digest = digestOf(input.findings);
  const { organization, takenAt, assumed, profile } = input;
  const lines = [
    style.bold(hang(`${printable(organization.name)} · ${organization.id} · read ${minutes(takenAt)}`, style, 0)),
  ];
  const clients = profile.knownClients.length + profile.knownNetworks.length;
  const known =
    clients === 0 ? 'no known client' : count(clients, 'known client or network', 'known clients and networks');
  const terms = `${profile.environment}, ${profile.riskTolerance} risk tolerance, ${known}`;
  lines.push(style.dim(hang(assumed ? `No profile, so this is assumed: ${terms}.` : `Judged for ${terms}.`, style, 0)));
  const worst = SEVERITIES.find((severity) => digest.openBySeverity[severity] > 0);
  const sentence = hang(headline(digest), style, 0);
  lines.push('', worst === undefined ? style.bold(sentence) : style.bold(painted(worst, sentence, style)));
  if (input.findings.length > 0) lines.push('', ...layerTable(digest, style));
  const open = openLines(digest, style, all);
  if (open.length > 0) lines.push('', ...open);
  if (!all && digest.layers.some(({ controls }) => controls.some(({ findings }) => findings.fail.length > 1)))
    lines.push('', style.dim(hang('One finding stands for all of its control; --all shows each.', style, 0)));
  const waived = waivedLines(
    digest.layers.flatMap(({ controls }) => controls.flatMap(({ findings }) => findings.waived)),
    style,
  );
  if (waived.length > 0) lines.push('', style.bold('Accepted until a date'), ...waived);
  const reasons = reasonLines(digest, style, all);
  if (reasons.length > 0) lines.push('', style.bold('Could not be judged'), ...reasons);
  const next = nextSteps(input, digest);
  if (next.length > 0) lines.push('', style.bold('Next'));
  for (const { text, command } of next) {
    lines.push(`  ${hang(printable(text), style, 2)}`);
    if (command !== undefined) lines.push(`    ${command}`);
  }
  return `${lines.join('\n')}\n`;
}

function verb(step: Step): string {
  return { create: '+ add   ', update: '~ change', delete: '- remove' }[step.change.type];
}

/** The plan as a person reads it: steps in order with their hazards, then what is left to people. */
export function planLines(plan: Plan, style: Style): readonly string[] {
  const lines: string[] = [];
  const indent = ' '.repeat(14);
  for (const step of plan.steps) {
    lines.push(`  ${style.dim(step.id)}  ${verb(step)} ${hang(printable(step.what), style, 24)}`);
    if (step.change.because !== undefined)
      lines.push(`${indent}${style.dim(hang(printable(step.change.because), style, indent.length))}`);
    for (const { name, because } of step.hazards) {
      const text = hang(`hazard ${name}: ${printable(because)}`, style, indent.length);
      lines.push(`${indent}${style.yellow(text)}`);
    }
  }
  if (plan.needs.length > 0) lines.push('', style.bold('Needs an answer first'));
  for (const { finding, needs } of plan.needs) {
    for (const { what, where } of needs)
      lines.push(`  ${hang(`${finding.split(' ')[0]}: ${printable(what)} (${where})`, style, 2, 4)}`);
  }
  if (plan.conflicts.length > 0) lines.push('', style.bold('Remedies that disagree'));
  for (const { address, field, values } of plan.conflicts) {
    const wanted = values.map((value) => JSON.stringify(value)).join(' or ');
    lines.push(`  ${hang(`${printable(address)}: ${field} as ${printable(wanted)}`, style, 2, 4)}`);
  }
  if (plan.manual.length > 0) lines.push('', style.bold('For a person'));
  for (const manual of plan.manual) {
    lines.push(`  ${hang(printable(manual.finding.replace(' ', ' at ')), style, 2, 4)}`);
    for (const step of manual.steps) lines.push(`    · ${hang(printable(step), style, 6)}`);
    lines.push(style.dim(`    ${hang(`verified by: ${printable(manual.verifiedBy)}`, style, 4, 6)}`));
  }
  return lines;
}
