import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { Team } from './model.ts';

const KIND = 'team';

function shown(document: StoredDocument, publicUrl: string): JsonObject {
  const path = `/api/atlas/v2/orgs/${document.parent}/teams/${document.id}`;
  return { ...document.wire, links: selfLink(publicUrl, path) };
}

/** The code is documented; the sentence is unconfirmed. */
function notFound(teamId: string): EmulatorReply {
  return atlasError(404, 'TEAM_NOT_FOUND', `No team with ID ${teamId} exists.`, [teamId]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.orgId as string, params.teamId as string);
}

/** A 409 is documented; that it is for the name, its code and sentence are unconfirmed. */
function nameTaken(name: string): EmulatorReply {
  return atlasError(409, 'TEAM_EXISTS_IN_ORG', `A team with the name ${name} already exists.`, [name]);
}

export const emulator: EmulatorBehaviour<Team> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, publicUrl }) => ({
        status: 200,
        page: store.list(KIND, params.orgId as string).map((document) => shown(document, publicUrl)),
      }),
    },
    {
      // That the users are known, and that they become members, is declared in organization-user.
      operation: operations.create,
      handle: (request) => {
        const { store, publicUrl } = request;
        const orgId = request.params.orgId as string;
        const { name, usernames } = request.body as {
          readonly name: string;
          readonly usernames?: readonly string[] | null;
        };
        if (usernames?.length === 0) {
          // The code is documented; the sentence is unconfirmed.
          return atlasError(400, 'CANNOT_CREATE_EMPTY_TEAM', 'A team must have at least one user.');
        }
        if (store.list(KIND, orgId).some(({ wire }) => wire.name === name)) return nameTaken(name);
        const id = request.newId();
        const document = { kind: KIND, parent: orgId, id, wire: { id, name } };
        store.put(document);
        return {
          status: 201,
          body: { ...shown(document, publicUrl), usernames: usernames ?? [] },
          // Recorded: a path of the console, not of the API.
          headers: { location: `${publicUrl}/orgs/${orgId}/teams/${id}` },
        };
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? notFound(request.params.teamId as string)
          : { status: 200, body: shown(document, request.publicUrl) };
      },
    },
    {
      operation: operations.getByName,
      handle: ({ store, params, publicUrl }) => {
        const teamName = params.teamName as string;
        const document = store.list(KIND, params.orgId as string).find(({ wire }) => wire.name === teamName);
        return document === undefined ? notFound(teamName) : { status: 200, body: shown(document, publicUrl) };
      },
    },
    {
      operation: operations.rename,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.teamId as string);
        const { name } = request.body as { readonly name: string };
        const others = request.store.list(KIND, document.parent).filter(({ id }) => id !== document.id);
        if (others.some(({ wire }) => wire.name === name)) return nameTaken(name);
        const changed = { ...document, wire: { ...document.wire, name } };
        request.store.put(changed);
        return { status: 200, body: shown(changed, request.publicUrl) };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.teamId as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({ kind: KIND, parent: model.orgId, id: model.id, wire: { id: model.id, name: model.name } });
  },
};
