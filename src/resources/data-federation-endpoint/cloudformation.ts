import type { CloudFormationType } from '../../core/resource.ts';
import type { DataFederationEndpoint } from './model.ts';

export const cloudformation: CloudFormationType<DataFederationEndpoint> = {
  type: 'MongoDB::Atlas::PrivatelinkEndpointServiceDataFederationOnlineArchive',
  mode: 'whole',
  fields: ['projectId', 'provider', 'endpointId', 'comment'],
  createOnly: ['endpointId'],
  properties: ({ projectId, endpointId, comment }) => ({
    ProjectId: projectId,
    EndpointId: endpointId,
    Type: 'DATA_LAKE',
    Comment: comment,
  }),
  parse: ({ ProjectId, EndpointId, Comment }, base) => ({
    ...base,
    provider: 'AWS',
    projectId: String(ProjectId),
    endpointId: String(EndpointId),
    comment: String(Comment),
  }),
  identifier: ({ projectId, endpointId }) => ({ ProjectId: projectId, EndpointId: endpointId }),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { provider, region } = change.after;
    if (provider !== 'AWS') return 'The type knows AWS PrivateLink only.';
    return region === null ? undefined : "The type has no property for the endpoint's region and DNS name.";
  },
};
