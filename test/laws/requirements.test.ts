/** Law: every citation of every control stands in the report of its standard, in each format, and OSCAL is well formed. */
import { describe, expect, it } from 'vitest';
import { uuidOf } from '../../src/apps/platform.ts';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { standards } from '../../src/controls/standards/index.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { oscalControlId, requirementsOscal } from '../../src/reports/oscal.ts';
import { requirementsOf } from '../../src/reports/requirements.ts';
import { requirementsCsv, requirementsHtml, requirementsJson } from '../../src/reports/requirements-text.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { judge } from '../../src/workflows/judge.ts';
import { snapshotOf } from './snapshot-of.ts';

const snapshot = snapshotOf(startup.models);
const { findings } = judge(snapshot, controls, { ...ASSUMED_PROFILE, ...startup.profile }, resources);
const operations = new Map(resources.map(({ kind, read }) => [kind, read.operations.map(({ id }) => id)]));
/** `report` refuses a standard that no control cites. */
const citedStandards = standards.filter(({ id }) =>
  controls.some((control) => control.standards.some((one) => one.startsWith(`${id}:`))),
);
const reports = citedStandards.map((standard) =>
  requirementsOf({
    standard,
    controls,
    findings,
    operationsOf: (kind) => operations.get(kind) ?? [],
    organization: { id: '5f6a00000000000000000001', name: 'Nimbus <b>&"' },
    takenAt: snapshot.takenAt,
    programVersion: '0.0.0',
  }),
);

/** A reader of RFC 4180 written for this test. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
        if (text[at] === '"') at += 1;
        cell += text[at];
      }
      at += 1;
    } else for (; text[at] !== ',' && text[at] !== '\r'; at += 1) cell += text[at];
    row.push(cell);
    if (text[at] === ',') at += 1;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('evidence for a standard', () => {
  it('sees the standards', () => expect(reports.length).toBeGreaterThanOrEqual(8));

  it.each(reports.map((report) => [report.standard.id, report] as const))('%s', (id, report) => {
    const cited = controls.flatMap((control) =>
      control.standards
        .filter((one) => one.startsWith(`${id}:`))
        .map((one) => `${one.slice(id.length + 1)} ${control.id}`),
    );
    const shown = report.requirements.flatMap((requirement) =>
      requirement.controls.map((control) => `${requirement.id} ${control.id}`),
    );
    expect([...shown].sort()).toEqual([...new Set(cited)].sort());
    expect(shown.length).toBeGreaterThan(0);
    for (const { controls: own } of report.requirements)
      for (const { asked } of own) for (const { operations: ids } of asked) expect(ids.length).toBeGreaterThan(0);
    const rows = readCsv(requirementsCsv(report));
    for (const row of rows) expect(row.length).toBe(rows[0]?.length);
    expect(new Set(rows.slice(1).map((row) => `${row[1]} ${row[3]}`))).toEqual(new Set(shown));
    const html = requirementsHtml(report);
    expect(html).toContain('help to meet');
    expect(html).not.toContain('<b>&"');
    for (const { id: requirement } of report.requirements)
      expect(html).toContain(`>${requirement.replaceAll('&', '&amp;')} <span`);
    expect((JSON.parse(requirementsJson(report)) as { formatVersion: number }).formatVersion).toBe(1);
  });

  it.each(reports.map((report) => [report.standard.id, report] as const))('%s as OSCAL', (_, report) => {
    const text = requirementsOscal(report, uuidOf);
    expect(requirementsOscal(report, uuidOf)).toBe(text);
    interface Oscal {
      readonly uuid: string;
      readonly metadata: { readonly 'oscal-version': string };
      readonly results: readonly {
        readonly 'local-definitions'?: { readonly components: readonly { readonly uuid: string }[] };
        readonly 'reviewed-controls': {
          readonly 'control-selections': readonly {
            readonly 'include-controls': readonly { readonly 'control-id': string }[];
          }[];
        };
        readonly observations: readonly {
          readonly uuid: string;
          readonly methods: readonly string[];
          readonly collected: string;
          readonly subjects: readonly { readonly 'subject-uuid': string }[];
        }[];
        readonly findings: readonly {
          readonly uuid: string;
          readonly target: {
            readonly 'target-id': string;
            readonly status: { readonly state: string; readonly reason: string };
          };
          readonly 'related-observations'?: readonly { readonly 'observation-uuid': string }[];
        }[];
      }[];
    }
    const { 'assessment-results': results } = JSON.parse(text) as { 'assessment-results': Oscal };
    expect(results.uuid).toMatch(UUID);
    expect(results.metadata['oscal-version']).toMatch(/^1\.1\.\d$/);
    const [result] = results.results;
    if (result === undefined) throw new Error('no result');
    // The token of OSCAL's data types.
    const ids =
      result['reviewed-controls']['control-selections'][0]?.['include-controls'].map((one) => one['control-id']) ?? [];
    for (const id of ids) expect(id).toMatch(/^[\p{L}_][\p{L}\p{N}.\-_]*$/u);
    expect(new Set(ids).size).toBe(report.requirements.length);
    const known = new Set(result.observations.map(({ uuid }) => uuid));
    expect(known.size).toBe(result.observations.length);
    const components = new Set(result['local-definitions']?.components.map(({ uuid }) => uuid));
    for (const { uuid, methods, collected, subjects } of result.observations) {
      expect(uuid).toMatch(UUID);
      expect(methods).toEqual(['TEST']);
      expect(collected).toBe(report.takenAt);
      for (const subject of subjects) expect(components).toContain(subject['subject-uuid']);
    }
    expect(result.findings.length).toBe(report.requirements.length);
    for (const { uuid, target, 'related-observations': related = [] } of result.findings) {
      expect(uuid).toMatch(UUID);
      expect(ids).toContain(target['target-id']);
      expect(['satisfied', 'not-satisfied']).toContain(target.status.state);
      expect(['pass', 'fail', 'other']).toContain(target.status.reason);
      for (const one of related) expect(known).toContain(one['observation-uuid']);
    }
  });

  it('calls nothing satisfied that fails or was not seen', () => {
    for (const report of reports) {
      const text = requirementsOscal(report, uuidOf);
      for (const { id, state } of report.requirements)
        if (state === 'attention' || state === 'not-seen')
          expect(text).toMatch(
            new RegExp(
              `"target-id": ${JSON.stringify(oscalControlId(report.standard.id, id)).replace(/[.]/g, '\\.')},\\s+"status": \\{\\s+"state": "not-satisfied"`,
            ),
          );
    }
    expect(reports.some(({ requirements }) => requirements.some(({ state }) => state === 'attention'))).toBe(true);
  });

  it('makes text of what a spreadsheet would run', () => {
    const [report] = reports;
    if (report === undefined) throw new Error('no report');
    const [requirement] = report.requirements;
    const [control] = requirement?.controls ?? [];
    const [finding] = findings;
    if (requirement === undefined || control === undefined || finding === undefined) throw new Error('no finding');
    const nasty = { ...finding, because: '=HYPERLINK("http://x")', address: '@x' as never };
    const csv = requirementsCsv({
      ...report,
      requirements: [{ ...requirement, controls: [{ ...control, findings: [nasty] }] }],
    });
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(csv).toContain(`'@x`);
  });
});
