import { type ApiCall, type ApiResponse, callKey, callOf, rolesOf } from '../core/call.ts';
import { Failure } from '../core/failure.ts';
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
import { chooseProjects } from './choose-projects.ts';
import { type AtlasApi, type ListAnswer, type Logger, listItems, type Progress } from './ports.ts';

/** What collect is given. */
export interface CollectOptions {
  /** A client that can only read. */
  readonly api: AtlasApi;
  readonly orgId: string;
  /** Ids or names; absent: all. */
  readonly projects?: readonly string[];
  /** Kinds wanted; absent: all. What they live in is read too. */
  readonly kinds?: readonly string[];
  readonly resources: readonly AnyResource[];
  readonly baseUrl: string;
  readonly now: Instant;
  readonly progress?: Progress;
  readonly logger?: Logger;
}

/** Reads an organization with the least set of calls that the kinds need, each call once, children as soon as their parent is known. */
export async function collect(options: CollectOptions): Promise<Snapshot> {
  const { orgId, resources } = options;
  const wanted = neededKinds(resources, options.kinds);
  const shared = new Map<string, Promise<ListAnswer>>();
  const found: SnapshotResource[] = [];
  const reads: ReadOutcome[] = [];
  const newFields = new Set<string>();
  let sent = 0;

  function ask(call: ApiCall): Promise<ListAnswer> {
    const key = `${call.operation.version} ${call.operation.shape} ${callKey(call)}`;
    let answer = shared.get(key);
    if (answer === undefined) {
      answer = listItems(options.api, call).then((result) => {
        sent += 1;
        options.progress?.step(`${sent} reads`);
        return result;
      });
      shared.set(key, answer);
    }
    return answer;
  }

  async function readKind(resource: AnyResource, parent: SnapshotResource | null): Promise<void> {
    const parentAddress = parent?.address ?? null;
    const outcome = await readModels(resource, parent, orgId, ask, newFields);
    if ('notRead' in outcome) {
      reads.push({ kind: resource.kind, parent: parentAddress, notRead: outcome.notRead });
      return;
    }
    let models = outcome.models;
    if (resource.kind === 'project' && options.projects !== undefined)
      models = chooseProjects(models, options.projects);
    reads.push({ kind: resource.kind, parent: parentAddress });
    const children = models.map(
      (model): SnapshotResource => ({
        kind: resource.kind,
        address: resource.address(model),
        parent: resource.parent(model),
        model,
      }),
    );
    // A list that changes between two of its pages shows a resource twice.
    const fresh = [...new Map(children.map((child) => [child.address, child])).values()];
    found.push(...fresh);
    await readChildren(resource.kind, fresh);
  }

  const below = new Map<string | null, AnyResource[]>();
  for (const resource of wanted) {
    const siblings = below.get(resource.read.from);
    if (siblings === undefined) below.set(resource.read.from, [resource]);
    else siblings.push(resource);
  }

  async function readChildren(kind: string, parents: readonly SnapshotResource[]): Promise<void> {
    const kinds = below.get(kind);
    if (kinds === undefined) return;
    await Promise.all(parents.flatMap((parent) => kinds.map((resource) => readKind(resource, parent))));
  }

  await Promise.all((below.get(null) ?? []).map((resource) => readKind(resource, null)));
  options.progress?.done();
  const organization = found.find((resource) => resource.kind === 'organization')?.model as
    | { name: string }
    | undefined;
  if (organization === undefined) throw await unknownOrganization(options.api, orgId, reads);
  for (const field of [...newFields].sort()) {
    options.logger?.warn(`Atlas answers ${field}, which this version of Fivefold passes over.`);
  }
  return sortSnapshot({
    formatVersion: SNAPSHOT_FORMAT_VERSION,
    takenAt: options.now,
    source: {
      type: /^(emulator:|https?:\/\/(127\.0\.0\.1|localhost))/.test(options.baseUrl) ? 'emulator' : 'api',
      baseUrl: options.baseUrl,
      organization: { id: orgId, name: organization.name },
    },
    resources: found,
    reads,
  });
}

/** The kinds wanted and everything that they are read from. */
function neededKinds(resources: readonly AnyResource[], kinds: readonly string[] | undefined): readonly AnyResource[] {
  if (kinds === undefined) return resources;
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const needed = new Set<string>(['organization']);
  for (const kind of kinds) {
    let current: string | null | undefined = kind;
    while (current !== null && current !== undefined && !needed.has(current)) {
      needed.add(current);
      current = byKind.get(current)?.read.from;
    }
  }
  return resources.filter((resource) => needed.has(resource.kind));
}

// Without these, no other call can be answered either.
const ENDS_THE_RUN = new Set(['credentials-refused', 'clock-skewed', 'token-unavailable', 'token-unreadable']);

type Outcome = { readonly models: readonly unknown[] } | { readonly notRead: NotRead };

async function readModels(
  resource: AnyResource,
  parent: SnapshotResource | null,
  orgId: string,
  ask: (call: ApiCall) => Promise<ListAnswer>,
  newFields: Set<string>,
): Promise<Outcome> {
  const models: unknown[] = [];
  const calls: readonly ApiCall[] = resource.read.calls((parent?.model ?? undefined) as never, orgId);
  const answers = await Promise.all(
    calls.map(async (call) => {
      try {
        return { call, answer: await ask(call) };
      } catch (error) {
        // What concerns every call ends the run; what concerns this one is a gap.
        if (error instanceof Failure && ENDS_THE_RUN.has(error.code)) throw error;
        return { call, error: error as Error };
      }
    }),
  );
  for (const { call, answer, error } of answers) {
    if (error !== undefined || answer === undefined) {
      return {
        notRead: {
          cause: 'failed',
          because: `${call.operation.id} failed: ${error?.message}`,
          operationId: call.operation.id,
        },
      };
    }
    if (!answer.ok) {
      const { status, body } = answer.response;
      const errorCode = isObject(body) && typeof body.errorCode === 'string' ? body.errorCode : undefined;
      if (resource.read.absent?.(status, errorCode)) continue;
      return { notRead: refusal(call, answer.response, errorCode) };
    }
    for (const [position, item] of answer.items.entries()) {
      try {
        models.push(...parseItem(item, call, newFields, (it) => resource.read.parse(it, parent?.model as never, call)));
      } catch (parseError) {
        return {
          notRead: {
            cause: 'failed',
            because: `${call.operation.id} answered something unexpected: ${issues(parseError, call.operation.shape === 'object' ? [] : [position])}`,
            operationId: call.operation.id,
          },
        };
      }
    }
  }
  return { models };
}

/** A refused role is 401 with an error code, 403, or 404 on a project that was listed (facts: Atlas uses all three). */
function refusal(call: ApiCall, response: ApiResponse, errorCode: string | undefined): NotRead {
  const { status } = response;
  const forbidden =
    status === 401 || status === 403 || (status === 404 && errorCode !== undefined && call.path.includes('/groups/'));
  const answer = { status, ...(errorCode === undefined ? {} : { errorCode }) };
  const roles = rolesOf(call.operation);
  const { id } = call.operation;
  const because = `Atlas answered ${status}${errorCode === undefined ? '' : ` ${errorCode}`} to ${id}.`;
  if (status < 500 && /UNSUPPORTED|NOT_SUPPORTED/.test(errorCode ?? '')) {
    return { cause: 'unsupported', because, operationId: id, answer };
  }
  if (!forbidden) return { cause: 'failed', because, operationId: id, answer };
  if (roles.includes('any')) return { cause: 'forbidden', because, operationId: id, answer };
  return { cause: 'forbidden', because, operationId: id, answer, neededRole: roles.join(' or ') };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
}

/**
 * Parses an item. Atlas adds fields to answers without a new version (recorded: getGroupSettings grew from 6 fields to
 * 12), so a field that is merely new is passed over and told about; anything else that does not fit is an error.
 */
function parseItem(
  item: unknown,
  call: ApiCall,
  newFields: Set<string>,
  parse: (item: unknown) => readonly unknown[],
): readonly unknown[] {
  try {
    return parse(item);
  } catch (error) {
    const { issues: list } = error as { issues?: readonly Issue[] };
    if (!list?.length || list.some(({ code }) => code !== 'unrecognized_keys')) throw error;
    // A copy: the item may be shared with another kind, whose contract may have the field.
    const rest: unknown = structuredClone(item);
    for (const { path, keys = [] } of list) {
      const holder = path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)?.[step], rest);
      for (const key of keys) {
        if (!isObject(holder) || !(key in holder)) throw error;
        delete holder[key];
        const steps = path.map((step) => (typeof step === 'number' ? '[]' : String(step)));
        newFields.add(`${call.operation.id} with the field ${[...steps, key].join('.').replaceAll('.[]', '[]')}`);
      }
    }
    return parse(rest);
  }
}

/** What did not fit, field by field, without the value: an unexpected answer may hold anything. */
function issues(error: unknown, position: readonly number[]): string {
  const list = (error as { issues?: readonly Issue[] }).issues;
  if (list === undefined) return (error as Error).message;
  return list.map(({ path, message }) => `${[...position, ...path].map(String).join('.')}: ${message}`).join('; ');
}

/** Why nothing can be read at all, with the organizations that the credentials do see. */
async function unknownOrganization(api: AtlasApi, orgId: string, reads: readonly ReadOutcome[]): Promise<Failure> {
  const notRead = reads.find((read) => read.kind === 'organization')?.notRead;
  const what = `Could not read the organization ${orgId}.`;
  const because = notRead?.because ?? 'Atlas did not answer.';
  // The access list of the key itself: IP_ADDRESS_NOT_ON_ACCESS_LIST, ORG_REQUIRES_ACCESS_LIST, and their older names.
  if (/ACCESS_LIST|WHITELIST/.test(notRead?.answer?.errorCode ?? '')) {
    return new Failure({
      code: 'address-not-allowed',
      what,
      why: because,
      fix: "Add this machine's address to the API access list of the API key or service account.",
    });
  }
  const listed = await listItems(api, callOf(organizationOperations.list, {})).catch(() => undefined);
  const seen = (listed?.ok ? listed.items.filter(isObject) : []).map(({ id, name }) => `${name} (${id})`).sort();
  return new Failure({
    code: 'organization-unreadable',
    what,
    why: `${because} ${seen.length === 0 ? 'The credential sees no organization.' : `The credential sees ${seen.join(', ')}.`}`,
    fix: 'Check --org (24 hexadecimal digits; Atlas shows it under Organization Settings) and grant the credential Organization Read Only.',
  });
}
