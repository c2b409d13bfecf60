import { type HclValue, terraformName } from '../../core/hcl.ts';
import { textOf } from '../../core/read-back.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { secretsOf } from './api.ts';
import type { LogIntegration } from './model.ts';

/** The attributes that say where the logs of this type go. */
function target({ type, destination, roleId, legacyPaths }: LogIntegration): Readonly<Record<string, HclValue>> {
  switch (type) {
    case 'S3_LOG_EXPORT':
      return { bucket_name: destination, iam_role_id: roleId, use_legacy_path_structure: legacyPaths ?? false };
    case 'GCS_LOG_EXPORT':
      return { bucket_name: destination, role_id: roleId };
    case 'AZURE_LOG_EXPORT': {
      const [storage_account_name = '', storage_container_name = ''] = destination.split('/');
      return { storage_account_name, storage_container_name, role_id: roleId };
    }
    case 'DATADOG_LOG_EXPORT':
      return { region: destination };
    case 'SPLUNK_LOG_EXPORT':
      return { hec_url: destination };
    default:
      return { otel_endpoint: destination };
  }
}

export const terraform: TerraformDialect<LogIntegration> = {
  type: 'mongodbatlas_log_integration',
  mode: 'whole',
  // Several sinks may share a bucket; the id of one that is planned says nothing.
  name: ({ projectId, type, destination, id }) =>
    terraformName(`${type.replace(/_LOG_EXPORT$/, '')}_${destination}_${id.startsWith('new-') ? projectId : id}`),
  toHcl: (sink) => ({
    attributes: {
      project_id: sink.projectId,
      type: sink.type,
      log_types: sink.logTypes,
      ...target(sink),
      ...(sink.prefixPath === null ? {} : { prefix_path: sink.prefixPath }),
      ...(sink.kmsKey === null ? {} : { kms_key: sink.kmsKey }),
    },
  }),
  fromHcl: ({ attributes: a }, base) => {
    const container = textOf(a.storage_account_name);
    return {
      projectId: String(a.project_id),
      id: base?.id ?? '',
      type: String(a.type),
      logTypes: [...(a.log_types as readonly string[])].sort(),
      destination:
        textOf(a.bucket_name) ??
        (container === null ? null : `${container}/${textOf(a.storage_container_name) ?? ''}`) ??
        textOf(a.hec_url) ??
        textOf(a.otel_endpoint) ??
        textOf(a.region) ??
        '',
      roleId: textOf(a.iam_role_id) ?? textOf(a.role_id),
      kmsKey: textOf(a.kms_key),
      prefixPath: textOf(a.prefix_path),
      legacyPaths: a.type === 'S3_LOG_EXPORT' ? a.use_legacy_path_structure === true : null,
      headerNames: base?.headerNames ?? [],
    };
  },
  importId: ({ projectId, id }) => `${projectId}/${id}`,
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    if (Object.keys(secretsOf(change.after)).length > 0)
      return 'Terraform would keep the key or token of this log integration in its state.';
    return change.type === 'update' && change.before.type !== change.after.type
      ? 'Atlas cannot change the type of a log integration: make a new one, and remove this one when logs arrive.'
      : undefined;
  },
};
