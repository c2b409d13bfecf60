import { terraformName } from '../../core/hcl.ts';
import { filledTextOf, textsOf } from '../../core/read-back.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { ConnectedOrganization } from './model.ts';

// The provider never connects an organization: it imports one. Removing the block disconnects it.
export const terraform: TerraformDialect<ConnectedOrganization> = {
  type: 'mongodbatlas_federated_settings_org_config',
  mode: 'whole',
  name: (connected) => terraformName(`federation_${connected.connectedOrgId}`),
  toHcl: (connected) => ({
    attributes: {
      federation_settings_id: connected.federationSettingsId,
      org_id: connected.connectedOrgId,
      ...(connected.identityProviderId === null ? {} : { identity_provider_id: connected.identityProviderId }),
      data_access_identity_provider_ids: connected.dataAccessIdentityProviderIds,
      domain_restriction_enabled: connected.domainRestrictionEnabled,
      domain_allow_list: connected.domainAllowList,
      post_auth_role_grants: connected.postAuthRoleGrants,
    },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    orgId: base?.orgId ?? String(a.org_id),
    federationSettingsId: String(a.federation_settings_id),
    connectedOrgId: String(a.org_id),
    identityProviderId: filledTextOf(a.identity_provider_id),
    dataAccessIdentityProviderIds: textsOf(a.data_access_identity_provider_ids),
    domainRestrictionEnabled: a.domain_restriction_enabled === true,
    domainAllowList: textsOf(a.domain_allow_list),
    postAuthRoleGrants: textsOf(a.post_auth_role_grants),
    instantUserProvisioningDisabled: base?.instantUserProvisioningDisabled ?? null,
    userConflictCount: base?.userConflictCount ?? null,
  }),
  importId: ({ federationSettingsId, connectedOrgId }) => `${federationSettingsId}-${connectedOrgId}`,
  cannot: (change) =>
    change.type === 'update' &&
    change.before.instantUserProvisioningDisabled !== change.after.instantUserProvisioningDisabled
      ? 'mongodbatlas_federated_settings_org_config has no attribute for instant user provisioning.'
      : undefined,
  caution: (change) =>
    change.type === 'update'
      ? `Removing the block of organization ${change.after.connectedOrgId} later would disconnect it from the federation.`
      : undefined,
};
