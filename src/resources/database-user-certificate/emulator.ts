import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { operations } from './api.ts';
import type { DatabaseUserCertificate } from './model.ts';

const KIND = 'database-user-certificate';

function ownerOf(groupId: string, username: string): string {
  return `${groupId}/${username}`;
}

export const emulator: EmulatorBehaviour<DatabaseUserCertificate> = {
  routes: [
    {
      // Certificates stay valid, and listed, when their user is deleted (recorded: two under a name that was used again).
      operation: operations.list,
      handle: ({ store, params, now }) => {
        const { groupId = '', username = '' } = params;
        return {
          status: 200,
          page: store
            .list(KIND, ownerOf(groupId, username))
            .map(({ wire }) => wire)
            .filter(({ notAfter }) => String(notAfter) > now),
        };
      },
    },
  ],
  seed: (model, { store, idFor }) => {
    store.put({
      kind: KIND,
      parent: ownerOf(model.projectId, model.username),
      id: model.createdAt,
      wire: {
        // Atlas's are longer than a number of JSON in JavaScript can be.
        _id: Number.parseInt(idFor(`certificate ${model.username} ${model.createdAt}`).slice(-12), 16),
        createdAt: model.createdAt,
        groupId: model.projectId,
        notAfter: model.notAfter,
        subject: model.subject,
      },
    });
  },
};
