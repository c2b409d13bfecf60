import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { operations } from './api.ts';
import type { PushLogExport } from './model.ts';

const KIND = 'push-log-export';

export const emulator: EmulatorBehaviour<PushLogExport> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const groupId = params.groupId as string;
        const document = store.get(KIND, groupId, groupId);
        // Unconfirmed: what Atlas says beside the state where nothing was ever configured.
        return { status: 200, body: document?.wire ?? { state: 'UNCONFIGURED' } };
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.projectId,
      wire: {
        ...(model.bucketName === null ? {} : { bucketName: model.bucketName }),
        ...(model.createDate === null ? {} : { createDate: model.createDate }),
        ...(model.iamRoleId === null ? {} : { iamRoleId: model.iamRoleId }),
        ...(model.prefixPath === null ? {} : { prefixPath: model.prefixPath }),
        state: model.state,
      },
    });
  },
};
