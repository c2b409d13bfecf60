import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { mcpRoutes, seedMcp } from '../mcp-behaviour.ts';
import { operations } from './api.ts';
import type { ProjectMcpConfiguration } from './model.ts';

const KIND = 'project-mcp-configuration';

export const emulator: EmulatorBehaviour<ProjectMcpConfiguration> = {
  routes: mcpRoutes(KIND, operations),
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.groupId as string)) store.remove(KIND, parent, id);
      },
    },
  ],
  seed: (model, seeding) => seedMcp(KIND, model.projectId, model, seeding),
};
