import type { ApiCall, ApiResponse } from '../../core/call.ts';
import { isObject } from '../../core/json.ts';
import type { Exchange } from './transport.ts';

/** An answer that is not Atlas's, or not all of it. */
export class Unreadable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unreadable';
  }
}

/** The answer with its body parsed; throws `Unreadable` for HTML, half a body, or nothing where a read must answer. */
export function readAnswer(exchange: Exchange, call: ApiCall): ApiResponse {
  const { status, headers, text } = exchange;
  const success = status >= 200 && status < 300;
  if (success && call.operation.media === 'gzip') return { status, headers, body: text };
  const read = success && call.method === 'GET' && call.operation.shape !== 'none';
  if (text === '') {
    if (read) throw new Unreadable('the answer was empty');
    return { status, headers, body: undefined };
  }
  const start = text.trimStart();
  if (start.startsWith('<') || /html/i.test(headers['content-type'] ?? '')) {
    throw new Unreadable('the answer was a web page, not JSON');
  }
  // A certificate is answered as bare PEM under a JSON media type (recorded: createGroupDatabaseUserCert).
  if (start.startsWith('-----BEGIN')) return { status, headers, body: text };
  try {
    return { status, headers, body: parseJson(text) };
  } catch {
    if (success && call.operation.shape !== 'none') throw new Unreadable('the answer was not complete JSON');
    return { status, headers, body: text };
  }
}

/**
 * Parses JSON without losing digits: an integer that a double cannot hold becomes its text
 * (`_id` of a database user's certificate is an int64 above 2^53; recorded: listGroupDatabaseUserCerts).
 */
function parseJson(text: string): unknown {
  // Only a number of its own counts: ids are strings, and many of them have sixteen digits in a row.
  if (!/[:[,]\s*-?\d{16}/.test(text)) return JSON.parse(text);
  const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  return JSON.parse(
    text.replace(TOKEN, (token) =>
      /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    ),
  );
}

/** Atlas's error code, from the body or the `X-Error-Code` header. */
export function errorCodeOf(exchange: Exchange): string | undefined {
  const header = exchange.headers['x-error-code'];
  if (header !== undefined) return header;
  if (!exchange.text.trimStart().startsWith('{')) return undefined;
  try {
    const body: unknown = JSON.parse(exchange.text);
    return isObject(body) && typeof body.errorCode === 'string' ? body.errorCode : undefined;
  } catch {
    return undefined;
  }
}

/**
 * True when a 401 is about who is calling and not about what the caller may do. Atlas answers many role refusals with
 * 401 too, but those carry their own error code; the authentication 401 has none, or UNEXPECTED_ERROR (recorded).
 */
export function isUnauthenticated(exchange: Exchange): boolean {
  if (exchange.status !== 401) return false;
  const code = errorCodeOf(exchange);
  return code === undefined || code === 'UNEXPECTED_ERROR';
}

/** `Retry-After` in milliseconds: seconds, or an HTTP date against the answer's own `Date` header. */
export function retryAfterMilliseconds(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1000;
  const until = Date.parse(value);
  const from = Date.parse(headers.date ?? '');
  return Number.isNaN(until) || Number.isNaN(from) ? undefined : Math.max(0, until - from);
}
