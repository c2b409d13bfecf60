import { z } from 'zod';
import { type Finding, LAYERS, type Layer, SEVERITIES, type Severity } from '../core/control.ts';
import { compareFindings, digestOf, type ReportInput, type StateCounts } from './report.ts';

/** The version of the findings' file format that this program writes. */
export const FINDINGS_FORMAT_VERSION = 1;

/** One finding as it is published. */
export interface PublishedFinding {
  readonly control: string;
  readonly title: string;
  readonly layer: Layer;
  readonly verdict: Finding['verdict'];
  readonly severity: Severity;
  readonly severityMovedFrom?: Severity;
  readonly confidence: Finding['confidence'];
  readonly scope: Finding['scope'];
  readonly address: string;
  readonly project?: { readonly id: string; readonly name: string };
  readonly because: string;
  readonly neededRole?: string;
  readonly waived?: { readonly reason: string; readonly owner: string; readonly expires: string };
}

/** One layer in numbers. */
export interface PublishedLayer {
  readonly layer: Layer;
  readonly worst: Severity | null;
  readonly controls: StateCounts;
  readonly findings: StateCounts;
}

/** The findings' file. */
export interface FindingsFile {
  readonly formatVersion: 1;
  readonly takenAt: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly assumedProfile: boolean;
  readonly summary: {
    readonly open: Readonly<Record<Severity, number>>;
    readonly findings: StateCounts;
    readonly layers: readonly PublishedLayer[];
  };
  readonly findings: readonly PublishedFinding[];
}

const severity = z.enum(SEVERITIES as readonly [Severity, ...Severity[]]);
const layer = z.enum(LAYERS as readonly [Layer, ...Layer[]]);
const named = z.strictObject({ id: z.string(), name: z.string() });
const number = z.int().min(0).max(1_000_000_000);
const counts = z.strictObject({
  fail: number.describe('Failing and accepted by nobody.'),
  unknown: number.describe('Could not be judged.'),
  waived: number.describe('Failing, and accepted until a date.'),
  pass: number,
  'not-applicable': number,
});

/** The contract of the findings' file; its JSON Schema is schema/findings.schema.json. */
export const findingsFile: z.ZodType<FindingsFile> = z.strictObject({
  formatVersion: z.literal(FINDINGS_FORMAT_VERSION).describe('Version of this file format.'),
  takenAt: z.string().describe('When the organization was read: ISO 8601, UTC.'),
  organization: named.describe('The organization that was judged.'),
  assumedProfile: z.boolean().describe('True where nobody answered the tailoring questions.'),
  summary: z
    .strictObject({
      open: z
        .strictObject({ critical: number, high: number, medium: number, low: number })
        .describe('Failing findings that nobody accepted, by severity.'),
      findings: counts.describe('All findings by state.'),
      layers: z
        .array(
          z.strictObject({
            layer,
            worst: severity.nullable().describe('The worst open finding; null where none is open.'),
            controls: counts.describe('Controls by the gravest state of any of their findings.'),
            findings: counts.describe('Findings by state.'),
          }),
        )
        .describe('Every layer, in the order in which layers are judged.'),
    })
    .describe('The findings in numbers.'),
  findings: z
    .array(
      z.strictObject({
        control: z
          .string()
          .describe('The id of the control; with `address` the name of the finding, stable over runs.'),
        title: z.string().describe('A sentence that is true when the control passes.'),
        layer,
        verdict: z.enum(['pass', 'fail', 'not-applicable', 'unknown']),
        severity: severity.describe('How bad it is when the control fails here.'),
        severityMovedFrom: severity.optional().describe('Where the profile moved the severity: what it was.'),
        confidence: z.enum(['high', 'medium', 'low']).describe('How sure the verdict is.'),
        scope: z.enum(['organization', 'project', 'cluster']).describe('What the control is judged on.'),
        address: z.string().describe('The resource that fails; otherwise what was judged. `kind:path`.'),
        project: named.optional().describe('The project that it lives in, where it lives in one.'),
        because: z.string().describe('The evidence or the reason, in one sentence or a few.'),
        neededRole: z.string().optional().describe('For `unknown`: the least Atlas role that would let it be judged.'),
        waived: z
          .strictObject({ reason: z.string(), owner: z.string(), expires: z.string() })
          .optional()
          .describe('Set where a waiver of the profile accepts the finding; such a finding is not open.'),
      }),
    )
    .describe('By layer; within it failing first, worst first, then by control and address.'),
});

function publish(finding: Finding): PublishedFinding {
  const { control, title, layer: of, verdict, severity: bad, severityMovedFrom, confidence, scope, address } = finding;
  const { project, because, neededRole, waived } = finding;
  return {
    control,
    title,
    layer: of,
    verdict,
    severity: bad,
    ...(severityMovedFrom === undefined ? {} : { severityMovedFrom }),
    confidence,
    scope,
    address,
    ...(project === undefined ? {} : { project: { id: project.id, name: project.name } }),
    because,
    ...(neededRole === undefined ? {} : { neededRole }),
    ...(waived === undefined
      ? {}
      : { waived: { reason: waived.reason, owner: waived.owner, expires: waived.expires } }),
  };
}

/** The findings as the published JSON. */
export function findingsFileOf(input: ReportInput): FindingsFile {
  const digest = digestOf(input.findings);
  return {
    formatVersion: FINDINGS_FORMAT_VERSION,
    takenAt: input.takenAt,
    organization: { id: input.organization.id, name: input.organization.name },
    assumedProfile: input.assumed,
    summary: {
      open: digest.openBySeverity,
      findings: digest.findingCounts,
      layers: digest.layers.map(({ layer: of, worst, controlCounts, findingCounts }) => {
        return { layer: of, worst: worst ?? null, controls: controlCounts, findings: findingCounts };
      }),
    },
    findings: [...input.findings].sort(compareFindings).map(publish),
  };
}

/** The findings' file as text. */
export function renderJson(input: ReportInput): string {
  return `${JSON.stringify(findingsFileOf(input), null, 2)}\n`;
}
