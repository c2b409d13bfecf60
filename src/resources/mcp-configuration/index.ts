import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type McpConfiguration, mcpConfiguration } from './model.ts';

const reader: McpConfiguration = {
  orgId: exampleIds.orgId,
  id: '00000000-0000-4000-8000-000000000d01',
  name: 'Assistant of the data team',
  clientId: 'mdb_sa_id_660000000000000000000d02',
  egressClientId: 'mdb_sa_id_660000000000000000000d03',
  roles: ['ORG_READ_ONLY'],
  ipAccessList: ['198.51.100.0/24', '203.0.113.25/32'],
};

export default defineResource({
  kind: 'mcp-configuration',
  title: 'remote MCP configuration of the organization',
  parentKind: 'organization',
  model: mcpConfiguration,
  path: (config) => [config.orgId, config.id],
  parentPath: (config) => [config.orgId],
  label: (config) => config.name,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    reader,
    {
      ...reader,
      id: '00000000-0000-4000-8000-000000000d04',
      name: 'Trial',
      clientId: null,
      egressClientId: null,
      roles: ['ORG_OWNER'],
      ipAccessList: [],
    },
  ],
});
