import type { EmulatorBehaviour, EmulatorReply, EmulatorRequest, StoredDocument } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { ResourcePolicy } from './model.ts';

const KIND = 'resource-policy';

interface Posted {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly policies?: readonly { readonly body: string }[];
}

/** Resource policies have an error shape of their own (recorded: getOrgResourcePolicy, 404). */
function notFound(id: string): EmulatorReply {
  return {
    status: 404,
    headers: { 'content-type': 'application/vnd.atlas.2024-08-05+json', 'x-error-code': 'RESOURCE_POLICY_NOT_FOUND' },
    body: {
      errorCode: 'RESOURCE_POLICY_NOT_FOUND',
      message: `Resource Policy with id "${id}" not found`,
      version: '1',
      status: 'ERROR',
    },
  };
}

/** Cedar text without strings and comments, so that its brackets and keywords can be looked at. */
function skeletonOf(body: string): string {
  return body.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*/g, (match) => (match.startsWith('"') ? '""' : ''));
}

/**
 * Looks at a rule's structure only: the emulator holds no Cedar engine. The types are documented; which of them Atlas
 * gives for what, and the sentences, are unconfirmed.
 */
function problemOf(body: string): { readonly errorType: string; readonly detail: string } | undefined {
  const text = skeletonOf(body);
  const head = /^\s*(?:@\w+(?:\(""\))?\s*)*(forbid|permit)\s*\(([^)]*?)\)/s.exec(text);
  if (head === null) return { errorType: 'POLICY_PARSING_ERROR', detail: 'The policy is not a forbid statement.' };
  for (const pair of ['()', '{}', '[]']) {
    const [open, close] = [...text].reduce(
      ([a, b], character) => [a + Number(character === pair[0]), b + Number(character === pair[1])],
      [0, 0],
    );
    if (open !== close) return { errorType: 'POLICY_PARSING_ERROR', detail: `The brackets ${pair} do not match.` };
  }
  if (!/;\s*$/.test(text)) return { errorType: 'POLICY_PARSING_ERROR', detail: 'The policy does not end with ";".' };
  if (head[1] === 'permit') {
    return { errorType: 'POLICY_HAS_FAILED_VALIDATIONS', detail: 'Only forbid policies are supported.' };
  }
  if (!/^\s*principal\s*,/.test(head[2] as string)) {
    return { errorType: 'POLICY_HAS_INVALID_PRINCIPAL', detail: 'The principal must not be constrained.' };
  }
  return undefined;
}

function refused(policies: Posted['policies'] = []): EmulatorReply | undefined {
  const problems = policies.flatMap(({ body }) => {
    const problem = problemOf(body);
    return problem === undefined ? [] : [{ body, ...problem }];
  });
  const [first] = problems;
  if (first === undefined) return undefined;
  return {
    status: 400,
    headers: { 'x-error-code': first.errorType },
    body: {
      errorType: first.errorType,
      invalidPolicies: problems.map(({ body, detail }) => ({ body, errors: [{ detail }] })),
    },
  };
}

/** The user that Atlas names is the key itself (recorded). A service account is shown in the same way: unconfirmed. */
function callerOf({ store, caller, newId }: EmulatorRequest): JsonObject {
  const key = store.list('api-key', caller.orgId).find(({ wire }) => wire.publicKey === caller.id);
  return { id: key?.id ?? /[0-9a-f]{24}$/.exec(caller.id)?.[0] ?? newId(), name: caller.id };
}

/** Every edit gives every rule a new id (recorded: updateOrgResourcePolicy). */
function rulesOf(request: EmulatorRequest, policies: NonNullable<Posted['policies']>): readonly JsonObject[] {
  return policies.map(({ body }) => ({ body, id: request.newId() }));
}

function wireOf(request: EmulatorRequest): JsonObject {
  const { name, description, policies = [] } = request.body as Posted;
  const user = callerOf(request);
  const rules = rulesOf(request, policies);
  return {
    createdByUser: user,
    createdDate: request.now,
    ...(description === undefined || description === null ? {} : { description }),
    id: request.newId(),
    lastUpdatedByUser: user,
    lastUpdatedDate: request.now,
    name: name as string,
    orgId: request.params.orgId as string,
    policies: rules,
    version: 'v1',
  };
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.orgId as string, params.resourcePolicyId as string);
}

export const emulator: EmulatorBehaviour<ResourcePolicy> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.orgId as string).map(({ wire }) => wire),
      }),
    },
    {
      operation: operations.create,
      handle: (request) => {
        const refusal = refused((request.body as Posted).policies);
        if (refusal !== undefined) return refusal;
        const wire = wireOf(request);
        request.store.put({ kind: KIND, parent: request.params.orgId as string, id: wire.id as string, wire });
        return { status: 201, body: wire };
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? notFound(request.params.resourcePolicyId as string)
          : { status: 200, body: document.wire };
      },
    },
    {
      operation: operations.update,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.resourcePolicyId as string);
        const { name, description, policies } = request.body as Posted;
        const refusal = refused(policies);
        if (refusal !== undefined) return refusal;
        const wire = {
          ...document.wire,
          ...(name === undefined || name === null ? {} : { name }),
          ...(description === undefined || description === null ? {} : { description }),
          ...(policies === undefined ? {} : { policies: rulesOf(request, policies) }),
          lastUpdatedByUser: callerOf(request),
          lastUpdatedDate: request.now,
        };
        request.store.put({ ...document, wire });
        return { status: 200, body: wire };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.resourcePolicyId as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 200, body: {} };
      },
    },
    {
      // Answers as a create would, and keeps nothing (recorded).
      operation: operations.validate,
      handle: (request) => refused((request.body as Posted).policies) ?? { status: 200, body: wireOf(request) },
    },
  ],
  seed: (model, { store, now, idFor }) => {
    const author: JsonObject = { id: idFor('author of resource policies'), name: 'abcdefgh' };
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.id,
      wire: {
        createdByUser: author,
        createdDate: model.createdDate ?? now,
        ...(model.description === '' ? {} : { description: model.description }),
        id: model.id,
        lastUpdatedByUser: author,
        lastUpdatedDate: model.lastUpdatedDate ?? now,
        name: model.name,
        orgId: model.orgId,
        policies: model.policies.map((body, position) => ({ body, id: idFor(`rule ${model.id} ${position}`) })),
        version: model.version ?? 'v1',
      },
    });
  },
};
