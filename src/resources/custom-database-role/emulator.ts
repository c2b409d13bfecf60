import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { builtInDatabaseRoles } from '../database-user/model.ts';
import { operations, toBody } from './api.ts';
import type { CustomDatabaseRole } from './model.ts';

const KIND = 'custom-database-role';
const LIMIT = 100;

// Codes, statuses and sentences: docs, api-errors.

interface Wire {
  readonly roleName: string;
  readonly actions: readonly {
    readonly action: string;
    readonly resources: readonly { readonly cluster?: boolean; readonly db?: string; readonly collection?: string }[];
  }[];
  readonly inheritedRoles: readonly { readonly db: string; readonly role: string }[];
}

const wireOf = (document: StoredDocument) => document.wire as unknown as Wire;

function notFound({ params }: EmulatorRequest): EmulatorReply {
  const { roleName = '' } = params;
  const sentence = `The specified custom db role ${roleName} does not exist.`;
  return atlasError(404, 'ATLAS_CUSTOM_ROLE_NOT_FOUND', sentence, [roleName]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.roleName as string);
}

/** The custom roles of `admin` that a role is made of, itself not counted. */
function inheritedNames(request: EmulatorRequest, role: Wire, seen = new Set<string>()): ReadonlySet<string> {
  for (const { db, role: name } of role.inheritedRoles) {
    if (db !== 'admin' || seen.has(name)) continue;
    const parent = request.store.get(KIND, request.params.groupId as string, name);
    if (parent === undefined) continue;
    seen.add(name);
    inheritedNames(request, wireOf(parent), seen);
  }
  return seen;
}

function refuseInheritance(request: EmulatorRequest, role: Wire): EmulatorReply | undefined {
  for (const { db, role: name } of role.inheritedRoles) {
    if (builtInDatabaseRoles.includes(name)) {
      // Every role but `read` and `readWrite` is inherited from `admin` (createGroupCustomDbRoleRole).
      if (db === 'admin' || name === 'read' || name === 'readWrite') continue;
      return atlasError(
        400,
        'ATLAS_INVALID_CUSTOM_ROLE_INHERITED_SCOPE',
        'One or more of the specified inherited roles have an invalid scope.',
      );
    }
    if (name === role.roleName) {
      return atlasError(
        400,
        'ATLAS_INVALID_CUSTOM_ROLE_SELF_REFERENTIAL',
        'A custom DB role cannot inherit from itself.',
      );
    }
    if (db !== 'admin' || request.store.get(KIND, request.params.groupId as string, name) === undefined) {
      return atlasError(
        400,
        'ATLAS_INVALID_CUSTOM_ROLE_INHERITANCE',
        'One or more of the specified inherited roles do not exist.',
      );
    }
  }
  return inheritedNames(request, role).has(role.roleName)
    ? atlasError(
        400,
        'ATLAS_INVALID_CUSTOM_ROLE_CIRCULAR_DEPENDENCY',
        'One or more of the specified inherited roles creates a circular dependency.',
      )
    : undefined;
}

function refuse(request: EmulatorRequest, role: Wire): EmulatorReply | undefined {
  if (role.actions.length === 0 && role.inheritedRoles.length === 0) {
    return atlasError(
      400,
      'ATLAS_CUSTOM_ROLE_HAS_NO_PERMISSIONS',
      'Custom roles must have one or more user privilege actions or inherited roles.',
    );
  }
  const names = role.actions.map(({ action }) => action);
  const unknown = names.find((name) => !ACTIONS.includes(name));
  if (unknown !== undefined) {
    return atlasError(400, 'INVALID_ENUM_VALUE', `An invalid enumeration value ${unknown} was specified.`, [unknown]);
  }
  if (new Set(names).size < names.length) {
    return atlasError(400, 'ATLAS_DUPLICATE_CUSTOM_ROLE_ACTION', 'A custom role cannot have duplicate actions.');
  }
  for (const { resources } of role.actions) {
    const keys = resources.map(({ cluster, db, collection }) =>
      cluster === true ? 'cluster' : JSON.stringify([db ?? '', collection ?? '']),
    );
    if (new Set(keys).size < keys.length) {
      return atlasError(
        400,
        'ATLAS_DUPLICATE_CUSTOM_ROLE_RESOURCE',
        'A custom role cannot have duplicate resources applied to the same action.',
      );
    }
  }
  return refuseInheritance(request, role);
}

/** Keeps what applies: `{cluster: true}`, or a database with a collection where one is named (recorded: listGroupCustomDbRoleRoles). */
function shaped(role: Wire): JsonObject {
  return {
    actions: role.actions.map(({ action, resources }) => ({
      action,
      resources: resources.map(({ cluster, db, collection }) =>
        cluster === true
          ? { cluster: true }
          : { ...(collection === undefined || collection === '' ? {} : { collection }), db: db ?? '' },
      ),
    })),
    inheritedRoles: role.inheritedRoles.map(({ db, role: name }) => ({ db, role: name })),
    roleName: role.roleName,
  };
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const posted = request.body as JsonObject;
  const role = { actions: [], inheritedRoles: [], ...posted } as unknown as Wire;
  const { roleName } = role;
  if (!/^[A-Za-z0-9][\w-]*$/.test(roleName)) {
    return atlasError(
      400,
      'ATLAS_CUSTOM_ROLE_INVALID_NAME',
      `The role name, "${roleName}", is invalid. A custom role name must be a non-empty string made up of only ASCII letters, numbers, hyphens, and underscores, and should begin with a letter or number.`,
      [roleName],
    );
  }
  if (builtInDatabaseRoles.includes(roleName)) {
    const sentence = `Cannot create custom role ${roleName} because a built-in role with that name already exists.`;
    return atlasError(400, 'ATLAS_INVALID_CUSTOM_ROLE_RESTRICTED', sentence, [roleName]);
  }
  if (roleName.startsWith('xgen-')) {
    const sentence = `Cannot create custom role ${roleName} because the prefix "xgen-" is reserved for built-in roles.`;
    return atlasError(400, 'ATLAS_RESERVED_CUSTOM_ROLE_RESTRICTED', sentence, [roleName]);
  }
  const refused = refuse(request, role);
  if (refused) return refused;
  if (request.store.get(KIND, groupId, roleName) !== undefined) {
    const sentence = `A custom role with the name ${roleName} already exists.`;
    return atlasError(409, 'ATLAS_CUSTOM_ROLE_NAME_ALREADY_EXISTS', sentence, [roleName]);
  }
  if (request.store.list(KIND, groupId).length >= LIMIT) {
    return atlasError(403, 'CUSTOM_ROLES_LIMIT_EXCEEDED', 'Exceeded maximum number of custom roles.');
  }
  const wire = shaped(role);
  request.store.put({ kind: KIND, parent: groupId, id: roleName, wire });
  return { status: 202, body: wire };
}

function update(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  const role = { ...document.wire, ...(request.body as JsonObject) } as unknown as Wire;
  const refused = refuse(request, role);
  if (refused) return refused;
  const wire = shaped(role);
  request.store.put({ ...document, wire });
  return { status: 200, body: wire };
}

/** Roles that would be left with nothing; those that have other permissions lose the inheritance. */
function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  const heirs = request.store
    .list(KIND, document.parent)
    .filter((other) => wireOf(other).inheritedRoles.some(({ db, role }) => db === 'admin' && role === document.id));
  const emptied = heirs.filter((heir) => wireOf(heir).actions.length === 0 && wireOf(heir).inheritedRoles.length === 1);
  if (emptied.length > 0) {
    const names = emptied.map(({ id }) => id).join(', ');
    const sentence = `Deleting specified custom role would leave the following roles with no actions or inherited roles: ${names}.`;
    return atlasError(409, 'ATLAS_CUSTOM_ROLE_IN_USE_BY_ROLES', sentence, [names]);
  }
  for (const heir of heirs) {
    const role = wireOf(heir);
    const inheritedRoles = role.inheritedRoles.filter(({ role: name }) => name !== document.id);
    request.store.put({ ...heir, wire: shaped({ ...role, inheritedRoles }) });
  }
  request.store.remove(KIND, document.parent, document.id);
  return { status: 204 };
}

export const emulator: EmulatorBehaviour<CustomDatabaseRole> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map(({ wire }) => wire),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.update, handle: update },
    { operation: operations.delete, handle: remove },
  ],
  seed: (model, { store }) =>
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.roleName,
      wire: shaped(toBody(model) as unknown as Wire),
    }),
};

/** The privilege actions that Atlas takes (createGroupCustomDbRoleRole). */
const ACTIONS: readonly string[] =
  `FIND INSERT REMOVE UPDATE BYPASS_DOCUMENT_VALIDATION USE_UUID KILL_OP BYPASS_DEFAULT_MAX_TIME_MS
  CREATE_COLLECTION CREATE_INDEX DROP_COLLECTION ENABLE_PROFILER KILL_ANY_CURSOR ANALYZE CHANGE_STREAM COLL_MOD COMPACT
  CONVERT_TO_CAPPED DROP_DATABASE DROP_INDEX RE_INDEX RENAME_COLLECTION_SAME_DB SET_USER_WRITE_BLOCK
  BYPASS_USER_WRITE_BLOCK LIST_SESSIONS KILL_ANY_SESSION COLL_STATS CONN_POOL_STATS DB_HASH DB_STATS GET_CMD_LINE_OPTS
  GET_LOG GET_PARAMETER GET_SHARD_MAP HOST_INFO IN_PROG LIST_DATABASES LIST_COLLECTIONS LIST_INDEXES LIST_SHARDS NET_STAT
  REPL_SET_GET_CONFIG REPL_SET_GET_STATUS SERVER_STATUS VALIDATE SHARDING_STATE TOP SQL_GET_SCHEMA SQL_SET_SCHEMA
  VIEW_ALL_HISTORY OUT_TO_S3 OUT_TO_AZURE OUT_TO_GCS STORAGE_GET_CONFIG STORAGE_SET_CONFIG FLUSH_ROUTER_CONFIG
  ENABLE_SHARDING CHECK_METADATA_CONSISTENCY MOVE_CHUNK SPLIT_CHUNK ANALYZE_SHARD_KEY REFINE_COLLECTION_SHARD_KEY
  CLEAR_JUMBO_FLAG RESHARD_COLLECTION SHARDED_DATA_DISTRIBUTION GET_STREAM_PROCESSOR CREATE_STREAM_PROCESSOR
  PROCESS_STREAM_PROCESSOR MODIFY_STREAM_PROCESSOR START_STREAM_PROCESSOR STOP_STREAM_PROCESSOR DROP_STREAM_PROCESSOR
  SAMPLE_STREAM_PROCESSOR LIST_STREAM_PROCESSORS LIST_CONNECTIONS STREAM_PROCESSOR_STATS CREATE_SEARCH_INDEX
  DROP_SEARCH_INDEX LIST_SEARCH_INDEXES UPDATE_SEARCH_INDEX`.split(/\s+/);
