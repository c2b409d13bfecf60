import type { ConsoleDialect } from '../../core/resource.ts';
import type { DataFederationEndpoint } from './model.ts';

export const ui: ConsoleDialect<DataFederationEndpoint> = {
  page: 'data-federation/admin/manage-private-endpoint/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Private Endpoint', 'Federated Database Instance / Online Archive'],
  settings: { comment: 'Comment' },
  open: ({ endpointId }) => [`Press Edit in the row of ${endpointId}.`],
  create: ({ provider, endpointId, region, dnsName, ipAddress, comment }) => [
    `Press Create New Endpoint, and choose ${provider}${region === null ? '' : ` and the region ${region}`}.`,
    `Enter ${endpointId} as id of your endpoint${dnsName === null ? '' : `, ${dnsName} as its DNS name`}${ipAddress === null ? '' : `, ${ipAddress} as its address`}${comment === '' ? '' : `, "${comment}" as comment`}.`,
    'Press Finish Endpoint Creation.',
  ],
  delete: ({ endpointId }) => [`Press Delete in the row of ${endpointId}, and confirm.`],
};
