import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type ProjectMcpConfiguration, projectMcpConfiguration } from './model.ts';

const reader: ProjectMcpConfiguration = {
  projectId: exampleIds.projectId,
  id: '00000000-0000-4000-8000-000000000d11',
  name: 'Assistant of the data team',
  clientId: 'mdb_sa_id_660000000000000000000d12',
  egressClientId: 'mdb_sa_id_660000000000000000000d13',
  roles: ['GROUP_READ_ONLY'],
  ipAccessList: ['198.51.100.0/24', '203.0.113.25/32'],
};

export default defineResource({
  kind: 'project-mcp-configuration',
  title: 'remote MCP configuration of a project',
  parentKind: 'project',
  model: projectMcpConfiguration,
  path: (config) => [config.projectId, config.id],
  parentPath: (config) => [config.projectId],
  label: (config) => config.name,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    reader,
    {
      ...reader,
      id: '00000000-0000-4000-8000-000000000d14',
      name: 'Trial',
      clientId: null,
      egressClientId: null,
      roles: ['GROUP_OWNER'],
      ipAccessList: [],
    },
  ],
});
