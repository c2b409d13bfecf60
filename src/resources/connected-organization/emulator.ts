import type {
  EmulatorBehaviour,
  EmulatorReply,
  EmulatorRequest,
  EmulatorStore,
  StoredDocument,
} from '../../core/behaviour.ts';
import { atlasError } from '../../core/behaviour.ts';
import { type JsonObject, sameJson } from '../../core/json.ts';
import { operations } from './api.ts';
import type { ConnectedOrganization } from './model.ts';

const KIND = 'connected-organization';
const FEDERATION = 'federation-settings';
const MAPPING = 'role-mapping';
const PROVIDER = 'identity-provider';
/** Organizations that left the federation that they began with. */
const LEFT = 'disconnected-organization';

const DEFAULTS: JsonObject = {
  dataAccessIdentityProviderIds: [],
  domainAllowList: [],
  domainRestrictionEnabled: false,
  identityProviderId: null,
  instantUserProvisioningDisabled: false,
  postAuthRoleGrants: [],
  userConflicts: null,
};

/** The organization that a federation belongs to is connected to it from the start, if only with the defaults. */
function connected(store: EmulatorStore, federationId: string): readonly StoredDocument[] {
  const owner = store.find(FEDERATION, federationId)?.parent;
  if (owner === undefined) return [];
  const documents = store.list(KIND, federationId);
  const isThere = documents.some(({ id }) => id === owner) || store.get(LEFT, federationId, owner) !== undefined;
  if (isThere) return documents;
  return [{ kind: KIND, parent: federationId, id: owner, wire: { ...DEFAULTS, orgId: owner } }, ...documents];
}

/** The mappings are resources of their own, and shown here too. */
function shown(store: EmulatorStore, { parent, id, wire }: StoredDocument): JsonObject {
  return { ...wire, roleMappings: store.list(MAPPING, `${parent}/${id}`).map((mapping) => mapping.wire) };
}

/** Unconfirmed: code and sentence. */
function notFound(federationId: string): EmulatorReply {
  return atlasError(404, 'FEDERATION_SETTINGS_NOT_FOUND', `No federation settings with ID ${federationId} exist.`, [
    federationId,
  ]);
}

function invalid(reason: string): EmulatorReply {
  return atlasError(400, 'VALIDATION_ERROR', `The request content produced the validation error: ${reason}.`, [reason]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return connected(store, params.federationSettingsId as string).find(({ id }) => id === params.orgId);
}

/**
 * A PATCH that is half a PUT: without `domainRestrictionEnabled` the restriction ends, and providers that it does not
 * name are disconnected (updateFederationSettingConnectedOrgConfig). Role grants stay (recorded), and role mappings do
 * (Terraform provider); that domains stay too is unconfirmed.
 */
function patched(wire: JsonObject, patch: JsonObject): JsonObject {
  const { orgId: _orgId, userConflicts: _userConflicts, roleMappings: _roleMappings, ...given } = patch;
  return {
    ...wire,
    dataAccessIdentityProviderIds: [],
    domainRestrictionEnabled: false,
    identityProviderId: null,
    ...given,
  };
}

/** Refusals that the Terraform provider knows by this code, and the note of the operation's page on mappings and grants. */
function refused(before: JsonObject, patch: JsonObject): EmulatorReply | undefined {
  const { identityProviderId, postAuthRoleGrants, roleMappings } = patch;
  if (typeof identityProviderId === 'string' && !/^[0-9a-z]{20}$/.test(identityProviderId))
    return invalid('identityProviderId is no legacy id of an identity provider');
  if (identityProviderId !== undefined && identityProviderId !== null) return undefined;
  const grants = postAuthRoleGrants !== undefined && !sameJson(postAuthRoleGrants, before.postAuthRoleGrants);
  // An empty list is taken (recorded).
  const maps = Array.isArray(roleMappings) && roleMappings.length > 0;
  return grants || maps
    ? invalid('role mappings and post authorization role grants need an identity provider')
    : undefined;
}

/** What a PATCH says of the mappings replaces them all. */
function putMappings({ store, newId, body, params }: EmulatorRequest): void {
  const { roleMappings } = body as { readonly roleMappings?: readonly JsonObject[] };
  if (roleMappings === undefined) return;
  const parent = `${params.federationSettingsId}/${params.orgId}`;
  for (const { id } of store.list(MAPPING, parent)) store.remove(MAPPING, parent, id);
  for (const mapping of roleMappings) {
    const id = typeof mapping.id === 'string' ? mapping.id : newId();
    store.put({ kind: MAPPING, parent, id, wire: { ...mapping, id } });
  }
}

function remove(request: EmulatorRequest): EmulatorReply {
  const { store } = request;
  const federationId = request.params.federationSettingsId as string;
  const document = found(request);
  if (document === undefined) return notFound(federationId);
  // Documented; with which code is unconfirmed.
  if (connected(store, federationId).length < 2) return invalid('the federation has no other connected organization');
  store.remove(KIND, federationId, document.id);
  for (const { id } of store.list(MAPPING, `${federationId}/${document.id}`))
    store.remove(MAPPING, `${federationId}/${document.id}`, id);
  if (store.find(FEDERATION, federationId)?.parent === document.id)
    store.put({ kind: LEFT, parent: federationId, id: document.id, wire: {} });
  return { status: 204 };
}

/** The organizations that use a provider, for people or for data. */
function usersOf({ store, params }: EmulatorRequest): readonly StoredDocument[] {
  const { federationSettingsId = '', identityProviderId = '' } = params;
  const legacyId = store.get(PROVIDER, federationSettingsId, identityProviderId)?.wire.oktaIdpId;
  return store.list(KIND, federationSettingsId).filter(({ wire }) => {
    const forData = (wire.dataAccessIdentityProviderIds ?? []) as readonly string[];
    return (
      forData.includes(identityProviderId) || (typeof legacyId === 'string' && wire.identityProviderId === legacyId)
    );
  });
}

/**
 * Documented: a provider that several organizations use, or one that the caller does not own, is neither deleted nor, where
 * it is one for people, switched off. With which code is unconfirmed.
 */
function providerInUse(request: EmulatorRequest): EmulatorReply | undefined {
  const { operation, body, caller } = request;
  const isSwitch = operation.method === 'PATCH';
  if (isSwitch && (body as JsonObject | undefined)?.status !== 'INACTIVE') return undefined;
  const users = usersOf(request);
  return users.length > 1 || users.some(({ id }) => id !== caller.orgId)
    ? invalid('other organizations are connected to the identity provider')
    : undefined;
}

export const emulator: EmulatorBehaviour<ConnectedOrganization> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => {
        const federationId = params.federationSettingsId as string;
        if (store.find(FEDERATION, federationId) === undefined) return notFound(federationId);
        return { status: 200, page: connected(store, federationId).map((document) => shown(store, document)) };
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? notFound(request.params.federationSettingsId as string)
          : { status: 200, body: shown(request.store, document) };
      },
    },
    {
      operation: operations.update,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.federationSettingsId as string);
        const patch = request.body as JsonObject;
        const refusal = refused(document.wire, patch);
        if (refusal !== undefined) return refusal;
        const changed = { ...document, wire: patched(document.wire, patch) };
        request.store.put(changed);
        putMappings(request);
        return { status: 200, body: shown(request.store, changed) };
      },
    },
    { operation: operations.delete, handle: remove },
  ],
  guards: [
    {
      on: [
        'createFederationSettingConnectedOrgConfigRoleMapping',
        'listFederationSettingConnectedOrgConfigRoleMappings',
      ],
      check: (request) =>
        found(request) === undefined ? notFound(request.params.federationSettingsId as string) : undefined,
    },
    {
      on: ['deleteFederationSettingIdentityProvider', 'updateFederationSettingIdentityProvider'],
      check: providerInUse,
    },
  ],
  seed: (model, { store }) => {
    const conflicts = Array.from({ length: model.userConflictCount ?? 0 }, (_, position) => ({
      // Who they are is no part of the model.
      emailAddress: `member-${position + 1}@example.net`,
      federationSettingsId: model.federationSettingsId,
      firstName: 'Example',
      lastName: 'Person',
    }));
    store.put({
      kind: KIND,
      parent: model.federationSettingsId,
      id: model.connectedOrgId,
      wire: {
        dataAccessIdentityProviderIds: model.dataAccessIdentityProviderIds,
        domainAllowList: model.domainAllowList,
        domainRestrictionEnabled: model.domainRestrictionEnabled,
        identityProviderId: model.identityProviderId,
        instantUserProvisioningDisabled: model.instantUserProvisioningDisabled,
        orgId: model.connectedOrgId,
        postAuthRoleGrants: model.postAuthRoleGrants,
        userConflicts: model.userConflictCount === null ? null : conflicts,
      },
    });
  },
};
