import { environmentOf, type Profile } from '../core/profile.ts';
import type { Guardrail } from './guardrail.ts';
import { guardrails } from './guardrails.generated.ts';

/** A guardrail that a profile asks for, written. */
export interface WrittenGuardrail {
  readonly guardrail: Guardrail;
  readonly because: string;
  readonly text: string;
}

/** The guardrails that a profile asks for. Projects that it calls staging or development are left out of the heavier ones. */
export function synthesize(
  profile: Profile,
  projects: readonly { readonly id: string; readonly name: string }[],
): readonly WrittenGuardrail[] {
  const exempt = projects
    .filter((project) => environmentOf(profile, project) !== 'production')
    .map(({ id }) => id)
    .sort();
  return guardrails.flatMap((guardrail) => {
    const input = { profile, exempt };
    const because = guardrail.asked(input);
    return because === undefined ? [] : [{ guardrail, because, text: guardrail.text(input) }];
  });
}
