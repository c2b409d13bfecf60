import type { ConsoleDialect } from '../../core/resource.ts';
import type { TeamAssignment } from './model.ts';

export const ui: ConsoleDialect<TeamAssignment> = {
  page: 'access/manage-project-access/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Project Identity & Access', 'Teams'],
  settings: { roles: 'Project roles' },
  create: ({ teamId, roles }) => [
    'Press Add Teams.',
    `Choose the team with the id ${teamId}, and the roles ${roles.join(', ')}.`,
    'Press Add Teams to finish.',
  ],
  open: ({ teamId }) => [`Press Edit in the row of the team with the id ${teamId}.`],
  delete: ({ teamId }) => [`Press Remove in the row of the team with the id ${teamId}, and confirm.`],
};
