import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ProjectLimit, projectLimit } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const users: ProjectLimit = {
  projectId: exampleIds.projectId,
  name: 'atlas.project.security.databaseAccess.users',
  value: 200,
  defaultLimit: 100,
  maximumLimit: 900,
  currentUsage: 0,
};

export default defineResource({
  kind: 'project-limit',
  title: 'project limit',
  parentKind: 'project',
  model: projectLimit,
  path: ({ projectId, name }) => [projectId, name],
  parentPath: ({ projectId }) => [projectId],
  label: ({ name }) => name,
  lifecycle: 'managed',
  assigned: ['defaultLimit', 'maximumLimit', 'currentUsage'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    users,
    {
      ...users,
      name: 'atlas.project.security.networkAccess.entries',
      value: 20,
      defaultLimit: 200,
      maximumLimit: 220,
    },
    {
      ...users,
      name: 'dataFederation.bytesProcessed.daily',
      value: 1_000_000_000_000,
      defaultLimit: null,
      maximumLimit: null,
      currentUsage: null,
    },
  ],
  exampleUpdates: [{ before: users, after: { ...users, value: 150 } }],
});
