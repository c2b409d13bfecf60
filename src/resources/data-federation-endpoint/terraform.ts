import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { DataFederationEndpoint } from './model.ts';

export const terraform: TerraformDialect<DataFederationEndpoint> = {
  type: 'mongodbatlas_privatelink_endpoint_service_data_federation_online_archive',
  mode: 'whole',
  name: ({ projectId, endpointId }) => terraformName(`data_federation_${projectId}_${endpointId}`),
  toHcl: ({ projectId, provider, endpointId, comment, region, dnsName }) => ({
    attributes: {
      project_id: projectId,
      provider_name: provider,
      endpoint_id: endpointId,
      comment,
      ...(region === null ? {} : { region }),
      ...(dnsName === null ? {} : { customer_endpoint_dns_name: dnsName }),
    },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    projectId: String(a.project_id),
    provider: a.provider_name as DataFederationEndpoint['provider'],
    endpointId: String(a.endpoint_id),
    comment: typeof a.comment === 'string' ? a.comment : '',
    region: typeof a.region === 'string' && a.region !== '' ? a.region : null,
    dnsName:
      typeof a.customer_endpoint_dns_name === 'string' && a.customer_endpoint_dns_name !== ''
        ? a.customer_endpoint_dns_name
        : null,
    ipAddress: base?.ipAddress ?? null,
    state: base?.state ?? 'pending',
    error: base?.error ?? null,
  }),
  importId: ({ projectId, endpointId }) => `${projectId}--${endpointId}`,
  cannot: (change) =>
    change.type !== 'delete' && change.after.provider !== 'AWS'
      ? "The provider's resource has no attribute for the address of an Azure endpoint."
      : undefined,
};
