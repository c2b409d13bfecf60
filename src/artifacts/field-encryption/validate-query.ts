import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { type BsonType, EQUALITY_TYPES } from './bson-types.ts';
import {
  availabilityOf,
  familyOf,
  isAvailable,
  isPreview,
  isQueryType,
  QUERY_PARAMETERS,
  QUERY_TYPES,
  type QueryType,
  RANGE_PARAMETERS,
  TEXT_PARAMETERS,
  textKind,
} from './query-types.ts';
import type { ProblemList } from './rules.ts';
import { atLeast, formatVersion, type ServerVersion, TEXT_PREVIEW_SINCE } from './server-version.ts';
import { validateRange } from './validate-range.ts';
import { validateText } from './validate-text.ts';
import { wholeOf } from './whole-number.ts';

/** A field as far as its queries need it. */
interface QueriedField {
  readonly path: string;
  /** Undefined where it is missing or no type: said elsewhere. */
  readonly bsonType: BsonType | undefined;
}

const DEFAULT_CONTENTION = 8;

/** Holds `queries` of one field to the server's rules. */
export function validateQueries(
  queries: Json | undefined,
  field: QueriedField,
  server: ServerVersion,
  problems: ProblemList,
): void {
  const { path } = field;
  if (!isObject(queries) && !Array.isArray(queries)) {
    problems.error('queries-shape', path, {
      what: `The queries of "${path}" are not an object.`,
      why: 'The server takes an object with a queryType, or a list of such objects.',
      fix: 'Write {"queryType": "equality"}, or leave queries out to store the field without queries.',
    });
    return;
  }
  const list = Array.isArray(queries) ? (queries as readonly Json[]) : [queries as Json];
  if (list.length === 0) {
    problems.error('queries-empty', path, {
      what: `The queries of "${path}" are an empty list.`,
      why: 'A field that has queries has at least one query type.',
      fix: 'Name a query type, or leave queries out.',
      serverCode: 9783412,
    });
    return;
  }
  validateCombination(list, field, server, problems);
  for (const query of list.slice(0, 2)) validateQuery(query, field, server, problems);
}

/** Two query types on one field are prefix and suffix, set alike. */
function validateCombination(
  list: readonly Json[],
  { path }: QueriedField,
  server: ServerVersion,
  problems: ProblemList,
): void {
  if (list.length === 1) return;
  const severalAllowed = atLeast(server, TEXT_PREVIEW_SINCE);
  if (list.length > 2 || !severalAllowed) {
    problems.error('queries-too-many', path, {
      what: `The field "${path}" has ${list.length} query types.`,
      why: severalAllowed
        ? 'There can be two at most.'
        : `Before ${formatVersion(TEXT_PREVIEW_SINCE)} a field has one query type.`,
      fix: 'Keep the one that your application asks by.',
      serverCode: severalAllowed ? 9783413 : 6338404,
    });
    return;
  }
  const [first, second] = list.map((query) => (isObject(query) ? (query as JsonObject) : {})) as [
    JsonObject,
    JsonObject,
  ];
  if (!isQueryType(first.queryType) || !isQueryType(second.queryType)) return;
  const kinds = [first.queryType, second.queryType].map(textKind).sort().join(' ');
  if (kinds !== 'prefix suffix' || isPreview(first.queryType) !== isPreview(second.queryType)) {
    problems.error('queries-combination', path, {
      what: `The field "${path}" cannot be asked by ${first.queryType} and ${second.queryType}.`,
      why: 'Two query types on one field are one prefix and one suffix, both stable or both preview.',
      fix: 'Keep one of them.',
      serverCode: 9783414,
    });
    return;
  }
  for (const [parameter, serverCode] of [
    ['caseSensitive', 9783409],
    ['diacriticSensitive', 9783410],
  ] as const)
    if (
      typeof first[parameter] === 'boolean' &&
      typeof second[parameter] === 'boolean' &&
      first[parameter] !== second[parameter]
    )
      problems.error('text-sensitivity-differs', path, {
        what: `The two query types of "${path}" differ in ${parameter}.`,
        why: 'It must be the same for all query types of a field.',
        fix: `Set ${parameter} alike.`,
        serverCode,
      });
  const contentions = [first, second].map((query) => wholeOf(query.contention ?? DEFAULT_CONTENTION));
  if (contentions[0] !== undefined && contentions[1] !== undefined && contentions[0] !== contentions[1])
    problems.error('contention-differs', path, {
      what: `The two query types of "${path}" differ in contention.`,
      why: `It must be the same for all query types of a field; where it is left out it is ${DEFAULT_CONTENTION}.`,
      fix: 'Set contention alike.',
      serverCode: 9783411,
    });
}

function validateQuery(query: Json, field: QueriedField, server: ServerVersion, problems: ProblemList): void {
  const { path, bsonType } = field;
  if (!isObject(query)) {
    problems.error('queries-shape', path, {
      what: `A query type of "${path}" is not an object.`,
      why: 'The server takes {"queryType": …} with parameters beside it.',
      fix: 'Write {"queryType": "equality"}.',
    });
    return;
  }
  const config = query as JsonObject;
  const { queryType: type } = config;
  if (!isQueryType(type)) {
    problems.error('query-type-unknown', path, {
      what: `The field "${path}" has the query type ${type === undefined ? '(none)' : JSON.stringify(type)}.`,
      why: `There are ${QUERY_TYPES.join(', ')}.`,
      fix: 'Use one of them; leave queries out for a field that is not asked for.',
    });
    return;
  }
  validateAvailability(type, path, server, problems);
  for (const key of Object.keys(config))
    if (!QUERY_PARAMETERS.includes(key))
      problems.error('query-parameter-unknown', path, {
        what: `The ${type} query of "${path}" has a parameter ${key}.`,
        why: `The server knows ${QUERY_PARAMETERS.join(', ')}, and refuses others.`,
        fix: `Leave ${key} out, or mend its spelling.`,
      });
  if (config.contention !== undefined && (wholeOf(config.contention) ?? -1n) < 0n)
    problems.error('contention-value', path, {
      what: `The contention of "${path}" is ${JSON.stringify(config.contention)}.`,
      why: 'It is a whole number of 0 or more.',
      fix: `Leave it out for ${DEFAULT_CONTENTION}, or set a whole number.`,
    });
  const family = familyOf(type);
  switch (family) {
    case 'equality':
      refuseForeign(EQUALITY_FOREIGN, 'equality', config, path, problems);
      if (bsonType !== undefined && !EQUALITY_TYPES.includes(bsonType))
        problems.error('bson-type-equality', path, {
          what: `The field "${path}" of type ${bsonType} cannot be asked by equality.`,
          why: `Equality takes ${EQUALITY_TYPES.join(', ')}.`,
          fix:
            bsonType === 'double' || bsonType === 'decimal'
              ? 'Use range, which answers equality too, or store the value as int or long.'
              : 'Leave queries out: the value is stored encrypted as a whole.',
          serverCode: 6338405,
        });
      return;
    case 'range':
      refuseForeign(RANGE_FOREIGN, 'range', config, path, problems);
      validateRange(config, field, server, problems);
      return;
    case 'text':
      refuseForeign(TEXT_FOREIGN, 'text', config, path, problems);
      validateText(type, config, field, problems);
      return;
    default:
      family satisfies never;
  }
}

function validateAvailability(type: QueryType, path: string, server: ServerVersion, problems: ProblemList): void {
  const { since, until } = availabilityOf(type);
  if (!isAvailable(type, server))
    problems.error('query-type-version', path, {
      what: `The field "${path}" uses ${type}, which MongoDB ${formatVersion(server)} does not know.`,
      why: `It is there from ${formatVersion(since)}${until === undefined ? '' : ` until before ${formatVersion(until)}`}.`,
      fix:
        until !== undefined && atLeast(server, until)
          ? `Use ${type.replace(/Preview$/, '')} in a new collection: a preview cannot be changed into it.`
          : `Upgrade to ${formatVersion(since)}, or choose another query type.`,
    });
  else if (isPreview(type))
    problems.warn('query-type-preview', path, {
      what: `The field "${path}" uses the preview ${type}.`,
      why: 'Previews are not for production: the stable query type cannot read what they wrote, and the collection has to be dropped.',
      fix: 'Wait for the stable query type, or ask by equality until then.',
    });
}

/** Parameters that do not belong to a family, with the server's code for each. */
type Foreign = Readonly<Record<string, number>>;

const EQUALITY_FOREIGN: Foreign = {
  sparsity: 6775205,
  min: 6775206,
  max: 6775207,
  trimFactor: 8574104,
  precision: 10774900,
  strMaxLength: 10774901,
  strMinQueryLength: 10774902,
  strMaxQueryLength: 10774903,
  caseSensitive: 10774904,
  diacriticSensitive: 10774905,
};
const RANGE_FOREIGN: Foreign = Object.fromEntries(TEXT_PARAMETERS.map((name, place) => [name, 10774906 + place]));
const TEXT_FOREIGN: Foreign = {
  sparsity: 10774911,
  min: 10774912,
  max: 10774913,
  trimFactor: 10774914,
  precision: 10774915,
};

function refuseForeign(
  foreign: Foreign,
  family: string,
  config: JsonObject,
  path: string,
  problems: ProblemList,
): void {
  for (const [name, serverCode] of Object.entries(foreign))
    if (config[name] !== undefined)
      problems.error('query-parameter-foreign', path, {
        what: `The ${family} query of "${path}" has the parameter ${name}.`,
        why: (RANGE_PARAMETERS as readonly string[]).includes(name)
          ? 'It belongs to range queries.'
          : 'It belongs to prefix, suffix and substring queries.',
        fix: `Leave ${name} out.`,
        serverCode,
      });
}
