import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ServiceAccountAssignment, serviceAccountAssignment } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** The first example of the folder service-account. */
const deployer: ServiceAccountAssignment = {
  projectId: exampleIds.projectId,
  clientId: 'mdb_sa_id_6600000000000000000000b1',
  name: 'deployer',
  roles: ['GROUP_CLUSTER_MANAGER', 'GROUP_DATABASE_ACCESS_ADMIN'],
  orgId: exampleIds.orgId,
};

export default defineResource({
  kind: 'service-account-assignment',
  title: 'project roles of service account',
  parentKind: 'project',
  model: serviceAccountAssignment,
  path: (assignment) => [assignment.projectId, assignment.clientId],
  parentPath: (assignment) => [assignment.projectId],
  label: (assignment) => assignment.name,
  lifecycle: 'managed',
  dependsOn: ({ orgId, clientId }) => (orgId === undefined ? [] : [addressOf('service-account', orgId, clientId)]),
  assigned: ['name', 'orgId'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [deployer, { ...deployer, projectId: exampleIds.otherProjectId, roles: ['GROUP_OWNER'] }],
  exampleUpdates: [
    { before: deployer, after: { ...deployer, roles: ['GROUP_READ_ONLY'] } },
    { before: { ...deployer, roles: ['GROUP_OWNER'] }, after: deployer },
  ],
});
