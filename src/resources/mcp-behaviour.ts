/** How the emulator plays remote MCP configurations, of the organization and of a project alike. Never recorded: codes and sentences are unconfirmed. */
import {
  atlasError,
  type EmulatorGuard,
  type EmulatorReaction,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorRoute,
  type EmulatorSeeding,
} from '../core/behaviour.ts';
import type { Operation } from '../core/call.ts';
import { blockOf, parseCidr } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import type { JsonObject } from '../core/json.ts';
import type { McpConfigurationFields, McpSecretFields } from './mcp-contract.ts';
import { drawSecret } from './service-account-documents.ts';

/** The operations of one of the two kinds, or of the secrets of one. */
type Operations<N extends string> = Readonly<Record<N, Operation>>;

const parentOf = ({ params }: EmulatorRequest): string => params.orgId ?? params.groupId ?? '';

function notFound({ params }: EmulatorRequest): EmulatorReply {
  const { mcpConfigId = '' } = params;
  return atlasError(404, 'MCP_CONFIG_NOT_FOUND', `No MCP configuration with ID ${mcpConfigId} exists.`, [mcpConfigId]);
}

interface Posted {
  readonly mcpConfigName?: string;
  readonly roles?: readonly string[];
  readonly ipAccessList?: readonly { readonly cidrBlock?: string; readonly ipAddress?: string }[];
}

function refuse({ mcpConfigName = 'named', ipAccessList = [] }: Posted): EmulatorReply | undefined {
  if (!/^[\p{L}\p{N}\-_.,' ]*$/u.test(mcpConfigName)) {
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute mcpConfigName specified.', ['mcpConfigName']);
  }
  for (const { cidrBlock, ipAddress } of ipAccessList) {
    const text = cidrBlock ?? ipAddress ?? '';
    if ((cidrBlock !== undefined && ipAddress !== undefined) || parseCidr(text) === undefined) {
      return atlasError(
        400,
        'INVALID_IP_ADDRESS_OR_CIDR_NOTATION',
        `The address ${text} must be in valid IP address or CIDR notation.`,
        [text],
      );
    }
  }
  return undefined;
}

function toWire(posted: Posted, now: Instant): JsonObject {
  const { ipAccessList, mcpConfigName, roles } = posted;
  return {
    ...(mcpConfigName === undefined ? {} : { mcpConfigName }),
    ...(roles === undefined ? {} : { roles }),
    ...(ipAccessList === undefined
      ? {}
      : {
          ipAccessList: ipAccessList.map(({ cidrBlock, ipAddress }) => {
            const range = parseCidr(cidrBlock ?? ipAddress ?? '');
            return { cidrBlock: (range && blockOf(range)) ?? cidrBlock ?? '', createdAt: now, requestCount: 0 };
          }),
        }),
  };
}

function create(kind: string, request: EmulatorRequest): EmulatorReply {
  const posted = request.body as unknown as Posted;
  const refused = refuse(posted);
  if (refused !== undefined) return refused;
  const id = request.randomUuid();
  const wire: JsonObject = {
    clientId: `mdb_sa_id_${request.newId()}`,
    egressClientId: `mdb_sa_id_${request.newId()}`,
    ipAccessList: [],
    mcpConfigId: id,
    ...toWire(posted, request.now),
  };
  request.store.put({ kind, parent: parentOf(request), id, wire });
  return { status: 201, body: wire };
}

function update(kind: string, request: EmulatorRequest): EmulatorReply {
  const document = request.store.get(kind, parentOf(request), request.params.mcpConfigId as string);
  if (document === undefined) return notFound(request);
  const posted = request.body as unknown as Posted;
  const refused = refuse(posted);
  if (refused !== undefined) return refused;
  const wire = { ...document.wire, ...toWire(posted, request.now) };
  request.store.put({ ...document, wire });
  return { status: 200, body: wire };
}

/** Routes for configurations of one kind. */
export function mcpRoutes(
  kind: string,
  operations: Operations<'list' | 'create' | 'get' | 'update' | 'delete'>,
): readonly EmulatorRoute[] {
  return [
    {
      operation: operations.list,
      handle: (request) => ({ status: 200, page: request.store.list(kind, parentOf(request)).map(({ wire }) => wire) }),
    },
    { operation: operations.create, handle: (request) => create(kind, request) },
    {
      operation: operations.get,
      handle: (request) => {
        const document = request.store.get(kind, parentOf(request), request.params.mcpConfigId as string);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.update, handle: (request) => update(kind, request) },
    {
      operation: operations.delete,
      handle: (request) => {
        const id = request.params.mcpConfigId as string;
        if (request.store.get(kind, parentOf(request), id) === undefined) return notFound(request);
        request.store.remove(kind, parentOf(request), id);
        return { status: 204 };
      },
    },
  ];
}

/** Puts a configuration into the store. */
export function seedMcp(
  kind: string,
  parent: string,
  model: McpConfigurationFields,
  { store, now }: EmulatorSeeding,
): void {
  store.put({
    kind,
    parent,
    id: model.id,
    wire: {
      ...(model.clientId === null ? {} : { clientId: model.clientId }),
      ...(model.egressClientId === null ? {} : { egressClientId: model.egressClientId }),
      ipAccessList: model.ipAccessList.map((cidrBlock) => ({ cidrBlock, createdAt: now, requestCount: 0 })),
      mcpConfigId: model.id,
      mcpConfigName: model.name,
      roles: model.roles,
    },
  });
}

function secretNotFound({ params }: EmulatorRequest): EmulatorReply {
  const { secretId = '' } = params;
  return atlasError(404, 'SECRET_NOT_FOUND', `No secret with ID ${secretId} exists.`, [secretId]);
}

/** Routes for the secrets of configurations of one kind. Secrets stand below their configuration. */
export function mcpSecretRoutes(
  kind: string,
  configurationKind: string,
  operations: Operations<'list' | 'create' | 'get' | 'delete'>,
): readonly EmulatorRoute[] {
  const within = (handle: (request: EmulatorRequest, configuration: string) => EmulatorReply) => {
    return (request: EmulatorRequest): EmulatorReply => {
      const id = request.params.mcpConfigId as string;
      const found = request.store.get(configurationKind, parentOf(request), id);
      return found === undefined ? notFound(request) : handle(request, id);
    };
  };
  return [
    {
      operation: operations.list,
      handle: within(({ store }, parent) => ({ status: 200, page: store.list(kind, parent).map(({ wire }) => wire) })),
    },
    {
      operation: operations.create,
      handle: within((request, parent) => {
        const { secretExpiresAfterHours } = request.body as { readonly secretExpiresAfterHours: number };
        const { id, shown, wire } = drawSecret(request, secretExpiresAfterHours);
        // Nothing is kept of the secret: the emulator has no MCP server to call with it.
        request.store.put({ kind, parent, id, wire });
        return { status: 201, body: shown };
      }),
    },
    {
      operation: operations.get,
      handle: within((request, parent) => {
        const document = request.store.get(kind, parent, request.params.secretId as string);
        return document === undefined ? secretNotFound(request) : { status: 200, body: document.wire };
      }),
    },
    {
      operation: operations.delete,
      handle: within((request, parent) => {
        const id = request.params.secretId as string;
        if (request.store.get(kind, parent, id) === undefined) return secretNotFound(request);
        request.store.remove(kind, parent, id);
        return { status: 204 };
      }),
    },
  ];
}

/** A configuration with active secrets goes only when that is asked for (`cascading`: the contract says so, without a code). */
export function mcpSecretGuard(kind: string, operationId: string): EmulatorGuard {
  return {
    on: [operationId],
    check: ({ store, params, query, now }) => {
      const { mcpConfigId = '' } = params;
      const active = store.list(kind, mcpConfigId).some(({ wire }) => String(wire.expiresAt) > now);
      return active && query.cascading !== 'true'
        ? atlasError(409, 'MCP_CONFIG_HAS_ACTIVE_SECRETS', `MCP configuration ${mcpConfigId} has active secrets.`, [
            mcpConfigId,
          ])
        : undefined;
    },
  };
}

/** Secrets go with their configuration. */
export function mcpSecretReaction(kind: string, operationId: string): EmulatorReaction {
  return {
    on: [operationId],
    react: ({ store, params }) => {
      for (const { parent, id } of store.list(kind, params.mcpConfigId as string)) store.remove(kind, parent, id);
    },
  };
}

/** Puts a secret into the store. */
export function seedMcpSecret(kind: string, parent: string, model: McpSecretFields, { store }: EmulatorSeeding): void {
  const { id, createdAt, expiresAt, lastUsedAt } = model;
  store.put({ kind, parent, id, wire: { createdAt, expiresAt, id, lastUsedAt } });
}
