import { type AnyControl, type Finding, LAYERS, type Layer, SEVERITIES, type Severity } from '../core/control.ts';
import type { Instant } from '../core/instant.ts';
import type { Plan } from '../core/plan.ts';
import type { Profile } from '../core/profile.ts';
import { count, listed } from './printable.ts';

/** What a report says of a control. */
export type ReportedControl = Pick<
  AnyControl,
  'id' | 'title' | 'layer' | 'severity' | 'confidence' | 'rationale' | 'sources' | 'standards'
>;

/** What every format is made from. The same input gives the same bytes. */
export interface ReportInput {
  readonly organization: { readonly id: string; readonly name: string };
  readonly takenAt: Instant;
  /** The version of this program. */
  readonly programVersion: string;
  readonly profile: Profile;
  /** True where nobody answered and the profile is what is assumed. */
  readonly assumed: boolean;
  readonly findings: readonly Finding[];
  readonly controls: readonly ReportedControl[];
  /** With it, findings say which step closes them. */
  readonly plan?: Plan;
}

/** What the layers are called for a reader. */
export const LAYER_TITLES: Readonly<Record<Layer, string>> = {
  network: 'Network access',
  encryption: 'Encryption',
  authentication: 'Authentication',
  authorization: 'Authorization',
  auditing: 'Auditing',
  'cloud-provider-access': 'Cloud provider access',
  'organization-policy': 'Organization policy',
};

/** How a finding counts: a failing one that somebody accepted is `waived`. */
export type FindingState = 'fail' | 'unknown' | 'waived' | 'pass' | 'not-applicable';

/** The states in the order in which they matter; a control has the first that any of its findings has. */
export const FINDING_STATES: readonly FindingState[] = ['fail', 'unknown', 'waived', 'pass', 'not-applicable'];

/** A number for each state. */
export type StateCounts = Readonly<Record<FindingState, number>>;

/** Everything that was found about one control. */
export interface ControlReport {
  readonly control: string;
  readonly title: string;
  readonly layer: Layer;
  readonly state: FindingState;
  /** The worst of its open findings; the control's own severity where none is open. */
  readonly severity: Severity;
  /** By state; each list worst first, then by address. */
  readonly findings: Readonly<Record<FindingState, readonly Finding[]>>;
}

/** One layer: its controls worst first, and how many stand how. */
export interface LayerReport {
  readonly layer: Layer;
  readonly controls: readonly ControlReport[];
  readonly controlCounts: StateCounts;
  readonly findingCounts: StateCounts;
  /** The worst open finding; undefined where none is open. */
  readonly worst: Severity | undefined;
  /** The gravest state of its controls; undefined where there is nothing to judge. */
  readonly gravest: FindingState | undefined;
}

/** A layer in a word, by the gravest state of its controls. */
export const STATE_WORDS: Readonly<Record<FindingState, string>> = {
  fail: 'open',
  unknown: 'not all seen',
  waived: 'accepted',
  pass: 'holds',
  'not-applicable': 'does not apply',
};

/** Why the same controls could not be judged, for one place or for many. */
export interface UnknownReason {
  /** One sentence for each place, without repetition; at least one. */
  readonly because: readonly string[];
  readonly neededRole: string | undefined;
  readonly controls: readonly string[];
  readonly findings: number;
}

/** The findings put in order for a reader. */
export interface Digest {
  readonly layers: readonly LayerReport[];
  readonly findingCounts: StateCounts;
  readonly openBySeverity: Readonly<Record<Severity, number>>;
  /** Reasons that a role would remove first, then by the number of controls that they concern. */
  readonly unknownReasons: readonly UnknownReason[];
}

/** How a finding counts. */
export function stateOf(finding: Finding): FindingState {
  return finding.verdict === 'fail' && finding.waived !== undefined ? 'waived' : finding.verdict;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Worst first, then by control and address: the one order of findings in every format. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer) ||
    FINDING_STATES.indexOf(stateOf(a)) - FINDING_STATES.indexOf(stateOf(b)) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareText(a.control, b.control) ||
    compareText(a.address, b.address) ||
    compareText(a.because, b.because)
  );
}

function emptyCounts(): Record<FindingState, number> {
  return { fail: 0, unknown: 0, waived: 0, pass: 0, 'not-applicable': 0 };
}

function controlReport(findings: readonly Finding[]): ControlReport {
  const byState: Record<FindingState, Finding[]> = {
    fail: [],
    unknown: [],
    waived: [],
    pass: [],
    'not-applicable': [],
  };
  for (const finding of findings) byState[stateOf(finding)].push(finding);
  const [first] = findings as readonly [Finding, ...Finding[]];
  const state = FINDING_STATES.find((candidate) => byState[candidate].length > 0) ?? 'pass';
  return {
    control: first.control,
    title: first.title,
    layer: first.layer,
    state,
    severity: (byState[state][0] ?? first).severity,
    findings: byState,
  };
}

function layerReport(layer: Layer, sorted: readonly Finding[]): LayerReport {
  const groups = new Map<string, Finding[]>();
  const findingCounts = emptyCounts();
  for (const finding of sorted) {
    findingCounts[stateOf(finding)] += 1;
    const group = groups.get(finding.control);
    if (group) group.push(finding);
    else groups.set(finding.control, [finding]);
  }
  const controls = [...groups.values()]
    .map(controlReport)
    .sort(
      (a, b) =>
        FINDING_STATES.indexOf(a.state) - FINDING_STATES.indexOf(b.state) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.findings.fail.length - a.findings.fail.length ||
        compareText(a.control, b.control),
    );
  const controlCounts = emptyCounts();
  for (const { state } of controls) controlCounts[state] += 1;
  const worst = SEVERITIES.find((severity) =>
    controls.some((control) => control.state === 'fail' && control.severity === severity),
  );
  return { layer, controls, controlCounts, findingCounts, worst, gravest: controls[0]?.state };
}

function unknownReasonsOf(sorted: readonly Finding[]): readonly UnknownReason[] {
  const bySentence = new Map<string, { neededRole: string | undefined; controls: Set<string>; findings: number }>();
  for (const finding of sorted) {
    if (finding.verdict !== 'unknown') continue;
    const { because, neededRole } = finding;
    const reason = bySentence.get(because) ?? { neededRole, controls: new Set<string>(), findings: 0 };
    reason.controls.add(finding.control);
    reason.findings += 1;
    bySentence.set(because, reason);
  }
  const alike = new Map<
    string,
    { because: string[]; neededRole: string | undefined; controls: string[]; findings: number }
  >();
  for (const [because, { neededRole, controls, findings }] of [...bySentence].sort(([a], [b]) => compareText(a, b))) {
    const names = [...controls].sort();
    const key = [neededRole ?? '', ...names].join(' ');
    const reason = alike.get(key) ?? { because: [], neededRole, controls: names, findings: 0 };
    reason.because.push(because);
    reason.findings += findings;
    alike.set(key, reason);
  }
  return [...alike.values()].sort(
    (a, b) =>
      Number(a.neededRole === undefined) - Number(b.neededRole === undefined) ||
      b.controls.length - a.controls.length ||
      compareText(a.because.join(), b.because.join()),
  );
}

/** Puts findings in order: by layer, by control, worst first. */
export function digestOf(findings: readonly Finding[]): Digest {
  const sorted = [...findings].sort(compareFindings);
  const layers = LAYERS.map((layer) =>
    layerReport(
      layer,
      sorted.filter((finding) => finding.layer === layer),
    ),
  );
  const findingCounts = emptyCounts();
  const openBySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const finding of sorted) {
    findingCounts[stateOf(finding)] += 1;
    if (stateOf(finding) === 'fail') openBySeverity[finding.severity] += 1;
  }
  return { layers, findingCounts, openBySeverity, unknownReasons: unknownReasonsOf(sorted) };
}

/** The whole result in one sentence. */
export function headline(digest: Digest): string {
  const { findingCounts, openBySeverity } = digest;
  const judged = Object.values(findingCounts).reduce((sum, number) => sum + number, 0);
  if (judged === 0) return 'Nothing was judged: no control looks at anything that was read.';
  const unknown = findingCounts.unknown;
  const rest = unknown === 0 ? '' : ` ${count(unknown, 'verdict')} could not be reached.`;
  if (findingCounts.fail === 0) {
    return unknown === 0 ? 'Every control that applies holds.' : `No finding is open, but not all was seen.${rest}`;
  }
  const parts = SEVERITIES.filter((severity) => openBySeverity[severity] > 0).map(
    (severity) => `${openBySeverity[severity]} ${severity}`,
  );
  return `${listed(parts)} ${findingCounts.fail === 1 ? 'finding is' : 'findings are'} open.${rest}`;
}

/** Something to do next: why, and the command for it where there is one. */
export interface NextStep {
  readonly text: string;
  readonly command?: string;
}

/** What to do next, most useful first. */
export function nextSteps(input: ReportInput, digest: Digest): readonly NextStep[] {
  const steps: NextStep[] = [];
  const { findingCounts, unknownReasons } = digest;
  if (input.assumed) {
    const text = 'Answer the tailoring questions, above all who connects: no open list is closed before that is known.';
    steps.push({ text, command: 'fivefold init' });
  }
  if (findingCounts.fail > 0) {
    if (input.plan === undefined)
      steps.push({ text: 'Plan the way to a safe configuration. Nothing is changed.', command: 'fivefold plan' });
    else if (input.plan.steps.length > 0)
      steps.push({ text: 'Try the plan on an emulator of this organization.', command: 'fivefold rehearse' });
  }
  const byRole = new Map<string, Set<string>>();
  for (const { neededRole, controls } of unknownReasons) {
    if (neededRole === undefined) continue;
    const concerned = byRole.get(neededRole) ?? new Set<string>();
    for (const control of controls) concerned.add(control);
    byRole.set(neededRole, concerned);
  }
  for (const [role, controls] of [...byRole].sort(([a], [b]) => compareText(a, b)))
    steps.push({
      text: `Grant ${role} to the credential that reads, to judge ${count(controls.size, 'more control')}.`,
    });
  if (findingCounts.fail === 0)
    steps.push({ text: 'Let the pipeline fail where that changes.', command: 'fivefold assess --fail-on high' });
  return steps;
}

/** The profile as a reader checks it: what was answered, or assumed. */
export function profileRows(profile: Profile): readonly (readonly [question: string, answer: string])[] {
  const none = (items: readonly string[], otherwise: string) => (items.length === 0 ? otherwise : items.join(', '));
  return [
    ['Environment', profile.environment],
    [
      'Projects that differ',
      none(
        Object.entries(profile.projects)
          .map(([name, { environment }]) => `${name}: ${environment}`)
          .sort(),
        'none',
      ),
    ],
    ['Risk tolerance', profile.riskTolerance],
    ['Compliance duties', none(profile.compliance, 'none')],
    ['Cloud providers', none(profile.cloudProviders, 'none')],
    ['Data may live in', none(profile.dataResidency, 'any region')],
    ['Security contact', profile.securityContact ?? 'none'],
    [
      'Known networks',
      none(
        profile.knownNetworks.map(({ name, cidrs }) => `${name} (${cidrs.join(', ')})`),
        'none',
      ),
    ],
    [
      'Known clients',
      none(
        profile.knownClients.map(({ name, addresses }) =>
          addresses.length === 0 ? name : `${name} (${addresses.join(', ')})`,
        ),
        'none, so no open list is closed',
      ),
    ],
  ];
}

/** The steps of a plan that close a finding, by the finding's id. */
export function stepsByFinding(plan: Plan | undefined): ReadonlyMap<string, readonly Plan['steps'][number][]> {
  const map = new Map<string, Plan['steps'][number][]>();
  for (const step of plan?.steps ?? []) {
    for (const finding of step.closes) {
      const list = map.get(finding);
      if (list) list.push(step);
      else map.set(finding, [step]);
    }
  }
  return map;
}
