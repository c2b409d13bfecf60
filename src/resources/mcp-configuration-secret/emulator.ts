import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { mcpSecretGuard, mcpSecretReaction, mcpSecretRoutes, seedMcpSecret } from '../mcp-behaviour.ts';
import { operations } from './api.ts';
import type { McpConfigurationSecret } from './model.ts';

const KIND = 'mcp-configuration-secret';

export const emulator: EmulatorBehaviour<McpConfigurationSecret> = {
  routes: mcpSecretRoutes(KIND, 'mcp-configuration', operations),
  guards: [mcpSecretGuard(KIND, 'deleteOrgMcpConfig')],
  reactions: [mcpSecretReaction(KIND, 'deleteOrgMcpConfig')],
  seed: (model, seeding) => seedMcpSecret(KIND, model.configurationId, model, seeding),
};
