import type { CloudFormationType } from '../../core/resource.ts';
import type { PrivateEndpoint } from './model.ts';

export const cloudformation: CloudFormationType<PrivateEndpoint> = {
  type: 'MongoDB::Atlas::PrivateEndpointAWS',
  mode: 'whole',
  fields: ['projectId', 'provider', 'serviceId', 'endpointId'],
  createOnly: ['serviceId', 'endpointId'],
  properties: ({ projectId, serviceId, endpointId }) => ({
    ProjectId: projectId,
    EndpointServiceId: serviceId,
    Id: endpointId,
  }),
  parse: ({ ProjectId, EndpointServiceId, Id }, base) => ({
    ...base,
    provider: 'AWS',
    projectId: String(ProjectId),
    serviceId: String(EndpointServiceId),
    endpointId: String(Id),
  }),
  cannot: (change) =>
    (change.type === 'delete' ? change.before : change.after).provider === 'AWS'
      ? undefined
      : 'The type knows AWS PrivateLink only.',
};
