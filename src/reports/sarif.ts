import { parseAddress } from '../core/address.ts';
import type { Finding, Severity } from '../core/control.ts';
import { findingId } from '../core/control.ts';
import { shortHash } from '../core/json.ts';
import { printable } from './printable.ts';
import { compareFindings, LAYER_TITLES, type ReportedControl, type ReportInput, stepsByFinding } from './report.ts';

const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
/** GitHub sorts by this number: above 9.0 critical, from 7.0 high, from 4.0 medium, else low. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
};
const PRECISION = { high: 'high', medium: 'medium', low: 'low' } as const;

/** Message text: brackets make links and braces are places to fill (SARIF 2.1.0, 3.11.5 and 3.11.6), so both are escaped. */
function messageText(text: string): string {
  return printable(text)
    .replace(/[\\[\]]/g, (character) => `\\${character}`)
    .replace(/[{}]/g, (character) => character + character);
}

/** `network/no-open-ip-access-list` → `NetworkNoOpenIpAccessList`. */
function ruleName(id: string): string {
  return id.replace(/(?:^|[/-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function ruleOf(control: ReportedControl): object {
  const pages = control.sources.filter((source) => source.startsWith('https://'));
  const operations = control.sources.filter((source) => !source.startsWith('https://'));
  const rests = operations.length === 0 ? '' : `\n\nRests on the Atlas Administration API: ${operations.join(', ')}.`;
  const standards = control.standards.length === 0 ? '' : `\n\nHelps to meet: ${control.standards.join(', ')}.`;
  const more = `\n\nMore: fivefold controls show ${control.id}`;
  return {
    id: control.id,
    name: ruleName(control.id),
    shortDescription: { text: control.title },
    fullDescription: { text: control.rationale },
    help: {
      text: `${control.title}.\n\n${control.rationale}${rests}${standards}${more}`,
      markdown: `**${control.title}.**\n\n${control.rationale}${rests}${standards}\n\nMore: \`fivefold controls show ${control.id}\``,
    },
    ...(pages[0] === undefined ? {} : { helpUri: pages[0] }),
    defaultConfiguration: { level: LEVELS[control.severity] },
    properties: {
      tags: ['security', 'mongodb-atlas', control.layer],
      precision: PRECISION[control.confidence],
      'security-severity': SECURITY_SEVERITY[control.severity],
      standards: control.standards,
    },
  };
}

/** A relative URI that names the resource: GitHub wants a file for every result, and an address is as stable as one. */
function artifactUri(finding: Finding): string {
  const parts = parseAddress(finding.address);
  const segments = parts === undefined ? [finding.address] : [parts.kind, ...parts.path];
  return ['atlas', ...segments].map(uriSegment).join('/');
}

/** Percent-encoded; `.` and `..` alone would be steps in a path, and half a surrogate pair is no character. */
function uriSegment(segment: string): string {
  const encoded = encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd'));
  return /^\.+$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}

function locationOf(finding: Finding): object {
  return {
    physicalLocation: { artifactLocation: { uri: artifactUri(finding) }, region: { startLine: 1 } },
    logicalLocations: [
      {
        fullyQualifiedName: finding.address,
        name: parseAddress(finding.address)?.path.at(-1) ?? finding.address,
        kind: 'resource',
      },
      ...(finding.project === undefined
        ? []
        : [{ fullyQualifiedName: `project:${finding.project.id}`, name: finding.project.name, kind: 'namespace' }]),
    ],
  };
}

/** The findings as SARIF 2.1.0: failing ones are results, what could not be judged is a notification, the rest is left out. */
export function renderSarif(input: ReportInput): string {
  const controls = [...input.controls].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const ruleIndex = new Map(controls.map(({ id }, index) => [id, index]));
  const steps = stepsByFinding(input.plan);
  const sorted = [...input.findings].sort(compareFindings);
  const reference = (finding: Finding) => {
    const index = ruleIndex.get(finding.control);
    return index === undefined ? {} : { index };
  };
  const results = sorted
    .filter(({ verdict }) => verdict === 'fail')
    .map((finding) => {
      const hash = shortHash(findingId(finding), 16);
      const index = ruleIndex.get(finding.control);
      return {
        ruleId: finding.control,
        ...(index === undefined ? {} : { ruleIndex: index }),
        kind: 'fail',
        level: LEVELS[finding.severity],
        message: { text: messageText(finding.because) },
        locations: [locationOf(finding)],
        // GitHub matches alerts by primaryLocationLineHash; the other is for everybody else.
        partialFingerprints: { 'fivefoldFinding/v1': hash, primaryLocationLineHash: `${hash}:1` },
        // None at all where waivers are possible and this finding has none (SARIF 2.1.0, 3.27.23).
        suppressions:
          finding.waived === undefined
            ? []
            : [
                {
                  kind: 'external',
                  status: 'accepted',
                  justification: `${printable(finding.waived.reason)} Accepted by ${printable(finding.waived.owner)} until ${finding.waived.expires}.`,
                },
              ],
        properties: {
          layer: finding.layer,
          severity: finding.severity,
          ...(finding.severityMovedFrom === undefined ? {} : { severityMovedFrom: finding.severityMovedFrom }),
          confidence: finding.confidence,
          scope: finding.scope,
          address: finding.address,
          ...(finding.project === undefined ? {} : { project: finding.project }),
          ...(input.plan === undefined
            ? {}
            : { planSteps: (steps.get(findingId(finding)) ?? []).map(({ id, what }) => ({ id, what })) }),
        },
      };
    });
  const notifications = sorted
    .filter(({ verdict }) => verdict === 'unknown')
    .map((finding) => ({
      level: 'warning',
      message: { text: messageText(finding.because) },
      associatedRule: { id: finding.control, ...reference(finding) },
      locations: [locationOf(finding)],
      ...(finding.neededRole === undefined ? {} : { properties: { neededRole: finding.neededRole } }),
    }));
  const sarif = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Fivefold',
            semanticVersion: input.programVersion,
            shortDescription: { text: 'The security engineer for MongoDB Atlas.' },
            rules: controls.map(ruleOf),
          },
        },
        automationDetails: { id: `fivefold/${input.organization.id}/` },
        invocations: [
          { executionSuccessful: true, endTimeUtc: input.takenAt, toolExecutionNotifications: notifications },
        ],
        columnKind: 'utf16CodeUnits',
        results,
        properties: {
          organization: { id: input.organization.id, name: input.organization.name },
          assumedProfile: input.assumed,
          layers: LAYER_TITLES,
        },
      },
    ],
  };
  return `${JSON.stringify(sarif, null, 2)}\n`;
}
