/** When each field and value was seen: an emulator of today's Atlas and an old recording cannot have the same ones. */
import type { Difference } from './compare.ts';
import type { Exchange } from './recordings.ts';

/** Says whether Atlas itself changed between a recording and today, going by the recordings alone. */
export type OfItsDay = (exchange: Exchange, difference: Difference) => boolean;

/** Operations on one document share its fields: `getGroupCluster`, `createGroupCluster` and a page of clusters. */
function documentOf(exchange: Exchange): string {
  if (exchange.status >= 400) return `error ${exchange.status}`;
  return exchange.template.replace(/\/\{\w+\}$/, '');
}

/** A page's items are compared with the single document's fields. */
function placeOf(at: string): string {
  return at.replace(/^results\[\]\.?/, '').replace(/^\[\]\.?/, '');
}

const releaseOf = (value: unknown) => (typeof value === 'string' ? value.replace(/^(\d+\.\d+)\.\d+$/, '$1') : value);

type Sighting = readonly [key: string, parent: string];

function sightings(document: string, value: unknown, at: string): readonly Sighting[] {
  if (Array.isArray(value)) return value.flatMap((item) => sightings(document, item, `${at}[]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]): readonly Sighting[] => {
    const place = placeOf(at === '' ? key : `${at}.${key}`);
    const parent = `${document} ${placeOf(at)}`;
    const own: Sighting[] = [[`${document} ${place}`, parent]];
    if (inner === null || typeof inner !== 'object')
      own.push([`${document} ${place}=${String(releaseOf(inner))}`, parent]);
    return [...own, ...sightings(document, inner, at === '' ? key : `${at}.${key}`)];
  });
}

const DAY_SECONDS = 86_400;
/** So many later answers without a field show that Atlas stopped sending it. */
const ENOUGH = 3;

/** Learns from the recordings which fields and values are younger, and which fields are no longer sent. */
export function learnDays(exchanges: readonly Exchange[]): OfItsDay {
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  const parents = new Map<string, number[]>();
  for (const exchange of exchanges) {
    const { seconds, responseBody } = exchange;
    if (seconds === undefined) continue;
    const seen = sightings(documentOf(exchange), responseBody, '');
    for (const [key] of seen) {
      first.set(key, Math.min(first.get(key) ?? Number.POSITIVE_INFINITY, seconds));
      last.set(key, Math.max(last.get(key) ?? 0, seconds));
    }
    for (const parent of new Set(seen.map(([, of]) => of))) {
      const times = parents.get(parent) ?? [];
      parents.set(parent, times);
      times.push(seconds);
    }
  }
  return (exchange, { at, kind, emulated }) => {
    const { seconds } = exchange;
    if (seconds === undefined) return false;
    const key = `${documentOf(exchange)} ${placeOf(at)}`;
    switch (kind) {
      case 'extra':
        return seconds < (first.get(key) ?? 0);
      case 'value':
        return seconds < (first.get(`${key}=${String(releaseOf(emulated))}`) ?? 0);
      case 'missing': {
        const parent = `${documentOf(exchange)} ${placeOf(at.replace(/\.?[^.]+$/, ''))}`;
        const since = (last.get(key) ?? Number.POSITIVE_INFINITY) + DAY_SECONDS;
        return (parents.get(parent) ?? []).filter((time) => time > since).length >= ENOUGH;
      }
      case 'type':
      case 'length':
        return false;
      default:
        return kind satisfies never;
    }
  };
}
