import type { CloudFormationType } from '../../core/resource.ts';
import type { LogIntegration } from './model.ts';

export const cloudformation: CloudFormationType<LogIntegration> = {
  type: 'MongoDB::Atlas::LogIntegration',
  mode: 'whole',
  fields: ['projectId', 'type', 'logTypes', 'destination', 'roleId', 'kmsKey', 'prefixPath'],
  properties: ({ projectId, type, logTypes, destination, roleId, kmsKey, prefixPath }) => ({
    ProjectId: projectId,
    Type: type,
    LogTypes: logTypes,
    BucketName: destination,
    IamRoleId: roleId ?? '',
    PrefixPath: prefixPath ?? '',
    KmsKey: kmsKey ?? undefined,
  }),
  parse: (given, base) => ({
    ...base,
    projectId: String(given.ProjectId),
    type: String(given.Type),
    logTypes: given.LogTypes as readonly string[],
    destination: String(given.BucketName),
    roleId: String(given.IamRoleId),
    prefixPath: String(given.PrefixPath),
    kmsKey: typeof given.KmsKey === 'string' ? given.KmsKey : null,
  }),
  identifier: ({ projectId, id }) => ({ ProjectId: projectId, IntegrationId: id }),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { type, legacyPaths } = change.after;
    if (type !== 'S3_LOG_EXPORT') return 'The type MongoDB::Atlas::LogIntegration knows buckets of AWS S3 only.';
    return legacyPaths ? 'The type has no property for a folder per day, so that it would take them away.' : undefined;
  },
};
