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
import type { TeamAssignment } from './model.ts';

const KIND = 'team-assignment';

interface Posted {
  readonly teamId: string;
  readonly roleNames: readonly string[];
}

function shown(document: StoredDocument, publicUrl: string): JsonObject {
  const path = `/api/atlas/v2/groups/${document.parent}/teams/${document.id}`;
  return { ...document.wire, links: selfLink(publicUrl, path) };
}

function list({ store, params, publicUrl }: EmulatorRequest): EmulatorReply {
  return {
    status: 200,
    page: store.list(KIND, params.groupId as string).map((document) => shown(document, publicUrl)),
  };
}

/** The code is documented; the sentence is unconfirmed. */
function teamNotFound(teamId: string): EmulatorReply {
  return atlasError(404, 'TEAM_NOT_FOUND', `No team with ID ${teamId} exists.`, [teamId]);
}

/** The code is documented; that these operations give it, and the sentence, are unconfirmed. */
function noRoles(roleNames: readonly string[]): EmulatorReply | undefined {
  return roleNames.length > 0
    ? undefined
    : atlasError(403, 'NO_ROLES_IN_ASSIGNMENT', 'A team keeps at least one role in a project.');
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.teamId as string);
}

function add(request: EmulatorRequest): EmulatorReply {
  const { store } = request;
  const groupId = request.params.groupId as string;
  const orgId = store.find('project', groupId)?.parent ?? '';
  for (const { teamId, roleNames } of request.body as unknown as readonly Posted[]) {
    const refusal = store.get('team', orgId, teamId) === undefined ? teamNotFound(teamId) : noRoles(roleNames);
    if (refusal !== undefined) return refusal;
    if (store.get(KIND, groupId, teamId) !== undefined) {
      // The code is documented; the sentence is unconfirmed.
      return atlasError(409, 'TEAM_EXISTS_IN_GROUP', `Team ${teamId} already exists in group ${groupId}.`, [
        teamId,
        groupId,
      ]);
    }
    store.put({ kind: KIND, parent: groupId, id: teamId, wire: { roleNames, teamId } });
  }
  return list(request);
}

export const emulator: EmulatorBehaviour<TeamAssignment> = {
  routes: [
    { operation: operations.list, handle: list },
    { operation: operations.add, handle: add },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? teamNotFound(request.params.teamId as string)
          : { status: 200, body: shown(document, request.publicUrl) };
      },
    },
    {
      operation: operations.update,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return teamNotFound(request.params.teamId as string);
        const { roleNames } = request.body as unknown as Posted;
        const refusal = noRoles(roleNames);
        if (refusal !== undefined) return refusal;
        request.store.put({ ...document, wire: { ...document.wire, roleNames } });
        return list(request);
      },
    },
    {
      operation: operations.remove,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return teamNotFound(request.params.teamId as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  guards: [
    {
      on: ['deleteOrgTeam'],
      check: ({ store, params }) => {
        const teamId = params.teamId as string;
        // Documented as 404, not 409; the sentence is unconfirmed.
        return store.find(KIND, teamId) === undefined
          ? undefined
          : atlasError(404, 'CANNOT_DELETE_TEAM_ASSIGNED_TO_PROJECT', `Team ${teamId} is assigned to a project.`, [
              teamId,
            ]);
      },
    },
  ],
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.groupId as string)) store.remove(KIND, parent, id);
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.teamId,
      wire: { roleNames: model.roles, teamId: model.teamId },
    });
  },
};
