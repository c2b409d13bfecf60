import type { ConsoleDialect } from '../../core/resource.ts';
import type { PrivateEndpointService } from './model.ts';

export const ui: ConsoleDialect<PrivateEndpointService> = {
  page: 'security-private-endpoint/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Private Endpoint', 'Dedicated Cluster'],
  settings: {},
  create: ({ provider, region }) => [
    'Press Add Private Endpoint.',
    `Choose ${provider} and ${region}, and go on until Atlas has made its service.`,
  ],
  delete: ({ provider, region }) => [
    `Remove every endpoint of ${provider} ${region} first, then press Terminate in its row, and confirm.`,
  ],
};
