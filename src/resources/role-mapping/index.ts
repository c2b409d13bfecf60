import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type RoleMapping, roleMapping } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const { orgId, projectId, otherProjectId } = exampleIds;

/** Lives in the first example of the folder connected-organization. */
const owners: RoleMapping = {
  orgId,
  federationSettingsId: '660000000000000000000a01',
  connectedOrgId: orgId,
  id: '660000000000000000000a21',
  externalGroupName: 'atlas-owners',
  roleAssignments: [
    { role: 'ORG_OWNER', orgId },
    { role: 'GROUP_OWNER', projectId },
  ],
};

const readers: RoleMapping = {
  ...owners,
  id: '660000000000000000000a22',
  externalGroupName: 'atlas readers',
  roleAssignments: [{ role: 'ORG_READ_ONLY', orgId }],
};

export default defineResource({
  kind: 'role-mapping',
  title: 'role mapping',
  parentKind: 'connected-organization',
  model: roleMapping,
  path: (mapping) => [mapping.orgId, mapping.connectedOrgId, mapping.id],
  parentPath: (mapping) => [mapping.orgId, mapping.connectedOrgId],
  label: (mapping) => `of the group "${mapping.externalGroupName}"`,
  lifecycle: 'managed',
  dependsOn: (mapping) =>
    mapping.roleAssignments.flatMap((assignment) =>
      assignment.projectId === undefined ? [] : [addressOf('project', assignment.projectId)],
    ),
  assigned: ['id'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [owners, readers],
  exampleUpdates: [
    { before: owners, after: { ...owners, externalGroupName: 'atlas-administrators' } },
    {
      before: owners,
      after: {
        ...owners,
        roleAssignments: [
          { role: 'ORG_MEMBER', orgId },
          { role: 'GROUP_READ_ONLY', projectId },
          { role: 'GROUP_CLUSTER_MANAGER', projectId: otherProjectId },
        ],
      },
    },
  ],
});
