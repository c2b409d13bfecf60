import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type McpConfiguration, mcpConfiguration } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

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
  title: 'organization MCP configuration',
  parentKind: 'organization',
  model: mcpConfiguration,
  path: (config) => [config.orgId, config.id],
  parentPath: (config) => [config.orgId],
  label: (config) => config.name,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'delete'
      ? 'Its clients and their secrets go with it: made again, it has others, and every caller has to be given them.'
      : undefined,
  assigned: ['id', 'clientId', 'egressClientId'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
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
  exampleUpdates: [
    { before: reader, after: { ...reader, ipAccessList: ['203.0.113.25/32'] } },
    { before: reader, after: { ...reader, ipAccessList: [] } },
    { before: { ...reader, roles: ['ORG_MEMBER', 'ORG_READ_ONLY'] }, after: { ...reader, name: 'Assistant' } },
  ],
});
