import { isObject, type JsonObject } from '../../core/json.ts';
import type { GivenFile } from '../artifact.ts';
import { optionProblem, refuse } from '../choose.ts';

const SHOWN = 5;

/** Sample documents: one JSON array, one document, or a document on each line. Values are never quoted in a message. */
export function readDocuments({ name, text }: GivenFile): readonly JsonObject[] {
  const trimmed = text.trim();
  const whole = attempt(trimmed);
  const values =
    whole !== undefined
      ? (Array.isArray(whole.value) ? whole.value : [whole.value]).map((value, place) => ({
          value,
          place: `Document ${place + 1}`,
        }))
      : trimmed
          .split('\n')
          .map((line, place) => ({ line: line.trim(), place: `Line ${place + 1}` }))
          .filter(({ line }) => line !== '')
          .map(({ line, place }) => ({ value: attempt(line)?.value, place }));
  const bad = values.filter(({ value }) => !isObject(value));
  if (values.length === 0 || trimmed === '')
    throw refuse(
      optionProblem(
        `Could not find a document in ${name}.`,
        'The file is empty.',
        'Give some hundred documents: `mongoexport --uri … --collection NAME --limit 500 --jsonFormat canonical`.',
      ),
    );
  if (bad.length > 0)
    throw refuse(
      optionProblem(
        `Could not read ${bad.length === 1 ? 'one document' : `${bad.length} documents`} of ${name}.`,
        `${bad
          .slice(0, SHOWN)
          .map(({ place }) => place)
          .join(', ')}${bad.length > SHOWN ? ' and others' : ''}: not a JSON object.`,
        'Give a JSON array of documents, or one document on each line, in JSON or Extended JSON.',
      ),
    );
  return values.map(({ value }) => value as JsonObject);
}

/** The JSON of a file, or a Failure that names the option. */
export function readJson(option: string, { name, text }: GivenFile): unknown {
  const read = attempt(text);
  if (read !== undefined) return read.value;
  throw refuse(
    optionProblem(
      `Could not read --${option} ${name}.`,
      'It is not JSON.',
      'Give Extended JSON: in mongosh, print with EJSON.stringify(value, null, 2).',
    ),
  );
}

function attempt(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
