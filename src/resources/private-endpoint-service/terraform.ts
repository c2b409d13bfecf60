import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { PrivateEndpointService } from './model.ts';

export const terraform: TerraformDialect<PrivateEndpointService> = {
  type: 'mongodbatlas_privatelink_endpoint',
  mode: 'whole',
  name: (model) =>
    terraformName(`private_endpoints_${model.provider}_${model.region}${model.portMapping ? '_port_mapped' : ''}`),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      provider_name: model.provider,
      region: model.region,
      ...(model.portMapping ? { port_mapping_enabled: true } : {}),
      ...(model.remoteRegions.length === 0 ? {} : { supported_remote_regions: model.remoteRegions }),
    },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    projectId: String(a.project_id),
    provider: a.provider_name as PrivateEndpointService['provider'],
    region: String(a.region),
    portMapping: a.port_mapping_enabled === true,
    remoteRegions: Array.isArray(a.supported_remote_regions) ? a.supported_remote_regions.map(String).sort() : [],
    id: base?.id ?? null,
    status: base?.status ?? 'INITIATING',
    error: base?.error ?? null,
    serviceName: base?.serviceName ?? null,
    serviceResourceId: base?.serviceResourceId ?? null,
    serviceAttachments: base?.serviceAttachments ?? [],
    endpointIds: base?.endpointIds ?? [],
  }),
  importId: (model) =>
    model.id === null ? undefined : `${model.projectId}-${model.id}-${model.provider}-${model.region}`,
};
