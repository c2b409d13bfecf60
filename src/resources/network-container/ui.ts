import type { ConsoleDialect } from '../../core/resource.ts';
import type { NetworkContainer } from './model.ts';

export const ui: ConsoleDialect<NetworkContainer> = {
  page: 'security-vpc-peering/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Peering'],
  settings: {},
  create: ({ provider, region, cidrBlock }) => [
    'Press Add Peering Connection: a container has no page of its own.',
    `Choose ${provider}${region === null ? '' : ` and ${region}`}, and enter ${cidrBlock} as Atlas CIDR block.`,
  ],
};
