import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ConnectedOrganization, connectedOrganization } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

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
  instantUserProvisioningDisabled: false,
  userConflictCount: 1,
};

const open: ConnectedOrganization = {
  ...restricted,
  identityProviderId: null,
  dataAccessIdentityProviderIds: [],
  domainRestrictionEnabled: false,
  domainAllowList: [],
  postAuthRoleGrants: ['ORG_OWNER'],
  instantUserProvisioningDisabled: null,
  userConflictCount: null,
};

export default defineResource({
  kind: 'connected-organization',
  title: 'connected organization',
  parentKind: 'federation-settings',
  model: connectedOrganization,
  path: (connected) => [connected.orgId, connected.connectedOrgId],
  parentPath: (connected) => [connected.orgId],
  label: (connected) => `connected organization ${connected.connectedOrgId}`,
  // An organization is connected to a federation from the start, if only to its own (recorded).
  lifecycle: 'singleton',
  dependsOn: ({ orgId, dataAccessIdentityProviderIds }) =>
    dataAccessIdentityProviderIds.map((id) => addressOf('identity-provider', orgId, id)),
  irreversible: (change) =>
    change.type === 'delete'
      ? 'An organization that was disconnected can only be connected again by a person in the Federation Management App.'
      : undefined,
  assigned: ['userConflictCount'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [restricted, open, { ...restricted, connectedOrgId: '5f0000000000000000000002', userConflictCount: null }],
  exampleUpdates: [
    { before: { ...restricted, domainRestrictionEnabled: false }, after: restricted },
    { before: restricted, after: { ...restricted, domainAllowList: ['example.com'] } },
    { before: restricted, after: { ...restricted, postAuthRoleGrants: [] } },
    { before: restricted, after: { ...restricted, dataAccessIdentityProviderIds: ['660000000000000000000a12'] } },
    { before: restricted, after: { ...restricted, identityProviderId: null } },
    { before: open, after: { ...open, dataAccessIdentityProviderIds: ['660000000000000000000a12'] } },
    { before: restricted, after: { ...restricted, instantUserProvisioningDisabled: true } },
  ],
});
