import type { Address } from '../core/address.ts';
import { type ApiCall, type ApiResponse, callKey, callOf, rolesOf } from '../core/call.ts';
import { Failure, isFailure } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import { isObject } from '../core/json.ts';
import type { AnyResource } from '../core/resource.ts';
import {
  type NotRead,
  type ReadOutcome,
  SNAPSHOT_FORMAT_VERSION,
  type Snapshot,
  type SnapshotResource,
  sortSnapshot,
} from '../core/snapshot.ts';
import { operations as organizationOperations } from '../resources/organization/api.ts';
import { type AtlasApi, type ListAnswer, type Logger, listItems, type Progress, readOnly } from './ports.ts';

/** What to collect, and from where. */
export interface CollectRequest {
  /** Bounds its own concurrency; only GET is sent through it. */
  readonly api: AtlasApi;
  readonly orgId: string;
  /** Project names or ids; absent: all. */
  readonly projects?: readonly string[];
  /** Kinds wanted; the kinds that they are read from come along. Absent: all. */
  readonly kinds?: readonly string[];
  readonly resources: readonly AnyResource[];
  readonly baseUrl: string;
  /** Absent: `emulator` where the base URL is on this machine. */
  readonly sourceType?: 'api' | 'emulator';
  readonly now: Instant;
  readonly progress?: Progress;
  readonly logger?: Logger;
}

interface Parent {
  readonly address: Address | null;
  readonly model: unknown;
}

type Part = { readonly models: readonly unknown[] } | { readonly notRead: NotRead };

/**
 * Reads an organization into a snapshot: each call once, whatever lives below a thing as soon as that thing is known,
 * and every gap with its reason. A kind under a parent is complete in the snapshot, or it is not there at all.
 */
export async function collect(request: CollectRequest): Promise<Snapshot> {
  const { resources, orgId, progress } = request;
  const api = readOnly(request.api);
  const ask = sharing(api);
  const wanted = withSources(resources, request.kinds);
  const below = new Map<string | null, AnyResource[]>();
  for (const resource of wanted) {
    const siblings = below.get(resource.read.from);
    if (siblings) siblings.push(resource);
    else below.set(resource.read.from, [resource]);
  }
  const unknownFields = new Set<string>();
  // The same thing may be listed under two parents, or twice where pages moved: it is one resource.
  const found = new Map<Address, SnapshotResource>();
  const reads: ReadOutcome[] = [];
  let planned = 0;

  async function readBelow(kind: string | null, parents: readonly Parent[]): Promise<void> {
    const children = below.get(kind) ?? [];
    planned += children.length * parents.length;
    progress?.total(planned);
    await Promise.all(parents.flatMap((parent) => children.map((resource) => readKind(resource, parent))));
  }

  async function readKind(resource: AnyResource, parent: Parent): Promise<void> {
    const part = await readModels(resource, parent, orgId, ask, unknownFields);
    progress?.step(resource.title);
    const read = { kind: resource.kind, parent: parent.address };
    if ('notRead' in part) {
      if (resource.kind === 'organization') throw await organizationUnread(api, orgId, part.notRead);
      if (resource.kind === 'project' && request.projects !== undefined) throw projectsUnread(part.notRead);
      reads.push({ ...read, notRead: part.notRead });
      return;
    }
    const models = resource.kind === 'project' ? chosen(part.models, request.projects) : part.models;
    reads.push(read);
    const fresh: SnapshotResource[] = [];
    for (const model of models) {
      const address = resource.address(model);
      if (found.has(address)) continue;
      const item = { kind: resource.kind, address, parent: resource.parent(model), model };
      found.set(address, item);
      fresh.push(item);
    }
    await readBelow(resource.kind, fresh);
  }

  await readBelow(null, [{ address: null, model: null }]);
  progress?.done();
  for (const field of [...unknownFields].sort())
    request.logger?.warn(`Atlas answers ${field}, which this version passes over.`);

  const resourcesFound = [...found.values()];
  const organization = resourcesFound.find(({ kind }) => kind === 'organization')?.model;
  const name = isObject(organization) && typeof organization.name === 'string' ? organization.name : orgId;
  const local = /^(emulator:|http:\/\/(localhost|127\.|\[::1\]))/.test(request.baseUrl);
  return sortSnapshot({
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    takenAt: request.now,
    source: {
      type: request.sourceType ?? (local ? 'emulator' : 'api'),
      baseUrl: request.baseUrl,
      organization: { id: orgId, name },
    },
    resources: resourcesFound,
    reads,
  });
}

/** The kinds asked for, with those that they are read from; the organization and its projects always. */
export function withSources(
  resources: readonly AnyResource[],
  kinds: readonly string[] | undefined,
): readonly AnyResource[] {
  if (kinds === undefined) return resources;
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const unknown = kinds.filter((kind) => !byKind.has(kind));
  if (unknown.length > 0) {
    throw new Failure(
      {
        code: 'kind-unknown',
        what: `There is no kind ${unknown.map((kind) => `"${kind}"`).join(', ')}.`,
        why: 'Only kinds that Fivefold knows can be read.',
        fix: `Use some of: ${[...byKind.keys()].sort().join(', ')}.`,
      },
      2,
    );
  }
  const names = new Set<string>();
  const add = (kind: string): void => {
    const resource = byKind.get(kind);
    if (resource === undefined || names.has(kind)) return;
    names.add(kind);
    if (resource.read.from !== null) add(resource.read.from);
  };
  for (const kind of ['organization', 'project', ...kinds]) add(kind);
  return resources.filter(({ kind }) => names.has(kind));
}

/** Lists each call once and lets everybody who asks for it wait for the same answer. */
function sharing(api: AtlasApi): (call: ApiCall) => Promise<ListAnswer> {
  const answers = new Map<string, Promise<ListAnswer>>();
  return (call) => {
    const key = `${call.operation.version} ${call.operation.shape} ${callKey(call)}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = listItems(api, call);
    answers.set(key, answer);
    return answer;
  };
}

async function readModels(
  resource: AnyResource,
  parent: Parent,
  orgId: string,
  ask: (call: ApiCall) => Promise<ListAnswer>,
  unknownFields: Set<string>,
): Promise<Part> {
  const calls = resource.read.calls(parent.model as never, orgId);
  const parts = await Promise.all(calls.map((call) => readCall(resource, parent, call, ask, unknownFields)));
  const gap = parts.find((part) => 'notRead' in part);
  return gap ?? { models: parts.flatMap((part) => ('models' in part ? part.models : [])) };
}

async function readCall(
  resource: AnyResource,
  parent: Parent,
  call: ApiCall,
  ask: (call: ApiCall) => Promise<ListAnswer>,
  unknownFields: Set<string>,
): Promise<Part> {
  let answer: ListAnswer;
  try {
    answer = await ask(call);
  } catch (error) {
    // What concerns every call ends the run; what concerns this one is a gap.
    if (!isFailure(error) || ENDS_THE_RUN.has(error.code)) throw error;
    const because = error.problems.map(({ what, why }) => `${what} ${why}`).join(' ');
    return { notRead: { cause: 'failed', because, operationId: call.operation.id } };
  }
  if (!answer.ok) {
    const { status } = answer.response;
    if (resource.read.absent?.(status, errorCodeOf(answer.response))) return { models: [] };
    return { notRead: refusal(call, answer.response) };
  }
  const models: unknown[] = [];
  for (const [position, item] of answer.items.entries()) {
    try {
      models.push(...parseItem(resource, item, parent, call, unknownFields));
    } catch (error) {
      return { notRead: misshapen(call, error, call.operation.shape === 'object' ? undefined : position) };
    }
  }
  return { models };
}

const ENDS_THE_RUN = new Set(['credentials-refused', 'token-unavailable', 'token-unreadable', 'read-only']);

interface Issue {
  readonly path?: readonly PropertyKey[];
  readonly code?: string;
  readonly message?: string;
  readonly keys?: readonly string[];
}

function issuesOf(error: unknown): readonly Issue[] | undefined {
  const { issues } = error as { issues?: unknown };
  return Array.isArray(issues) ? (issues as readonly Issue[]) : undefined;
}

/**
 * Parses an item. Atlas adds fields to answers without a new version (recorded: getGroupSettings grew from 6 fields to
 * 12), so a field that is merely new is passed over and told about; anything else that does not fit is an error.
 */
function parseItem(
  resource: AnyResource,
  item: unknown,
  parent: Parent,
  call: ApiCall,
  unknownFields: Set<string>,
): readonly unknown[] {
  try {
    return resource.read.parse(item, parent.model as never, call);
  } catch (error) {
    const issues = issuesOf(error);
    if (!issues?.length || issues.some(({ code }) => code !== 'unrecognized_keys')) throw error;
    // The item may be shared with another kind, whose contract may have the field.
    const rest: unknown = structuredClone(item);
    for (const { path = [], keys = [] } of issues) {
      const holder = path.reduce<unknown>(
        (value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step],
        rest,
      );
      for (const key of keys) {
        if (!isObject(holder) || !(key in holder)) throw error;
        delete holder[key];
        const steps = path.map((step) => (typeof step === 'number' ? '[]' : String(step)));
        unknownFields.add(`${call.operation.id} with the field ${[...steps, key].join('.').replaceAll('.[]', '[]')}`);
      }
    }
    return resource.read.parse(rest, parent.model as never, call);
  }
}

function errorCodeOf(response: ApiResponse): string | undefined {
  const code = isObject(response.body) ? response.body.errorCode : undefined;
  return typeof code === 'string' ? code : response.headers['x-error-code'];
}

/** The roles that may read, any one of them; undefined where every caller may. */
function neededRoleOf(call: ApiCall): string | undefined {
  const roles = rolesOf(call.operation);
  return roles.includes('any') ? undefined : roles.join(' or ');
}

// Atlas hides what a caller may not see: these say "no such project" of a project that it has just listed.
const HIDDEN = new Set([undefined, 'GROUP_NOT_FOUND', 'ORG_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'UNEXPECTED_ERROR']);

/** Why a read was refused. Atlas answers 401 for most missing roles, 403 for others, 404 for what the caller may not see. */
function refusal(call: ApiCall, response: ApiResponse): NotRead {
  const { status } = response;
  const errorCode = errorCodeOf(response);
  const said = `${call.method} ${call.path} answered ${status}${errorCode === undefined ? '' : ` ${errorCode}`}`;
  const evidence = {
    operationId: call.operation.id,
    answer: { status, ...(errorCode === undefined ? {} : { errorCode }) },
  };
  if (/UNSUPPORTED|NOT_SUPPORTED/.test(errorCode ?? '') && status < 500) {
    return { cause: 'unsupported', because: `${said}: this plan, tier or provider does not have it.`, ...evidence };
  }
  if (status === 401 || status === 403 || (status === 404 && HIDDEN.has(errorCode))) {
    const neededRole = neededRoleOf(call);
    if (neededRole === undefined) return { cause: 'forbidden', because: `${said}.`, ...evidence };
    return { cause: 'forbidden', because: `${said}; it needs ${neededRole}.`, neededRole, ...evidence };
  }
  const gone = status === 404 ? ': it was removed while the organization was read' : '';
  return { cause: 'failed', because: `${said}${gone}.`, ...evidence };
}

/** An answer that our contract does not have, told by the path of the field and never by its value. */
function misshapen(call: ApiCall, error: unknown, position: number | undefined): NotRead {
  const item = position === undefined ? [] : [`results[${position}]`];
  const told = issuesOf(error)
    ?.slice(0, 3)
    .map(({ path = [], code = 'invalid', keys = [] }) => {
      const where = [...item, ...path.map(String)].join('.') || 'the answer';
      return keys.length > 0 ? `${where} has ${keys.join(', ')}, which is not known` : `${where} (${code})`;
    })
    .join('; ');
  return {
    cause: 'failed',
    because: `${call.operation.id} answered in a shape that Fivefold does not know: ${told ?? (error as Error).message}.`,
    operationId: call.operation.id,
  };
}

/** Why nothing can be read at all, with the organizations that these credentials do see. */
async function organizationUnread(api: AtlasApi, orgId: string, notRead: NotRead): Promise<Failure> {
  const what = `Could not read the organization ${orgId}.`;
  if (/ACCESS_LIST|WHITELIST/.test(notRead.answer?.errorCode ?? '')) {
    return new Failure({
      code: 'address-not-allowed',
      what,
      why: notRead.because,
      fix: "Add this machine's address to the API access list of the API key or service account.",
    });
  }
  const listed = await listItems(api, callOf(organizationOperations.list, {})).catch(() => undefined);
  const seen = (listed?.ok ? listed.items : [])
    .filter(isObject)
    .map(({ id, name }) => `${name} (${id})`)
    .sort();
  return new Failure({
    code: 'organization-unknown',
    what,
    why: `${notRead.because} ${seen.length === 0 ? 'These credentials see no organization.' : `These credentials see: ${seen.join(', ')}.`}`,
    fix: 'Give the id of one of them with --org, or use credentials of this organization with at least Organization Read Only.',
  });
}

function projectsUnread(notRead: NotRead): Failure {
  return new Failure({
    code: 'projects-unread',
    what: 'Could not look the projects up.',
    why: notRead.because,
    fix: 'Leave --project out, or grant Organization Read Only.',
  });
}

/** The projects asked for, by name or id; every one that does not exist is named, with those that do. */
function chosen(models: readonly unknown[], wanted: readonly string[] | undefined): readonly unknown[] {
  if (wanted === undefined || wanted.length === 0) return models;
  const projects = models as readonly { readonly id: string; readonly name: string }[];
  const missing = wanted.filter((text) => !projects.some(({ id, name }) => id === text || name === text));
  if (missing.length > 0) {
    const existing = projects.map(({ id, name }) => `${name} (${id})`).sort();
    throw new Failure(
      {
        code: 'project-unknown',
        what: `There is no project ${missing.map((text) => `"${text}"`).join(', ')}.`,
        why: existing.length === 0 ? 'These credentials see no project.' : `There are: ${existing.join(', ')}.`,
        fix: 'Give a project by its exact name or its id.',
      },
      2,
    );
  }
  return projects.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name));
}
