import { atlasError, type EmulatorBehaviour } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { LogIntegration } from './model.ts';

const KIND = 'log-integration';

/** What each type says about where the logs go. Keys are no part of the model: a mask stands for them. */
function destinationOf({ type, destination, roleId, kmsKey, prefixPath }: LogIntegration): JsonObject {
  switch (type) {
    case 'S3_LOG_EXPORT':
      return { bucketName: destination, iamRoleId: roleId ?? '', kmsKey, prefixPath: prefixPath ?? '' };
    case 'GCS_LOG_EXPORT':
      return { bucketName: destination, prefixPath: prefixPath ?? '', roleId: roleId ?? '' };
    case 'AZURE_LOG_EXPORT': {
      const [storageAccountName = '', storageContainerName = ''] = destination.split('/');
      return { prefixPath: prefixPath ?? '', roleId: roleId ?? '', storageAccountName, storageContainerName };
    }
    case 'DATADOG_LOG_EXPORT':
      return { apiKey: '****', region: destination };
    case 'SPLUNK_LOG_EXPORT':
      return { hecToken: '****', hecUrl: destination };
    default:
      return { otelEndpoint: destination, otelSuppliedHeaders: [{ name: 'Authorization', value: '****' }] };
  }
}

export const emulator: EmulatorBehaviour<LogIntegration> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, query }) => ({
        status: 200,
        page: store
          .list(KIND, params.groupId as string)
          .map(({ wire }) => wire)
          .filter(({ type }) => query.integrationType === undefined || type === query.integrationType),
      }),
    },
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const { groupId = '', id = '' } = params;
        const document = store.get(KIND, groupId, id);
        return document === undefined
          ? // Unconfirmed: code and sentence.
            atlasError(404, 'LOG_INTEGRATION_NOT_FOUND', `No log integration with ID ${id} exists.`, [id])
          : { status: 200, body: document.wire };
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.id,
      wire: { ...destinationOf(model), id: model.id, logTypes: model.logTypes, type: model.type },
    });
  },
};
