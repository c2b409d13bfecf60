import { z } from 'zod';
import { type ApiCall, type Body, callOf, type Operation } from '../../core/call.ts';
import type { UpdateChange } from '../../core/change.ts';
import { sameJson, withoutNull } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import type { IdentityProvider, OidcIdentityProvider, SamlIdentityProvider } from './model.ts';

/** The organizations that use a provider come whole; their own contract is in connected-organization. */
const associatedOrgs = z.array(z.looseObject({ orgId: z.string() })).optional();

const common = {
  associatedOrgs,
  createdAt: z.string().optional(),
  description: z.string().nullish(),
  displayName: z.string().nullish(),
  id: z.string(),
  issuerUri: z.string().nullish(),
  oktaIdpId: z.string().nullable(),
  updatedAt: z.string().nullish(),
};

const oidc = {
  audience: z.string().nullish(),
  authorizationType: z.enum(['GROUP', 'USER']),
  groupsClaim: z.string().nullish(),
  userClaim: z.string().nullish(),
};

const workforce = z.strictObject({
  ...common,
  ...oidc,
  associatedDomains: z.array(z.string()).optional(),
  clientId: z.string().nullish(),
  idpType: z.literal('WORKFORCE'),
  protocol: z.literal('OIDC'),
  requestedScopes: z.array(z.string()).optional(),
});

const workload = z.strictObject({ ...common, ...oidc, idpType: z.literal('WORKLOAD'), protocol: z.literal('OIDC') });

const saml = z.strictObject({
  ...common,
  acsUrl: z.string().nullish(),
  associatedDomains: z.array(z.string()).optional(),
  audienceUri: z.string().nullish(),
  // A SAML provider may come without its type: unconfirmed, there is no recording of one.
  idpType: z.literal('WORKFORCE').optional(),
  pemFileInfo: z
    .strictObject({
      certificates: z.array(z.strictObject({ notAfter: z.string(), notBefore: z.string() })).nullish(),
      // Null, although the contract of Atlas says a string (recorded).
      fileName: z.string().nullish(),
    })
    .nullish(),
  protocol: z.literal('SAML'),
  requestBinding: z.string().nullish(),
  responseSignatureAlgorithm: z.string().nullish(),
  slug: z.string().nullish(),
  ssoDebugEnabled: z.boolean().optional(),
  ssoUrl: z.string().nullish(),
  status: z.enum(['ACTIVE', 'INACTIVE']).nullish(),
});

const wire = z.union([workforce, workload, saml]);

const asked = {
  audience: z.string().optional(),
  authorizationType: z.enum(['GROUP', 'USER']).optional(),
  description: z.string().nullish(),
  displayName: z.string().min(1).max(50).optional(),
  groupsClaim: z.string().optional(),
  issuerUri: z.string().optional(),
  protocol: z.literal('OIDC').optional(),
  userClaim: z.string().optional(),
};

const askedWorkforce = z.strictObject({
  ...asked,
  associatedDomains: z.array(z.string()).optional(),
  clientId: z.string().optional(),
  idpType: z.literal('WORKFORCE').optional(),
  requestedScopes: z.array(z.string()).optional(),
});
const askedWorkload = z.strictObject({ ...asked, idpType: z.literal('WORKLOAD') });
const askedSaml = z.strictObject({
  associatedDomains: z.array(z.string()).optional(),
  description: z.string().nullish(),
  displayName: z.string().min(1).max(50).optional(),
  idpType: z.literal('WORKFORCE').optional(),
  issuerUri: z.string().optional(),
  pemFileInfo: z
    .strictObject({
      certificates: z
        .array(
          z.strictObject({
            content: z.string().optional(),
            notAfter: z.string().optional(),
            notBefore: z.string().optional(),
          }),
        )
        .optional(),
      fileName: z.string().optional(),
    })
    .optional(),
  protocol: z.literal('SAML').optional(),
  requestBinding: z.enum(['HTTP-POST', 'HTTP-REDIRECT']).optional(),
  responseSignatureAlgorithm: z.enum(['SHA-1', 'SHA-256']).optional(),
  slug: z.string().optional(),
  ssoDebugEnabled: z.boolean(),
  ssoUrl: z.string().optional(),
  status: z.enum(['ACTIVE', 'INACTIVE']).nullish(),
});

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const reading = z.looseObject({
  associatedDomains: texts,
  associatedOrgs: z.array(z.looseObject({ orgId: z.string() })).nullish(),
  audience: text,
  authorizationType: z.enum(['GROUP', 'USER']).nullish(),
  clientId: text,
  createdAt: text,
  description: text,
  displayName: text,
  groupsClaim: text,
  id: z.string(),
  idpType: z.enum(['WORKFORCE', 'WORKLOAD']).nullish(),
  issuerUri: text,
  oktaIdpId: text,
  pemFileInfo: z
    .looseObject({
      certificates: z.array(z.looseObject({ notAfter: z.string(), notBefore: z.string() })).nullish(),
    })
    .nullish(),
  protocol: z.enum(['SAML', 'OIDC']).nullish(),
  requestBinding: text,
  requestedScopes: texts,
  responseSignatureAlgorithm: text,
  ssoDebugEnabled: z.boolean().nullish(),
  ssoUrl: text,
  status: z.enum(['ACTIVE', 'INACTIVE']).nullish(),
  updatedAt: text,
  userClaim: text,
});

// Recorded: a limit of 300 for all of them.
const base = { role: 'ORG_OWNER', bucket: buckets.rootLists } as const;
const path = '/api/atlas/v2/federationSettings/{federationSettingsId}/identityProviders';

export const operations = {
  list: {
    ...base,
    id: 'listFederationSettingIdentityProviders',
    linkDefaults: {},
    method: 'GET',
    path,
    version: '2023-01-01',
    success: 200,
    shape: 'page',
    response: wire,
    query: ['protocol', 'idpType'],
  },
  create: {
    ...base,
    id: 'createFederationSettingIdentityProvider',
    method: 'POST',
    path,
    version: '2023-11-15',
    success: 200,
    shape: 'object',
    // OIDC only: a SAML provider is set up by a person.
    request: z.union([askedWorkforce, askedWorkload]),
    response: wire,
  },
  update: {
    ...base,
    id: 'updateFederationSettingIdentityProvider',
    method: 'PATCH',
    path: `${path}/{identityProviderId}`,
    version: '2023-11-15',
    success: 200,
    shape: 'object',
    request: z.union([askedSaml, askedWorkforce, askedWorkload]),
    response: wire,
  },
  get: {
    ...base,
    id: 'getFederationSettingIdentityProvider',
    method: 'GET',
    path: `${path}/{identityProviderId}`,
    version: '2023-11-15',
    success: 200,
    shape: 'object',
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteFederationSettingIdentityProvider',
    method: 'DELETE',
    path: `${path}/{identityProviderId}`,
    version: '2023-11-15',
    success: 204,
    shape: 'none',
  },
  // Signs everybody out, in every connected organization. There is no way to read the key sets.
  revokeKeys: {
    ...base,
    id: 'revokeFederationSettingIdentityProviderJwks',
    method: 'DELETE',
    path: `${path}/{identityProviderId}/jwks`,
    version: '2023-11-15',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

/** The list's filters default to SAML and WORKFORCE: whoever asks without them never sees a provider for databases. */
const QUERIES = [
  { protocol: 'SAML', idpType: 'WORKFORCE' },
  { protocol: 'OIDC', idpType: 'WORKFORCE' },
  { protocol: 'OIDC', idpType: 'WORKLOAD' },
] as const;

type Federation = Pick<FederationSettings, 'orgId' | 'id'>;

function fromWire(item: unknown, federation: Federation): IdentityProvider {
  const provider = reading.parse(item);
  const base = {
    orgId: federation.orgId,
    federationSettingsId: federation.id,
    id: provider.id,
    oktaIdpId: provider.oktaIdpId ?? null,
    displayName: provider.displayName ?? '',
    description: provider.description ?? '',
    issuerUri: provider.issuerUri ?? null,
    associatedOrgIds: (provider.associatedOrgs ?? []).map(({ orgId }) => orgId).sort(),
    associatedDomains: [...(provider.associatedDomains ?? [])].sort(),
    createdAt: provider.createdAt ?? null,
    updatedAt: provider.updatedAt ?? null,
  };
  if (provider.protocol === 'OIDC') {
    return {
      ...base,
      protocol: 'OIDC',
      idpType: provider.idpType ?? 'WORKFORCE',
      audience: provider.audience ?? null,
      authorizationType: provider.authorizationType ?? null,
      clientId: provider.clientId ?? null,
      groupsClaim: provider.groupsClaim ?? null,
      userClaim: provider.userClaim ?? null,
      requestedScopes: [...(provider.requestedScopes ?? [])].sort(),
    };
  }
  return {
    ...base,
    protocol: 'SAML',
    idpType: 'WORKFORCE',
    status: provider.status ?? null,
    ssoDebugEnabled: provider.ssoDebugEnabled ?? false,
    ssoUrl: provider.ssoUrl ?? null,
    requestBinding: provider.requestBinding ?? null,
    responseSignatureAlgorithm: provider.responseSignatureAlgorithm ?? null,
    certificates: (provider.pemFileInfo?.certificates ?? []).map(({ notBefore, notAfter }) => ({
      notBefore,
      notAfter,
    })),
  };
}

function federationOf({ orgId, federationSettingsId }: IdentityProvider): Federation {
  return { orgId, id: federationSettingsId };
}

function parametersOf({ federationSettingsId, id }: IdentityProvider) {
  return { federationSettingsId, identityProviderId: id };
}

/** A provider for programs knows no domains, no client and no scopes. */
function oidcFields(provider: OidcIdentityProvider): Readonly<Record<string, Body>> {
  const { audience, authorizationType, groupsClaim, userClaim, associatedDomains, clientId, requestedScopes } =
    provider;
  const { displayName, issuerUri } = provider;
  return {
    audience,
    authorizationType,
    displayName,
    groupsClaim,
    issuerUri,
    userClaim,
    ...(provider.idpType === 'WORKFORCE' ? { associatedDomains, clientId, requestedScopes } : {}),
  };
}

function samlFields(provider: SamlIdentityProvider): Readonly<Record<string, Body>> {
  const { associatedDomains, displayName, issuerUri, requestBinding, responseSignatureAlgorithm } = provider;
  const { ssoDebugEnabled, ssoUrl, status } = provider;
  return {
    associatedDomains,
    displayName,
    issuerUri,
    requestBinding,
    responseSignatureAlgorithm,
    ssoDebugEnabled,
    ssoUrl,
    status,
  };
}

/** Sent along unchanged: the contract asks for the switch, and the Kubernetes operator sends the others with it. */
const ALWAYS_WITH_SAML = ['displayName', 'issuerUri', 'ssoDebugEnabled', 'ssoUrl'];

/** What differs. What is left out stays (Atlas CLI, `identityProvider update oidc`, sends what it was told only). */
function updateCalls({ before, after }: UpdateChange<IdentityProvider>): readonly ApiCall[] {
  const fieldsOf = (provider: IdentityProvider) =>
    provider.protocol === 'SAML' ? samlFields(provider) : oidcFields(provider);
  // Another protocol or purpose is another provider, and only a person has the new certificate.
  if (before.protocol !== after.protocol || before.idpType !== after.idpType) return [];
  if (before.protocol === 'SAML' && after.protocol === 'SAML' && !sameJson(before.certificates, after.certificates))
    return [];
  const was = fieldsOf(before);
  const always: readonly string[] = after.protocol === 'SAML' ? ALWAYS_WITH_SAML : [];
  const changed = Object.entries(fieldsOf(after)).filter(
    ([name, value]) => always.includes(name) || !sameJson(was[name], value),
  );
  const body = {
    // Atlas answers null, and takes none.
    ...withoutNull(Object.fromEntries(changed)),
    ...(before.description === after.description
      ? {}
      : { description: after.description === '' ? null : after.description }),
    idpType: after.idpType,
    protocol: after.protocol,
  };
  return [callOf(operations.update, parametersOf(before), { body })];
}

export const read: ResourceRead<IdentityProvider, FederationSettings> = {
  from: 'federation-settings',
  operations: [operations.list],
  calls: (federation) =>
    QUERIES.map((query) => callOf(operations.list, { federationSettingsId: federation.id }, { query })),
  parse: (item, federation) => [fromWire(item, federation)],
};

export const write: ResourceWrite<IdentityProvider> = {
  operations: [operations.create, operations.get, operations.update, operations.delete, operations.revokeKeys],
  create: ({ after }) =>
    after.protocol === 'SAML'
      ? []
      : [
          callOf(
            operations.create,
            { federationSettingsId: after.federationSettingsId },
            {
              body: {
                ...withoutNull(oidcFields(after)),
                ...(after.description === '' ? {} : { description: after.description }),
                idpType: after.idpType,
                protocol: after.protocol,
              },
            },
          ),
        ],
  update: updateCalls,
  delete: ({ before }) => [callOf(operations.delete, parametersOf(before))],
  find: (model) => ({
    call: callOf(operations.get, parametersOf(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, federationOf(model))),
  }),
  parentOf: federationOf,
  // Atlas gives the id, and takes the same name twice.
  isSame: (wanted, found) =>
    wanted.protocol === found.protocol &&
    wanted.idpType === found.idpType &&
    wanted.displayName === found.displayName &&
    wanted.issuerUri === found.issuerUri,
};
