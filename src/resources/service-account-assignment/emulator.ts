import { atlasError, type EmulatorBehaviour, type StoredDocument } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { ServiceAccountAssignment } from './model.ts';

const KIND = 'service-account-assignment';

/** The account as its project sees it. */
function shown({ wire }: StoredDocument): JsonObject {
  return wire;
}

export const emulator: EmulatorBehaviour<ServiceAccountAssignment> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({ status: 200, page: store.list(KIND, params.groupId as string).map(shown) }),
    },
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const { groupId = '', clientId = '' } = params;
        const document = store.get(KIND, groupId, clientId);
        return document === undefined
          ? // Unconfirmed: code and sentence.
            atlasError(404, 'SERVICE_ACCOUNT_NOT_FOUND', `No service account with client ID ${clientId} exists.`, [
              clientId,
            ])
          : { status: 200, body: shown(document) };
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
  seed: (model, { store, now }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.clientId,
      wire: {
        clientId: model.clientId,
        createdAt: now,
        name: model.name,
        roles: model.roles,
      },
    });
  },
};
