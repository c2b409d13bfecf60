import type { ConsoleDialect } from '../../core/resource.ts';
import type { ProjectUser } from './model.ts';

export const ui: ConsoleDialect<ProjectUser> = {
  page: 'access/manage-project-access/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Project Identity & Access', 'Users'],
  settings: { roles: 'Project roles' },
  create: ({ username, roles }) => [
    'Press Invite to Project.',
    `Enter ${username}, and choose ${roles.join(', ')}.`,
    'Press Invite to Project to send it.',
  ],
  open: ({ username }) => [`Press Edit in the row of ${username}.`],
  delete: ({ username }) => [`Press Remove in the row of ${username}, and confirm.`],
};
