import type { ConsoleDialect } from '../../core/resource.ts';
import type { OrganizationUser } from './model.ts';

export const ui: ConsoleDialect<OrganizationUser> = {
  page: 'access/manage-org-users/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Identity & Access', 'Users'],
  settings: {
    orgRoles: 'Organization roles',
    projectRoles: 'Project roles (each in Project Identity & Access of the project)',
    teamIds: 'Teams (each under Identity & Access, Teams)',
  },
  create: ({ username, orgRoles, projectRoles, teamIds }) => [
    'Press Invite Users.',
    `Enter ${username}, and choose ${orgRoles.join(', ')}.`,
    ...projectRoles.map(({ projectId, roles }) => `Choose ${roles.join(', ')} for project ${projectId}.`),
    'Send the invitation.',
    ...teamIds.map((id) => `Add ${username} to team ${id} under Teams.`),
  ],
  open: ({ username }) => [`Press Edit in the row of ${username}.`],
  delete: ({ username, membershipStatus }) => [
    membershipStatus === 'PENDING'
      ? `Press the bin in the row of ${username} to withdraw the invitation, and confirm.`
      : `Press Remove in the row of ${username}, and confirm.`,
  ],
};
