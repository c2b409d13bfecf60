import { type ApiCall, type ApiResponse, callKey, rolesOf } from '../core/call.ts';
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
import { type AtlasApi, type ListAnswer, listItems, type Progress } from './ports.ts';

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
}

/** Reads an organization with the least set of calls that the kinds need, each call once, children as soon as their parent is known. */
export async function collect(options: CollectOptions): Promise<Snapshot> {
  const { orgId, resources } = options;
  const wanted = neededKinds(resources, options.kinds);
  const shared = new Map<string, Promise<ListAnswer>>();
  const found: SnapshotResource[] = [];
  const reads: ReadOutcome[] = [];
  let sent = 0;

  function ask(call: ApiCall): Promise<ListAnswer> {
    const key = callKey(call);
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
    const outcome = await readModels(resource, parent, orgId, ask);
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

  async function readChildren(kind: string, parents: readonly SnapshotResource[]): Promise<void> {
    const below = wanted.filter((resource) => resource.read.from === kind);
    await Promise.all(parents.flatMap((parent) => below.map((resource) => readKind(resource, parent))));
  }

  await Promise.all(
    wanted.filter((resource) => resource.read.from === null).map((resource) => readKind(resource, null)),
  );
  options.progress?.done();
  const organization = found.find((resource) => resource.kind === 'organization')?.model as
    | { name: string }
    | undefined;
  if (organization === undefined) throw unknownOrganization(orgId, reads);
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

type Outcome = { readonly models: readonly unknown[] } | { readonly notRead: NotRead };

async function readModels(
  resource: AnyResource,
  parent: SnapshotResource | null,
  orgId: string,
  ask: (call: ApiCall) => Promise<ListAnswer>,
): Promise<Outcome> {
  const models: unknown[] = [];
  const calls: readonly ApiCall[] = resource.read.calls((parent?.model ?? undefined) as never, orgId);
  const answers = await Promise.all(
    calls.map(async (call) => {
      try {
        return { call, answer: await ask(call) };
      } catch (error) {
        if (error instanceof Failure && error.code === 'credentials-refused') throw error;
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
    for (const item of answer.items) {
      try {
        models.push(...resource.read.parse(item, parent?.model as never, call));
      } catch (parseError) {
        return {
          notRead: {
            cause: 'failed',
            because: `${call.operation.id} answered something unexpected: ${issues(parseError)}`,
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
  const { id } = call.operation;
  const because = `Atlas answered ${status}${errorCode === undefined ? '' : ` ${errorCode}`} to ${id}.`;
  if (!forbidden) return { cause: 'failed', because, operationId: id, answer };
  return { cause: 'forbidden', because, operationId: id, answer, neededRole: rolesOf(call.operation).join(' or ') };
}

/** What did not fit, field by field, without the value: an unexpected answer may hold anything. */
function issues(error: unknown): string {
  const list = (error as { issues?: readonly { path: readonly PropertyKey[]; message: string }[] }).issues;
  if (list === undefined) return (error as Error).message;
  return list.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; ');
}

function chooseProjects(models: readonly unknown[], wanted: readonly string[]): readonly unknown[] {
  const projects = models as readonly { readonly id: string; readonly name: string }[];
  const missing = wanted.filter((text) => !projects.some(({ id, name }) => id === text || name === text));
  if (missing.length > 0) {
    throw new Failure(
      missing.map((text) => ({
        code: 'project-unknown',
        what: `There is no project "${text}".`,
        why: `The credential sees ${projects.length === 0 ? 'no project' : projects.map(({ name }) => name).join(', ')}.`,
        fix: 'Use one of these names or its id with --project.',
      })),
      2,
    );
  }
  return projects.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name));
}

function unknownOrganization(orgId: string, reads: readonly ReadOutcome[]): Failure {
  const because = reads.find((read) => read.kind === 'organization')?.notRead?.because ?? 'Atlas did not answer.';
  return new Failure({
    code: 'organization-unreadable',
    what: `Could not read the organization ${orgId}.`,
    why: because,
    fix: 'Check --org (24 hexadecimal digits; Atlas shows it under Organization Settings) and grant the credential Organization Read Only.',
  });
}
