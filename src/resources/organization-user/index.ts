import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type OrganizationUser, organizationUser } from './model.ts';

const owner: OrganizationUser = {
  orgId: exampleIds.orgId,
  id: '6600000000000000000000c1',
  username: 'ada@example.com',
  membershipStatus: 'ACTIVE',
  orgRoles: ['ORG_OWNER'],
  projectRoles: [{ projectId: exampleIds.projectId, roles: ['GROUP_OWNER'] }],
  teamIds: [],
  lastAuth: '2026-11-23T08:00:00Z',
  createdAt: '2025-01-08T09:00:00Z',
  invitationCreatedAt: null,
  invitationExpiresAt: null,
};

export default defineResource({
  kind: 'organization-user',
  title: 'organization user',
  parentKind: 'organization',
  model: organizationUser,
  path: (user) => [user.orgId, user.id],
  parentPath: (user) => [user.orgId],
  label: (user) => user.username,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    owner,
    {
      ...owner,
      id: '6600000000000000000000c2',
      username: 'grace@example.com',
      orgRoles: ['ORG_MEMBER'],
      projectRoles: [],
      teamIds: ['6600000000000000000000d1'],
      lastAuth: null,
    },
    {
      ...owner,
      id: '6600000000000000000000c3',
      username: 'new@example.com',
      membershipStatus: 'PENDING',
      orgRoles: ['ORG_READ_ONLY'],
      projectRoles: [],
      lastAuth: null,
      createdAt: null,
      invitationCreatedAt: '2026-11-20T09:00:00Z',
      invitationExpiresAt: '2026-12-20T09:00:00Z',
    },
  ],
});
