import type { z } from 'zod';
import { atlasError, type EmulatorReply } from '../core/behaviour.ts';
import type { Json } from '../core/json.ts';

/** Atlas's refusal of a body that does not fit the operation's contract; undefined where it fits. */
export function bodyProblem(contract: z.ZodType, body: Json): EmulatorReply | undefined {
  const outcome = contract.safeParse(body);
  if (outcome.success) return undefined;
  const issue = outcome.error.issues[0] as z.core.$ZodIssue;
  const field = String(issue.path.filter((part) => typeof part === 'string').pop() ?? '');
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key = ''] = issue.keys;
      return atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${key} specified.`, [key]);
    }
    case 'invalid_value':
      return atlasError(
        400,
        'INVALID_ENUM_VALUE',
        `An invalid enumeration value ${String(issue.input)} was specified.`,
        [String(issue.input)],
      );
    case 'invalid_type':
      if (issue.input === undefined && issue.message.includes('undefined')) {
        return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${field} was not specified.`, [field]);
      }
      return atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${field} specified.`, [field]);
    default:
      return atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${field} specified.`, [field]);
  }
}
