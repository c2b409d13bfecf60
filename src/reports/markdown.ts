import { type Finding, findingId } from '../core/control.ts';
import { count, printable } from './printable.ts';
import {
  type ControlReport,
  digestOf,
  headline,
  LAYER_TITLES,
  nextSteps,
  profileRows,
  type ReportInput,
  STATE_WORDS,
  stepsByFinding,
} from './report.ts';

const PLACES_SHOWN = 20;

/**
 * Text as GitHub flavoured Markdown that means nothing but itself: no HTML, table cell, link, mention, mathematics or list.
 * Addresses are taken apart by entities, because GitHub makes links of them without any mark.
 */
export function markdownText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]|~$#!]/g, (character) => `\\${character}`)
    .replaceAll('://', '&#58;//')
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`)
    .replace(/@(?=[A-Za-z0-9])/g, '@\u200b')
    .replace(
      /^(\s*)([-+]|\d+[.)])(?=\s|$)/,
      (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    );
}

/** Code that holds back-ticks is fenced by more of them; in a table a bar must be escaped even there. */
export function markdownCode(text: string): string {
  const shown = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function findingItem(finding: Finding): string {
  const place = finding.project === undefined ? '' : ` (project ${markdownText(finding.project.name)})`;
  const moved =
    finding.severityMovedFrom === undefined ? '' : ` The profile moved it from ${finding.severityMovedFrom}.`;
  return `${markdownText(finding.because)}${place}${moved}`;
}

function groupLines(group: ControlReport, steps: ReturnType<typeof stepsByFinding>): readonly string[] {
  const open = group.findings.fail;
  const shown = open.slice(0, PLACES_SHOWN);
  const closing = new Map(
    open.flatMap((finding) => (steps.get(findingId(finding)) ?? []).map((step) => [step.id, step] as const)),
  );
  return [
    `#### ${group.severity}: ${markdownText(group.title)}`,
    '',
    `${markdownCode(group.control)}, ${count(open.length, 'finding')}`,
    '',
    ...shown.map((finding) => `- ${findingItem(finding)}`),
    ...(shown.length < open.length ? [`- and ${open.length - shown.length} more`] : []),
    '',
    ...(closing.size === 0
      ? []
      : [
          'The plan closes this with:',
          '',
          ...[...closing.values()].map(
            ({ id, what, change }) => `- ${markdownCode(id)} ${change.type} ${markdownText(what)}`,
          ),
          '',
        ]),
  ];
}

/** The report as GitHub flavoured Markdown, for a pull request, a wiki or a job summary. */
export function renderMarkdown(input: ReportInput): string {
  const digest = digestOf(input.findings);
  const steps = stepsByFinding(input.plan);
  const { organization, takenAt, assumed, profile, plan } = input;
  const lines = [
    `# Security of ${markdownText(organization.name)}`,
    '',
    `**${headline(digest)}**`,
    '',
    `Organization ${markdownCode(organization.id)}, read at ${takenAt}.${assumed ? ' Nobody answered the tailoring questions: the profile below is assumed.' : ''}`,
    '',
    row('Layer', 'Worst open', 'Fail', 'Unknown', 'Waived', 'Pass', 'Not applicable'),
    row('---', '---', '---:', '---:', '---:', '---:', '---:'),
    ...digest.layers.map(({ layer, worst, gravest, controlCounts: counts }) =>
      row(
        LAYER_TITLES[layer],
        worst ?? (gravest === undefined ? 'nothing to judge' : STATE_WORDS[gravest]),
        counts.fail,
        counts.unknown,
        counts.waived,
        counts.pass,
        counts['not-applicable'],
      ),
    ),
    '',
    'Numbers are controls; a control counts by the gravest of its findings.',
    '',
  ];
  const next = nextSteps(input, digest);
  if (next.length > 0) {
    lines.push('## Next', '');
    for (const { text, command } of next)
      lines.push(`1. ${markdownText(text)}${command === undefined ? '' : ` ${markdownCode(command)}`}`);
    lines.push('');
  }
  if (digest.findingCounts.fail > 0) {
    lines.push('## Open findings', '');
    for (const { layer, controls } of digest.layers) {
      const failing = controls.filter(({ state }) => state === 'fail');
      if (failing.length === 0) continue;
      lines.push(`### ${LAYER_TITLES[layer]}`, '');
      for (const group of failing) lines.push(...groupLines(group, steps));
    }
  }
  if (plan !== undefined) lines.push(...planSection(plan));
  const waived = digest.layers.flatMap(({ controls }) => controls.flatMap(({ findings }) => findings.waived));
  if (waived.length > 0) {
    lines.push(
      '## Accepted until a date',
      '',
      row('Finding', 'Reason', 'Owner', 'Until'),
      row('---', '---', '---', '---'),
    );
    for (const finding of waived) {
      const { reason, owner, expires } = finding.waived as NonNullable<Finding['waived']>;
      lines.push(
        row(
          `${markdownText(finding.because)} ${markdownCode(finding.control)}`,
          markdownText(reason),
          markdownText(owner),
          expires.slice(0, 10),
        ),
      );
    }
    lines.push('');
  }
  if (digest.unknownReasons.length > 0) {
    lines.push('## Could not be judged', '', row('Reason', 'Role to grant', 'Controls'), row('---', '---', '---:'));
    for (const { because, neededRole, controls } of digest.unknownReasons)
      lines.push(row(reasonText(because), neededRole === undefined ? '' : markdownCode(neededRole), controls.length));
    lines.push('');
  }
  lines.push(`## Profile${assumed ? ' (assumed)' : ''}`, '', row('Question', 'Answer'), row('---', '---'));
  for (const [question, answer] of profileRows(profile)) lines.push(row(question, markdownText(answer)));
  lines.push('', `Made by Fivefold ${markdownText(input.programVersion)}.`);
  return `${lines.join('\n')}\n`;
}

function reasonText(because: readonly string[]): string {
  const more = because.length === 1 ? '' : ` And ${count(because.length - 1, 'reason')} like it.`;
  return `${markdownText(because[0] ?? '')}${more}`;
}

function planSection(plan: NonNullable<ReportInput['plan']>): readonly string[] {
  const lines = ['## Plan', ''];
  if (plan.steps.length === 0) lines.push('There is nothing that Fivefold could do by itself.', '');
  else {
    lines.push(row('Step', 'Change', 'What', 'Hazards'), row('---', '---', '---', '---'));
    for (const { id, change, what, hazards } of plan.steps) {
      const named = hazards.map(({ name, because }) => `**${name}**: ${markdownText(because)}`).join('<br>');
      lines.push(row(markdownCode(id), change.type, markdownText(what), named));
    }
    lines.push('');
  }
  if (plan.needs.length > 0) {
    lines.push('### Needs an answer first', '');
    for (const { finding, needs } of plan.needs)
      for (const { what, where } of needs)
        lines.push(`- ${markdownText(what)} (${markdownCode(where)}, for ${markdownCode(finding)})`);
    lines.push('');
  }
  if (plan.manual.length > 0) {
    lines.push('### For a person', '');
    for (const { because, steps, verifiedBy } of plan.manual) {
      lines.push(`- ${markdownText(because)}`);
      for (const step of steps) lines.push(`  1. ${markdownText(step)}`);
      lines.push(`  1. Verified by: ${markdownText(verifiedBy)}`);
    }
    lines.push('');
  }
  return lines;
}
