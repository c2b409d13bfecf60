import { controls } from '../../../controls/catalogue.generated.ts';
import { isOpenFinding, SEVERITIES, type Severity } from '../../../core/control.ts';
import type { ReportFormat } from '../../../reports/render-report.ts';
import { resources } from '../../../resources/index.generated.ts';
import { judge, kindsRead } from '../../../workflows/judge.ts';
import { defineCommand } from '../command.ts';
import { profileFor, snapshotFor, usage } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';
import { version } from '../version.ts';
import { writeReport } from '../write-report.ts';

const FORMATS: readonly ReportFormat[] = ['terminal', 'json', 'sarif', 'markdown', 'html'];

export default defineCommand({
  name: 'assess',
  order: 30,
  summary: 'judge an organization or a snapshot, layer by layer (only GET requests)',
  description:
    'Works without a profile and says what it assumed. Exit code 1 where a finding stands at or above --fail-on, so that it gates a pipeline.',
  examples: [
    'fivefold assess --org 5f6a00000000000000000001',
    'fivefold assess --snapshot .fivefold/snapshot.json --fail-on high',
    'fivefold assess --format html --out report.html',
    'fivefold assess --standard pci-dss --standard hipaa',
  ],
  options: {
    ...SNAPSHOT_OPTION,
    'fail-on': { type: 'string', value: 'SEVERITY', text: 'exit 1 from this severity on; default low' },
    format: {
      type: 'string',
      value: 'terminal|json|sarif|markdown|html',
      text: 'how the report is written; default terminal, --json is json',
    },
    out: {
      type: 'string',
      value: 'FILE',
      text: 'write the report there (readable by you only) instead of printing it',
    },
    standard: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      text: 'only controls that help to meet this standard (pci-dss, hipaa, nist-800-53 …); repeatable',
    },
    all: { type: 'boolean', text: 'name every place of a finding, where the terminal shows the first few' },
  },
  async run(desk) {
    const threshold = (desk.values['fail-on'] ?? 'low') as Severity;
    if (!SEVERITIES.includes(threshold)) {
      throw usage(`--fail-on ${threshold} is no severity.`, `Severities are ${SEVERITIES.join(', ')}.`, 'Use one.');
    }
    const format = (desk.values.format ?? (desk.json ? 'json' : 'terminal')) as ReportFormat;
    if (!FORMATS.includes(format))
      throw usage(`There is no format "${format}".`, `Formats are ${FORMATS.join(', ')}.`, 'Use one of them.');
    const chosen = controlsOf(desk.values.standard);
    const { profile, assumed } = await profileFor(desk);
    const snapshot = await snapshotFor(desk, kindsRead(chosen));
    const { findings } = judge(snapshot, chosen, profile, resources);
    const counted = findings.filter(
      (finding) => isOpenFinding(finding) && SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(threshold),
    );
    const { renderReport } = await import('../../../reports/render-report.ts');
    const text = renderReport(
      format,
      {
        organization: snapshot.source.organization,
        takenAt: snapshot.takenAt,
        programVersion: version(),
        profile,
        assumed,
        findings,
        controls: chosen,
      },
      { style: desk.style, all: desk.values.all === true },
    );
    if (desk.values.out === undefined) desk.print(text.trimEnd());
    else {
      await writeReport(desk.values.out, text);
      desk.note(`Wrote ${desk.values.out}.`);
    }
    return counted.length > 0 ? 1 : 0;
  },
});

/** The controls that cite one of these standards; all where none is asked for. */
function controlsOf(standards: readonly string[] | undefined): typeof controls {
  if (standards === undefined) return controls;
  const known = [...new Set(controls.flatMap((control) => control.standards.map(nameOf)))].sort();
  const wrong = standards.filter((standard) => !known.includes(standard));
  if (wrong.length > 0) {
    throw usage(
      `No control helps to meet ${wrong.map((standard) => `"${standard}"`).join(', ')}.`,
      `Standards are ${known.join(', ')}.`,
      'Use one of them.',
    );
  }
  return controls.filter((control) => control.standards.some((standard) => standards.includes(nameOf(standard))));
}

/** `pci-dss:3.5.1` → `pci-dss`. */
function nameOf(standard: string): string {
  return standard.slice(0, standard.indexOf(':'));
}
