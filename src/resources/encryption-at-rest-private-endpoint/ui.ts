import type { ConsoleDialect } from '../../core/resource.ts';
import type { EncryptionAtRestPrivateEndpoint } from './model.ts';

export const ui: ConsoleDialect<EncryptionAtRestPrivateEndpoint> = {
  page: 'security/aws-kms-over-private-endpoint/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Advanced', 'Encryption at Rest using your Key Management'],
  settings: {},
  create: ({ provider, region }) => [
    `Where Require Private Networking stands for ${provider === 'AWS' ? 'AWS KMS' : 'Azure Key Vault'}, open its list of regions.`,
    `Add the region ${region}, and press Continue.`,
    provider === 'AWS'
      ? 'Wait until its status is Active.'
      : 'Approve the connection in the Azure portal under Networking of the key vault, then wait until its status is Active.',
  ],
  delete: ({ region }) => [`Press Delete in the row of ${region} in the list of private endpoints, and confirm.`],
};
