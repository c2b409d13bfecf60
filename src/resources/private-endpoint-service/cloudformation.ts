import type { CloudFormationType } from '../../core/resource.ts';
import type { PrivateEndpointService } from './model.ts';

export const cloudformation: CloudFormationType<PrivateEndpointService> = {
  type: 'MongoDB::Atlas::PrivateEndpointService',
  mode: 'whole',
  fields: ['projectId', 'provider', 'region'],
  createOnly: ['provider', 'region'],
  properties: ({ projectId, provider, region }) => ({ ProjectId: projectId, CloudProvider: provider, Region: region }),
  parse: ({ ProjectId, CloudProvider, Region }, base) => ({
    ...base,
    projectId: String(ProjectId),
    provider: CloudProvider as PrivateEndpointService['provider'],
    region: String(Region),
  }),
  cannot: (change) => {
    const { provider, remoteRegions } = change.type === 'delete' ? change.before : change.after;
    // Facts: CloudFormation covers AWS only, whatever CloudProvider takes.
    if (provider !== 'AWS') return 'CloudFormation covers private endpoints on AWS only.';
    return remoteRegions.length > 0 ? 'The type has no property for remote regions.' : undefined;
  },
};
