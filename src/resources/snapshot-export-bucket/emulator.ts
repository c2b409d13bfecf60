import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { roleRefusal, roleUsage } from '../role-usage.ts';
import { operations } from './api.ts';
import { exportJobRoutes } from './export-jobs.ts';
import type { SnapshotExportBucket } from './model.ts';

const KIND = 'snapshot-export-bucket';

/** Unconfirmed: code and sentence. */
function notFound(id: string): EmulatorReply {
  return atlasError(404, 'BACKUP_EXPORT_BUCKET_NOT_FOUND', `No export bucket with ID ${id} exists.`, [id]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, params.exportBucketId as string);
}

const roleOf = (wire: JsonObject) => wire.iamRoleId ?? wire.roleId;

const roles = roleUsage('EXPORT_SNAPSHOT', (store, groupId) =>
  store
    .list(KIND, groupId)
    .map(({ id, wire }) => ({ roleId: String(roleOf(wire)), featureId: { exportBucketId: id } })),
);

/** Does a schedule of the project export to it by itself? */
function isInUse(store: EmulatorStore, groupId: string, id: string): boolean {
  return store
    .all('backup-schedule')
    .filter(({ parent }) => parent.startsWith(`${groupId}/`))
    .some(({ wire }) => wire.autoExportEnabled === true && isObject(wire.export) && wire.export.exportBucketId === id);
}

function create(request: EmulatorRequest): EmulatorReply {
  const { groupId = '' } = request.params;
  const posted = request.body as JsonObject;
  const refusal = roleRefusal(request.store, groupId, String(roleOf(posted)));
  if (refusal !== undefined) return refusal;
  const id = request.newId();
  // Azure's tenant is the role's (createGroupBackupExportBucket, `tenantId`).
  const tenantId = request.store.get('cloud-provider-access-role', groupId, String(roleOf(posted)))?.wire.tenantId;
  const wire: JsonObject = {
    ...(posted.cloudProvider === 'AWS' ? { requirePrivateNetworking: false } : {}),
    // The container's name may stand in the service URL alone.
    bucketName:
      String(posted.serviceUrl ?? '')
        .split('/')
        .pop() ?? '',
    ...posted,
    ...(posted.cloudProvider === 'AZURE' && tenantId !== undefined ? { tenantId } : {}),
    _id: id,
  };
  request.store.put({ kind: KIND, parent: groupId, id, wire });
  roles.note(request.store, groupId);
  return { status: 200, body: wire };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request.params.exportBucketId as string);
  const { parent, id } = document;
  // Code: issue 2325 of the Terraform provider; status and sentence are unconfirmed.
  if (isInUse(request.store, parent, id))
    return atlasError(
      409,
      'EXPORT_BUCKET_DELETE_FAILED_BUCKET_IN_USE',
      `The export bucket ${id} is in use by a backup schedule and cannot be deleted.`,
      [id],
    );
  request.store.remove(KIND, parent, id);
  roles.note(request.store, parent);
  return { status: 204 };
}

export const emulator: EmulatorBehaviour<SnapshotExportBucket> = {
  routes: [
    ...exportJobRoutes,
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map(({ wire }) => wire),
      }),
    },
    // One bucket may be registered many times (recorded: 100 entries of the same one).
    { operation: operations.create, handle: create },
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
    { operation: operations.delete, handle: remove },
  ],
  guards: [roles.guard],
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
