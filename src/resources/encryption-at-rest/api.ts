import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { Change, SecretSource } from '../../core/change.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { AwsKms, AzureKeyVault, EncryptionAtRest, GoogleCloudKms } from './model.ts';

const text = z.string().nullable().optional();
const flag = z.boolean().nullable().optional();
const environment = z.enum(['AZURE', 'AZURE_CHINA', 'AZURE_US_GOVERNMENT']);

// This area was never recorded: the shapes are the contract's, with null allowed for what is not set. No secret is answered.
const wire = z.strictObject({
  awsKms: z
    .strictObject({
      accessKeyID: text,
      customerMasterKeyID: text,
      enabled: z.boolean(),
      region: text,
      requirePrivateNetworking: flag,
      // Write-only by the contract, but the Terraform provider reads it back.
      roleId: text,
      valid: flag,
    })
    .optional(),
  azureKeyVault: z
    .strictObject({
      azureEnvironment: environment.nullable().optional(),
      clientID: text,
      enabled: z.boolean(),
      keyIdentifier: text,
      keyVaultName: text,
      requirePrivateNetworking: flag,
      resourceGroupName: text,
      roleId: text,
      subscriptionID: text,
      tenantID: text,
      valid: flag,
    })
    .optional(),
  googleCloudKms: z
    .strictObject({ enabled: z.boolean(), keyVersionResourceID: text, roleId: text, valid: flag })
    .optional(),
  enabledForSearchNodes: z.boolean().optional(),
});

const given = z.string().optional();

const request = z.strictObject({
  awsKms: z
    .strictObject({
      accessKeyID: given,
      customerMasterKeyID: given,
      enabled: z.boolean().optional(),
      region: given,
      requirePrivateNetworking: z.boolean().optional(),
      roleId: given,
      secretAccessKey: given,
    })
    .optional(),
  azureKeyVault: z
    .strictObject({
      azureEnvironment: environment.optional(),
      clientID: given,
      enabled: z.boolean().optional(),
      keyIdentifier: given,
      keyVaultName: given,
      requirePrivateNetworking: z.boolean().optional(),
      resourceGroupName: given,
      roleId: given,
      secret: given,
      subscriptionID: given,
      tenantID: given,
    })
    .optional(),
  googleCloudKms: z
    .strictObject({
      enabled: z.boolean().optional(),
      keyVersionResourceID: given,
      roleId: given,
      serviceAccountKey: given,
    })
    .optional(),
  enabledForSearchNodes: z.boolean().optional(),
});

const base = {
  path: '/api/atlas/v2/groups/{groupId}/encryptionAtRest',
  version: '2023-01-01',
  bucket: buckets.encryptionAtRest,
  success: 200,
  shape: 'object',
  response: wire,
} as const;

export const operations = {
  get: { ...base, id: 'getGroupEncryptionAtRest', method: 'GET', role: 'GROUP_READ_ONLY' },
  update: { ...base, id: 'updateGroupEncryptionAtRest', method: 'PATCH', role: 'GROUP_OWNER', request },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  awsKms: z
    .looseObject({
      enabled: z.boolean().nullish(),
      valid: z.boolean().nullish(),
      customerMasterKeyID: z.string().nullish(),
      region: z.string().nullish(),
      roleId: z.string().nullish(),
      accessKeyID: z.string().nullish(),
      requirePrivateNetworking: z.boolean().nullish(),
    })
    .nullish(),
  azureKeyVault: z
    .looseObject({
      enabled: z.boolean().nullish(),
      valid: z.boolean().nullish(),
      azureEnvironment: environment.nullish(),
      subscriptionID: z.string().nullish(),
      tenantID: z.string().nullish(),
      clientID: z.string().nullish(),
      resourceGroupName: z.string().nullish(),
      keyVaultName: z.string().nullish(),
      keyIdentifier: z.string().nullish(),
      roleId: z.string().nullish(),
      requirePrivateNetworking: z.boolean().nullish(),
    })
    .nullish(),
  googleCloudKms: z
    .looseObject({
      enabled: z.boolean().nullish(),
      valid: z.boolean().nullish(),
      keyVersionResourceID: z.string().nullish(),
      roleId: z.string().nullish(),
    })
    .nullish(),
  enabledForSearchNodes: z.boolean().nullish(),
});

/** Text that is set: Atlas writes both null and "" for what is not. */
const set = (value: string | null | undefined): string | null => (value === '' ? null : (value ?? null));

/** The wire object as our model. */
export function fromWire(body: unknown, projectId: string): EncryptionAtRest {
  const { awsKms: aws, azureKeyVault: azure, googleCloudKms: google, enabledForSearchNodes } = reading.parse(body);
  return {
    projectId,
    awsKms: {
      enabled: aws?.enabled ?? false,
      keyId: set(aws?.customerMasterKeyID),
      region: set(aws?.region),
      roleId: set(aws?.roleId),
      accessKeyId: set(aws?.accessKeyID),
      requirePrivateNetworking: aws?.requirePrivateNetworking ?? false,
    },
    azureKeyVault: {
      enabled: azure?.enabled ?? false,
      azureEnvironment: azure?.azureEnvironment ?? null,
      subscriptionId: set(azure?.subscriptionID),
      tenantId: set(azure?.tenantID),
      clientId: set(azure?.clientID),
      resourceGroupName: set(azure?.resourceGroupName),
      keyVaultName: set(azure?.keyVaultName),
      keyIdentifier: set(azure?.keyIdentifier),
      roleId: set(azure?.roleId),
      requirePrivateNetworking: azure?.requirePrivateNetworking ?? false,
    },
    googleCloudKms: {
      enabled: google?.enabled ?? false,
      keyVersionResourceId: set(google?.keyVersionResourceID),
      roleId: set(google?.roleId),
    },
    enabledForSearchNodes: enabledForSearchNodes ?? false,
    valid: {
      awsKms: aws?.valid ?? null,
      azureKeyVault: azure?.valid ?? null,
      googleCloudKms: google?.valid ?? null,
    },
  };
}

type Fields = Readonly<Record<string, Body>>;

function onlySet(fields: Readonly<Record<string, Body | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Body] => entry[1] !== null && entry[1] !== undefined),
  );
}

/** The wire form of AWS's part, without any secret. */
export function awsToWire(kms: AwsKms): Fields {
  const { enabled, requirePrivateNetworking } = kms;
  if (!enabled) return { enabled };
  return onlySet({
    enabled,
    customerMasterKeyID: kms.keyId,
    region: kms.region,
    roleId: kms.roleId,
    accessKeyID: kms.accessKeyId,
    requirePrivateNetworking,
  });
}

/** The wire form of Azure's part, without any secret. */
export function azureToWire(vault: AzureKeyVault): Fields {
  const { enabled, requirePrivateNetworking, azureEnvironment, resourceGroupName, keyVaultName, keyIdentifier } = vault;
  if (!enabled) return { enabled };
  return onlySet({
    enabled,
    azureEnvironment,
    subscriptionID: vault.subscriptionId,
    tenantID: vault.tenantId,
    clientID: vault.clientId,
    resourceGroupName,
    keyVaultName,
    keyIdentifier,
    roleId: vault.roleId,
    requirePrivateNetworking,
  });
}

/** The wire form of Google Cloud's part, without any secret. */
export function googleToWire(kms: GoogleCloudKms): Fields {
  const { enabled, roleId } = kms;
  return enabled ? onlySet({ enabled, keyVersionResourceID: kms.keyVersionResourceId, roleId }) : { enabled };
}

/** A static credential must be sent again whenever its provider's part is: Atlas answers none that could be kept. */
function secretInputs(change: Change<EncryptionAtRest>): Readonly<Record<string, SecretSource>> {
  if (change.type !== 'update') return {};
  const { before, after } = change;
  const environment = (name: string): SecretSource => ({ from: 'environment', name });
  const { awsKms, azureKeyVault, googleCloudKms } = after;
  return {
    ...(awsKms.enabled && awsKms.accessKeyId !== null && !sameJson(before.awsKms, awsKms)
      ? { 'awsKms.secretAccessKey': environment('FIVEFOLD_AWS_KMS_SECRET_ACCESS_KEY') }
      : {}),
    ...(azureKeyVault.enabled && azureKeyVault.roleId === null && !sameJson(before.azureKeyVault, azureKeyVault)
      ? { 'azureKeyVault.secret': environment('FIVEFOLD_AZURE_KEY_VAULT_SECRET') }
      : {}),
    ...(googleCloudKms.enabled && googleCloudKms.roleId === null && !sameJson(before.googleCloudKms, googleCloudKms)
      ? { 'googleCloudKms.serviceAccountKey': environment('FIVEFOLD_GOOGLE_CLOUD_KMS_SERVICE_ACCOUNT_KEY') }
      : {}),
  };
}

function toBody(change: Change<EncryptionAtRest>): Body {
  if (change.type !== 'update') return {};
  const { before, after } = change;
  const asked = secretInputs(change);
  const secret = (name: string, field: string): Fields => (name in asked ? { [field]: { $secret: name } } : {});
  return {
    ...(sameJson(before.awsKms, after.awsKms)
      ? {}
      : { awsKms: { ...awsToWire(after.awsKms), ...secret('awsKms.secretAccessKey', 'secretAccessKey') } }),
    ...(sameJson(before.azureKeyVault, after.azureKeyVault)
      ? {}
      : { azureKeyVault: { ...azureToWire(after.azureKeyVault), ...secret('azureKeyVault.secret', 'secret') } }),
    ...(sameJson(before.googleCloudKms, after.googleCloudKms)
      ? {}
      : {
          googleCloudKms: {
            ...googleToWire(after.googleCloudKms),
            ...secret('googleCloudKms.serviceAccountKey', 'serviceAccountKey'),
          },
        }),
    ...(before.enabledForSearchNodes === after.enabledForSearchNodes
      ? {}
      : { enabledForSearchNodes: after.enabledForSearchNodes }),
  };
}

export const read: ResourceRead<EncryptionAtRest, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<EncryptionAtRest> = {
  operations: [operations.update, operations.get],
  update: (change) => [callOf(operations.update, { groupId: change.after.projectId }, { body: toBody(change) })],
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId }),
    parse: (body) => fromWire(body, model.projectId),
  }),
  secretInputs,
};
