import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { EncryptionAtRestPrivateEndpoint } from './model.ts';

export const terraform: TerraformDialect<EncryptionAtRestPrivateEndpoint> = {
  type: 'mongodbatlas_encryption_at_rest_private_endpoint',
  mode: 'whole',
  name: ({ projectId, provider, region }) => terraformName(`key_endpoint_${projectId}_${provider}_${region}`),
  toHcl: ({ projectId, provider, region }) => ({
    attributes: { project_id: projectId, cloud_provider: provider, region_name: region },
  }),
  fromHcl: ({ attributes }, base) => ({
    projectId: String(attributes.project_id),
    provider: attributes.cloud_provider as EncryptionAtRestPrivateEndpoint['provider'],
    region: String(attributes.region_name),
    id: base?.id ?? null,
    state: base?.state ?? 'initiating',
    connectionName: base?.connectionName ?? null,
    error: base?.error ?? null,
  }),
  importId: ({ projectId, provider, id }) => (id === null ? undefined : `${projectId}-${provider}-${id}`),
};
