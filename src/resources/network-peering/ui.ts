import type { ConsoleDialect } from '../../core/resource.ts';
import type { NetworkPeering } from './model.ts';

function endOf(model: NetworkPeering): Readonly<Record<string, string>> {
  switch (model.provider) {
    case 'AWS':
      return {
        'AWS Account ID': model.awsAccountId,
        'VPC CIDR': model.routeTableCidrBlock,
        'VPC ID': model.vpcId,
      };
    case 'AZURE':
      return {
        'Subscription ID': model.azureSubscriptionId,
        'Directory ID': model.azureDirectoryId,
        'Resource Group Name': model.resourceGroupName,
        'VNet Name': model.vnetName,
      };
    case 'GCP':
      return { 'Project ID': model.gcpProjectId, 'VPC Name': model.networkName };
    default:
      return model satisfies never;
  }
}

export const ui: ConsoleDialect<NetworkPeering> = {
  page: 'security-vpc-peering/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Peering'],
  settings: {},
  create: (model) => [
    'Press Add Peering Connection.',
    `Choose ${model.provider}.`,
    ...Object.entries(endOf(model)).map(([label, value]) => `Enter ${value} as ${label}.`),
    'Press Initiate Peering, and accept the connection on the side of your cloud.',
  ],
  delete: (model) => [`Press Terminate in the row of ${Object.values(endOf(model)).at(-1)}, and confirm.`],
};
