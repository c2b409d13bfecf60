import type { ConsoleDialect } from '../../core/resource.ts';
import type { Team } from './model.ts';

export const ui: ConsoleDialect<Team> = {
  page: 'access/manage-teams-in-orgs/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Identity & Access', 'Teams'],
  settings: { name: 'the new name' },
  create: ({ name }) => [
    'Press Create Team.',
    `Enter "${name}" as its name, add members where it shall have some, and press Create Team.`,
  ],
  open: ({ name }) => [`Open the menu of ${name} under Actions, then Rename Team.`],
  save: 'Press Rename Team.',
  delete: ({ name }) => [
    `Open the menu of ${name} under Actions, then Delete Team, and confirm: it must have no roles in any project.`,
  ],
};
