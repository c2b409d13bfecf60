import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { NEW_PROJECT, operations } from './api.ts';
import type { ProjectSettings } from './model.ts';
import { slowOperationReaction, slowOperationRoutes } from './slow-operations.ts';

const KIND = 'project-settings';

function reply(request: EmulatorRequest, patch: JsonObject | undefined): EmulatorReply {
  const groupId = request.params.groupId as string;
  if (request.store.find('project', groupId) === undefined) {
    // Recorded for a project that was deleted, like the project itself and unlike what lies below it.
    const path = `/api/atlas/v2/groups/${groupId}/settings`;
    return atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]);
  }
  const wire = { ...NEW_PROJECT, ...request.store.get(KIND, groupId, groupId)?.wire, ...patch };
  if (patch !== undefined) request.store.put({ kind: KIND, parent: groupId, id: groupId, wire });
  // Recorded on GET and PATCH alike; the address names nothing.
  return { status: 200, body: wire, headers: { location: `${request.publicUrl}//api/atlas/v1.0` } };
}

export const emulator: EmulatorBehaviour<ProjectSettings> = {
  routes: [
    { operation: operations.get, handle: (request) => reply(request, undefined) },
    { operation: operations.update, handle: (request) => reply(request, request.body as JsonObject) },
    ...slowOperationRoutes,
  ],
  reactions: [
    slowOperationReaction,
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => store.remove(KIND, params.groupId as string, params.groupId as string),
    },
  ],
  seed: ({ projectId, ...wire }, { store }) => {
    store.put({ kind: KIND, parent: projectId, id: projectId, wire });
  },
};
