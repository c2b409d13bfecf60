import type { CloudFormationType } from '../../core/resource.ts';
import type { NetworkPeering } from './model.ts';

export const cloudformation: CloudFormationType<NetworkPeering> = {
  type: 'MongoDB::Atlas::NetworkPeering',
  mode: 'whole',
  fields: ['projectId', 'containerId', 'provider', 'awsAccountId', 'vpcId', 'accepterRegion', 'routeTableCidrBlock'],
  createOnly: ['awsAccountId', 'vpcId'],
  properties: (model) =>
    model.provider === 'AWS'
      ? {
          ProjectId: model.projectId,
          ContainerId: model.containerId,
          AwsAccountId: model.awsAccountId,
          VpcId: model.vpcId,
          AccepterRegionName: model.accepterRegion ?? undefined,
          RouteTableCIDRBlock: model.routeTableCidrBlock,
        }
      : {},
  parse: (given, { id, state, error }) => ({
    id,
    state,
    error,
    provider: 'AWS',
    projectId: String(given.ProjectId),
    containerId: String(given.ContainerId),
    awsAccountId: String(given.AwsAccountId),
    vpcId: String(given.VpcId),
    accepterRegion: given.AccepterRegionName === undefined ? null : String(given.AccepterRegionName),
    routeTableCidrBlock: String(given.RouteTableCIDRBlock),
  }),
  identifier: ({ projectId, id }) => (id === null ? undefined : { ProjectId: projectId, Id: id }),
  cannot: (change) =>
    (change.type === 'delete' ? change.before : change.after).provider === 'AWS'
      ? undefined
      : 'The type knows peering with AWS only.',
};
