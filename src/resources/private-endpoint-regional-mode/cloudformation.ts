import type { CloudFormationType } from '../../core/resource.ts';
import type { PrivateEndpointRegionalMode } from './model.ts';

export const cloudformation: CloudFormationType<PrivateEndpointRegionalMode> = {
  type: 'MongoDB::Atlas::PrivateEndPointRegionalMode',
  mode: 'whole',
  // That the resource is there means that the mode is on.
  fields: ['projectId', 'enabled'],
  isCreation: (before) => !before.enabled,
  properties: ({ projectId }) => ({ ProjectId: projectId }),
  parse: ({ ProjectId }) => ({ projectId: String(ProjectId), enabled: true }),
  cannot: (change) =>
    change.type !== 'delete' && !change.after.enabled
      ? 'The mode is turned off by removing its resource from the stack that owns it.'
      : undefined,
};
