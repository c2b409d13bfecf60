import type { z } from 'zod';
import { isObject, type Json } from './json.ts';
import type { SecretReference } from './secret.ts';

/** The HTTP methods that Atlas's Administration API uses. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Atlas's role names as its API writes them, plus the fine-grained ones its documentation names, and `any` (any authenticated caller). */
export type AtlasRole =
  | 'ORG_OWNER'
  | 'ORG_GROUP_CREATOR'
  | 'ORG_BILLING_ADMIN'
  | 'ORG_BILLING_READ_ONLY'
  | 'ORG_STREAM_PROCESSING_ADMIN'
  | 'ORG_READ_ONLY'
  | 'ORG_MEMBER'
  | 'GROUP_OWNER'
  | 'GROUP_CLUSTER_MANAGER'
  | 'GROUP_STREAM_PROCESSING_OWNER'
  | 'GROUP_DATA_ACCESS_ADMIN'
  | 'GROUP_DATA_ACCESS_READ_WRITE'
  | 'GROUP_DATA_ACCESS_READ_ONLY'
  | 'GROUP_DATABASE_ACCESS_ADMIN'
  | 'GROUP_BACKUP_MANAGER'
  | 'GROUP_OBSERVABILITY_VIEWER'
  | 'GROUP_SEARCH_INDEX_EDITOR'
  | 'GROUP_READ_ONLY'
  | 'any';

/**
 * The token bucket that an operation draws from (Atlas, "API rate limits" page). Capacity is the burst,
 * `refill` the tokens given back per 60 seconds; `scope` is what one bucket is kept for.
 */
export interface Bucket {
  readonly name: string;
  readonly scope: 'organization' | 'project' | 'caller' | 'address';
  readonly capacity: number;
  readonly refillPerMinute: number;
}

/** An older version of an operation that Atlas still serves, with the HTTP dates that it announces. */
export interface OlderVersion {
  readonly version: string;
  /** The `Deprecation` header, an HTTP date. */
  readonly deprecation?: string;
  /** The `Sunset` header, an HTTP date. */
  readonly sunset?: string;
}

/** One Admin API operation: our own contract for it, written by hand. */
export interface Operation {
  /** Atlas's operationId, for example `listGroupAccessListEntries`. */
  readonly id: string;
  readonly method: Method;
  /** The path with `{parameter}` places, from `/api/atlas/v2`. */
  readonly path: string;
  /** The version we pin, `YYYY-MM-DD`: the newest one that Atlas serves. */
  readonly version: string;
  readonly olderVersions?: readonly OlderVersion[];
  /** The least role that Atlas documents for it. Several: any one of them is enough. */
  readonly role: AtlasRole | readonly AtlasRole[];
  /** The status of success as recorded, which is not always the documented one. */
  readonly success: number;
  readonly bucket: Bucket;
  /**
   * `page`: `{results, totalCount, links}` · `array`: a bare JSON array · `object`: one object · `text`: bare text, though its
   * media type says JSON (recorded: createGroupDatabaseUserCert) · `none`: no body.
   */
  readonly shape: 'page' | 'array' | 'object' | 'text' | 'none';
  /** What a success is answered as; absent: JSON. `gzip`: a file, whose bytes stand as one character each. */
  readonly media?: 'gzip';
  /** The request body, unknown fields refused. Absent: the operation takes no body. */
  readonly request?: z.ZodType;
  /** The response body: one item where `shape` is `page` or `array`. Absent: `shape` is `none`. */
  readonly response?: z.ZodType;
  /** Query parameters that we or the emulator understand, beside paging. */
  readonly query?: readonly string[];
  /** Parameters that a page's own link spells out when they are not asked for, with their defaults. Absent: `includeCount=true`. */
  readonly linkDefaults?: Readonly<Record<string, string>>;
}

/** A request body: JSON in which a secret stands as a reference that is filled in when the call is sent. */
export type Body = Json | SecretReference | readonly Body[] | { readonly [key: string]: Body | undefined };

/** One call as a value: what is sent, pinned to a version, with the role it needs. */
export interface ApiCall {
  readonly operation: Operation;
  readonly method: Method;
  /** The path with every parameter filled in and percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Body;
}

/** Atlas's answer. `body` is parsed JSON, or text where the answer was not JSON, or undefined where there was none. */
export interface ApiResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Fills an operation's path parameters (percent-encoded) and makes the call; a missing parameter is a programming error. */
export function callOf(
  operation: Operation,
  parameters: Readonly<Record<string, string>>,
  extra: { readonly query?: Readonly<Record<string, string>>; readonly body?: Body } = {},
): ApiCall {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined || value === '') throw new TypeError(`${operation.id}: path parameter ${name} is missing`);
    return encodeURIComponent(value);
  });
  return { operation, method: operation.method, path, ...extra };
}

/** The path parameters of a call, read back from its path and decoded, in the path's order. */
export function parametersOf({ operation, path }: ApiCall): Readonly<Record<string, string>> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = operation.path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '([^/]+)');
  const values = new RegExp(`^${pattern}$`).exec(path)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, position) => [name, decodeURIComponent(values[position] ?? '')]));
}

/** Two calls with the same key ask for the same thing: such reads are sent once and shared. */
export function callKey(call: ApiCall): string {
  const query = Object.entries(call.query ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return `${call.method} ${call.path}${query === '' ? '' : `?${query}`}`;
}

/** The items of a page that Atlas answered; none where it answered something else. */
export function pageItems(body: unknown): readonly unknown[] {
  return isObject(body) && Array.isArray(body.results) ? body.results : [];
}

/** The roles of an operation as a list; any one of them is enough. */
export function rolesOf(operation: Operation): readonly AtlasRole[] {
  return Array.isArray(operation.role) ? (operation.role as readonly AtlasRole[]) : [operation.role as AtlasRole];
}
