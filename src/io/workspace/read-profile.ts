import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { Failure, type Problem } from '../../core/failure.ts';
import { type Profile, profileFile } from '../../core/profile.ts';

/** Reads fivefold.yaml. Every problem is reported at once, each with its key. */
export async function readProfile(path: string): Promise<Profile> {
  const what = `Could not read the profile "${path}".`;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(
      {
        code: 'profile-missing',
        what,
        why: `The system said: ${(error as Error).message}.`,
        fix: 'Check the path given with --profile.',
      },
      2,
    );
  }
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    throw new Failure(
      document.errors.map(({ message }) => ({
        code: 'profile-invalid',
        what,
        why: message,
        fix: 'Mend the YAML at that line.',
      })),
      2,
    );
  }
  const outcome = profileFile.safeParse(document.toJS() ?? {});
  if (outcome.success) return outcome.data as Profile;
  const problems: Problem[] = outcome.error.issues.map((issue) => ({
    code: 'profile-invalid',
    what,
    why: `${issue.path.length === 0 ? 'At the top' : issue.path.join('.')}: ${issue.message}.`,
    fix:
      issue.code === 'unrecognized_keys'
        ? `Known keys are ${Object.keys(profileFile.shape).join(', ')}.`
        : 'See schema/fivefold.schema.json for what may stand there.',
  }));
  throw new Failure(problems, 2);
}
