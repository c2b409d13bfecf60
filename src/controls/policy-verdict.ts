import type { ControlContext, Verdict } from '../core/control.ts';
import type { Project } from '../resources/project/model.ts';
import type { ResourcePolicy } from '../resources/resource-policy/model.ts';
import type { Reading } from './resource-policy-text.ts';

/** The Cedar text of every rule. */
export function bodiesOf(policies: readonly ResourcePolicy[]): readonly string[] {
  return policies.flatMap(({ policies: bodies }) => bodies);
}

/** A control's verdict on what an organization's policies do together; one that speaks of the matter unrecognized makes it unknown. */
export function policyVerdict(
  reading: Reading,
  { scope }: Pick<ControlContext, 'scope'>,
  words: { readonly matter: string; readonly missing: string; readonly does?: string },
): Verdict {
  switch (reading) {
    case 'yes':
      return words.does === undefined ? { status: 'pass' } : { status: 'pass', because: words.does };
    case 'perhaps':
      return {
        status: 'unknown',
        because: `A resource policy speaks of ${words.matter} in a way that cannot be judged from here: test it on a project.`,
      };
    case 'no':
      return {
        status: 'fail',
        violations: [
          { at: scope.address, because: `No resource policy of organization "${scope.name}" ${words.missing}.` },
        ],
      };
    default:
      return reading satisfies never;
  }
}

/** From so many projects on nobody looks at each of them. */
const MANY_PROJECTS = 10;

/** `not-applicable` for a guardrail that a small organization can do without, since its projects are judged one by one; undefined where it is asked for. */
export function fewProjects(
  projects: readonly Project[],
  { profile }: Pick<ControlContext, 'profile'>,
): Verdict | undefined {
  return projects.length >= MANY_PROJECTS || profile.riskTolerance === 'low'
    ? undefined
    : {
        status: 'not-applicable',
        because: `The organization has fewer than ${MANY_PROJECTS} projects, and its risk tolerance is not low: each project is judged by itself.`,
      };
}
