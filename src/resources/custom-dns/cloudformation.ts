import type { CloudFormationType } from '../../core/resource.ts';
import type { CustomDns } from './model.ts';

export const cloudformation: CloudFormationType<CustomDns> = {
  type: 'MongoDB::Atlas::CustomDnsConfigurationClusterAws',
  mode: 'whole',
  fields: ['projectId', 'enabled'],
  createOnly: ['enabled'],
  isCreation: (before, after) => !before.enabled && after.enabled,
  properties: ({ projectId, enabled }) => ({ ProjectId: projectId, Enabled: enabled }),
  parse: ({ ProjectId, Enabled }) => ({ projectId: String(ProjectId), enabled: Enabled === true }),
};
