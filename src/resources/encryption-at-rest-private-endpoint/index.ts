import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type EncryptionAtRestPrivateEndpoint, encryptionAtRestPrivateEndpoint } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const ireland: EncryptionAtRestPrivateEndpoint = {
  projectId: exampleIds.projectId,
  provider: 'AWS',
  region: 'EU_WEST_1',
  id: '66e0000000000000000000b1',
  state: 'active',
  connectionName: 'vpce-0a1b2c3d4e5f60719',
  error: null,
};

export default defineResource({
  kind: 'encryption-at-rest-private-endpoint',
  title: 'private endpoint to the key management service',
  parentKind: 'encryption-at-rest',
  model: encryptionAtRestPrivateEndpoint,
  path: ({ projectId, provider, region }) => [projectId, provider, region],
  parentPath: ({ projectId }) => [projectId],
  label: ({ provider, region }) => `${provider} ${region}`,
  lifecycle: 'managed',
  // Atlas refuses one before the configuration requires private networking.
  dependsOn: ({ projectId }) => [addressOf('encryption-at-rest', projectId)],
  assigned: ['id', 'state', 'connectionName', 'error'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    ireland,
    { ...ireland, region: 'EU_CENTRAL_1', id: '66e0000000000000000000b2', state: 'initiating', connectionName: null },
    {
      ...ireland,
      projectId: exampleIds.otherProjectId,
      provider: 'AZURE',
      region: 'EUROPE_NORTH',
      id: '66e0000000000000000000b3',
      state: 'pending-acceptance',
      connectionName: 'pe-66e0000000000000000000b3',
    },
  ],
});
