import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ProjectUser, projectUser } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** The first example of the folder organization-user. */
const owner: ProjectUser = {
  projectId: exampleIds.projectId,
  id: '6600000000000000000000c1',
  username: 'ada@example.com',
  membershipStatus: 'ACTIVE',
  roles: ['GROUP_OWNER'],
  lastAuth: '2026-11-23T08:00:00Z',
  createdAt: '2025-01-08T09:00:00Z',
  invitationCreatedAt: null,
  invitationExpiresAt: null,
};

const invited: ProjectUser = {
  ...owner,
  id: '6600000000000000000000c4',
  username: 'new@example.com',
  membershipStatus: 'PENDING',
  roles: ['GROUP_DATA_ACCESS_READ_ONLY', 'GROUP_READ_ONLY'],
  lastAuth: null,
  createdAt: null,
  invitationCreatedAt: '2026-11-20T09:00:00Z',
  invitationExpiresAt: '2026-12-20T09:00:00Z',
};

export default defineResource({
  kind: 'project-user',
  title: 'project user',
  parentKind: 'project',
  model: projectUser,
  path: (user) => [user.projectId, user.id],
  parentPath: (user) => [user.projectId],
  label: (user) => user.username,
  lifecycle: 'managed',
  // Whether they are members yet is the organization's to say: `organization-user` shows it.
  assigned: ['id', 'membershipStatus', 'lastAuth', 'createdAt', 'invitationCreatedAt', 'invitationExpiresAt'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [owner, invited],
  exampleUpdates: [
    { before: owner, after: { ...owner, roles: ['GROUP_READ_ONLY'] } },
    { before: owner, after: { ...owner, roles: ['GROUP_CLUSTER_MANAGER', 'GROUP_OWNER'] } },
    { before: invited, after: { ...invited, roles: ['GROUP_READ_ONLY'] } },
  ],
});
