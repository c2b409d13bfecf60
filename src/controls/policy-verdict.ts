import type { ControlContext, Verdict } from '../core/control.ts';
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
