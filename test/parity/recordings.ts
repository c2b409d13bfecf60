/** Recorded exchanges with the real Atlas, read from beside the checkout. */
import { createHash } from 'node:crypto';
import { sharedLines } from '../shared-files.ts';
import { completeBody, inferBody } from './inferred-bodies.ts';

/** The files that hold them, below `../shared`. */
export const RECORDINGS = ['data/exchanges.given.jsonl', 'data/history.given.jsonl'] as const;

/** One request and its answer. */
export interface Exchange {
  /** A short digest of where it comes from and what it asked: names it without quoting it. */
  readonly id: string;
  readonly source: string;
  readonly test: string;
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly template: string;
  readonly query: string | undefined;
  readonly operationId: string | undefined;
  readonly area: string;
  readonly accept: string | undefined;
  readonly body: unknown;
  /** `inferred`: made from the answer and the test's arguments, because the recorder keeps no requests. */
  readonly bodyIs: 'recorded' | 'inferred' | 'absent';
  readonly status: number;
  readonly responseType: string | undefined;
  readonly responseBody: unknown;
  /** Seconds since 1970, or undefined where neither a header nor an id tells. */
  readonly seconds: number | undefined;
  /** True where the answer's own header gave the time. */
  readonly isDated: boolean;
}

interface Line {
  readonly source: string;
  readonly test: string;
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly template: string;
  readonly query: string | null;
  readonly operationId?: string | null;
  readonly area: string;
  readonly requestAccept?: string | null;
  readonly requestBody?: unknown;
  readonly requestBodyInferred?: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
  readonly time?: string | null;
  readonly file: string;
}

/** The first eight digits of an Atlas id are the second in which it was made; ids before 2015 or after 2040 are made up. */
function secondsOfIds(text: string): number | undefined {
  const seconds = [...text.matchAll(/(?<![0-9a-f])([0-9a-f]{8})[0-9a-f]{16}(?![0-9a-f])/g)]
    .map(([, prefix = '']) => Number.parseInt(prefix, 16))
    .filter((value) => value > 1_420_000_000 && value < 2_208_000_000);
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}

/** The query as a page's own link repeats it: most recorders keep no request. */
function selfQuery(body: unknown): string | undefined {
  const { links } = (body ?? {}) as { links?: readonly { rel?: unknown; href?: unknown }[] };
  const self = Array.isArray(links) ? links.find(({ rel }) => rel === 'self') : undefined;
  return typeof self?.href === 'string' ? self.href.split('?')[1] : undefined;
}

function exchangeOf(line: Line): Exchange {
  const content = line.responseHeaders['content-type'];
  const { operationId = undefined, status, responseBody: answer } = line;
  const inferred = line.requestBodyInferred
    ? completeBody(operationId ?? undefined, line.requestBodyInferred, answer)
    : inferBody({ operationId: operationId ?? undefined, status, answer });
  const bodyIs = line.requestBody ? 'recorded' : inferred ? 'inferred' : 'absent';
  const time = line.time ? Date.parse(line.time) / 1000 : undefined;
  const named = [line.source, line.test, line.seq, line.method, line.path, line.status, line.file].join('\n');
  return {
    id: createHash('sha256').update(named).digest('hex').slice(0, 12),
    source: line.source,
    test: line.test,
    seq: line.seq,
    method: line.method,
    path: line.path,
    template: line.template,
    query: line.query ?? (line.path.includes('?') ? undefined : selfQuery(line.responseBody)),
    operationId: line.operationId ?? undefined,
    area: line.area,
    accept: line.requestAccept ?? /application\/vnd\.atlas\.[\d-]+\+json/.exec(content ?? '')?.[0],
    body: line.requestBody ?? inferred ?? undefined,
    bodyIs,
    status: line.status,
    responseType: content,
    responseBody: line.responseBody ?? undefined,
    isDated: time !== undefined,
    seconds: time ?? secondsOfIds(`${line.path} ${JSON.stringify(line.responseBody)}`),
  };
}

/** One run of one test: exchanges that share an organization's state, in order. */
export interface Story {
  readonly name: string;
  readonly exchanges: readonly Exchange[];
}

/** In a history each part of a test counts from one, so that only the headers tell the order; elsewhere a test counts through. */
function inOrder(exchanges: readonly Exchange[]): readonly Exchange[] {
  const bySeconds = (a: Exchange, b: Exchange) => (a.seconds ?? 0) - (b.seconds ?? 0);
  const isHistory = exchanges.every(({ source, isDated }) => isDated && isFragment(source));
  return [...exchanges].sort((a, b) => (isHistory ? bySeconds(a, b) : 0) || a.seq - b.seq || bySeconds(a, b));
}

/** A source with a date is a run of which only some exchanges were kept. */
export function isFragment(source: string): boolean {
  return /\(\d{4}-\d{2}-\d{2}\)$/.test(source);
}

/** Reads the recordings as stories: one per source and root test, each in the order in which it was recorded. */
export function readStories(files: readonly string[] = RECORDINGS): readonly Story[] {
  const stories = new Map<string, Exchange[]>();
  for (const file of files) {
    for (const line of sharedLines(file) as readonly Line[]) {
      const name = `${line.source} ${line.test.split('/')[0]}`;
      const story = stories.get(name) ?? [];
      stories.set(name, story);
      story.push(exchangeOf(line));
    }
  }
  return [...stories].map(([name, exchanges]) => ({
    name,
    exchanges: inOrder(exchanges),
  }));
}
