import type { ConsoleDialect } from '../../core/resource.ts';
import type { PrivateEndpoint } from './model.ts';

export const ui: ConsoleDialect<PrivateEndpoint> = {
  page: 'security-private-endpoint/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Private Endpoint', 'Dedicated Cluster'],
  settings: {},
  create: ({ region, endpointId, ipAddress }) => [
    `Open the private endpoint of ${region} where its wizard stands: Interface Endpoint.`,
    `Enter ${endpointId}${ipAddress === null ? '' : ` with the address ${ipAddress}`}.`,
    'Press Create.',
  ],
  delete: ({ endpointId }) => [`Press Terminate in the row of ${endpointId}, and confirm.`],
};
