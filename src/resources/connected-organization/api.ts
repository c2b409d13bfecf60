import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import type { UpdateChange } from '../../core/change.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import type { ConnectedOrganization } from './model.ts';

const roleMapping = z.strictObject({
  externalGroupName: z.string().min(1).max(200),
  id: z.string().nullish(),
  roleAssignments: z.array(
    z.strictObject({ groupId: z.string().nullish(), orgId: z.string().nullish(), role: z.string() }),
  ),
});

const settings = {
  dataAccessIdentityProviderIds: z.array(z.string()).optional(),
  domainAllowList: z.array(z.string()).optional(),
  domainRestrictionEnabled: z.boolean(),
  identityProviderId: z.string().nullish(),
  // Missing in recordings from before August 2026.
  instantUserProvisioningDisabled: z.boolean().nullish(),
  postAuthRoleGrants: z.array(z.string()).nullish(),
  roleMappings: z.array(roleMapping).optional(),
};

const wire = z.strictObject({
  ...settings,
  orgId: z.string(),
  // Null, although the contract of Atlas says an array (recorded).
  userConflicts: z
    .array(
      z.strictObject({
        emailAddress: z.string(),
        federationSettingsId: z.string(),
        firstName: z.string(),
        lastName: z.string(),
        userId: z.string().optional(),
      }),
    )
    .nullish(),
});

/** The organization's id and its conflicts are read only, and yet accepted: clients send back what they read (recorded). */
const request = z.strictObject({
  ...settings,
  // Required by the contract; left out it becomes false.
  domainRestrictionEnabled: z.boolean().optional(),
  orgId: z.string().optional(),
  userConflicts: z.array(z.unknown()).nullish(),
});

const reading = z.looseObject({
  dataAccessIdentityProviderIds: z.array(z.string()).nullish(),
  domainAllowList: z.array(z.string()).nullish(),
  domainRestrictionEnabled: z.boolean(),
  identityProviderId: z.string().nullish(),
  instantUserProvisioningDisabled: z.boolean().nullish(),
  orgId: z.string(),
  postAuthRoleGrants: z.array(z.string()).nullish(),
  userConflicts: z.array(z.unknown()).nullish(),
});

const base = { version: '2023-01-01', role: 'ORG_OWNER', success: 200, response: wire } as const;
const path = '/api/atlas/v2/federationSettings/{federationSettingsId}/connectedOrgConfigs';

export const operations = {
  // Recorded: a limit of 300 for the list, of 500 for one organization.
  list: {
    ...base,
    id: 'listFederationSettingConnectedOrgConfigs',
    linkDefaults: {},
    method: 'GET',
    path,
    bucket: buckets.rootLists,
    shape: 'page',
  },
  get: {
    ...base,
    id: 'getFederationSettingConnectedOrgConfig',
    method: 'GET',
    path: `${path}/{orgId}`,
    bucket: buckets.organization,
    shape: 'object',
  },
  update: {
    ...base,
    id: 'updateFederationSettingConnectedOrgConfig',
    method: 'PATCH',
    path: `${path}/{orgId}`,
    bucket: buckets.organization,
    shape: 'object',
    request,
  },
  delete: {
    id: 'removeFederationSettingConnectedOrgConfig',
    method: 'DELETE',
    path: `${path}/{orgId}`,
    version: '2023-01-01',
    role: 'ORG_OWNER',
    bucket: buckets.organization,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

type Federation = Pick<FederationSettings, 'orgId' | 'id'>;

function fromWire(item: unknown, federation: Federation): ConnectedOrganization {
  const config = reading.parse(item);
  return {
    orgId: federation.orgId,
    federationSettingsId: federation.id,
    connectedOrgId: config.orgId,
    identityProviderId: config.identityProviderId ?? null,
    dataAccessIdentityProviderIds: [...(config.dataAccessIdentityProviderIds ?? [])].sort(),
    domainRestrictionEnabled: config.domainRestrictionEnabled,
    domainAllowList: [...(config.domainAllowList ?? [])].sort(),
    postAuthRoleGrants: [...(config.postAuthRoleGrants ?? [])].sort(),
    instantUserProvisioningDisabled: config.instantUserProvisioningDisabled ?? null,
    userConflictCount: config.userConflicts?.length ?? null,
  };
}

export const read: ResourceRead<ConnectedOrganization, FederationSettings> = {
  from: 'federation-settings',
  operations: [operations.list],
  calls: (federation) => [callOf(operations.list, { federationSettingsId: federation.id })],
  parse: (item, federation) => [fromWire(item, federation)],
};

function parametersOf({ federationSettingsId, connectedOrgId }: ConnectedOrganization) {
  return { federationSettingsId, orgId: connectedOrgId };
}

/**
 * The PATCH is half a PUT: without `domainRestrictionEnabled` the restriction ends, and providers that it does not name are
 * disconnected (updateFederationSettingConnectedOrgConfig). So what stands goes along; domains and provisioning too, because
 * that they would stay is unconfirmed. Role grants stay (recorded), and so do role mappings (the Terraform provider leaves
 * them out); both are refused where no provider is connected.
 */
function updateCall({ before, after }: UpdateChange<ConnectedOrganization>): ApiCall {
  const { identityProviderId, instantUserProvisioningDisabled, postAuthRoleGrants } = after;
  return callOf(operations.update, parametersOf(before), {
    body: {
      dataAccessIdentityProviderIds: after.dataAccessIdentityProviderIds,
      domainAllowList: after.domainAllowList,
      domainRestrictionEnabled: after.domainRestrictionEnabled,
      // Left out, it disconnects; an empty text is refused (Terraform provider).
      ...(identityProviderId === null ? {} : { identityProviderId }),
      ...(instantUserProvisioningDisabled === null ? {} : { instantUserProvisioningDisabled }),
      ...(sameJson(before.postAuthRoleGrants, postAuthRoleGrants) ? {} : { postAuthRoleGrants }),
    },
  });
}

/** Nothing connects an organization but a person in the console. */
export const write: ResourceWrite<ConnectedOrganization> = {
  operations: [operations.get, operations.update, operations.delete],
  update: (change) => [updateCall(change)],
  delete: ({ before }) => [callOf(operations.delete, parametersOf(before))],
  find: (model) => ({
    call: callOf(operations.get, parametersOf(model)),
    parse: (body) =>
      body === undefined ? undefined : fromWire(body, { orgId: model.orgId, id: model.federationSettingsId }),
  }),
};
