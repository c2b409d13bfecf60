import type { AnyControl, Finding } from '../core/control.ts';
import type { Instant } from '../core/instant.ts';
import { FINDING_STATES, type FindingState, stateOf } from './report.ts';

/** A published standard, as far as a report needs it. */
export interface ReportedStandard {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly ids: readonly string[];
}

/** What was asked of Atlas for a control. */
export interface Asked {
  readonly kind: string;
  readonly operations: readonly string[];
}

/** A control below a requirement that it helps to meet. */
export interface RequirementControl {
  readonly id: string;
  readonly title: string;
  readonly state: FindingState;
  readonly findings: readonly Finding[];
  readonly asked: readonly Asked[];
}

/**
 * How a requirement stands by what was read. `attention`: a control fails. `not-seen`: one could not judge. `helped`: every control
 * that had something to judge passes. `nothing-to-judge`: none had. `no-control`: Fivefold looks at nothing for it.
 */
export type RequirementState = 'attention' | 'not-seen' | 'accepted' | 'helped' | 'nothing-to-judge' | 'no-control';

/** One requirement of the standard. */
export interface Requirement {
  readonly id: string;
  readonly state: RequirementState;
  readonly controls: readonly RequirementControl[];
}

/** The evidence for one standard: requirement, controls, verdicts, what was read and when. */
export interface StandardReport {
  readonly standard: { readonly id: string; readonly title: string; readonly version: string };
  readonly organization: { readonly id: string; readonly name: string };
  readonly takenAt: Instant;
  readonly programVersion: string;
  readonly requirements: readonly Requirement[];
  /** Ids of requirements that no control looks at. */
  readonly withoutControl: readonly string[];
}

const STATES: Readonly<Record<FindingState, RequirementState>> = {
  fail: 'attention',
  unknown: 'not-seen',
  waived: 'accepted',
  pass: 'helped',
  'not-applicable': 'nothing-to-judge',
};

/** Puts what controls found below the requirements that they help to meet. */
export function requirementsOf(input: {
  readonly standard: ReportedStandard;
  readonly controls: readonly Pick<AnyControl, 'id' | 'title' | 'standards' | 'reads'>[];
  readonly findings: readonly Finding[];
  /** Operations that read a kind. */
  readonly operationsOf: (kind: string) => readonly string[];
  readonly organization: { readonly id: string; readonly name: string };
  readonly takenAt: Instant;
  readonly programVersion: string;
}): StandardReport {
  const { standard, controls, findings, operationsOf, organization, takenAt, programVersion } = input;
  const byControl = new Map<string, Finding[]>();
  for (const finding of findings) byControl.set(finding.control, [...(byControl.get(finding.control) ?? []), finding]);
  const requirements = standard.ids.map((id): Requirement => {
    const own = controls
      .filter(({ standards }) => standards.includes(`${standard.id}:${id}`))
      .map((control): RequirementControl => {
        const found = byControl.get(control.id) ?? [];
        const states = found.map(stateOf);
        return {
          id: control.id,
          title: control.title,
          state: FINDING_STATES.find((state) => states.includes(state)) ?? 'not-applicable',
          findings: found,
          asked: (control.reads as readonly string[]).map((kind) => ({ kind, operations: operationsOf(kind) })),
        };
      });
    const worst = FINDING_STATES.find((state) => own.some((control) => control.state === state));
    return { id, state: worst === undefined ? 'no-control' : STATES[worst], controls: own };
  });
  return {
    standard: { id: standard.id, title: standard.title, version: standard.version },
    organization,
    takenAt,
    programVersion,
    requirements: requirements.filter(({ state }) => state !== 'no-control'),
    withoutControl: requirements.filter(({ state }) => state === 'no-control').map(({ id }) => id),
  };
}

/** What a state is called. No tool can say that a requirement is met. */
export const REQUIREMENT_WORDS: Readonly<Record<RequirementState, string>> = {
  attention: 'needs attention',
  'not-seen': 'not all seen',
  accepted: 'accepted by waiver',
  helped: 'helped',
  'nothing-to-judge': 'nothing to judge',
  'no-control': 'no control',
};
