import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type OrganizationUser, organizationUser } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

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

const engineer: OrganizationUser = {
  ...owner,
  id: '6600000000000000000000c2',
  username: 'grace@example.com',
  orgRoles: ['ORG_MEMBER'],
  projectRoles: [],
  teamIds: ['6600000000000000000000d1'],
  lastAuth: null,
};

const invited: OrganizationUser = {
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
};

export default defineResource({
  kind: 'organization-user',
  title: 'organization user',
  parentKind: 'organization',
  model: organizationUser,
  path: (user) => [user.orgId, user.id],
  parentPath: (user) => [user.orgId],
  label: (user) => user.username,
  lifecycle: 'managed',
  dependsOn: (user) => [
    ...user.teamIds.map((team) => addressOf('team', user.orgId, team)),
    ...user.projectRoles.map(({ projectId }) => addressOf('project', projectId)),
  ],
  irreversible: (change) =>
    change.type === 'delete' && change.before.membershipStatus === 'ACTIVE'
      ? 'A member who was removed cannot be put back: they have to be invited again, and to accept.'
      : undefined,
  // The status is not among them: an invitation that was accepted is a difference that somebody has to see.
  assigned: ['id', 'lastAuth', 'createdAt', 'invitationCreatedAt', 'invitationExpiresAt'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    owner,
    engineer,
    invited,
    {
      ...invited,
      id: '6600000000000000000000c5',
      username: 'soon@example.com',
      projectRoles: [{ projectId: exampleIds.projectId, roles: ['GROUP_CLUSTER_MANAGER', 'GROUP_READ_ONLY'] }],
      teamIds: ['6600000000000000000000d1'],
    },
  ],
  exampleUpdates: [
    { before: owner, after: { ...owner, orgRoles: ['ORG_MEMBER', 'ORG_READ_ONLY'] } },
    {
      before: owner,
      after: { ...owner, projectRoles: [{ projectId: exampleIds.projectId, roles: ['GROUP_READ_ONLY'] }] },
    },
    { before: owner, after: { ...owner, projectRoles: [] } },
    { before: engineer, after: { ...engineer, teamIds: [] } },
    {
      before: { ...engineer, teamIds: [] },
      after: {
        ...engineer,
        orgRoles: ['ORG_GROUP_CREATOR', 'ORG_MEMBER'],
        projectRoles: [{ projectId: exampleIds.otherProjectId, roles: ['GROUP_READ_ONLY'] }],
      },
    },
    { before: invited, after: { ...invited, orgRoles: ['ORG_MEMBER'] } },
  ],
});
