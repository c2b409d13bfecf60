import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import type { FlexCluster } from './model.ts';

export const cloudformation: CloudFormationType<FlexCluster> = {
  type: 'MongoDB::Atlas::FlexCluster',
  mode: 'whole',
  fields: ['projectId', 'name', 'provider', 'regionName', 'terminationProtectionEnabled', 'tags'],
  createOnly: ['provider', 'regionName'],
  properties: (model) => ({
    ProjectId: model.projectId,
    Name: model.name,
    ProviderSettings: { BackingProviderName: model.provider, RegionName: model.regionName },
    TerminationProtectionEnabled: model.terminationProtectionEnabled,
    Tags: model.tags.map(({ key, value }) => ({ Key: key, Value: value })),
  }),
  parse: (given, base) => {
    const place = given.ProviderSettings as TemplateObject;
    return {
      ...base,
      projectId: String(given.ProjectId),
      name: String(given.Name),
      provider: place.BackingProviderName as FlexCluster['provider'],
      regionName: String(place.RegionName),
      terminationProtectionEnabled: given.TerminationProtectionEnabled === true,
      tags: (given.Tags as readonly TemplateObject[]).map(({ Key, Value }) => ({
        key: String(Key),
        value: String(Value),
      })),
    };
  },
  identifier: ({ projectId, name }) => ({ ProjectId: projectId, Name: name }),
};
