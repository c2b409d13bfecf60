import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type McpConfigurationSecret, mcpConfigurationSecret } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** Of the first example of the folder mcp-configuration. */
const used: McpConfigurationSecret = {
  orgId: exampleIds.orgId,
  configurationId: '00000000-0000-4000-8000-000000000d01',
  id: '660000000000000000000d05',
  lifetimeHours: 720,
  createdAt: '2026-11-10T08:00:00Z',
  expiresAt: '2026-12-10T08:00:00Z',
  lastUsedAt: '2026-11-23T14:00:00Z',
};

export default defineResource({
  kind: 'mcp-configuration-secret',
  title: 'secret of organization MCP configuration',
  parentKind: 'mcp-configuration',
  model: mcpConfigurationSecret,
  path: (secret) => [secret.orgId, secret.configurationId, secret.id],
  parentPath: (secret) => [secret.orgId, secret.configurationId],
  label: (secret) => `${secret.configurationId}: ${secret.id}`,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'delete' ? 'A secret cannot be brought back: its callers have to be given another.' : undefined,
  assigned: ['id', 'createdAt', 'expiresAt', 'lastUsedAt'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    used,
    {
      ...used,
      id: '660000000000000000000d06',
      lifetimeHours: 8,
      createdAt: '2026-11-24T08:00:00Z',
      expiresAt: '2026-11-24T16:00:00Z',
      lastUsedAt: null,
    },
  ],
});
