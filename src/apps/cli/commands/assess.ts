import { controls } from '../../../controls/catalogue.generated.ts';
import { isOpenFinding, SEVERITIES, type Severity } from '../../../core/control.ts';
import { findingLines, layerLines, unknownLines } from '../../../reports/terminal.ts';
import { resources } from '../../../resources/index.generated.ts';
import { judge } from '../../../workflows/judge.ts';
import { defineCommand } from '../command.ts';
import { profileFor, snapshotFor, usage } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';

export default defineCommand({
  name: 'assess',
  order: 30,
  summary: 'judge an organization or a snapshot, layer by layer (only GET requests)',
  description:
    'Works without a profile and says what it assumed. Exit code 1 where a finding stands at or above --fail-on, so that it gates a pipeline.',
  examples: [
    'fivefold assess --org 5f6a00000000000000000001',
    'fivefold assess --snapshot .fivefold/snapshot.json --fail-on high',
  ],
  options: {
    ...SNAPSHOT_OPTION,
    'fail-on': { type: 'string', value: 'SEVERITY', text: 'exit 1 from this severity on; default low' },
  },
  async run(desk) {
    const threshold = (desk.values['fail-on'] ?? 'low') as Severity;
    if (!SEVERITIES.includes(threshold)) {
      throw usage(`--fail-on ${threshold} is no severity.`, `Severities are ${SEVERITIES.join(', ')}.`, 'Use one.');
    }
    const { profile, assumed } = await profileFor(desk);
    const snapshot = await snapshotFor(desk);
    const { findings } = judge(snapshot, controls, profile, resources);
    const counted = findings.filter(
      (finding) => isOpenFinding(finding) && SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(threshold),
    );
    const { organization } = snapshot.source;
    if (desk.json) {
      desk.print(
        JSON.stringify({
          formatVersion: 1,
          takenAt: snapshot.takenAt,
          organization,
          assumedProfile: assumed,
          findings,
        }),
      );
      return counted.length > 0 ? 1 : 0;
    }
    desk.print(desk.style.bold(`${organization.name}, as of ${snapshot.takenAt}`));
    if (assumed) {
      const text =
        'No profile: assumed production, medium risk tolerance, no known clients. Answer with `fivefold init`.';
      desk.print(desk.style.dim(text));
    }
    for (const text of layerLines(findings, desk.style)) desk.print(text);
    const lines = findingLines(findings, desk.style);
    if (lines.length > 0) desk.print('');
    for (const text of lines) desk.print(text);
    const unknown = unknownLines(findings, desk.style);
    if (unknown.length > 0) desk.print(`\n${desk.style.bold('Could not be judged')}`);
    for (const text of unknown) desk.print(text);
    desk.print(lines.length > 0 ? '\nNext: `fivefold plan`.' : '\nNothing to do.');
    return counted.length > 0 ? 1 : 0;
  },
});
