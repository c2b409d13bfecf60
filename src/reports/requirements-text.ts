import { htmlText } from './html.ts';
import { HTML_STYLE } from './html-style.ts';
import { stateOf } from './report.ts';
import { REQUIREMENT_WORDS, type RequirementState, type StandardReport } from './requirements.ts';
import { hang, type Style } from './style.ts';

const CAUTION =
  'Controls help to meet requirements. That every control passes does not show that a requirement is met, and what is outside of Atlas is not looked at.';

/** For the terminal: requirements that need something first, each with what fails. */
export function requirementsTerminal(report: StandardReport, style: Style): string {
  const { standard, requirements, withoutControl, takenAt, organization } = report;
  const lines = [
    style.bold(`${standard.title} ${standard.version}, organization ${organization.name}, read ${takenAt}`),
    style.dim(hang(CAUTION, style, 0)),
    '',
  ];
  const order: readonly RequirementState[] = ['attention', 'not-seen', 'accepted', 'helped', 'nothing-to-judge'];
  for (const state of order) {
    const own = requirements.filter((one) => one.state === state);
    if (own.length === 0) continue;
    const paint = state === 'attention' ? style.red : state === 'helped' ? style.green : style.yellow;
    lines.push(`${paint(REQUIREMENT_WORDS[state])}  ${own.length}`);
    if (state === 'helped' || state === 'nothing-to-judge') {
      lines.push(`  ${hang(own.map(({ id }) => id).join(', '), style, 2)}`);
      continue;
    }
    for (const { id, controls } of own) {
      lines.push(`  ${style.bold(id)}`);
      for (const control of controls) {
        if (!['fail', 'unknown', 'waived'].includes(control.state)) continue;
        const places = control.findings.filter((finding) => stateOf(finding) === control.state).length;
        lines.push(
          `    ${control.state.padEnd(8)}${hang(`${control.id}: ${control.title} (${places} ${places === 1 ? 'place' : 'places'})`, style, 12)}`,
        );
      }
    }
  }
  if (withoutControl.length > 0)
    lines.push('', style.dim(hang(`No control of Fivefold looks at: ${withoutControl.join(', ')}`, style, 0, 2)));
  return lines.join('\n');
}

/** One JSON document. */
export function requirementsJson(report: StandardReport): string {
  return JSON.stringify({ formatVersion: 1, caution: CAUTION, ...report });
}

const COLUMNS = [
  'standard',
  'requirement',
  'requirement state',
  'control',
  'control title',
  'state',
  'severity',
  'resource',
  'evidence',
  'waiver',
  'waived until',
  'read with',
  'read at',
];

/** RFC 4180, a line for each finding. A cell that a spreadsheet would take for a formula is made text. */
export function requirementsCsv({ standard, requirements, takenAt }: StandardReport): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = requirements.flatMap((requirement) =>
    requirement.controls.flatMap((control) => {
      const read = control.asked.flatMap(({ operations }) => operations).join(' ');
      const head = [
        `${standard.id} ${standard.version}`,
        requirement.id,
        REQUIREMENT_WORDS[requirement.state],
        control.id,
        control.title,
      ];
      if (control.findings.length === 0) return [[...head, 'not-applicable', '', '', '', '', '', read, takenAt]];
      return control.findings.map((finding) => [
        ...head,
        stateOf(finding),
        finding.severity,
        finding.address,
        finding.because,
        finding.waived === undefined ? '' : `${finding.waived.owner}: ${finding.waived.reason}`,
        finding.waived?.expires ?? '',
        read,
        takenAt,
      ]);
    }),
  );
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** One page for an auditor: requirement, controls, verdicts, what was read and when. */
export function requirementsHtml(report: StandardReport): string {
  const { standard, requirements, withoutControl, organization, takenAt, programVersion } = report;
  const counts = new Map<RequirementState, number>();
  for (const { state } of requirements) counts.set(state, (counts.get(state) ?? 0) + 1);
  const badge: Readonly<Record<RequirementState, string>> = {
    attention: 'critical',
    'not-seen': 'medium',
    accepted: 'medium',
    helped: 'low',
    'nothing-to-judge': 'low',
    'no-control': 'low',
  };
  const section = (requirement: StandardReport['requirements'][number]) =>
    `<section class="card" id="r-${htmlText(requirement.id.replace(/[^A-Za-z0-9]+/g, '-'))}">
<h2>${htmlText(requirement.id)} <span class="badge ${badge[requirement.state]}">${REQUIREMENT_WORDS[requirement.state]}</span></h2>
${requirement.controls
  .map(
    (control) => `<h3>${htmlText(control.title)} <small>${htmlText(control.id)}: ${control.state}</small></h3>
<ul>${control.findings
      .map(
        (finding) =>
          `<li><strong>${stateOf(finding)}</strong> <code>${htmlText(finding.address)}</code> ${htmlText(finding.because)}${
            finding.waived === undefined
              ? ''
              : ` Accepted by ${htmlText(finding.waived.owner)} until ${htmlText(finding.waived.expires)}: ${htmlText(finding.waived.reason)}`
          }</li>`,
      )
      .join('')}</ul>
<p>Read with ${control.asked
      .map(({ kind, operations }) => `${htmlText(kind)} (<code>${htmlText(operations.join(', '))}</code>)`)
      .join(', ')} at ${htmlText(takenAt)}.</p>`,
  )
  .join('\n')}
</section>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${htmlText(`${standard.title} ${standard.version}: ${organization.name}`)}</title>
<style>${HTML_STYLE}</style></head>
<body><main class="page">
<h1>${htmlText(standard.title)} ${htmlText(standard.version)}</h1>
<p>Organization ${htmlText(organization.name)} (<code>${htmlText(organization.id)}</code>), read at ${htmlText(takenAt)} by fivefold ${htmlText(programVersion)}.</p>
<p>${htmlText(CAUTION)}</p>
<p>${[...counts].map(([state, number]) => `${number} ${REQUIREMENT_WORDS[state]}`).join(', ')}.</p>
${requirements.map(section).join('\n')}
${withoutControl.length === 0 ? '' : `<section class="card"><h2>Requirements that no control looks at</h2><p>${htmlText(withoutControl.join(', '))}</p></section>`}
</main></body></html>
`;
}
