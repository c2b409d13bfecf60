import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type ConnectedOrganization, connectedOrganization } from './model.ts';

/** Lives in the first example of the folder federation-settings. */
const restricted: ConnectedOrganization = {
  orgId: exampleIds.orgId,
  federationSettingsId: '660000000000000000000a01',
  connectedOrgId: exampleIds.orgId,
  identityProviderId: '00000000000000000a11',
  dataAccessIdentityProviderIds: ['660000000000000000000a12', '660000000000000000000a13'],
  domainRestrictionEnabled: true,
  domainAllowList: ['contractors.example.net', 'example.com'],
  postAuthRoleGrants: ['ORG_MEMBER'],
  roleMappings: [
    {
      id: '660000000000000000000a21',
      externalGroupName: 'atlas-owners',
      roleAssignments: [
        { role: 'ORG_OWNER', orgId: exampleIds.orgId },
        { role: 'GROUP_OWNER', projectId: exampleIds.projectId },
      ],
    },
  ],
  instantUserProvisioningDisabled: false,
  userConflictCount: 1,
};

export default defineResource({
  kind: 'connected-organization',
  title: 'organization connected to the federation',
  parentKind: 'federation-settings',
  model: connectedOrganization,
  path: (connected) => [connected.orgId, connected.connectedOrgId],
  parentPath: (connected) => [connected.orgId],
  label: (connected) => `organization ${connected.connectedOrgId}`,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    restricted,
    {
      ...restricted,
      identityProviderId: null,
      dataAccessIdentityProviderIds: [],
      domainRestrictionEnabled: false,
      domainAllowList: [],
      postAuthRoleGrants: ['ORG_OWNER'],
      roleMappings: [],
      instantUserProvisioningDisabled: null,
      userConflictCount: null,
    },
    { ...restricted, connectedOrgId: '5f0000000000000000000002', roleMappings: [], userConflictCount: null },
  ],
});
