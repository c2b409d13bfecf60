import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { mcpSecretGuard, mcpSecretReaction, mcpSecretRoutes, seedMcpSecret } from '../mcp-behaviour.ts';
import { operations } from './api.ts';
import type { ProjectMcpConfigurationSecret } from './model.ts';

const KIND = 'project-mcp-configuration-secret';

export const emulator: EmulatorBehaviour<ProjectMcpConfigurationSecret> = {
  routes: mcpSecretRoutes(KIND, 'project-mcp-configuration', operations),
  guards: [mcpSecretGuard(KIND, 'deleteGroupMcpConfig')],
  reactions: [mcpSecretReaction(KIND, 'deleteGroupMcpConfig')],
  seed: (model, seeding) => seedMcpSecret(KIND, model.configurationId, model, seeding),
};
