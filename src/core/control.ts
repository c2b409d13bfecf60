import type { Address } from './address.ts';
import type { Change } from './change.ts';
import type { Instant } from './instant.ts';
import type { Environment, Profile } from './profile.ts';
import type { Kind, ModelOf } from './resource.ts';

/** The five layers, plus what lies around them. */
export type Layer =
  | 'network'
  | 'encryption'
  | 'authentication'
  | 'authorization'
  | 'auditing'
  | 'cloud-provider-access'
  | 'organization-policy';

/** The layers in the order in which they are judged and shown. */
export const LAYERS: readonly Layer[] = [
  'network',
  'encryption',
  'authentication',
  'authorization',
  'auditing',
  'cloud-provider-access',
  'organization-policy',
];

/** How bad it is when the control fails. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Severities, worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** How sure the verdict is: `low` where it rests on a guess about intent. */
export type Confidence = 'high' | 'medium' | 'low';

/** What a control is judged on: once per organization, per project or per dedicated or free cluster. */
export type Scope = 'organization' | 'project' | 'cluster';

/** One resource that breaks the control, and why. */
export interface Violation {
  readonly at: Address;
  /** One sentence that names the resource and what is wrong with it. */
  readonly because: string;
  /** Where this one is worse or less bad than the control's severity. */
  readonly severity?: Severity;
}

/** A control's verdict on one scope. */
export type Verdict =
  | { readonly status: 'pass'; readonly because?: string }
  | { readonly status: 'fail'; readonly violations: readonly Violation[] }
  | { readonly status: 'not-applicable'; readonly because: string }
  | { readonly status: 'unknown'; readonly because: string; readonly neededRole?: string };

/** Something that is missing before a remedy can be planned. */
export interface Need {
  /** What is missing, in one sentence. */
  readonly what: string;
  /** Where to say it: a key of fivefold.yaml, or `outside` for a fact from outside Atlas. */
  readonly where: string;
}

/** What makes the control pass. */
export type Remedy =
  | { readonly type: 'changes'; readonly changes: readonly Change[] }
  | { readonly type: 'needs'; readonly needs: readonly Need[] }
  | { readonly type: 'manual'; readonly steps: readonly string[]; readonly verifiedBy: string };

/** What a control is given beside the resources that it reads. */
export interface ControlContext {
  readonly profile: Profile;
  /** The environment of the project in scope; the profile's own for an organization. */
  readonly environment: Environment;
  readonly now: Instant;
  /** The resource in scope: the organization, the project or the cluster. */
  readonly scope: { readonly type: Scope; readonly address: Address; readonly id: string; readonly name: string };
  /** The project in scope, where there is one. */
  readonly project?: { readonly id: string; readonly name: string };
  /** The control's options: its defaults, with what the profile sets. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The resources that a control reads, by kind. */
export type ControlInput<R extends Kind> = { readonly [K in R]: readonly ModelOf<K>[] };

/** An organization in miniature, on which the control is tried. Missing parents are filled in by the law. */
export interface ControlExample {
  /** What the example shows, where there are several. */
  readonly name?: string;
  readonly resources: { readonly [K in Kind]?: readonly ModelOf<K>[] };
  readonly profile?: Partial<Profile>;
}

/** One control: what a project (organization, cluster) requires, how it is judged, and how it is mended. */
export interface Control<R extends Kind = Kind> {
  /** `<layer>/<requirement>`, which is also its path under src/controls. */
  readonly id: string;
  /** A sentence that is true when the control passes. */
  readonly title: string;
  readonly layer: Layer;
  readonly scope: Scope;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly stage: 'preview' | 'stable';
  /** The fivefold version that it came with. */
  readonly since: string;
  /** Why it matters, for a reader who has to decide. */
  readonly rationale: string;
  /** Documentation pages or operationIds that it rests on. */
  readonly sources: readonly string[];
  /** `<standard>:<id>` of requirements that it helps to meet. */
  readonly standards: readonly string[];
  readonly reads: readonly R[];
  /** Defaults of its options. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** True where the profile makes it irrelevant; the reason is shown. */
  notApplicable?(context: ControlContext): string | undefined;
  /** How the profile moves the severity; the move is shown. */
  severityFor?(context: ControlContext): Severity;
  evaluate(input: ControlInput<R>, context: ControlContext): Verdict;
  remedy?(input: ControlInput<R>, context: ControlContext): Remedy;
  readonly examples: {
    readonly pass: readonly ControlExample[];
    readonly fail: readonly ControlExample[];
    /** Where the control has nothing to say: a tier without the feature, a duty that nobody has. */
    readonly notApplicable?: readonly ControlExample[];
  };
}

/** A control whose reads are not known here: what the catalogue holds. */
// biome-ignore lint/suspicious/noExplicitAny: the catalogue holds controls over every combination of kinds
export type AnyControl = Control<any>;

/** Completes nothing and changes nothing: it types `evaluate` and `remedy` by what `reads` declares. */
export function defineControl<const R extends Kind>(control: Control<R>): Control<R> {
  return control;
}

/** The `fail` verdict, or `pass` where there is no violation. */
export function failOrPass(violations: readonly Violation[], passBecause?: string): Verdict {
  if (violations.length > 0) return { status: 'fail', violations };
  return passBecause === undefined ? { status: 'pass' } : { status: 'pass', because: passBecause };
}

/** A control's verdict on one address, with everything that a report needs. */
export interface Finding {
  readonly control: string;
  readonly title: string;
  readonly layer: Layer;
  readonly verdict: Verdict['status'];
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly scope: Scope;
  /** The resource that fails, or the scope. */
  readonly address: Address;
  readonly project?: { readonly id: string; readonly name: string };
  readonly because: string;
  /** For `unknown`: the least Atlas role whose grant would let it be judged. */
  readonly neededRole?: string;
  /** Where the profile moved the severity: what it was. */
  readonly severityMovedFrom?: Severity;
  /** Set where a waiver that has not expired accepts this finding. */
  readonly waived?: { readonly reason: string; readonly owner: string; readonly expires: Instant };
}

/** A finding's name: stable over runs, used by plans and waivers. */
export function findingId(finding: Pick<Finding, 'control' | 'address'>): string {
  return `${finding.control} ${finding.address}`;
}

/** True for a finding that counts: it fails and nobody has accepted it. */
export function isOpenFinding(finding: Finding): boolean {
  return finding.verdict === 'fail' && finding.waived === undefined;
}
