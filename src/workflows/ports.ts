import type { ApiCall, ApiResponse } from '../core/call.ts';
import { Failure } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import { isObject, sameJson } from '../core/json.ts';
import type { Secret } from '../core/secret.ts';

/**
 * Atlas's Administration API: the real one, the emulator, or a recording. `send` bounds how many calls are in flight,
 * retries what is safe, and answers whatever Atlas answered; where there is no answer it throws a Failure.
 */
export interface AtlasApi {
  send(call: ApiCall, options?: { readonly signal?: AbortSignal }): Promise<ApiResponse>;
}

/** What a caller proves itself with. */
export type AtlasCredentials =
  | { readonly type: 'service-account'; readonly clientId: string; readonly clientSecret: Secret }
  | { readonly type: 'api-key'; readonly publicKey: string; readonly privateKey: Secret };

/** The only source of time for workflows. */
export interface Clock {
  now(): Instant;
  sleep(milliseconds: number): Promise<void>;
}

/** Digests and chance, which pure code must not take from the platform. */
export interface Crypto {
  /** Lower-case hex SHA-256 of the text's UTF-8 bytes. */
  sha256(text: string): string;
  randomBytes(length: number): Uint8Array;
}

/** Where a workflow says what it does; never given a secret. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export type { PolicyEngine } from '../policies/engine.ts';

/** What a person watches while a workflow runs. */
export interface Progress {
  total(steps: number): void;
  step(label: string): void;
  done(): void;
}

/** The journal of an apply: lines that are on disk before `append` answers, and one writer at a time. */
export interface JournalStore {
  append(line: string): Promise<void>;
  read(): Promise<readonly string[]>;
  /** Takes the only lock, or throws a Failure; the answer gives it back. */
  lock(): Promise<() => Promise<void>>;
}

/** The items of a list call, or the answer that was not the success that the operation promises. */
export type ListAnswer =
  | { readonly ok: true; readonly items: readonly unknown[] }
  | { readonly ok: false; readonly response: ApiResponse };

/** Atlas's largest page (`itemsPerPage`, maximum 500). */
export const ITEMS_PER_PAGE = 500;

/** More pages than this are a server that ignores `pageNum`, not an organization. */
const MOST_PAGES = 2000;

/**
 * Everything a read call names, whatever its shape. A list is complete or it is not answered at all: a page that
 * fails makes the whole list fail, because half a list would look like a clean one.
 */
export async function listItems(api: AtlasApi, call: ApiCall): Promise<ListAnswer> {
  const { shape } = call.operation;
  if (shape === 'page') return listPages(api, call);
  const response = await api.send(call);
  if (response.status < 200 || response.status > 299) return { ok: false, response };
  if (shape === 'none') return { ok: true, items: [] };
  if (shape === 'array') {
    if (!Array.isArray(response.body)) throw unexpectedShape(call, 'an array');
    return { ok: true, items: response.body };
  }
  if (!isObject(response.body)) throw unexpectedShape(call, 'an object');
  return { ok: true, items: [response.body] };
}

/**
 * Pages by number until one is short, never by following a link: links name Atlas's own host, whoever answers. A short
 * page is not believed where the answer itself says that there is more (a server with smaller pages), and a page that
 * repeats the one before comes from an operation that does not page (for example roleMappings).
 */
async function listPages(api: AtlasApi, call: ApiCall): Promise<ListAnswer> {
  const items: unknown[] = [];
  let before: readonly unknown[] = [];
  for (let pageNum = 1; pageNum <= MOST_PAGES; pageNum += 1) {
    const query = {
      ...call.query,
      pageNum: String(pageNum),
      itemsPerPage: String(ITEMS_PER_PAGE),
    };
    const response = await api.send({ ...call, query });
    if (response.status < 200 || response.status > 299) return { ok: false, response };
    const { results, totalCount, links } = isObject(response.body) ? response.body : {};
    if (!Array.isArray(results)) throw unexpectedShape(call, 'a page with "results"');
    if (results.length === 0 || (pageNum > 1 && sameJson(results, before))) return { ok: true, items };
    items.push(...results);
    const more =
      results.length >= ITEMS_PER_PAGE ||
      (typeof totalCount === 'number' && items.length < totalCount) ||
      (Array.isArray(links) && links.some((link) => isObject(link) && link.rel === 'next'));
    if (!more) return { ok: true, items };
    before = results;
  }
  throw unexpectedShape(call, `at most ${MOST_PAGES} pages`);
}

function unexpectedShape(call: ApiCall, wanted: string): Failure {
  return new Failure({
    code: 'answer-unexpected',
    what: `Could not read the answer to ${call.operation.id}.`,
    why: `${call.method} ${call.path} did not answer ${wanted}.`,
    fix: 'Check that the base URL is that of Atlas, and that no proxy on the way changes answers.',
  });
}

/** The same API for workflows that may only look: anything but GET is refused before it is sent. */
export function readOnly(api: AtlasApi): AtlasApi {
  return {
    async send(call, options) {
      if (call.method !== 'GET' || call.operation.method !== 'GET') {
        throw new Failure({
          code: 'read-only',
          what: `Refused to send ${call.operation.id}.`,
          why: `${call.method} ${call.path} is no read, and this command only reads.`,
          fix: 'This is a defect of Fivefold: please report it. Nothing was sent.',
        });
      }
      return api.send(call, options);
    },
  };
}
