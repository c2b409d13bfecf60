import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { IdentityProvider } from './model.ts';

const KIND = 'identity-provider';
const FEDERATION = 'federation-settings';
const CONNECTED = 'connected-organization';

/** Unconfirmed: code and sentence. */
function federationNotFound(federationId: string): EmulatorReply {
  return atlasError(404, 'FEDERATION_SETTINGS_NOT_FOUND', `No federation settings with ID ${federationId} exist.`, [
    federationId,
  ]);
}

/** Unconfirmed: code and sentence. */
function notFound(id: string): EmulatorReply {
  return atlasError(404, 'IDENTITY_PROVIDER_NOT_FOUND', `No identity provider with ID ${id} exists.`, [id]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.federationSettingsId as string, params.identityProviderId as string);
}

/** The organizations that use a provider, as their own configurations say; seeded ones are kept on the document. */
function shown(store: EmulatorStore, document: StoredDocument): JsonObject {
  const { oktaIdpId } = document.wire;
  const users = store.list(CONNECTED, document.parent).filter(({ wire }) => {
    const forData = (wire.dataAccessIdentityProviderIds ?? []) as readonly string[];
    return forData.includes(document.id) || (typeof oktaIdpId === 'string' && wire.identityProviderId === oktaIdpId);
  });
  const seeded = (document.hidden?.orgIds ?? []) as readonly string[];
  const further = seeded.filter((orgId) => store.get(CONNECTED, document.parent, orgId) === undefined);
  return {
    ...document.wire,
    associatedOrgs: [
      ...users.map(({ wire }) => wire),
      ...further.map((orgId) => ({ domainRestrictionEnabled: false, orgId })),
    ],
  };
}

function create(request: EmulatorRequest): EmulatorReply {
  const { store, now } = request;
  const federationId = request.params.federationSettingsId as string;
  if (store.find(FEDERATION, federationId) === undefined) return federationNotFound(federationId);
  const posted = request.body as JsonObject;
  const idpType = posted.idpType ?? 'WORKFORCE';
  const id = request.newId();
  const wire: JsonObject = {
    ...(idpType === 'WORKFORCE' ? { associatedDomains: [], clientId: null, requestedScopes: [] } : {}),
    audience: null,
    // Unconfirmed: what Atlas assumes; every recorded create says it.
    authorizationType: 'GROUP',
    description: null,
    displayName: null,
    groupsClaim: null,
    issuerUri: null,
    userClaim: null,
    ...posted,
    createdAt: now,
    id,
    idpType,
    oktaIdpId: null,
    protocol: 'OIDC',
    updatedAt: null,
  };
  const document = { kind: KIND, parent: federationId, id, wire };
  store.put(document);
  return { status: 200, body: shown(store, document) };
}

/**
 * What is not sent stays. That a domain must be verified first is not modelled: no answer says which ones are, and a
 * provider is recorded with a domain that the federation's settings do not name.
 */
function update(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request.params.identityProviderId as string);
  const { pemFileInfo, ...posted } = request.body as JsonObject;
  const { protocol = document.wire.protocol, idpType = document.wire.idpType } = posted;
  const isOther = protocol !== document.wire.protocol || idpType !== document.wire.idpType;
  const unknown = Object.keys(posted).find((name) => !(name in document.wire) && name !== 'slug');
  if (isOther || unknown !== undefined) {
    const name = unknown ?? 'protocol';
    // Unconfirmed: the code for fields of another protocol.
    return atlasError(400, 'INVALID_ATTRIBUTE', `Invalid attribute ${name} specified.`, [name]);
  }
  const { certificates, fileName } = (pemFileInfo ?? {}) as {
    readonly certificates?: readonly JsonObject[];
    readonly fileName?: string;
  };
  const wire: JsonObject = {
    ...document.wire,
    ...posted,
    ...(certificates === undefined
      ? {}
      : {
          pemFileInfo: {
            certificates: certificates.map(({ notAfter, notBefore }) => ({
              notAfter: notAfter ?? request.now,
              notBefore: notBefore ?? request.now,
            })),
            fileName: fileName ?? null,
          },
        }),
    updatedAt: request.now,
  };
  const changed = { ...document, wire };
  request.store.put(changed);
  return { status: 200, body: shown(request.store, changed) };
}

/** A provider that is gone is disconnected from whoever used it. */
function remove(store: EmulatorStore, document: StoredDocument): void {
  store.remove(KIND, document.parent, document.id);
  const { oktaIdpId } = document.wire;
  for (const user of store.list(CONNECTED, document.parent)) {
    const { dataAccessIdentityProviderIds, identityProviderId = null } = user.wire;
    const forData = (dataAccessIdentityProviderIds ?? []) as readonly string[];
    const isForPeople = typeof oktaIdpId === 'string' && identityProviderId === oktaIdpId;
    const kept = forData.filter((id) => id !== document.id);
    if (!isForPeople && kept.length === forData.length) continue;
    const wire = {
      ...user.wire,
      dataAccessIdentityProviderIds: kept,
      identityProviderId: isForPeople ? null : identityProviderId,
    };
    store.put({ ...user, wire });
  }
}

export const emulator: EmulatorBehaviour<IdentityProvider> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params, query }) => {
        const federationId = params.federationSettingsId as string;
        if (store.find(FEDERATION, federationId) === undefined) return federationNotFound(federationId);
        const { protocol = 'SAML', idpType = 'WORKFORCE' } = query;
        return {
          status: 200,
          page: store
            .list(KIND, federationId)
            .filter(({ wire }) => wire.protocol === protocol && wire.idpType === idpType)
            .map((document) => shown(store, document)),
        };
      },
    },
    { operation: operations.create, handle: create },
    { operation: operations.update, handle: update },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? notFound(request.params.identityProviderId as string)
          : { status: 200, body: shown(request.store, document) };
      },
    },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.identityProviderId as string);
        remove(request.store, document);
        return { status: 204 };
      },
    },
    {
      operation: operations.revokeKeys,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.identityProviderId as string);
        // Only OIDC providers have keys that Atlas holds; the code is unconfirmed.
        return document.wire.protocol === 'OIDC'
          ? { status: 204 }
          : atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute protocol specified.', ['protocol']);
      },
    },
  ],
  seed: (model, { store }) => {
    const common: JsonObject = {
      createdAt: model.createdAt ?? '2026-01-01T00:00:00Z',
      description: model.description === '' ? null : model.description,
      displayName: model.displayName,
      id: model.id,
      idpType: model.idpType,
      issuerUri: model.issuerUri,
      oktaIdpId: model.oktaIdpId,
      protocol: model.protocol,
      updatedAt: model.updatedAt,
    };
    const own: JsonObject =
      model.protocol === 'SAML'
        ? {
            associatedDomains: model.associatedDomains,
            pemFileInfo: {
              certificates: model.certificates.map(({ notBefore, notAfter }) => ({ notAfter, notBefore })),
              fileName: null,
            },
            requestBinding: model.requestBinding,
            responseSignatureAlgorithm: model.responseSignatureAlgorithm,
            ssoDebugEnabled: model.ssoDebugEnabled,
            ssoUrl: model.ssoUrl,
            status: model.status,
          }
        : {
            audience: model.audience,
            authorizationType: model.authorizationType ?? 'GROUP',
            groupsClaim: model.groupsClaim,
            userClaim: model.userClaim,
            ...(model.idpType === 'WORKFORCE'
              ? {
                  associatedDomains: model.associatedDomains,
                  clientId: model.clientId,
                  requestedScopes: model.requestedScopes,
                }
              : {}),
          };
    store.put({
      kind: KIND,
      parent: model.federationSettingsId,
      id: model.id,
      wire: { ...common, ...own },
      hidden: { orgIds: model.associatedOrgIds },
    });
  },
};
