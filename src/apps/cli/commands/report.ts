import { controls } from '../../../controls/catalogue.generated.ts';
import { standards } from '../../../controls/standards/index.ts';
import { resources } from '../../../resources/index.generated.ts';
import { judge, kindsRead } from '../../../workflows/judge.ts';
import { uuidOf } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { profileFor, snapshotFor, usage } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';
import { nearest } from '../suggest.ts';
import { version } from '../version.ts';
import { writeReport } from '../write-report.ts';

const FORMATS = ['terminal', 'html', 'csv', 'json', 'oscal'] as const;
const OPERATIONS = new Map(resources.map(({ kind, read }) => [kind, read.operations.map(({ id }) => id)]));

export default defineCommand({
  name: 'report',
  order: 32,
  summary: "write an auditor's evidence for one standard (only GET requests)",
  description:
    'Requirement, controls that help to meet it, verdicts, what was read with which operation and when. As a page (html), a table ' +
    '(csv), JSON, or OSCAL assessment results. Exit code 1 where a requirement needs attention, 3 where something was not seen.',
  examples: [
    'fivefold report --standard pci-dss',
    'fivefold report --standard soc2 --format html --out soc2.html',
    'fivefold report --standard nist-800-53 --format oscal --snapshot .fivefold/snapshot.json > results.json',
  ],
  options: {
    ...SNAPSHOT_OPTION,
    standard: { type: 'string', value: 'NAME', text: `one of ${standards.map(({ id }) => id).join(', ')}` },
    format: { type: 'string', value: FORMATS.join('|'), text: 'default terminal, --json is json' },
    out: { type: 'string', value: 'FILE', text: 'write it there (readable by you only) instead of printing it' },
  },
  async run(desk) {
    const wanted = desk.values.standard;
    const standard = standards.find(({ id }) => id === wanted);
    if (standard === undefined) {
      const ids = standards.map(({ id }) => id);
      const near = wanted === undefined ? undefined : nearest(wanted, ids);
      throw usage(
        wanted === undefined ? 'Which standard is meant is not said.' : `There is no standard "${wanted}".`,
        `Standards are ${ids.join(', ')}.`,
        near === undefined ? 'Name one with --standard.' : `Did you mean --standard ${near}?`,
      );
    }
    const format = (desk.values.format ?? (desk.json ? 'json' : 'terminal')) as (typeof FORMATS)[number];
    if (!FORMATS.includes(format))
      throw usage(`There is no format "${format}".`, `Formats are ${FORMATS.join(', ')}.`, 'Use one of them.');
    const chosen = controls.filter((control) => control.standards.some((one) => one.startsWith(`${standard.id}:`)));
    if (chosen.length === 0)
      throw usage(
        `No control cites ${standard.title} yet.`,
        'A report would show nothing, and nothing must not look like an answer.',
        'Use another standard.',
      );
    const { profile } = await profileFor(desk);
    const snapshot = await snapshotFor(desk, kindsRead(chosen));
    const { findings } = judge(snapshot, chosen, profile, resources);
    const { requirementsOf } = await import('../../../reports/requirements.ts');
    const report = requirementsOf({
      standard,
      controls: chosen,
      findings,
      operationsOf: (kind) => OPERATIONS.get(kind) ?? [],
      organization: snapshot.source.organization,
      takenAt: snapshot.takenAt,
      programVersion: version(),
    });
    const texts = await import('../../../reports/requirements-text.ts');
    const text = await (async (): Promise<string> => {
      switch (format) {
        case 'terminal':
          return texts.requirementsTerminal(report, desk.style);
        case 'json':
          return texts.requirementsJson(report);
        case 'csv':
          return texts.requirementsCsv(report);
        case 'html':
          return texts.requirementsHtml(report);
        case 'oscal': {
          const { requirementsOscal } = await import('../../../reports/oscal.ts');
          return requirementsOscal(report, uuidOf);
        }
        default:
          return format satisfies never;
      }
    })();
    if (desk.values.out === undefined) desk.print(text.trimEnd());
    else {
      await writeReport(desk.values.out, text);
      desk.note(`Wrote ${desk.values.out}.`);
    }
    const states = report.requirements.map(({ state }) => state);
    return states.includes('attention') ? 1 : states.includes('not-seen') ? 3 : 0;
  },
});
