import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type ProjectUser, projectUser } from './model.ts';

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

export default defineResource({
  kind: 'project-user',
  title: 'project user',
  parentKind: 'project',
  model: projectUser,
  path: (user) => [user.projectId, user.id],
  parentPath: (user) => [user.projectId],
  label: (user) => user.username,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    owner,
    {
      ...owner,
      id: '6600000000000000000000c4',
      username: 'new@example.com',
      membershipStatus: 'PENDING',
      roles: ['GROUP_DATA_ACCESS_READ_ONLY', 'GROUP_READ_ONLY'],
      lastAuth: null,
      createdAt: null,
      invitationCreatedAt: '2026-11-20T09:00:00Z',
      invitationExpiresAt: '2026-12-20T09:00:00Z',
    },
  ],
});
