import type { CloudFormationType } from '../../core/resource.ts';
import type { NetworkContainer } from './model.ts';

export const cloudformation: CloudFormationType<NetworkContainer> = {
  type: 'MongoDB::Atlas::NetworkContainer',
  mode: 'whole',
  fields: ['projectId', 'provider', 'region', 'cidrBlock'],
  properties: ({ projectId, region, cidrBlock }) => ({
    ProjectId: projectId,
    RegionName: region ?? undefined,
    AtlasCidrBlock: cidrBlock,
  }),
  parse: ({ ProjectId, RegionName, AtlasCidrBlock }, base) => ({
    ...base,
    provider: 'AWS',
    projectId: String(ProjectId),
    region: String(RegionName),
    cidrBlock: String(AtlasCidrBlock),
  }),
  identifier: ({ projectId, id }) => (id === null ? undefined : { ProjectId: projectId, Id: id }),
  cannot: (change) =>
    (change.type === 'delete' ? change.before : change.after).provider === 'AWS'
      ? undefined
      : 'The type knows containers on AWS only.',
};
