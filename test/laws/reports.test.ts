import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sha256 } from '../../src/apps/platform.ts';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { addressOf } from '../../src/core/address.ts';
import { type Finding, findingId, isOpenFinding, LAYERS } from '../../src/core/control.ts';
import type { Instant } from '../../src/core/instant.ts';
import type { Profile } from '../../src/core/profile.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { analyzers } from '../../src/hazards/analyzers.generated.ts';
import { htmlText } from '../../src/reports/html.ts';
import { findingsFile } from '../../src/reports/json.ts';
import { markdownCode, markdownText } from '../../src/reports/markdown.ts';
import { REPORT_FORMATS, renderReport } from '../../src/reports/render-report.ts';
import { digestOf, headline, nextSteps, type ReportInput } from '../../src/reports/report.ts';
import { hang, styleFor } from '../../src/reports/style.ts';
import { cellsOf } from '../../src/reports/terminal.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { collect } from '../../src/workflows/collect.ts';
import { judge, kindsRead } from '../../src/workflows/judge.ts';
import { makePlan } from '../../src/workflows/make-plan.ts';
import { readOnly } from '../../src/workflows/ports.ts';
import { worldOf } from './world.ts';

/** A name as somebody writes it who wants the report to do something. */
const EVIL =
  '<script>alert(1)</script>"\'><img src=x onerror=alert(2)> a|b `c` [x](javascript:alert(3)) {0} \u001b[2J\u202eevil\n# head @team https://evil.example';

let input: ReportInput;

beforeAll(async () => {
  const models = startup.models.map((seed) =>
    seed.kind === 'project' && (seed.model as { name: string }).name === 'shop-staging'
      ? { ...seed, model: { ...(seed.model as object), name: EVIL } }
      : seed,
  );
  const world = worldOf(models, startup.orgId);
  const taken = await collect({
    api: readOnly(world),
    orgId: startup.orgId,
    kinds: kindsRead(controls),
    resources,
    baseUrl: 'emulator:',
    now: world.now(),
  });
  const reads = taken.reads.map((read) =>
    read.kind === 'organization-user'
      ? {
          ...read,
          notRead: { cause: 'forbidden' as const, because: `Refused for ${EVIL}.`, neededRole: 'ORG_OWNER' },
        }
      : read,
  );
  const snapshot = { ...taken, reads };
  const waiver = {
    control: 'authorization/no-organization-owner-api-key',
    address: '*',
    reason: EVIL,
    owner: EVIL,
    expires: '2027-01-31T00:00:00Z' as Instant,
  };
  const profile: Profile = { ...startup.profile, waivers: [waiver], securityContact: EVIL };
  const { findings } = judge(snapshot, controls, profile, resources);
  const plan = makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });
  const organization = { id: startup.orgId, name: EVIL };
  input = {
    organization,
    takenAt: snapshot.takenAt,
    programVersion: '1.2.3',
    profile,
    assumed: false,
    findings,
    controls,
    plan,
  };
});

const empty = (): ReportInput => {
  const { plan: _, ...rest } = input;
  return { ...rest, findings: [] };
};

describe('every format', () => {
  it('has something to show in the sample: each verdict and a waiver', () => {
    const states = digestOf(input.findings).findingCounts;
    for (const [state, number] of Object.entries(states)) expect(number, state).toBeGreaterThan(0);
    expect(input.plan?.steps.length).toBeGreaterThan(0);
  });

  it('gives the same bytes for the same input, whatever the order of the findings', () => {
    const turned = { ...input, findings: [...input.findings].reverse(), controls: [...controls].reverse() };
    for (const format of REPORT_FORMATS) {
      expect(renderReport(format, turned), format).toBe(renderReport(format, input));
      expect(renderReport(format, input).endsWith('\n'), format).toBe(true);
    }
  });

  it('names every open finding, or its control and how many more there are', () => {
    const open = input.findings.filter(isOpenFinding);
    for (const format of REPORT_FORMATS) {
      const text = renderReport(format, input, { all: true });
      for (const { control } of open) expect(text.includes(control), `${format}: ${control}`).toBe(true);
    }
  });

  it('has a useful word where nothing was judged', () => {
    for (const format of ['terminal', 'markdown', 'html'] as const)
      expect(renderReport(format, empty()), format).toContain('Nothing was judged');
    expect(findingsFile.parse(JSON.parse(renderReport('json', empty()))).findings).toEqual([]);
  });

  it('lets no control character through, and none that turns the reading direction', () => {
    for (const format of REPORT_FORMATS) {
      const text = renderReport(format, input);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
      const found = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.exec(text);
      expect(found, format).toBeNull();
      if (format !== 'json' && format !== 'sarif') expect(text.includes('\u202e'), format).toBe(false);
    }
  });
});

describe('the digest', () => {
  it('counts every finding once and puts the worst first', () => {
    const { layers, findingCounts } = digestOf(input.findings);
    expect(layers.map(({ layer }) => layer)).toEqual(LAYERS);
    expect(Object.values(findingCounts).reduce((sum, number) => sum + number, 0)).toBe(input.findings.length);
    for (const { controls: reports, worst } of layers) {
      const failing = reports.filter(({ state }) => state === 'fail');
      expect(reports.slice(0, failing.length)).toEqual(failing);
      expect(failing[0]?.severity).toBe(worst);
      for (const { severity, findings } of failing) expect(findings.fail[0]?.severity).toBe(severity);
    }
  });

  it('joins what could not be judged for like reasons, and asks for the role that helps', () => {
    const base = input.findings.find(({ verdict }) => verdict === 'unknown') as Finding;
    const findings = ['a', 'b', 'c'].map((id) => ({
      ...base,
      address: addressOf('project', id),
      because: `Could not read project ${id}.`,
      neededRole: 'GROUP_OWNER',
    }));
    const digest = digestOf(findings);
    expect(digest.unknownReasons).toEqual([
      {
        because: ['Could not read project a.', 'Could not read project b.', 'Could not read project c.'],
        neededRole: 'GROUP_OWNER',
        controls: [base.control],
        findings: 3,
      },
    ]);
    expect(nextSteps({ ...empty(), findings }, digest)[0]?.text).toContain('Grant GROUP_OWNER');
    expect(headline(digest)).toBe('No finding is open, but not all was seen. 3 verdicts could not be reached.');
  });
});

describe('terminal', () => {
  const widths = [40, 60, 80, 110];

  it('stays within the width, but for a word that is longer than the line', () => {
    for (const width of widths) {
      for (const all of [false, true]) {
        const lines = renderReport('terminal', input, { style: styleFor(false, width), all }).split('\n');
        for (const line of lines) {
          const words = line.trim().split(' ');
          const table = /^ {2}(Controls by layer|[A-Z][a-z ]+?) {2,}/.test(line);
          if (words.length > 1 && !table) expect(line.length, `${width}: ${line}`).toBeLessThanOrEqual(width);
          if (table && width >= 80) expect(line.length, line).toBeLessThanOrEqual(width);
        }
      }
    }
  });

  it('says the same with colour as without', () => {
    const plain = renderReport('terminal', input, { style: styleFor(false, 80) });
    const coloured = renderReport('terminal', input, { style: styleFor(true, 80) });
    expect(coloured).not.toBe(plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour starts with an escape
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('shows one finding of a control unless all are asked for', () => {
    const open = input.findings
      .filter(isOpenFinding)
      .filter(({ control }) => control === 'network/no-open-ip-access-list');
    expect(open.length).toBe(3);
    const view = (all: boolean) => renderReport('terminal', input, { style: styleFor(false, 110), all });
    expect(view(false)).toContain('and 2 more');
    const shown = (text: string) => open.filter(({ because }) => text.includes(because)).length;
    expect(shown(view(true))).toBe(3);
    expect(shown(view(false))).toBe(1);
  });

  it('gives a bar exactly its width, and every state that occurs at least one cell', () => {
    const counts = fc.record({
      fail: fc.nat(300),
      unknown: fc.nat(300),
      waived: fc.nat(300),
      pass: fc.nat(300),
      'not-applicable': fc.nat(300),
    });
    fc.assert(
      fc.property(counts, fc.integer({ min: 5, max: 40 }), (states, width) => {
        const total = Object.values(states).reduce((sum, number) => sum + number, 0);
        const cells = cellsOf(states, width);
        expect(Object.values(cells).reduce((sum, number) => sum + number, 0)).toBe(Math.min(width, total));
        for (const [state, number] of Object.entries(states))
          expect(cells[state as keyof typeof cells] > 0, state).toBe(number > 0);
      }),
    );
  });

  it('hangs text without losing a word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 20, max: 60 }),
        (words, width) => {
          const text = hang(words.join(' '), { width }, 4, 6);
          expect(text.split(/\s+/)).toEqual(words);
          for (const [index, line] of text.split('\n').entries())
            expect(line.length + (index === 0 ? 4 : 0)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('JSON', () => {
  it('fits the contract and the published schema, and holds every finding with what was found', () => {
    const value = JSON.parse(renderReport('json', input));
    const file = findingsFile.parse(value);
    expect(file.findings.length).toBe(input.findings.length);
    expect(file.organization.name).toBe(EVIL);
    const byId = new Map(input.findings.map((finding) => [`${findingId(finding)} ${finding.because}`, finding]));
    for (const published of file.findings) {
      const { layer, ...rest } = byId.get(`${published.control} ${published.address} ${published.because}`) as Finding;
      expect(published).toEqual({ layer, ...rest });
    }
    const schema = z.fromJSONSchema(JSON.parse(readFileSync('schema/findings.schema.json', 'utf8')));
    expect(schema.safeParse(value).error).toBeUndefined();
    expect(schema.safeParse({ ...value, formatVersion: 2 }).success).toBe(false);
    expect(schema.safeParse({ ...value, findings: [{ ...value.findings[0], verdict: 'maybe' }] }).success).toBe(false);
  });

  it('sums up what it holds', () => {
    const { summary, findings } = findingsFile.parse(JSON.parse(renderReport('json', input)));
    expect(summary.findings.waived).toBe(findings.filter(({ waived }) => waived !== undefined).length);
    expect(summary.open.critical).toBe(
      findings.filter(({ verdict, waived, severity }) => verdict === 'fail' && !waived && severity === 'critical')
        .length,
    );
    for (const { layer, findings: counts } of summary.layers)
      expect(counts.unknown).toBe(findings.filter((one) => one.layer === layer && one.verdict === 'unknown').length);
  });
});

/** What the SARIF 2.1.0 schema and GitHub's upload ask of the parts that we write; unknown properties are refused as there. */
const message = z.strictObject({ text: z.string().min(1) });
const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().regex(/^atlas(\/(?!\.\.?(\/|$))[A-Za-z0-9\-._~%!'()*]+)+$/) }),
    region: z.strictObject({ startLine: z.int().min(1) }),
  }),
  logicalLocations: z
    .array(z.strictObject({ fullyQualifiedName: z.string(), name: z.string(), kind: z.string() }))
    .min(1),
});
const level = z.enum(['none', 'note', 'warning', 'error']);
const bag = z.record(z.string(), z.unknown());
const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
          shortDescription: message,
          rules: z.array(
            z.strictObject({
              id: z.string(),
              name: z.string().regex(/^[A-Za-z0-9]+$/),
              shortDescription: message,
              fullDescription: message,
              help: z.strictObject({ text: z.string().min(1), markdown: z.string().min(1) }),
              helpUri: z.url().optional(),
              defaultConfiguration: z.strictObject({ level }),
              properties: z.strictObject({
                tags: z.array(z.string()).max(10),
                precision: z.enum(['very-high', 'high', 'medium', 'low']),
                'security-severity': z.string().regex(/^\d\.\d$/),
                standards: z.array(z.string()),
              }),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string().regex(/\/$/) }),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          endTimeUtc: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          toolExecutionNotifications: z.array(
            z.strictObject({
              level,
              message,
              associatedRule: z.strictObject({ id: z.string(), index: z.int().min(0) }),
              locations: z.array(location).length(1),
              properties: bag.optional(),
            }),
          ),
        }),
      ]),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z
        .array(
          z.strictObject({
            ruleId: z.string(),
            ruleIndex: z.int().min(0),
            kind: z.literal('fail'),
            level,
            message,
            locations: z.array(location).length(1),
            partialFingerprints: z.record(z.string(), z.string().min(1)),
            suppressions: z
              .array(
                z.strictObject({
                  kind: z.enum(['inSource', 'external']),
                  status: z.enum(['accepted', 'underReview', 'rejected']),
                  justification: z.string(),
                }),
              )
              .max(1),
            properties: bag,
          }),
        )
        .max(25_000),
      properties: bag,
    }),
  ]),
});

describe('SARIF', () => {
  it('is what SARIF 2.1.0 and GitHub ask for', () => {
    const { runs } = sarifLog.parse(JSON.parse(renderReport('sarif', input)));
    const { results, tool, invocations } = runs[0];
    const failing = input.findings.filter(({ verdict }) => verdict === 'fail');
    expect(tool.driver.rules.length).toBe(controls.length);
    expect(results.length).toBe(failing.length);
    expect(results.filter(({ suppressions }) => suppressions.length > 0).length).toBe(
      failing.filter(({ waived }) => waived !== undefined).length,
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(invocations[0].toolExecutionNotifications.length).toBe(
      input.findings.filter(({ verdict }) => verdict === 'unknown').length,
    );
  });

  it('keeps a fingerprint when words, severity or time change, and gives different findings different ones', () => {
    const prints = (of: ReportInput) =>
      sarifLog
        .parse(JSON.parse(renderReport('sarif', of)))
        .runs[0].results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash)
        .sort();
    const findings = input.findings.map((finding) => ({
      ...finding,
      because: 'Other words.',
      severity: 'low' as const,
    }));
    const later = { ...input, takenAt: '2027-01-01T00:00:00Z' as Instant, findings };
    expect(prints(later)).toEqual(prints(input));
    const ids = new Set(input.findings.filter(({ verdict }) => verdict === 'fail').map(findingId));
    expect(new Set(prints(input)).size).toBe(ids.size);
  });

  it('makes no link and no place to fill from a name', () => {
    const [base] = input.findings.filter(({ verdict }) => verdict === 'fail') as [Finding];
    const text = renderReport('sarif', {
      ...input,
      findings: [{ ...base, because: 'Key "[x](https://e.example) {0} \\"' }],
    });
    const { results } = sarifLog.parse(JSON.parse(text)).runs[0];
    expect(results[0]?.message.text).toBe('Key "\\[x\\](https://e.example) {{0}} \\\\"');
  });
});

describe('Markdown', () => {
  it('lets no name make markup, a cell, a link or a mention', () => {
    const text = renderReport('markdown', input);
    expect(text).not.toMatch(/<(?!br>)[a-z/]/i);
    expect(text).not.toMatch(/(?<!\\)\]\(/);
    expect(text).not.toContain('https://evil');
    expect(text).not.toContain('@team');
    expect(text).not.toMatch(/^# head/m);
    const tables = text.split('\n\n').map((block) => block.split('\n').filter((line) => line.startsWith('|')));
    let rows = 0;
    for (const table of tables) {
      const cells = table.map((line) => line.replace(/\\./g, '').split('|').length);
      rows += table.length;
      expect(new Set(cells).size, table.join('\n')).toBeLessThanOrEqual(1);
    }
    expect(rows).toBeGreaterThan(20);
  });

  it('escapes any text so that nothing in it is left to be markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const shown = markdownText(text);
        expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*(?:[`*_[\]|~<>]|:\/\/)/);
        expect(markdownCode(text)).not.toMatch(/(?<!\\)\|/);
      }),
    );
  });
});

describe('HTML', () => {
  it('holds no element, attribute or request that a name could have made', () => {
    const page = renderReport('html', input);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<(script|img|iframe|object|embed|link|base|form)\b/i);
    expect(page).not.toMatch(/<[^>]*\s(on[a-z]+|src|style)\s*=/i);
    for (const [, address] of page.matchAll(/href="([^"]*)"/g)) expect(address).toMatch(/^(#|https:\/\/)/);
    expect(page).not.toMatch(/url\(|@import/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('closes what it opens, names every id once, and points to none that is missing', () => {
    const page = renderReport('html', input);
    const open: string[] = [];
    let elements = 0;
    for (const [, slash, name = ''] of page
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (/^(meta|input|rect|br)$/.test(name)) continue;
      elements += 1;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(elements).toBeGreaterThan(200);
    expect(open).toEqual([]);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('escapes any text for an element and for a quoted attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(htmlText(text)).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('says how each finding is mended where there is a plan', () => {
    const page = renderReport('html', input);
    for (const { id } of input.plan?.steps ?? []) expect(page).toContain(`<tr id="${id}">`);
    expect(page).toContain('How it is mended');
    const { plan: _, ...without } = input;
    expect(renderReport('html', without)).not.toContain('How it is mended');
  });
});
