import type {
  EmulatorBehaviour,
  EmulatorReply,
  EmulatorRequest,
  EmulatorStore,
  StoredDocument,
} from '../../core/behaviour.ts';
import { atlasError } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { ConnectedOrganization } from './model.ts';

const KIND = 'connected-organization';
const FEDERATION = 'federation-settings';

const DEFAULTS: JsonObject = {
  dataAccessIdentityProviderIds: [],
  domainAllowList: [],
  domainRestrictionEnabled: false,
  identityProviderId: null,
  instantUserProvisioningDisabled: false,
  postAuthRoleGrants: [],
  roleMappings: [],
  userConflicts: null,
};

/** The organization that a federation belongs to is always connected to it, if only with the defaults. */
function connected(store: EmulatorStore, federationId: string): readonly StoredDocument[] {
  const owner = store.find(FEDERATION, federationId)?.parent;
  if (owner === undefined) return [];
  const documents = store.list(KIND, federationId);
  if (documents.some(({ id }) => id === owner)) return documents;
  return [{ kind: KIND, parent: federationId, id: owner, wire: { ...DEFAULTS, orgId: owner } }, ...documents];
}

/** Unconfirmed: code and sentence. */
function notFound(federationId: string): EmulatorReply {
  return atlasError(404, 'FEDERATION_SETTINGS_NOT_FOUND', `No federation settings with ID ${federationId} exist.`, [
    federationId,
  ]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return connected(store, params.federationSettingsId as string).find(({ id }) => id === params.orgId);
}

/**
 * A PATCH that is half a PUT: without `domainRestrictionEnabled` the restriction ends, and providers that it does not
 * name are disconnected (updateFederationSettingConnectedOrgConfig). Role grants stay (recorded); that domains and role
 * mappings stay too is unconfirmed.
 */
function patched(wire: JsonObject, patch: JsonObject, newId: () => string): JsonObject {
  const { orgId: _orgId, userConflicts: _userConflicts, roleMappings, ...given } = patch;
  const mappings = (roleMappings as readonly JsonObject[] | undefined)?.map((mapping) => ({
    ...mapping,
    id: mapping.id ?? newId(),
  }));
  return {
    ...wire,
    dataAccessIdentityProviderIds: [],
    domainRestrictionEnabled: false,
    identityProviderId: null,
    ...given,
    ...(mappings === undefined ? {} : { roleMappings: mappings }),
  };
}

export const emulator: EmulatorBehaviour<ConnectedOrganization> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => {
        const federationId = params.federationSettingsId as string;
        if (store.find(FEDERATION, federationId) === undefined) return notFound(federationId);
        return { status: 200, page: connected(store, federationId).map(({ wire }) => wire) };
      },
    },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined
          ? notFound(request.params.federationSettingsId as string)
          : { status: 200, body: document.wire };
      },
    },
    {
      operation: operations.update,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request.params.federationSettingsId as string);
        const wire = patched(document.wire, request.body as JsonObject, request.newId);
        request.store.put({ ...document, wire });
        return { status: 200, body: wire };
      },
    },
  ],
  seed: (model, { store, idFor }) => {
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
        roleMappings: model.roleMappings.map(({ id, externalGroupName, roleAssignments }) => ({
          externalGroupName,
          id: id ?? idFor(`role mapping ${externalGroupName}`),
          roleAssignments: roleAssignments.map(({ role, orgId, projectId }) => ({
            groupId: projectId ?? null,
            orgId: orgId ?? null,
            role,
          })),
        })),
        userConflicts: model.userConflictCount === null ? null : conflicts,
      },
    });
  },
};
