import type { Problem } from '../../core/failure.ts';
import type { GivenFile } from '../artifact.ts';
import { optionProblem, refuse } from '../choose.ts';
import { type BsonType, isBsonType, STORED_TYPES } from './bson-types.ts';
import { isProblem, parseQueryRequest, type QueryRequest } from './query-request.ts';

/** One line of a field list: a path, its type, and how it is asked for. */
export interface ListedField {
  readonly path: string;
  readonly bsonType: BsonType;
  readonly request: QueryRequest;
}

const EXAMPLE = 'patient.ssn string equality';

/** Reads a field list: on each line PATH TYPE QUERY, where QUERY is as for --query; # begins a comment. */
export function readFieldList({ name, text }: GivenFile): readonly ListedField[] {
  const problems: Problem[] = [];
  const fields = text.split('\n').flatMap((line, position) => {
    const words = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (words === '') return [];
    const field = readLine(words, `line ${position + 1} of ${name}`);
    if (!isProblem(field)) return [field];
    problems.push(field);
    return [];
  });
  for (const { path } of fields.filter(
    (field, place) => fields.findIndex((other) => other.path === field.path) < place,
  ))
    problems.push(
      optionProblem(
        `Could not tell how "${path}" is encrypted.`,
        `It stands in ${name} more than once.`,
        'Keep one of the lines; prefix and suffix go together as prefix+suffix.',
      ),
    );
  if (fields.length === 0 && problems.length === 0)
    problems.push(
      optionProblem(`Could not find a field in ${name}.`, 'It has no line.', `Write for example: ${EXAMPLE}.`),
    );
  if (problems.length > 0) throw refuse(problems);
  return fields;
}

function readLine(words: string, place: string): ListedField | Problem {
  const [path = '', bsonType = '', ...rest] = words.split(/\s+/);
  if (rest.length === 0)
    return optionProblem(`Could not read ${place}.`, 'It is not PATH TYPE QUERY.', `Write for example: ${EXAMPLE}.`);
  if (!isBsonType(bsonType))
    return optionProblem(
      `Could not read ${place}.`,
      `"${bsonType}" is no BSON type.`,
      `Use one of ${STORED_TYPES.join(', ')}.`,
    );
  const request = parseQueryRequest(rest.join(','), place);
  return isProblem(request) ? request : { path, bsonType, request };
}
