import { filledTextOf, textsOf } from '../../core/read-back.ts';
import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import type { IdentityProvider } from './model.ts';

function ownProperties(provider: IdentityProvider): TemplateObject {
  if (provider.protocol === 'SAML')
    return {
      AssociatedDomains: provider.associatedDomains,
      RequestBinding: provider.requestBinding ?? undefined,
      ResponseSignatureAlgorithm: provider.responseSignatureAlgorithm ?? undefined,
      SsoDebugEnabled: provider.ssoDebugEnabled,
      SsoUrl: provider.ssoUrl ?? undefined,
      Status: provider.status ?? undefined,
    };
  return {
    Audience: provider.audience ?? undefined,
    AuthorizationType: provider.authorizationType ?? undefined,
    GroupsClaim: provider.groupsClaim ?? undefined,
    UserClaim: provider.userClaim ?? undefined,
    ...(provider.idpType === 'WORKFORCE'
      ? {
          AssociatedDomains: provider.associatedDomains,
          ClientId: provider.clientId ?? undefined,
          RequestedScopes: provider.requestedScopes,
        }
      : {}),
  };
}

export const cloudformation: CloudFormationType<IdentityProvider> = {
  type: 'MongoDB::Atlas::FederatedSettingsIdentityProvider',
  mode: 'whole',
  fields: [
    'federationSettingsId',
    'displayName',
    'description',
    'issuerUri',
    'protocol',
    'idpType',
    'associatedDomains',
    'status',
    'ssoDebugEnabled',
    'ssoUrl',
    'requestBinding',
    'responseSignatureAlgorithm',
    'audience',
    'authorizationType',
    'clientId',
    'groupsClaim',
    'userClaim',
    'requestedScopes',
  ],
  createOnly: ['federationSettingsId'],
  properties: (provider) => ({
    FederationSettingsId: provider.federationSettingsId,
    Name: provider.displayName,
    Description: provider.description === '' ? undefined : provider.description,
    IssuerUri: provider.issuerUri ?? undefined,
    Protocol: provider.protocol,
    IdpType: provider.idpType,
    ...ownProperties(provider),
  }),
  parse: (given, { orgId, id, oktaIdpId, associatedOrgIds, createdAt, updatedAt, ...base }) => {
    const common = {
      orgId,
      id,
      oktaIdpId,
      associatedOrgIds,
      createdAt,
      updatedAt,
      federationSettingsId: String(given.FederationSettingsId),
      displayName: String(given.Name),
      description: filledTextOf(given.Description) ?? '',
      issuerUri: filledTextOf(given.IssuerUri),
      associatedDomains: textsOf(given.AssociatedDomains),
    };
    if (given.Protocol === 'OIDC')
      return {
        ...common,
        protocol: 'OIDC',
        idpType: given.IdpType === 'WORKLOAD' ? 'WORKLOAD' : 'WORKFORCE',
        audience: filledTextOf(given.Audience),
        authorizationType: filledTextOf(given.AuthorizationType) as 'GROUP' | 'USER' | null,
        clientId: filledTextOf(given.ClientId),
        groupsClaim: filledTextOf(given.GroupsClaim),
        userClaim: filledTextOf(given.UserClaim),
        requestedScopes: textsOf(given.RequestedScopes),
      };
    return {
      ...common,
      protocol: 'SAML',
      idpType: 'WORKFORCE',
      status: filledTextOf(given.Status) as 'ACTIVE' | 'INACTIVE' | null,
      ssoDebugEnabled: given.SsoDebugEnabled === true,
      ssoUrl: filledTextOf(given.SsoUrl),
      requestBinding: filledTextOf(given.RequestBinding),
      responseSignatureAlgorithm: filledTextOf(given.ResponseSignatureAlgorithm),
      certificates: base.protocol === 'SAML' ? base.certificates : [],
    };
  },
  identifier: ({ federationSettingsId, id }) => ({ FederationSettingsId: federationSettingsId, IdpId: id }),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    if (change.after.issuerUri === null) return 'The type needs the URI of an issuer.';
    return change.type === 'create' && change.after.protocol === 'SAML'
      ? 'Atlas makes OIDC identity providers only; one for SAML is set up by a person.'
      : undefined;
  },
};
