import { atlasError, type EmulatorBehaviour } from '../../core/behaviour.ts';
import { operations } from './api.ts';
import type { ProjectMcpConfiguration } from './model.ts';

const KIND = 'project-mcp-configuration';

export const emulator: EmulatorBehaviour<ProjectMcpConfiguration> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map(({ wire }) => wire),
      }),
    },
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const { groupId = '', mcpConfigId = '' } = params;
        const document = store.get(KIND, groupId, mcpConfigId);
        return document === undefined
          ? // Unconfirmed: code and sentence.
            atlasError(404, 'MCP_CONFIG_NOT_FOUND', `No MCP configuration with ID ${mcpConfigId} exists.`, [
              mcpConfigId,
            ])
          : { status: 200, body: document.wire };
      },
    },
  ],
  seed: (model, { store, now }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.id,
      wire: {
        ...(model.clientId === null ? {} : { clientId: model.clientId }),
        ...(model.egressClientId === null ? {} : { egressClientId: model.egressClientId }),
        ipAccessList: model.ipAccessList.map((cidrBlock) => ({ cidrBlock, createdAt: now, requestCount: 0 })),
        mcpConfigId: model.id,
        mcpConfigName: model.name,
        roles: model.roles,
      },
    });
  },
};
