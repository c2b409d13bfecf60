import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
} from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { roleRefusal, roleUsage } from '../role-usage.ts';
import { awsToWire, azureToWire, googleToWire, operations } from './api.ts';
import type { EncryptionAtRest } from './model.ts';

const KIND = 'encryption-at-rest';
const ROLE = 'cloud-provider-access-role';

// The area was never recorded; codes and statuses are those of Atlas's error list, sentences are unconfirmed.

/** Which part of the configuration serves which provider of a cluster. */
const PARTS = { awsKms: 'AWS', azureKeyVault: 'AZURE', googleCloudKms: 'GCP' } as const;
type Part = keyof typeof PARTS;
const PART_NAMES = Object.keys(PARTS) as readonly Part[];

/** A part that is switched off. That Atlas forgets the rest then is what the Terraform provider's documentation suggests. */
function off(part: Part): JsonObject {
  return part === 'googleCloudKms' ? { enabled: false } : { enabled: false, requirePrivateNetworking: false };
}

const DEFAULT: JsonObject = {
  awsKms: off('awsKms'),
  azureKeyVault: off('azureKeyVault'),
  googleCloudKms: off('googleCloudKms'),
  enabledForSearchNodes: false,
};

function configuration(store: EmulatorStore, groupId: string): JsonObject {
  return store.get(KIND, groupId, groupId)?.wire ?? DEFAULT;
}

function partOf(wire: JsonObject, part: Part): JsonObject {
  const value = wire[part];
  return isObject(value) ? (value as JsonObject) : off(part);
}

const REQUIRED: Readonly<Record<Part, readonly string[]>> = {
  awsKms: ['customerMasterKeyID', 'region'],
  azureKeyVault: ['keyIdentifier', 'keyVaultName', 'resourceGroupName', 'subscriptionID'],
  googleCloudKms: ['keyVersionResourceID'],
};

const STATIC: Readonly<Record<Part, readonly string[]>> = {
  awsKms: ['accessKeyID', 'secretAccessKey'],
  azureKeyVault: ['clientID', 'secret', 'tenantID'],
  googleCloudKms: ['serviceAccountKey'],
};

const SECRETS: readonly string[] = ['secretAccessKey', 'secret', 'serviceAccountKey'];

function refusePart(request: EmulatorRequest, part: Part, posted: JsonObject): EmulatorReply | undefined {
  const groupId = request.params.groupId as string;
  const before = partOf(configuration(request.store, groupId), part);
  const merged: JsonObject = { ...before, ...posted };
  if (merged.enabled !== true) {
    return before.enabled === true && usedByCluster(request, part)
      ? atlasError(
          409,
          'CANNOT_DISABLE_ENCRYPTION_AT_REST',
          'Cannot disable encryption at rest while it is in use by a cluster.',
        )
      : undefined;
  }
  const missing = REQUIRED[part].find((field) => merged[field] === undefined || merged[field] === '');
  if (missing !== undefined) {
    return atlasError(
      400,
      'ENCRYPTION_AT_REST_SETTINGS_INVALID',
      `The encryption at rest settings are invalid: ${missing} is missing.`,
      [missing],
    );
  }
  const { roleId } = merged;
  if (typeof roleId !== 'string') {
    const withKeys = STATIC[part].every((field) => merged[field] !== undefined || before.enabled === true);
    return withKeys
      ? undefined
      : atlasError(
          400,
          'ENCRYPTION_AT_REST_SETTINGS_INVALID',
          'The encryption at rest settings are invalid: neither a role nor credentials were specified.',
        );
  }
  const role = request.store.get(ROLE, groupId, roleId);
  if (role === undefined || role.wire.providerName !== PARTS[part]) {
    return atlasError(
      404,
      'CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND',
      `No cloud provider access role with ID ${roleId} exists.`,
      [roleId],
    );
  }
  return roleRefusal(request.store, groupId, roleId);
}

function usedByCluster(request: EmulatorRequest, part: Part): boolean {
  return request.store
    .list('cluster', request.params.groupId as string)
    .some((cluster) => cluster.wire.encryptionAtRestProvider === PARTS[part]);
}

function mergePart(before: JsonObject, part: Part, posted: JsonObject): JsonObject {
  const merged: JsonObject = { ...before, ...posted };
  if (merged.enabled !== true) return off(part);
  // A role takes the place of static credentials; a secret is taken and never answered.
  const dropped = typeof posted.roleId === 'string' ? STATIC[part].filter((name) => name !== 'tenantID') : SECRETS;
  return {
    ...Object.fromEntries(Object.entries(merged).filter(([name]) => !dropped.includes(name))),
    ...(part === 'googleCloudKms' ? {} : { requirePrivateNetworking: merged.requirePrivateNetworking ?? false }),
    valid: true,
  };
}

const roles = roleUsage('ENCRYPTION_AT_REST', (store, groupId) => {
  const wire = configuration(store, groupId);
  const ids = PART_NAMES.map((part) => partOf(wire, part).roleId).filter((id) => typeof id === 'string');
  return [...new Set(ids)].map((roleId) => ({ roleId, featureId: {} }));
});

function update(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const posted = request.body as JsonObject;
  const before = configuration(request.store, groupId);
  let wire: JsonObject = before;
  for (const part of PART_NAMES) {
    const asked = posted[part];
    if (!isObject(asked)) continue;
    const refused = refusePart(request, part, asked as JsonObject);
    if (refused) return refused;
    wire = { ...wire, [part]: mergePart(partOf(before, part), part, asked as JsonObject) };
  }
  if (posted.enabledForSearchNodes !== undefined) {
    wire = { ...wire, enabledForSearchNodes: posted.enabledForSearchNodes };
  }
  request.store.put({ kind: KIND, parent: groupId, id: groupId, wire });
  roles.note(request.store, groupId);
  return { status: 200, body: wire };
}

/** A cluster can only ask for a provider that the project has configured. */
function clusterNeedsConfiguration(request: EmulatorRequest): EmulatorReply | undefined {
  const provider = isObject(request.body) ? request.body.encryptionAtRestProvider : undefined;
  const part = PART_NAMES.find((name) => PARTS[name] === provider);
  if (part === undefined) return undefined;
  const groupId = request.params.groupId as string;
  return partOf(configuration(request.store, groupId), part).enabled === true
    ? undefined
    : atlasError(
        400,
        'ENCRYPTION_AT_REST_NOT_ENABLED',
        `Encryption at rest with provider ${provider} is not enabled for project ${groupId}.`,
        [String(provider), groupId],
      );
}

export const emulator: EmulatorBehaviour<EncryptionAtRest> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: configuration(store, params.groupId as string) }),
    },
    { operation: operations.update, handle: update },
  ],
  guards: [
    {
      on: ['createGroupCluster', 'updateGroupCluster', 'upgradeGroupClusterTenantUpgrade'],
      check: clusterNeedsConfiguration,
    },
    roles.guard,
  ],
  seed: (model, { store }) => {
    const part = (name: Part, fields: JsonObject): JsonObject => ({
      ...off(name),
      ...fields,
      ...(model.valid[name] === null ? {} : { valid: model.valid[name] }),
    });
    const wire: JsonObject = {
      awsKms: part('awsKms', awsToWire(model.awsKms) as JsonObject),
      azureKeyVault: part('azureKeyVault', azureToWire(model.azureKeyVault) as JsonObject),
      googleCloudKms: part('googleCloudKms', googleToWire(model.googleCloudKms) as JsonObject),
      enabledForSearchNodes: model.enabledForSearchNodes,
    };
    store.put({ kind: KIND, parent: model.projectId, id: model.projectId, wire });
  },
};
