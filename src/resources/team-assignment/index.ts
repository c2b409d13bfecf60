import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type TeamAssignment, teamAssignment } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** The example of the folder team. */
const onCall: TeamAssignment = {
  projectId: exampleIds.projectId,
  teamId: '6600000000000000000000d1',
  roles: ['GROUP_CLUSTER_MANAGER', 'GROUP_READ_ONLY'],
  orgId: exampleIds.orgId,
};

export default defineResource({
  kind: 'team-assignment',
  title: 'project roles of team',
  parentKind: 'project',
  model: teamAssignment,
  path: (assignment) => [assignment.projectId, assignment.teamId],
  parentPath: (assignment) => [assignment.projectId],
  label: (assignment) => assignment.teamId,
  lifecycle: 'managed',
  dependsOn: ({ orgId, teamId }) => (orgId === undefined ? [] : [addressOf('team', orgId, teamId)]),
  assigned: ['orgId'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [onCall, { ...onCall, projectId: exampleIds.otherProjectId, roles: ['GROUP_OWNER'] }],
  exampleUpdates: [
    { before: onCall, after: { ...onCall, roles: ['GROUP_READ_ONLY'] } },
    { before: onCall, after: { ...onCall, roles: ['GROUP_CLUSTER_MANAGER', 'GROUP_DATA_ACCESS_READ_ONLY'] } },
  ],
});
