import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { PrivateEndpoint } from './model.ts';

export const terraform: TerraformDialect<PrivateEndpoint> = {
  type: 'mongodbatlas_privatelink_endpoint_service',
  mode: 'whole',
  name: (model) => terraformName(`private_endpoint_${model.endpointId.split('/').at(-1) ?? model.endpointId}`),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      provider_name: model.provider,
      private_link_id: model.serviceId,
      endpoint_service_id: model.endpointId,
      ...(model.ipAddress === null ? {} : { private_endpoint_ip_address: model.ipAddress }),
      ...(model.gcpProjectId === null ? {} : { gcp_project_id: model.gcpProjectId }),
    },
    blocks: model.gcpEndpoints.map(({ name, ipAddress }) => ({
      type: 'endpoints',
      body: { attributes: { endpoint_name: name, ip_address: ipAddress } },
    })),
  }),
  // The region belongs to the endpoint service, which is a Terraform resource of its own; `base` knows it.
  fromHcl: ({ attributes: a, blocks }, base) => ({
    projectId: String(a.project_id),
    provider: a.provider_name as PrivateEndpoint['provider'],
    region: base?.region ?? '',
    portMapping: base?.portMapping ?? false,
    serviceId: String(a.private_link_id),
    endpointId: String(a.endpoint_service_id),
    ipAddress: typeof a.private_endpoint_ip_address === 'string' ? a.private_endpoint_ip_address : null,
    gcpProjectId: typeof a.gcp_project_id === 'string' ? a.gcp_project_id : null,
    gcpEndpoints: (blocks.endpoints ?? []).map(({ attributes }) => ({
      name: String(attributes.endpoint_name),
      ipAddress: String(attributes.ip_address),
    })),
    state: base?.state ?? 'initiating',
    error: base?.error ?? null,
  }),
  importId: (model) => `${model.projectId}--${model.serviceId}--${model.endpointId}--${model.provider}`,
};
