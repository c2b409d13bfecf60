import type { ConsoleDialect } from '../../core/resource.ts';
import { federationPage } from '../federation-settings/model.ts';
import type { RoleMapping } from './model.ts';

export const ui: ConsoleDialect<RoleMapping> = {
  page: 'security/manage-role-mapping/',
  readOn: '2026-08',
  names: 'may-differ',
  link: ({ federationSettingsId }) => federationPage(federationSettingsId),
  path: ['Organizations', 'the organization', 'Role Mappings'],
  settings: { externalGroupName: 'the group name', roleAssignments: 'the roles in the organization and its projects' },
  create: ({ externalGroupName, roleAssignments }) => [
    'Press Create A Role Mapping.',
    `Enter "${externalGroupName}" as group name, as the identity provider sends it in memberOf.`,
    ...roleAssignments.map(({ role, projectId }) =>
      projectId === undefined ? `Choose ${role} in the organization.` : `Choose ${role} in project ${projectId}.`,
    ),
    'Press Finish.',
  ],
  open: ({ externalGroupName }) => [`Press Edit in the row of ${externalGroupName}.`],
  save: 'Press Finish.',
  delete: ({ externalGroupName }) => [`Press Delete in the row of ${externalGroupName}, and confirm.`],
};
