import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type ServiceAccountAssignment, serviceAccountAssignment } from './model.ts';

/** The first example of the folder service-account. */
const deployer: ServiceAccountAssignment = {
  projectId: exampleIds.projectId,
  clientId: 'mdb_sa_id_6600000000000000000000b1',
  name: 'deployer',
  roles: ['GROUP_CLUSTER_MANAGER', 'GROUP_DATABASE_ACCESS_ADMIN'],
};

export default defineResource({
  kind: 'service-account-assignment',
  title: 'service account in a project',
  parentKind: 'project',
  model: serviceAccountAssignment,
  path: (assignment) => [assignment.projectId, assignment.clientId],
  parentPath: (assignment) => [assignment.projectId],
  label: (assignment) => `service account ${assignment.name}`,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [deployer, { ...deployer, projectId: exampleIds.otherProjectId, roles: ['GROUP_OWNER'] }],
});
