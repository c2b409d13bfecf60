import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorLogin,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  groupNotFound,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { AtlasRole } from '../../core/call.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { ApiKey } from './model.ts';

const KIND = 'api-key';

type WireRole = { readonly roleName: string } & ({ readonly orgId: string } | { readonly groupId: string });

interface Posted {
  readonly desc?: string;
  readonly roles?: readonly string[];
}

function rolesOf(document: StoredDocument): readonly WireRole[] {
  return (document.wire.roles ?? []) as unknown as readonly WireRole[];
}

function isIn(groupId: string): (role: WireRole) => boolean {
  return (role) => 'groupId' in role && role.groupId === groupId;
}

function masked(lastTwelve: string): string {
  return `********-****-****-${lastTwelve}`;
}

/** Keys are shown as the organization's, whichever path asks (recorded: listGroupApiKeys). */
function shown(document: StoredDocument, publicUrl: string): JsonObject {
  return {
    ...document.wire,
    links: selfLink(publicUrl, `/api/atlas/v2/orgs/${document.parent}/apiKeys/${document.id}`),
  };
}

/** The key with this public half, as somebody who calls the API. */
function login(store: EmulatorStore, publicKey: string): EmulatorLogin | undefined {
  const document = store.all(KIND).find(({ wire }) => wire.publicKey === publicKey);
  if (document === undefined) return undefined;
  const orgRoles: AtlasRole[] = [];
  const projectRoles: Record<string, AtlasRole[]> = {};
  for (const role of rolesOf(document)) {
    if ('orgId' in role) orgRoles.push(role.roleName as AtlasRole);
    else projectRoles[role.groupId] = [...(projectRoles[role.groupId] ?? []), role.roleName as AtlasRole];
  }
  const proofs = (document.hidden?.proofs ?? []) as readonly string[];
  return { type: 'api-key', orgId: document.parent, orgRoles, projectRoles, proofs };
}

/** The code and its 400 are documented; the sentence is unconfirmed. */
function notFound(apiUserId: string): EmulatorReply {
  return atlasError(400, 'API_KEY_NOT_FOUND', `No API key with ID ${apiUserId} exists.`, [apiUserId]);
}

function inOrganization({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.orgId as string, params.apiUserId as string);
}

function orgIdOf(store: EmulatorStore, groupId: string): string | undefined {
  return store.find('project', groupId)?.parent;
}

/** A key of the project's organization; whether it is assigned to the project is the caller's to ask. */
function inOrganizationOfProject({ store, params }: EmulatorRequest): StoredDocument | undefined {
  const orgId = orgIdOf(store, params.groupId as string);
  return orgId === undefined ? undefined : store.get(KIND, orgId, params.apiUserId as string);
}

/** Makes the key and answers with its private half, of which only a proof is kept. */
function create(request: EmulatorRequest, orgId: string, roles: readonly WireRole[]): EmulatorReply {
  const { desc = '' } = request.body as Posted;
  const id = request.newId();
  const publicKey = request.randomLetters(8);
  const privateKey = request.randomUuid();
  const document: StoredDocument = {
    kind: KIND,
    parent: orgId,
    id,
    wire: {
      desc,
      id,
      privateKey: masked(privateKey.slice(-12)),
      publicKey,
      roles: roles as unknown as readonly JsonObject[],
    },
    hidden: { proofs: [request.proofOf(publicKey, privateKey)] },
  };
  request.store.put(document);
  return { status: 200, body: { ...shown(document, request.publicUrl), privateKey } };
}

function put(request: EmulatorRequest, document: StoredDocument, patch: JsonObject): StoredDocument {
  const changed = { ...document, wire: { ...document.wire, ...patch } };
  request.store.put(changed);
  return changed;
}

function patchOf(posted: Posted, roles: readonly WireRole[]): JsonObject {
  return {
    ...(posted.desc === undefined ? {} : { desc: posted.desc }),
    ...(posted.roles === undefined ? {} : { roles: roles as unknown as readonly JsonObject[] }),
  };
}

export const emulator: EmulatorBehaviour<ApiKey> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, publicUrl }) => ({
        status: 200,
        page: store.list(KIND, params.orgId as string).map((document) => shown(document, publicUrl)),
      }),
    },
    {
      operation: operations.create,
      handle: (request) => {
        const orgId = request.params.orgId as string;
        const { roles = [] } = request.body as Posted;
        return create(
          request,
          orgId,
          roles.map((roleName) => ({ orgId, roleName })),
        );
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = inOrganization(request);
        return document === undefined
          ? notFound(request.params.apiUserId as string)
          : { status: 200, body: shown(document, request.publicUrl) };
      },
    },
    {
      operation: operations.update,
      handle: (request) => {
        const document = inOrganization(request);
        if (document === undefined) return notFound(request.params.apiUserId as string);
        const posted = request.body as Posted;
        // Unconfirmed: that roles in projects stay as they are; recorded is a key without any.
        const roles = [
          ...(posted.roles ?? []).map((roleName) => ({ orgId: document.parent, roleName })),
          ...rolesOf(document).filter((role) => 'groupId' in role),
        ];
        return { status: 200, body: shown(put(request, document, patchOf(posted, roles)), request.publicUrl) };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = inOrganization(request);
        if (document === undefined) return notFound(request.params.apiUserId as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
    {
      operation: operations.listInProject,
      handle: ({ store, params, publicUrl }) => {
        const groupId = params.groupId as string;
        const keys = store.list(KIND, orgIdOf(store, groupId) ?? '');
        return {
          status: 200,
          page: keys
            .filter((document) => rolesOf(document).some(isIn(groupId)))
            .map((document) => shown(document, publicUrl)),
        };
      },
    },
    {
      operation: operations.createInProject,
      handle: (request) => {
        const groupId = request.params.groupId as string;
        const orgId = orgIdOf(request.store, groupId);
        if (orgId === undefined) return groupNotFound(groupId);
        const { roles = [] } = request.body as Posted;
        // Recorded: such a key becomes a member of the organization too.
        return create(request, orgId, [
          ...roles.map((roleName) => ({ groupId, roleName })),
          { orgId, roleName: 'ORG_MEMBER' },
        ]);
      },
    },
    {
      operation: operations.assign,
      handle: (request) => {
        const document = inOrganizationOfProject(request);
        if (document === undefined) return notFound(request.params.apiUserId as string);
        const groupId = request.params.groupId as string;
        const added = (request.body as readonly Posted[]).flatMap(({ roles = [] }) => roles);
        const kept = rolesOf(document).filter((role) => !(isIn(groupId)(role) && added.includes(role.roleName)));
        const roles = [...kept, ...[...new Set(added)].map((roleName) => ({ groupId, roleName }))];
        put(request, document, { roles: roles as unknown as readonly JsonObject[] });
        return { status: 204 };
      },
    },
    {
      operation: operations.updateInProject,
      handle: (request) => {
        const document = inOrganizationOfProject(request);
        if (document === undefined) return notFound(request.params.apiUserId as string);
        const groupId = request.params.groupId as string;
        const posted = request.body as Posted;
        // Recorded: the roles in this project are replaced, those elsewhere stay.
        const roles = [
          ...rolesOf(document).filter((role) => !isIn(groupId)(role)),
          ...(posted.roles ?? []).map((roleName) => ({ groupId, roleName })),
        ];
        return { status: 200, body: shown(put(request, document, patchOf(posted, roles)), request.publicUrl) };
      },
    },
    {
      operation: operations.unassign,
      handle: (request) => {
        const document = inOrganizationOfProject(request);
        const isOfProject = isIn(request.params.groupId as string);
        if (document === undefined || !rolesOf(document).some(isOfProject)) {
          return notFound(request.params.apiUserId as string);
        }
        // The key stays in its organization (recorded).
        const roles = rolesOf(document).filter((role) => !isOfProject(role));
        put(request, document, { roles: roles as unknown as readonly JsonObject[] });
        return { status: 204 };
      },
    },
  ],
  reactions: [
    {
      on: ['deleteGroup'],
      react: (request) => {
        const isOfProject = isIn(request.params.groupId as string);
        for (const document of request.store.all(KIND)) {
          if (!rolesOf(document).some(isOfProject)) continue;
          const roles = rolesOf(document).filter((role) => !isOfProject(role));
          put(request, document, { roles: roles as unknown as readonly JsonObject[] });
        }
      },
    },
  ],
  login,
  // A seeded key has no private half: nobody can call the emulator with it.
  seed: (model, { store, idFor }) => {
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.id,
      wire: {
        desc: model.description,
        id: model.id,
        privateKey: masked(idFor(`private key ${model.id}`).slice(-12)),
        publicKey: model.publicKey,
        roles: model.roles.map((role) =>
          role.orgId === undefined
            ? { groupId: role.projectId, roleName: role.role }
            : { orgId: role.orgId, roleName: role.role },
        ),
      },
    });
  },
};
