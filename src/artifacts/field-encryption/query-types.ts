import { atLeast, QUERYABLE_SINCE, type ServerVersion, TEXT_PREVIEW_SINCE, TEXT_SINCE } from './server-version.ts';

/** How a queryable field is asked for. */
export const QUERY_TYPES = [
  'equality',
  'range',
  'prefix',
  'suffix',
  'substring',
  'rangePreview',
  'prefixPreview',
  'suffixPreview',
  'substringPreview',
] as const;

export type QueryType = (typeof QUERY_TYPES)[number];

/** True for a name of a query type. */
export function isQueryType(value: unknown): value is QueryType {
  return QUERY_TYPES.includes(value as QueryType);
}

/** What kind of index stands behind a query type. */
export type QueryFamily = 'equality' | 'range' | 'text';

/** The family of a query type. */
export function familyOf(type: QueryType): QueryFamily {
  switch (type) {
    case 'equality':
      return 'equality';
    case 'range':
    case 'rangePreview':
      return 'range';
    case 'prefix':
    case 'suffix':
    case 'substring':
    case 'prefixPreview':
    case 'suffixPreview':
    case 'substringPreview':
      return 'text';
    default:
      return type satisfies never;
  }
}

/** The text query without the word that marks a preview. */
export function textKind(type: QueryType): 'prefix' | 'suffix' | 'substring' | undefined {
  const kind = type.replace(/Preview$/, '');
  return kind === 'prefix' || kind === 'suffix' || kind === 'substring' ? kind : undefined;
}

interface Availability {
  readonly since: ServerVersion;
  readonly until?: ServerVersion;
}

/** policies.md §2.1: 7.0 equality, 8.0 range, 8.2 previews of text queries, 9.0 their stable form. */
const AVAILABLE: Readonly<Record<QueryType, Availability>> = {
  equality: { since: QUERYABLE_SINCE },
  range: { since: { major: 8, minor: 0 } },
  rangePreview: { since: QUERYABLE_SINCE, until: { major: 8, minor: 0 } },
  prefix: { since: TEXT_SINCE },
  suffix: { since: TEXT_SINCE },
  substring: { since: TEXT_SINCE },
  prefixPreview: { since: TEXT_PREVIEW_SINCE, until: TEXT_SINCE },
  suffixPreview: { since: TEXT_PREVIEW_SINCE, until: TEXT_SINCE },
  substringPreview: { since: TEXT_PREVIEW_SINCE, until: TEXT_SINCE },
};

/** When a query type came, and when it went. */
export function availabilityOf(type: QueryType): Availability {
  return AVAILABLE[type];
}

/** True where a server of this series takes the query type. */
export function isAvailable(type: QueryType, server: ServerVersion): boolean {
  const { since, until } = AVAILABLE[type];
  return atLeast(server, since) && (until === undefined || !atLeast(server, until));
}

/** True for a query type that is not meant for production. */
export function isPreview(type: QueryType): boolean {
  return type.endsWith('Preview');
}

/** Parameters of ranges only. */
export const RANGE_PARAMETERS = ['sparsity', 'min', 'max', 'trimFactor', 'precision'] as const;

/** Parameters of text queries only. */
export const TEXT_PARAMETERS = [
  'strMaxLength',
  'strMinQueryLength',
  'strMaxQueryLength',
  'caseSensitive',
  'diacriticSensitive',
] as const;

/** Every parameter that a query type can have. */
export const QUERY_PARAMETERS: readonly string[] = ['queryType', 'contention', ...RANGE_PARAMETERS, ...TEXT_PARAMETERS];

/** The server's limits of text queries: the previews of 8.2 differ from what is stable since 9.0. policies.md §2.2. */
export interface TextLimits {
  readonly minQueryLength: number;
  readonly maxQueryLength?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** How long a text query, and a text that can be searched, may be. */
export function textLimitsOf(type: QueryType): TextLimits | undefined {
  if (type === 'substringPreview') return { minQueryLength: 2, maxQueryLength: 10, minLength: 1, maxLength: 60 };
  if (type === 'substring') return { minQueryLength: 2, maxQueryLength: 6, minLength: 2, maxLength: 50 };
  return textKind(type) === undefined ? undefined : { minQueryLength: 1 };
}
