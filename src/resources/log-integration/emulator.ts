import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { roleRefusal, roleUsage } from '../role-usage.ts';
import { operations, toWire } from './api.ts';
import type { LogIntegration } from './model.ts';

const KIND = 'log-integration';
/** "Up to 10 export paths" (docs, export logs). */
const MOST_SINKS = 10;
const MASK = '********************************';

/** Unconfirmed: code and sentence. */
function notFound(id: string): EmulatorReply {
  return atlasError(404, 'LOG_INTEGRATION_NOT_FOUND', `No log integration with ID ${id} exists.`, [id]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.id as string);
}

/** A key or token is shown masked but for its last four characters, a header by its name alone (contract's examples). */
function shown(posted: JsonObject): JsonObject {
  const masked = (value: Json | undefined) =>
    typeof value === 'string' ? `${'*'.repeat(Math.max(0, value.length - 4))}${value.slice(-4)}` : value;
  const headers = posted.otelSuppliedHeaders as readonly JsonObject[] | undefined;
  return {
    ...posted,
    ...(posted.apiKey === undefined ? {} : { apiKey: masked(posted.apiKey) }),
    ...(posted.hecToken === undefined ? {} : { hecToken: masked(posted.hecToken) }),
    ...(headers === undefined ? {} : { otelSuppliedHeaders: headers.map(({ name }) => ({ name })) }),
  };
}

const roleOf = (wire: JsonObject) => wire.iamRoleId ?? wire.roleId;

const roles = roleUsage('ATLAS_LOG_INTEGRATION', (store, groupId) =>
  store.list(KIND, groupId).flatMap(({ id, wire }) => {
    const roleId = roleOf(wire);
    return typeof roleId === 'string' ? [{ roleId, featureId: { configId: id, sinkName: String(wire.type) } }] : [];
  }),
);

function put(request: EmulatorRequest, id: string): JsonObject | EmulatorReply {
  const { groupId = '' } = request.params;
  const posted = request.body as JsonObject;
  const refusal = roleRefusal(request.store, groupId, String(roleOf(posted) ?? ''));
  if (refusal !== undefined) return refusal;
  const wire: JsonObject = { ...shown(posted), id };
  request.store.put({ kind: KIND, parent: groupId, id, wire });
  roles.note(request.store, groupId);
  return wire;
}

function create(request: EmulatorRequest): EmulatorReply {
  const { groupId = '' } = request.params;
  const type = String((request.body as JsonObject).type);
  if (request.store.list(KIND, groupId).length >= MOST_SINKS) {
    // Code and sentence: pull request 3931 of the Terraform provider, from when one of each type was the limit.
    return atlasError(
      400,
      'INTEGRATION_LIMIT_REACHED',
      `Maximum number of ${type} integration configurations reached for this group.`,
      [type],
    );
  }
  const made = put(request, request.newId());
  return 'status' in made ? (made as EmulatorReply) : { status: 201, body: made };
}

function replace(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request.params.id as string);
  // "This value cannot be modified" (updateGroupLogIntegration, `type`); the answer is unconfirmed.
  if ((request.body as JsonObject).type !== document.wire.type)
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute type specified.', ['type']);
  const changed = put(request, document.id);
  return 'status' in changed ? (changed as EmulatorReply) : { status: 200, body: changed };
}

export const emulator: EmulatorBehaviour<LogIntegration> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, query }) => ({
        status: 200,
        page: store
          .list(KIND, params.groupId as string)
          .map(({ wire }) => wire)
          .filter(({ type }) => query.integrationType === undefined || type === query.integrationType),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request.params.id as string) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.replace, handle: replace },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.id as string);
        request.store.remove(KIND, document.parent, document.id);
        roles.note(request.store, document.parent);
        return { status: 204 };
      },
    },
  ],
  guards: [roles.guard],
  seed: (model, { store }) => {
    const wire = shown(toWire(model, () => MASK) as JsonObject);
    store.put({ kind: KIND, parent: model.projectId, id: model.id, wire: { ...wire, id: model.id } });
  },
};
