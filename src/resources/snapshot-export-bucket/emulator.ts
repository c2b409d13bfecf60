import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { SnapshotExportBucket } from './model.ts';

const KIND = 'snapshot-export-bucket';

/** Unconfirmed: code and sentence. */
function notFound(id: string): EmulatorReply {
  return atlasError(404, 'BACKUP_EXPORT_BUCKET_NOT_FOUND', `No export bucket with ID ${id} exists.`, [id]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.exportBucketId as string);
}

export const emulator: EmulatorBehaviour<SnapshotExportBucket> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map(({ wire }) => wire),
      }),
    },
    {
      // One bucket may be registered many times (recorded: 100 entries of the same one).
      operation: operations.create,
      handle: (request) => {
        const posted = request.body as JsonObject;
        const id = request.newId();
        const wire: JsonObject = {
          ...(posted.cloudProvider === 'AWS' ? { requirePrivateNetworking: false } : {}),
          // The container's name may stand in the service URL alone.
          bucketName:
            String(posted.serviceUrl ?? '')
              .split('/')
              .pop() ?? '',
          ...posted,
          _id: id,
        };
        request.store.put({ kind: KIND, parent: request.params.groupId as string, id, wire });
        return { status: 200, body: wire };
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? notFound(request.params.exportBucketId as string)
          : { status: 200, body: document.wire };
      },
    },
    {
      operation: operations.update,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.exportBucketId as string);
        const wire = { ...document.wire, ...(request.body as JsonObject) };
        request.store.put({ ...document, wire });
        return { status: 200, body: wire };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.exportBucketId as string);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.id,
      wire: {
        _id: model.id,
        bucketName: model.bucketName,
        cloudProvider: model.cloudProvider,
        [model.cloudProvider === 'AWS' ? 'iamRoleId' : 'roleId']: model.roleId ?? '',
        ...(model.region === null ? {} : { region: model.region }),
        ...(model.requirePrivateNetworking === null
          ? {}
          : { requirePrivateNetworking: model.requirePrivateNetworking }),
        ...(model.serviceUrl === null ? {} : { serviceUrl: model.serviceUrl }),
      },
    });
  },
};
