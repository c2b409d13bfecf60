import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { addSeconds } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { CloudProviderAccessRole } from './model.ts';

const KIND = 'cloud-provider-access-role';
/** Atlas's own account, as recorded (listGroupCloudProviderAccess). */
const ATLAS_ACCOUNT = 'arn:aws:iam::299602853325:root';

function notFound(request: EmulatorRequest): EmulatorReply {
  const { roleId = '' } = request.params;
  // Code: the Terraform provider branches on it; the sentence is unconfirmed.
  return atlasError(
    404,
    'CLOUD_PROVIDER_ACCESS_ROLE_NOT_FOUND',
    `No cloud provider access role with ID ${roleId} exists.`,
    [roleId],
  );
}

function found(request: EmulatorRequest): StoredDocument | undefined {
  return request.store.get(KIND, request.params.groupId as string, request.params.roleId as string);
}

function missing(attribute: string): EmulatorReply {
  return atlasError(400, 'MISSING_ATTRIBUTE', `The required attribute ${attribute} was not specified.`, [attribute]);
}

const AZURE_FIELDS = ['atlasAzureAppId', 'servicePrincipalId', 'tenantId'] as const;

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const posted = request.body as JsonObject;
  const id = request.newId();
  const common: JsonObject = { createdDate: request.now, featureUsages: [] };
  let wire: JsonObject;
  switch (posted.providerName) {
    case 'AZURE': {
      const absent = AZURE_FIELDS.find((field) => posted[field] === undefined);
      if (absent !== undefined) return missing(absent);
      wire = { ...common, ...posted, _id: id, lastUpdatedDate: request.now };
      break;
    }
    case 'GCP': {
      // A project has one service account (docs, Google Cloud service account): asking again answers with it. Unconfirmed.
      const existing = request.store.list(KIND, groupId).find((document) => document.wire.providerName === 'GCP');
      if (existing) return { status: 200, body: existing.wire };
      wire = { ...common, gcpServiceAccountForAtlas: null, providerName: 'GCP', roleId: id, status: 'IN_PROGRESS' };
      request.store.schedule({
        at: addSeconds(request.now, request.durationSeconds('short')),
        kind: KIND,
        parent: groupId,
        id,
        then: {
          gcpServiceAccountForAtlas: `mongodb-atlas-${request.randomLetters(16)}@p-${request.randomLetters(24)}.iam.gserviceaccount.com`,
          status: 'COMPLETE',
        },
      });
      break;
    }
    default:
      wire = {
        ...common,
        atlasAWSAccountArn: ATLAS_ACCOUNT,
        atlasAssumedRoleExternalId: request.randomUuid(),
        authorizedDate: null,
        iamAssumedRoleArn: null,
        providerName: 'AWS',
        roleId: id,
      };
  }
  request.store.put({ kind: KIND, parent: groupId, id, wire });
  return { status: 200, body: wire };
}

function authorize(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  const posted = request.body as JsonObject;
  if (posted.providerName !== document.wire.providerName) {
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute providerName specified.', ['providerName']);
  }
  let wire: JsonObject = document.wire;
  if (posted.providerName === 'AWS') {
    const arn = posted.iamAssumedRoleArn;
    if (typeof arn !== 'string') return missing('iamAssumedRoleArn');
    // Recorded in the Terraform provider's CI. The emulator sees no trust policy: only what is no role cannot be assumed.
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn)) {
      return atlasError(400, 'CANNOT_ASSUME_ROLE', `Atlas cannot assume the specified role (${arn}).`, [arn]);
    }
    wire = { ...wire, authorizedDate: request.now, iamAssumedRoleArn: arn };
  } else if (posted.providerName === 'AZURE') {
    wire = { ...wire, ...posted, lastUpdatedDate: request.now };
  }
  request.store.put({ ...document, wire });
  return { status: 200, body: wire };
}

function deauthorize(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined || document.wire.providerName !== request.params.cloudProvider) return notFound(request);
  request.store.remove(KIND, document.parent, document.id);
  return { status: 204 };
}

function wireOf(model: CloudProviderAccessRole, id: string, groupId: string, now: string): JsonObject {
  const common: JsonObject = {
    createdDate: model.createdDate ?? now,
    featureUsages: model.usedBy.map((featureType) => ({ featureType, featureId: { groupId } })),
    providerName: model.provider,
  };
  switch (model.provider) {
    case 'AWS':
      return {
        ...common,
        atlasAWSAccountArn: model.atlasAwsAccountArn ?? ATLAS_ACCOUNT,
        atlasAssumedRoleExternalId: model.externalId ?? '',
        authorizedDate: model.authorizedDate,
        iamAssumedRoleArn: model.iamAssumedRoleArn,
        roleId: id,
      };
    case 'AZURE':
      return {
        ...common,
        _id: id,
        atlasAzureAppId: model.atlasAzureAppId,
        lastUpdatedDate: model.createdDate ?? now,
        servicePrincipalId: model.servicePrincipalId,
        tenantId: model.tenantId,
      };
    case 'GCP':
      return { ...common, gcpServiceAccountForAtlas: model.serviceAccount, roleId: id, status: model.status };
    default:
      return model satisfies never;
  }
}

export const emulator: EmulatorBehaviour<CloudProviderAccessRole> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => {
        const roles = store.list(KIND, params.groupId as string).map((document) => document.wire);
        const of = (provider: string) => roles.filter((wire) => wire.providerName === provider);
        return {
          status: 200,
          body: { awsIamRoles: of('AWS'), azureServicePrincipals: of('AZURE'), gcpServiceAccounts: of('GCP') },
        };
      },
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.authorize, handle: authorize },
    { operation: operations.deauthorize, handle: deauthorize },
  ],
  seed: (model, { store, idFor, now }) => {
    const id = model.id ?? idFor(`${KIND} ${model.projectId} ${model.provider}`);
    store.put({ kind: KIND, parent: model.projectId, id, wire: wireOf(model, id, model.projectId, now) });
  },
};
