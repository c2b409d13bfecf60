import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, objectId } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { CloudProviderAccessRole } from './model.ts';

const featureUsages = z.array(
  z.strictObject({ featureType: z.string(), featureId: z.looseObject({}).nullable().optional() }),
);

/** Recorded: an AWS role shows null for its ARN and its authorised date until both are known. */
const awsRole = z.strictObject({
  atlasAWSAccountArn: z.string(),
  atlasAssumedRoleExternalId: z.string(),
  authorizedDate: z.string().nullable().optional(),
  createdDate: z.string(),
  featureUsages,
  iamAssumedRoleArn: z.string().nullable().optional(),
  providerName: z.literal('AWS'),
  roleId: objectId,
});

const azurePrincipal = z.strictObject({
  _id: objectId,
  atlasAzureAppId: z.string(),
  createdDate: z.string(),
  featureUsages,
  lastUpdatedDate: z.string().nullable().optional(),
  providerName: z.literal('AZURE'),
  servicePrincipalId: z.string(),
  tenantId: z.string(),
});

const gcpAccount = z.strictObject({
  createdDate: z.string(),
  featureUsages,
  gcpServiceAccountForAtlas: z.string().nullable().optional(),
  providerName: z.literal('GCP'),
  roleId: objectId,
  status: z.enum(['NOT_INITIATED', 'IN_PROGRESS', 'COMPLETE', 'FAILED']).nullable().optional(),
});

const wire = z.union([awsRole, azurePrincipal, gcpAccount]);

const azureFields = {
  providerName: z.literal('AZURE'),
  atlasAzureAppId: z.string().optional(),
  servicePrincipalId: z.string().optional(),
  tenantId: z.string().optional(),
};

const base = { version: '2023-01-01', bucket: buckets.cloudProviderAccess } as const;
const collection = '/api/atlas/v2/groups/{groupId}/cloudProviderAccess';

export const operations = {
  // One object with a list for each cloud, not paged.
  list: {
    ...base,
    id: 'listGroupCloudProviderAccess',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: z.strictObject({
      awsIamRoles: z.array(awsRole),
      azureServicePrincipals: z.array(azurePrincipal),
      gcpServiceAccounts: z.array(gcpAccount),
    }),
  },
  // 200, not 201: one of the few POSTs that say so (recordings of the Atlas CLI).
  create: {
    ...base,
    id: 'createGroupCloudProviderAccess',
    method: 'POST',
    path: collection,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request: z.union([
      z.strictObject({ providerName: z.literal('AWS') }),
      z.strictObject(azureFields),
      z.strictObject({ providerName: z.literal('GCP') }),
    ]),
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupCloudProviderAccess',
    method: 'GET',
    path: `${collection}/{roleId}`,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  authorize: {
    ...base,
    id: 'authorizeGroupCloudProviderAccessRole',
    method: 'PATCH',
    path: `${collection}/{roleId}`,
    role: 'GROUP_OWNER',
    success: 200,
    shape: 'object',
    request: z.union([
      z.strictObject({ providerName: z.literal('AWS'), iamAssumedRoleArn: z.string().optional() }),
      z.strictObject(azureFields),
      z.strictObject({ providerName: z.literal('GCP') }),
    ]),
    response: wire,
  },
  deauthorize: {
    ...base,
    id: 'deauthorizeGroupCloudProviderAccessRole',
    method: 'DELETE',
    path: `${collection}/{cloudProvider}/{roleId}`,
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const readingUsages = z.array(z.looseObject({ featureType: z.string() })).nullish();

const reading = z.looseObject({
  awsIamRoles: z
    .array(
      z.looseObject({
        roleId: z.string(),
        atlasAWSAccountArn: z.string().nullish(),
        atlasAssumedRoleExternalId: z.string().nullish(),
        authorizedDate: z.string().nullish(),
        createdDate: z.string().nullish(),
        iamAssumedRoleArn: z.string().nullish(),
        featureUsages: readingUsages,
      }),
    )
    .nullish(),
  azureServicePrincipals: z
    .array(
      z.looseObject({
        _id: z.string(),
        atlasAzureAppId: z.string().nullish(),
        servicePrincipalId: z.string().nullish(),
        tenantId: z.string().nullish(),
        createdDate: z.string().nullish(),
        featureUsages: readingUsages,
      }),
    )
    .nullish(),
  gcpServiceAccounts: z
    .array(
      z.looseObject({
        roleId: z.string(),
        gcpServiceAccountForAtlas: z.string().nullish(),
        status: z.enum(['NOT_INITIATED', 'IN_PROGRESS', 'COMPLETE', 'FAILED']).nullish(),
        createdDate: z.string().nullish(),
        featureUsages: readingUsages,
      }),
    )
    .nullish(),
});

/** What only one cloud's roles have. */
const notGiven = {
  authorizedDate: null,
  atlasAwsAccountArn: null,
  externalId: null,
  serviceAccount: null,
  status: null,
};

function usedBy(usages: readonly { readonly featureType: string }[] | null | undefined): readonly string[] {
  return [...new Set((usages ?? []).map((usage) => usage.featureType))].sort();
}

/** The three lists as our models. */
export function fromWire(body: unknown, projectId: string): readonly CloudProviderAccessRole[] {
  const lists = reading.parse(body);
  return [
    ...(lists.awsIamRoles ?? []).map(
      (role): CloudProviderAccessRole => ({
        projectId,
        id: role.roleId,
        usedBy: usedBy(role.featureUsages),
        createdDate: role.createdDate ?? null,
        ...notGiven,
        provider: 'AWS',
        iamAssumedRoleArn: role.iamAssumedRoleArn ?? null,
        authorizedDate: role.authorizedDate ?? null,
        atlasAwsAccountArn: role.atlasAWSAccountArn ?? null,
        externalId: role.atlasAssumedRoleExternalId ?? null,
      }),
    ),
    ...(lists.azureServicePrincipals ?? []).map(
      (principal): CloudProviderAccessRole => ({
        projectId,
        id: principal._id,
        usedBy: usedBy(principal.featureUsages),
        createdDate: principal.createdDate ?? null,
        ...notGiven,
        provider: 'AZURE',
        atlasAzureAppId: principal.atlasAzureAppId ?? '',
        servicePrincipalId: principal.servicePrincipalId ?? '',
        tenantId: principal.tenantId ?? '',
      }),
    ),
    ...(lists.gcpServiceAccounts ?? []).map(
      (account): CloudProviderAccessRole => ({
        projectId,
        id: account.roleId,
        usedBy: usedBy(account.featureUsages),
        createdDate: account.createdDate ?? null,
        ...notGiven,
        provider: 'GCP',
        serviceAccount: account.gcpServiceAccountForAtlas ?? null,
        status: account.status ?? null,
      }),
    ),
  ];
}

function azureBody(model: CloudProviderAccessRole): Readonly<Record<string, Body>> {
  if (model.provider !== 'AZURE') return { providerName: model.provider };
  const { provider: providerName, atlasAzureAppId, servicePrincipalId, tenantId } = model;
  return { providerName, atlasAzureAppId, servicePrincipalId, tenantId };
}

/** What authorises a role: the customer's own role for AWS, the principal again for Azure. */
function authorizeBody(model: CloudProviderAccessRole): Body {
  return model.provider === 'AWS' && model.iamAssumedRoleArn !== null
    ? { providerName: 'AWS', iamAssumedRoleArn: model.iamAssumedRoleArn }
    : azureBody(model);
}

/** True for the role that a create would have made: AWS gives it no name until it is authorised. */
function isSame(wanted: CloudProviderAccessRole, found: CloudProviderAccessRole): boolean {
  if (wanted.projectId !== found.projectId) return false;
  if (wanted.provider === 'AWS') {
    return found.provider === 'AWS' && wanted.iamAssumedRoleArn === found.iamAssumedRoleArn;
  }
  if (wanted.provider === 'AZURE') {
    return found.provider === 'AZURE' && wanted.servicePrincipalId === found.servicePrincipalId;
  }
  return found.provider === 'GCP';
}

const paths = (model: CloudProviderAccessRole) => ({
  groupId: model.projectId,
  roleId: model.id ?? '',
  cloudProvider: model.provider,
});

const list = (projectId: string) => callOf(operations.list, { groupId: projectId });

export const read: ResourceRead<CloudProviderAccessRole, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [list(project.id)],
  parse: (item, project) => fromWire(item, project.id),
};

export const write: ResourceWrite<CloudProviderAccessRole> = {
  operations: [operations.create, operations.authorize, operations.deauthorize, operations.list],
  // An AWS role is made in two steps with the customer's trust policy between them, which needs the external id of the
  // first answer: this makes the role, an update authorises it. One that is authorised already cannot be made in one go.
  create: ({ after }) =>
    after.provider === 'AWS' && after.iamAssumedRoleArn !== null
      ? []
      : [callOf(operations.create, { groupId: after.projectId }, { body: azureBody(after) })],
  update: ({ before, after }) => [callOf(operations.authorize, paths(before), { body: authorizeBody(after) })],
  delete: ({ before }) => [callOf(operations.deauthorize, paths(before))],
  find: (model) => ({
    call: list(model.projectId),
    parse: (body) => {
      const roles = fromWire(body, model.projectId);
      return model.id === null ? roles.find((role) => isSame(model, role)) : roles.find(({ id }) => id === model.id);
    },
  }),
  settle: (change) =>
    change.type === 'delete' || change.after.provider !== 'GCP'
      ? []
      : [
          {
            call: list(change.after.projectId),
            state: (status, body) => {
              if (status !== 200) return 'pending';
              const account = fromWire(body, change.after.projectId).find(({ provider }) => provider === 'GCP');
              if (account?.provider !== 'GCP') return { failed: 'Atlas no longer lists its service account.' };
              if (account.status === 'FAILED') return { failed: 'Atlas could not make its service account.' };
              return account.status === 'COMPLETE' || account.status === null ? 'settled' : 'pending';
            },
          },
        ],
  isSame,
};
