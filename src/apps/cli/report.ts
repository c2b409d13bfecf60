import { type Finding, isOpenFinding, LAYERS, type Layer, SEVERITIES, type Severity } from '../../core/control.ts';
import type { Plan, Step } from '../../core/plan.ts';
import { type Style, wrap } from './terminal.ts';

/** What the layers are called on screen. */
export const LAYER_TITLES: Readonly<Record<Layer, string>> = {
  network: 'Network access',
  encryption: 'Encryption',
  authentication: 'Authentication',
  authorization: 'Authorization',
  auditing: 'Auditing',
  'cloud-provider-access': 'Cloud provider access',
  'organization-policy': 'Organization policy',
};

function worst(findings: readonly Finding[]): Severity | undefined {
  return SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** One line a layer: what fails, what could not be judged. */
export function layerLines(findings: readonly Finding[], style: Style): readonly string[] {
  return LAYERS.flatMap((layer) => {
    const own = findings.filter((finding) => finding.layer === layer);
    if (own.length === 0) return [`  ${LAYER_TITLES[layer].padEnd(24)}${style.dim('no control yet')}`];
    const open = own.filter(isOpenFinding);
    const unknown = own.filter((finding) => finding.verdict === 'unknown').length;
    const passed = own.filter((finding) => finding.verdict === 'pass').length;
    const severity = worst(open);
    const state =
      severity === undefined
        ? style.green('holds')
        : severity === 'critical' || severity === 'high'
          ? style.red(`${severity}: ${count(open.length, 'finding')}`)
          : style.yellow(`${severity}: ${count(open.length, 'finding')}`);
    const rest = [`${passed} passed`, ...(unknown > 0 ? [`${unknown} unknown`] : [])].join(', ');
    return [`  ${LAYER_TITLES[layer].padEnd(24)}${state}${style.dim(` (${rest})`)}`];
  });
}

/** Open findings by severity, one cause over many places as one line with a count. */
export function findingLines(findings: readonly Finding[], style: Style): readonly string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings.filter(isOpenFinding)) {
    const group = groups.get(finding.control);
    if (group) group.push(finding);
    else groups.set(finding.control, [finding]);
  }
  const ordered = [...groups.values()].sort(
    (a, b) =>
      SEVERITIES.indexOf((a[0] as Finding).severity) - SEVERITIES.indexOf((b[0] as Finding).severity) ||
      ((a[0] as Finding).control < (b[0] as Finding).control ? -1 : 1),
  );
  return ordered.flatMap((group) => {
    const [first] = group as [Finding, ...Finding[]];
    const label = first.severity.padEnd(9);
    const colour = first.severity === 'critical' || first.severity === 'high' ? style.red : style.yellow;
    const where = group.length === 1 ? '' : style.dim(` (and ${group.length - 1} more)`);
    const moved =
      first.severityMovedFrom === undefined ? '' : style.dim(` [profile moved it from ${first.severityMovedFrom}]`);
    return [
      `  ${colour(label)}${wrap(first.because, style.width - 11, ' '.repeat(11))}${where}${moved}`,
      `           ${style.dim(`${first.control}${first.project === undefined ? '' : ` · project ${first.project.name}`}`)}`,
    ];
  });
}

/** What could not be judged, each reason once. */
export function unknownLines(findings: readonly Finding[], style: Style): readonly string[] {
  const reasons = new Map<string, number>();
  for (const finding of findings) {
    if (finding.verdict === 'unknown') reasons.set(finding.because, (reasons.get(finding.because) ?? 0) + 1);
  }
  return [...reasons].map(
    ([because, times]) =>
      `  ${wrap(because, style.width - 2, '  ')}${times > 1 ? style.dim(` (${times} findings)`) : ''}`,
  );
}

function verb(step: Step): string {
  return { create: '+ add   ', update: '~ change', delete: '- remove' }[step.change.type];
}

/** The plan as a person reads it: steps in order with their hazards, then what is left to people. */
export function planLines(plan: Plan, style: Style): readonly string[] {
  const lines: string[] = [];
  for (const step of plan.steps) {
    lines.push(`  ${style.dim(step.id)}  ${verb(step)} ${step.what}`);
    if (step.change.because !== undefined)
      lines.push(`              ${style.dim(wrap(step.change.because, style.width - 14, ' '.repeat(14)))}`);
    for (const hazard of step.hazards) {
      lines.push(
        `              ${style.yellow(`hazard ${hazard.name}:`)} ${wrap(hazard.because, style.width - 24, ' '.repeat(14))}`,
      );
    }
  }
  if (plan.needs.length > 0) lines.push('', style.bold('Needs an answer first'));
  for (const { finding, needs } of plan.needs) {
    for (const need of needs)
      lines.push(
        `  ${finding.split(' ')[0]}: ${wrap(need.what, style.width - 4, '    ')} ${style.dim(`(${need.where})`)}`,
      );
  }
  if (plan.manual.length > 0) lines.push('', style.bold('For a person'));
  for (const manual of plan.manual) {
    lines.push(`  ${finding(manual.finding)}`);
    for (const step of manual.steps) lines.push(`    · ${wrap(step, style.width - 6, '      ')}`);
    lines.push(style.dim(`    verified by: ${manual.verifiedBy}`));
  }
  return lines;
}

function finding(id: string): string {
  return id.replace(' ', ' at ');
}
