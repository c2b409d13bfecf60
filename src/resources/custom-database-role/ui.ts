import type { ConsoleDialect } from '../../core/resource.ts';
import type { CustomDatabaseRole } from './model.ts';

export const ui: ConsoleDialect<CustomDatabaseRole> = {
  page: 'security-add-mongodb-roles/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Security', 'Database & Network Access', 'Custom Roles'],
  settings: {
    actions: 'Action or Role',
    inheritedRoles: 'Action or Role (inherited)',
  },
  open: ({ roleName }) => [`Press Edit in the row of ${roleName}.`],
  create: ({ roleName, actions, inheritedRoles }) => [
    'Press Add New Custom Role.',
    `Enter ${roleName} as Custom Role Name.`,
    ...actions.map(
      ({ action, resources }) =>
        `Add ${action} on ${resources
          .map((one) =>
            one.type === 'cluster' ? 'the cluster' : `${one.database}.${one.collection ?? '(every collection)'}`,
          )
          .join(', ')}.`,
    ),
    ...inheritedRoles.map(({ roleName: name, databaseName }) => `Add the role ${name}@${databaseName}.`),
    'Press Add Custom Role.',
  ],
  save: 'Press Update Custom Role.',
  delete: ({ roleName }) => [`Press Delete in the row of ${roleName}, and confirm.`],
};
