import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { assignmentsToWire, operations } from './api.ts';
import type { RoleMapping } from './model.ts';

const KIND = 'role-mapping';

interface Posted {
  readonly externalGroupName: string;
  readonly roleAssignments: readonly { readonly groupId?: string | null; readonly orgId?: string | null }[];
}

/** Mappings live in one organization of one federation. */
function homeOf({ params }: EmulatorRequest): string {
  return `${params.federationSettingsId}/${params.orgId}`;
}

/** Unconfirmed: code and sentence. */
function notFound(id: string): EmulatorReply {
  return atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource role mapping with id ${id}.`, [
    `role mapping with id ${id}`,
  ]);
}

function found(request: EmulatorRequest): StoredDocument | undefined {
  return request.store.get(KIND, homeOf(request), request.params.id as string);
}

/** Both rules stand in the contract (AuthFederationRoleMapping); with which code they are refused is unconfirmed. */
function refused(request: EmulatorRequest, ownId?: string): EmulatorReply | undefined {
  const { externalGroupName, roleAssignments } = request.body as unknown as Posted;
  const invalid = (reason: string) =>
    atlasError(400, 'VALIDATION_ERROR', `The request content produced the validation error: ${reason}.`, [reason]);
  if (roleAssignments.some(({ groupId, orgId }) => Boolean(groupId) === Boolean(orgId)))
    return invalid('a role assignment names an organization or a project');
  if (!roleAssignments.some(({ orgId }) => orgId === request.params.orgId))
    return invalid('a role mapping needs at least one role in the organization');
  const isTaken = request.store
    .list(KIND, homeOf(request))
    .some(({ id, wire }) => id !== ownId && wire.externalGroupName === externalGroupName);
  return isTaken ? invalid(`there is a role mapping for the group ${externalGroupName}`) : undefined;
}

function wireOf({ externalGroupName, roleAssignments }: Posted, id: string): JsonObject {
  return { externalGroupName, id, roleAssignments: roleAssignments as readonly JsonObject[] };
}

export const emulator: EmulatorBehaviour<RoleMapping> = {
  routes: [
    {
      operation: operations.list,
      handle: (request) => ({
        status: 200,
        page: request.store.list(KIND, homeOf(request)).map(({ wire }) => wire),
      }),
    },
    {
      operation: operations.create,
      handle: (request) => {
        const refusal = refused(request);
        if (refusal !== undefined) return refusal;
        const id = request.newId();
        const wire = wireOf(request.body as unknown as Posted, id);
        request.store.put({ kind: KIND, parent: homeOf(request), id, wire });
        return { status: 200, body: wire };
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request.params.id as string) : { status: 200, body: document.wire };
      },
    },
    {
      operation: operations.update,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.id as string);
        const refusal = refused(request, document.id);
        if (refusal !== undefined) return refusal;
        const wire = wireOf(request.body as unknown as Posted, document.id);
        request.store.put({ ...document, wire });
        return { status: 200, body: wire };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.id as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: `${model.federationSettingsId}/${model.connectedOrgId}`,
      id: model.id,
      wire: {
        externalGroupName: model.externalGroupName,
        id: model.id,
        roleAssignments: assignmentsToWire(model.roleAssignments),
      },
    });
  },
};
