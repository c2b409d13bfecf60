import { type HclValue, terraformName } from '../../core/hcl.ts';
import { sameJson, withoutNull } from '../../core/json.ts';
import { filledTextOf, textsOf } from '../../core/read-back.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { IdentityProvider } from './model.ts';

function ownAttributes(provider: IdentityProvider): Readonly<Record<string, HclValue>> {
  if (provider.protocol === 'SAML')
    return {
      associated_domains: provider.associatedDomains,
      request_binding: provider.requestBinding,
      response_signature_algorithm: provider.responseSignatureAlgorithm,
      sso_debug_enabled: provider.ssoDebugEnabled,
      sso_url: provider.ssoUrl,
      status: provider.status,
    };
  return {
    audience: provider.audience,
    authorization_type: provider.authorizationType,
    groups_claim: provider.groupsClaim,
    user_claim: provider.userClaim,
    ...(provider.idpType === 'WORKFORCE'
      ? {
          associated_domains: provider.associatedDomains,
          client_id: provider.clientId,
          requested_scopes: provider.requestedScopes,
        }
      : {}),
  };
}

export const terraform: TerraformDialect<IdentityProvider> = {
  type: 'mongodbatlas_federated_settings_identity_provider',
  mode: 'whole',
  name: (provider) => terraformName(`identity_provider_${provider.displayName}`),
  toHcl: (provider) => ({
    attributes: withoutNull({
      federation_settings_id: provider.federationSettingsId,
      name: provider.displayName,
      description: provider.description === '' ? null : provider.description,
      issuer_uri: provider.issuerUri,
      protocol: provider.protocol,
      idp_type: provider.idpType,
      ...ownAttributes(provider),
    }),
  }),
  fromHcl: ({ attributes: a }, base) => {
    const common = {
      orgId: base?.orgId ?? '',
      federationSettingsId: String(a.federation_settings_id),
      id: base?.id ?? '',
      oktaIdpId: base?.oktaIdpId ?? null,
      displayName: String(a.name),
      description: filledTextOf(a.description) ?? '',
      issuerUri: filledTextOf(a.issuer_uri),
      associatedOrgIds: base?.associatedOrgIds ?? [],
      associatedDomains: textsOf(a.associated_domains),
      createdAt: base?.createdAt ?? null,
      updatedAt: base?.updatedAt ?? null,
    };
    if (a.protocol === 'OIDC')
      return {
        ...common,
        protocol: 'OIDC',
        idpType: a.idp_type === 'WORKLOAD' ? 'WORKLOAD' : 'WORKFORCE',
        audience: filledTextOf(a.audience),
        authorizationType: filledTextOf(a.authorization_type) as 'GROUP' | 'USER' | null,
        clientId: filledTextOf(a.client_id),
        groupsClaim: filledTextOf(a.groups_claim),
        userClaim: filledTextOf(a.user_claim),
        requestedScopes: textsOf(a.requested_scopes),
      };
    return {
      ...common,
      protocol: 'SAML',
      idpType: 'WORKFORCE',
      status: filledTextOf(a.status) as 'ACTIVE' | 'INACTIVE' | null,
      ssoDebugEnabled: a.sso_debug_enabled === true,
      ssoUrl: filledTextOf(a.sso_url),
      requestBinding: filledTextOf(a.request_binding),
      responseSignatureAlgorithm: filledTextOf(a.response_signature_algorithm),
      // The provider neither reads nor sends them.
      certificates: base?.protocol === 'SAML' ? base.certificates : [],
    };
  },
  importId: ({ federationSettingsId, id }) => (id === '' ? undefined : `${federationSettingsId}-${id}`),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { after } = change;
    if (after.issuerUri === null)
      return 'mongodbatlas_federated_settings_identity_provider needs the URI of an issuer.';
    if (after.protocol !== 'SAML') return undefined;
    if (change.type === 'create') return 'Terraform makes OIDC identity providers only; one for SAML must be imported.';
    return change.before.protocol === 'SAML' && !sameJson(change.before.certificates, after.certificates)
      ? 'mongodbatlas_federated_settings_identity_provider has no attribute for the certificates.'
      : undefined;
  },
};
