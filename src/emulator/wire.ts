/** How Atlas puts an answer on the wire: media types, pages with links, envelopes. */
import type { EmulatorReply } from '../core/behaviour.ts';
import type { Operation } from '../core/call.ts';
import type { Instant } from '../core/instant.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { RawResponse } from './emulator.ts';

const MAXIMUM_ITEMS_PER_PAGE = 500;
const DEFAULT_ITEMS_PER_PAGE = 100;
/** Parameters that a page's links leave out, or write at their end. */
const UNLINKED = new Set(['pageNum', 'itemsPerPage', 'pretty', 'envelope']);

/** What an answer is framed with. */
export interface Frame {
  readonly shape: Operation['shape'];
  readonly media?: Operation['media'];
  /** The version that is served. */
  readonly served: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Atlas's public address of what was asked for, without a query. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly linkDefaults?: Operation['linkDefaults'];
}

/**
 * The newest version that is not later than the one asked for; undefined: 406. That a date in the future is refused is
 * unconfirmed.
 */
export function servedVersion(operation: Operation, accept: string | undefined, now: Instant): string | undefined {
  const accepted = /application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+(json|gzip)/.exec(accept ?? '');
  const [, asked, media] = accepted ?? [];
  // A log asked for as JSON is refused (documented: downloadGroupClusterLog).
  if (asked === undefined || media !== (operation.media ?? 'json')) return undefined;
  const versions = [operation.version, ...(operation.olderVersions ?? []).map(({ version }) => version)].sort();
  if (!versions.includes(asked) && asked > now.slice(0, 10)) return undefined;
  return versions.filter((version) => version <= asked).pop();
}

/** A reply as it goes over the wire. Errors never carry the vendor's media type (recorded). */
export function finish(reply: EmulatorReply, frame: Frame): RawResponse {
  const { query, shape } = frame;
  const isError = reply.status >= 400;
  const headers = {
    ...frame.headers,
    'content-type': isError ? 'application/json' : `application/vnd.atlas.${frame.served}+json;charset=utf-8`,
    ...('headers' in reply ? reply.headers : {}),
  };
  if (!isError && frame.media === 'gzip' && 'body' in reply) {
    const file = { ...headers, 'content-type': `application/vnd.atlas.${frame.served}+gzip` };
    return { status: reply.status, headers: file, body: typeof reply.body === 'string' ? reply.body : '' };
  }
  if (!isError && shape === 'text' && 'body' in reply)
    return { status: reply.status, headers, body: typeof reply.body === 'string' ? reply.body : '' };
  const content = 'page' in reply ? (shape === 'array' ? reply.page : pageOf(reply.page, frame)) : reply.body;
  if (content === undefined) return { status: reply.status, headers, body: '' };
  const enveloped = query.envelope === 'true' ? inEnvelope(content, reply.status) : content;
  const status = query.envelope === 'true' ? 200 : reply.status;
  return { status, headers, body: query.pretty === 'true' ? prettyJson(enveloped) : JSON.stringify(enveloped) };
}

/** Documented: a list gets a `status` beside its results, anything else is wrapped. For errors it is unconfirmed. */
function inEnvelope(content: Json, status: number): Json {
  const isPage = typeof content === 'object' && content !== null && 'results' in content && 'links' in content;
  return isPage ? { ...(content as JsonObject), status } : { status, content };
}

/** One page with its links, in the order in which Atlas writes them (recorded: self spells the defaults out, next re-orders them). */
function pageOf(
  items: readonly JsonObject[],
  { url, query, linkDefaults = { includeCount: 'true' } }: Frame,
): JsonObject {
  const wanted = Number(query.itemsPerPage ?? DEFAULT_ITEMS_PER_PAGE);
  const itemsPerPage = Math.min(
    Math.max(1, Number.isFinite(wanted) ? Math.floor(wanted) : DEFAULT_ITEMS_PER_PAGE),
    MAXIMUM_ITEMS_PER_PAGE,
  );
  const pageNum = Math.max(1, Math.floor(Number(query.pageNum ?? 1)) || 1);
  const from = (pageNum - 1) * itemsPerPage;
  // Recorded: every parameter by its name, defaults too, and the page at the end.
  const filters = Object.entries({ ...linkDefaults, ...query })
    .filter(([name]) => !UNLINKED.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}&`)
    .join('');
  // Recorded of events: what is not counted by default has a count of 0 and no link to the next page.
  const isUncounted = linkDefaults.includeCount === 'false' && query.includeCount !== 'true';
  const links = [{ href: `${url}?${filters}pageNum=${pageNum}&itemsPerPage=${itemsPerPage}`, rel: 'self' }];
  if (!isUncounted && from + itemsPerPage < items.length) {
    links.push({
      href: `${url}?${filters}itemsPerPage=${itemsPerPage}&pageNum=${pageNum + 1}`,
      rel: 'next',
    });
  }
  return {
    links,
    results: items.slice(from, from + itemsPerPage),
    ...(isUncounted ? { totalCount: 0 } : query.includeCount === 'false' ? {} : { totalCount: items.length }),
  };
}

/** JSON as Atlas's server prettifies it: a space on both sides of a colon (recorded: the 401 of authentication). */
function prettyJson(value: Json | undefined, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map((item) => prettyJson(item as Json, indent)).join(', ')} ]`;
  }
  const inner = `${indent}  `;
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => `${inner}${JSON.stringify(key)} : ${prettyJson(item, inner)}`);
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}
