import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { FederationSettings } from '../federation-settings/model.ts';
import type { ConnectedOrganization, RoleMappingAssignment } from './model.ts';

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
  roleMappings: z
    .array(
      z.looseObject({
        externalGroupName: z.string(),
        id: z.string().nullish(),
        roleAssignments: z
          .array(z.looseObject({ groupId: z.string().nullish(), orgId: z.string().nullish(), role: z.string() }))
          .nullish(),
      }),
    )
    .nullish(),
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
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, federation: FederationSettings): ConnectedOrganization {
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
    roleMappings: (config.roleMappings ?? [])
      .map(({ id, externalGroupName, roleAssignments }) => ({
        id: id ?? null,
        externalGroupName,
        roleAssignments: (roleAssignments ?? []).map(
          ({ groupId, orgId, role }): RoleMappingAssignment =>
            groupId ? { role, projectId: groupId } : { role, orgId: orgId ?? config.orgId },
        ),
      }))
      .sort((a, b) => (a.externalGroupName < b.externalGroupName ? -1 : 1)),
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
