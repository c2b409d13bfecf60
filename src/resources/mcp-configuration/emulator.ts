import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { mcpRoutes, seedMcp } from '../mcp-behaviour.ts';
import { operations } from './api.ts';
import type { McpConfiguration } from './model.ts';

const KIND = 'mcp-configuration';

export const emulator: EmulatorBehaviour<McpConfiguration> = {
  routes: mcpRoutes(KIND, operations),
  seed: (model, seeding) => seedMcp(KIND, model.orgId, model, seeding),
};
