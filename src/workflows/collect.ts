import { type Address, parseAddress } from '../core/address.ts';
import { type ApiCall, type ApiResponse, callKey, rolesOf } from '../core/call.ts';
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
import { type AtlasApi, type ListAnswer, listItems, type Progress, readOnly } from './ports.ts';

/** What to collect, and from where. */
export interface CollectRequest {
  readonly api: AtlasApi;
  readonly orgId: string;
  /** Project names or ids; absent: all. */
  readonly projects?: readonly string[];
  /** Kinds wanted; the kinds that they are read from come along. Absent: all. */
  readonly kinds?: readonly string[];
  readonly resources: readonly AnyResource[];
  readonly baseUrl: string;
  readonly sourceType?: 'api' | 'emulator';
  readonly now: Instant;
  readonly progress?: Progress;
}

interface Parent {
  readonly address: Address | null;
  readonly model: unknown;
}

interface ReadResult {
  readonly resources: readonly SnapshotResource[];
  readonly outcome: ReadOutcome;
}

/** Reads an organization into a snapshot: level by level, each call once, and every gap with its reason. */
export async function collect(request: CollectRequest): Promise<Snapshot> {
  const { resources, orgId, progress } = request;
  const api = sharing(readOnly(request.api));
  const wanted = withSources(resources, request.kinds);
  const found = new Map<string, readonly Parent[]>();
  const all: SnapshotResource[] = [];
  const reads: ReadOutcome[] = [];

  let level = wanted.filter((resource) => resource.read.from === null);
  while (level.length > 0) {
    const tasks = level.flatMap((resource) => parentsOf(resource, found).map((parent) => ({ resource, parent })));
    progress?.total(tasks.length);
    const results = await everyOne(
      tasks.map(async ({ resource, parent }) => {
        const result = await readKind(api, resource, parent, orgId);
        progress?.step(resource.title);
        return { kind: resource.kind, ...result };
      }),
    );
    for (const resource of level) {
      let models = results.filter(({ kind }) => kind === resource.kind).flatMap((result) => result.resources);
      if (resource.kind === 'organization') refuseUnknownOrganization(results, orgId);
      if (resource.kind === 'project') models = chosen(models, results, request.projects);
      // The same thing may be listed under two parents: it is one resource.
      const distinct = [...new Map(models.map((model) => [model.address, model])).values()];
      all.push(...distinct);
      found.set(
        resource.kind,
        distinct.map(({ address, model }) => ({ address, model })),
      );
    }
    reads.push(...results.map(({ outcome }) => outcome));
    const done = new Set(level.map(({ kind }) => kind));
    level = wanted.filter((resource) => resource.read.from !== null && done.has(resource.read.from));
  }
  progress?.done();

  const organization = all.find(({ kind }) => kind === 'organization')?.model;
  const name = isObject(organization) && typeof organization.name === 'string' ? organization.name : orgId;
  return sortSnapshot({
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    takenAt: request.now,
    source: { type: request.sourceType ?? 'api', baseUrl: request.baseUrl, organization: { id: orgId, name } },
    resources: all,
    reads,
  });
}

/** The kinds asked for, with those that they are read from; the organization and its projects always. */
function withSources(resources: readonly AnyResource[], kinds: readonly string[] | undefined): readonly AnyResource[] {
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

function parentsOf(resource: AnyResource, found: ReadonlyMap<string, readonly Parent[]>): readonly Parent[] {
  return resource.read.from === null ? [{ address: null, model: null }] : (found.get(resource.read.from) ?? []);
}

/** Like `Promise.all`, but nothing is still under way when it fails. */
async function everyOne<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** Lists each call once and lets everybody who asks for it wait for the same answer. */
function sharing(api: AtlasApi): (call: ApiCall) => Promise<ListAnswer> {
  const answers = new Map<string, Promise<ListAnswer>>();
  return (call) => {
    const key = `${call.operation.version} ${callKey(call)}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = listItems(api, call);
    answers.set(key, answer);
    return answer;
  };
}

async function readKind(
  list: (call: ApiCall) => Promise<ListAnswer>,
  resource: AnyResource,
  parent: Parent,
  orgId: string,
): Promise<ReadResult> {
  const calls = resource.read.calls(parent.model as never, orgId);
  const parts = await everyOne(
    calls.map(async (call): Promise<{ readonly models: readonly unknown[] } | { readonly notRead: NotRead }> => {
      let answer: ListAnswer;
      try {
        answer = await list(call);
      } catch (error) {
        // What concerns every call ends the run; what concerns this one is a gap.
        if (!isFailure(error) || isFailure(error, 'credentials-refused') || isFailure(error, 'read-only')) throw error;
        const because = error.problems.map(({ what, why }) => `${what} ${why}`).join(' ');
        return { notRead: { cause: 'failed', because, operationId: call.operation.id } };
      }
      if (!answer.ok) {
        const { status } = answer.response;
        if (resource.read.absent?.(status, errorCodeOf(answer.response))) return { models: [] };
        return { notRead: refusal(call, answer.response) };
      }
      try {
        return { models: answer.items.flatMap((item) => resource.read.parse(item, parent.model as never, call)) };
      } catch (error) {
        return { notRead: misshapen(call, error) };
      }
    }),
  );
  const notRead = parts.flatMap((part) => ('notRead' in part ? [part.notRead] : []))[0];
  const models = parts.flatMap((part) => ('models' in part ? part.models : []));
  return {
    resources: models.map((model) => ({
      kind: resource.kind,
      address: resource.address(model),
      parent: resource.parent(model),
      model,
    })),
    outcome: { kind: resource.kind, parent: parent.address, ...(notRead === undefined ? {} : { notRead }) },
  };
}

function errorCodeOf(response: ApiResponse): string | undefined {
  const code = isObject(response.body) ? response.body.errorCode : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Why a read was refused. Atlas answers 401 for most missing roles, 403 for others, 404 for what the caller may not see. */
function refusal(call: ApiCall, response: ApiResponse): NotRead {
  const { status } = response;
  const errorCode = errorCodeOf(response);
  const roles = rolesOf(call.operation);
  const forbidden = status === 401 || status === 403 || (status === 404 && errorCode !== undefined);
  const said = `${call.method} ${call.path} answered ${status}${errorCode === undefined ? '' : ` ${errorCode}`}`;
  const evidence = {
    operationId: call.operation.id,
    answer: { status, ...(errorCode === undefined ? {} : { errorCode }) },
  };
  if (!forbidden) return { cause: 'failed', because: `${said}.`, ...evidence };
  const neededRole = roles.join(' or ');
  return { cause: 'forbidden', because: `${said}; it needs ${neededRole}.`, neededRole, ...evidence };
}

/** An answer that our contract does not have, told by the path of the field and never by its value. */
function misshapen(call: ApiCall, error: unknown): NotRead {
  const issues = (error as { issues?: readonly { path?: readonly PropertyKey[]; code?: string; keys?: string[] }[] })
    .issues;
  const told = issues
    ?.slice(0, 3)
    .map(({ path = [], code, keys = [] }) => {
      const where = path.length === 0 ? 'the item' : path.map(String).join('.');
      return keys.length > 0 ? `${where} has ${keys.join(', ')}, which is not known` : `${where} (${code})`;
    })
    .join('; ');
  const why = told ?? (error as Error).message;
  return {
    cause: 'failed',
    because: `${call.operation.id} answered in a shape that Fivefold does not know: ${why}.`,
    operationId: call.operation.id,
  };
}

function refuseUnknownOrganization(results: readonly (ReadResult & { kind: string })[], orgId: string): void {
  const outcome = results.find(({ kind }) => kind === 'organization');
  if (outcome === undefined || outcome.resources.length > 0) return;
  const { answer, because = 'Atlas answered nothing.' } = outcome.outcome.notRead ?? {};
  const blocked = /ACCESS_LIST|WHITELIST/.test(answer?.errorCode ?? '');
  throw new Failure({
    code: blocked ? 'address-not-allowed' : 'organization-unknown',
    what: `Could not read the organization ${orgId}.`,
    why: because,
    fix: blocked
      ? "Add this machine's address to the access list of the API key or service account."
      : 'Check the organization id, and that the credentials belong to it with at least Organization Read Only.',
  });
}

/** The projects asked for, by name or id; every one that does not exist is named, with those that do. */
function chosen(
  models: readonly SnapshotResource[],
  results: readonly ReadResult[],
  wanted: readonly string[] | undefined,
): SnapshotResource[] {
  if (wanted === undefined || wanted.length === 0) return [...models];
  const gap = results.find(({ outcome }) => outcome.kind === 'project' && outcome.notRead !== undefined);
  const namesOf = ({ address, model }: SnapshotResource) => ({
    id: parseAddress(address)?.path.at(-1) ?? '',
    name: (model as { name?: string }).name ?? '',
  });
  const missing = wanted.filter((text) => {
    return !models.some((model) => namesOf(model).id === text || namesOf(model).name === text);
  });
  if (missing.length > 0) {
    const existing = models.map((model) => `${namesOf(model).name} (${namesOf(model).id})`).sort();
    throw new Failure(
      {
        code: 'project-unknown',
        what: `There is no project ${missing.map((text) => `"${text}"`).join(', ')}.`,
        why:
          gap?.outcome.notRead?.because ??
          (existing.length === 0 ? 'These credentials see no project.' : `There are: ${existing.join(', ')}.`),
        fix: 'Give a project by its exact name or its id.',
      },
      2,
    );
  }
  return models.filter((model) => wanted.includes(namesOf(model).id) || wanted.includes(namesOf(model).name));
}
