import type { Problem } from '../../core/failure.ts';
import { type HclBlock, printHcl, terraformName } from '../../core/hcl.ts';
import type { ModelOf } from '../../core/resource.ts';
import type { SnapshotIndex } from '../../core/snapshot.ts';
import cloudProviderAccessRole from '../../resources/cloud-provider-access-role/index.ts';
import type {
  AwsAccessRole,
  AzureAccessRole,
  CloudProviderAccessRole,
  GcpAccessRole,
} from '../../resources/cloud-provider-access-role/model.ts';
import { type ArtifactFile, defineArtifact } from '../artifact.ts';
import { chooseProject, optionProblem, refuse } from '../choose.ts';
import { jsonText, shellWord } from '../write.ts';
import { type AwsUse, type PolicyDocument, permissions, trustPolicy } from './aws.ts';

const examples = cloudProviderAccessRole.examples as readonly CloudProviderAccessRole[];
const exampleOf = (provider: CloudProviderAccessRole['provider'], authorised = true) =>
  examples.find(
    (role) =>
      role.provider === provider && (role.provider !== 'AWS' || (role.iamAssumedRoleArn !== null) === authorised),
  ) as CloudProviderAccessRole;

export default defineArtifact({
  id: 'role-trust-policy',
  title: 'The role that Atlas uses in your cloud account',
  summary: 'trust policy and least permissions of the role, service principal or service account that Atlas uses',
  about:
    'Atlas reaches into your cloud account as a role that trusts this project alone. The account, external id, service principal or ' +
    'service account are those that Atlas gave to the project; what it may do is taken from what uses the role, or from --key and --bucket.',
  serves: ['cloud-provider-access/roles'],
  options: {
    role: {
      type: 'string',
      value: 'ID',
      text: 'the role as Atlas calls it, or its ARN; default the only one of the project',
    },
    name: { type: 'string', value: 'ROLE', text: 'AWS: what the role is called in your account' },
    key: { type: 'string', value: 'ARN|ID', text: 'a key that it shall use: ARN, vault resource id or key resource' },
    bucket: { type: 'string', value: 'NAME', text: 'AWS: a bucket that it shall write to; say what for with --for' },
    for: {
      type: 'string',
      choices: ['snapshot-export', 'log-integration', 'push-log-export'],
      text: 'what the bucket is for; default snapshot-export',
    },
  },
  reads: () => [
    'organization',
    'project',
    'cloud-provider-access-role',
    'encryption-at-rest',
    'snapshot-export-bucket',
    'log-integration',
    'push-log-export',
  ],
  usage: [
    'role-trust-policy --project shop --out atlas-role/',
    'role-trust-policy --project shop --role 66f0000000000000000000a1 --key arn:aws:kms:eu-west-1:111122223333:key/1234',
    'role-trust-policy --project shop --bucket nimbus-snapshots --only trust-policy.json',
  ],
  sources: [
    'https://www.mongodb.com/docs/atlas/security/set-up-unified-aws-access/',
    'https://www.mongodb.com/docs/atlas/security/azure-kms/',
    'https://www.mongodb.com/docs/atlas/security/gcp-kms/',
    'listGroupCloudProviderAccess',
  ],
  make({ values, index }) {
    const project = chooseProject(index);
    const role = chooseRole(index, project, values.role);
    switch (role.provider) {
      case 'AWS':
        return awsRole(role, index, values);
      case 'AZURE':
        return azurePrincipal(role, index, values.key);
      case 'GCP':
        return gcpServiceAccount(role, index, values.key, values.bucket);
      default:
        return role satisfies never;
    }
  },
  examples: [
    {
      name: 'an AWS role for a bucket, not authorised yet',
      values: { bucket: 'nimbus-snapshots' },
      resources: { 'cloud-provider-access-role': [exampleOf('AWS', false)] },
    },
    {
      name: 'an AWS role for a key and for logs',
      values: { key: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b', bucket: 'nimbus-logs', for: 'log-integration' },
      resources: { 'cloud-provider-access-role': [exampleOf('AWS')] },
    },
    {
      name: 'an Azure service principal',
      values: {
        key: '/subscriptions/22f1d2a6-d0e9-482a-83a4-b8dd7dddc2c1/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/nimbus',
      },
      resources: { 'cloud-provider-access-role': [exampleOf('AZURE')] },
    },
    {
      name: 'a Google Cloud service account',
      values: { key: 'projects/nimbus/locations/europe-west1/keyRings/atlas/cryptoKeys/main' },
      resources: { 'cloud-provider-access-role': [exampleOf('GCP')] },
    },
  ],
});

function chooseRole(
  index: SnapshotIndex,
  project: ModelOf<'project'>,
  wanted: string | undefined,
): CloudProviderAccessRole {
  const all = index
    .ofKind('cloud-provider-access-role')
    .map(({ model }) => model as CloudProviderAccessRole)
    .filter((role) => role.projectId === project.id);
  const fitting = all.filter(
    (role) =>
      wanted === undefined ||
      role.id === wanted ||
      (role.provider === 'AWS' && role.iamAssumedRoleArn === wanted) ||
      role.serviceAccount === wanted,
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const shown = all.map((role) => `${role.id} (${cloudProviderAccessRole.label(role)})`).join(', ');
  throw refuse(
    all.length === 0
      ? optionProblem(
          `Could not write a trust policy for project ${project.name}.`,
          'It has no cloud provider access role, so there is no account or external id to trust.',
          'Make one first: createGroupCloudProviderAccess (`atlas cloudProviders accessRoles aws create`); then run this again.',
        )
      : optionProblem(
          'Could not tell which role this is for.',
          `Project ${project.name} has ${shown}.`,
          'Name one with --role.',
        ),
  );
}

interface Wants {
  readonly name?: string;
  readonly key?: string;
  readonly bucket?: string;
  readonly for?: 'snapshot-export' | 'log-integration' | 'push-log-export';
}

/** What uses the role: what was named, else what the project's configuration says. */
function awsUses(role: AwsAccessRole, index: SnapshotIndex, wants: Wants): readonly AwsUse[] {
  const { key, bucket, for: feature = 'snapshot-export' } = wants;
  if (key !== undefined || bucket !== undefined)
    return [
      ...(key === undefined ? [] : [{ feature: 'encryption' as const, keyArn: key }]),
      ...(bucket === undefined ? [] : [{ feature, bucket }]),
    ];
  const own = <K extends 'encryption-at-rest' | 'snapshot-export-bucket' | 'log-integration' | 'push-log-export'>(
    kind: K,
  ) =>
    index
      .ofKind(kind)
      .map(({ model }) => model as ModelOf<K>)
      .filter(({ projectId }) => projectId === role.projectId);
  return [
    ...own('encryption-at-rest').flatMap(({ awsKms }) =>
      awsKms.roleId === role.id && awsKms.keyId?.startsWith('arn:') === true
        ? [{ feature: 'encryption' as const, keyArn: awsKms.keyId }]
        : [],
    ),
    ...own('snapshot-export-bucket').flatMap(({ cloudProvider, roleId, bucketName }) =>
      cloudProvider === 'AWS' && roleId === role.id
        ? [{ feature: 'snapshot-export' as const, bucket: bucketName }]
        : [],
    ),
    ...own('log-integration').flatMap(({ type, roleId, destination }) =>
      type === 'S3_LOG_EXPORT' && roleId === role.id
        ? [{ feature: 'log-integration' as const, bucket: destination }]
        : [],
    ),
    ...own('push-log-export').flatMap(({ iamRoleId, bucketName }) =>
      iamRoleId === role.id && bucketName !== null ? [{ feature: 'push-log-export' as const, bucket: bucketName }] : [],
    ),
  ];
}

function awsRole(role: AwsAccessRole, index: SnapshotIndex, wants: Wants) {
  const { atlasAwsAccountArn: account, externalId, iamAssumedRoleArn } = role;
  const problems: Problem[] = [];
  if (account === null || externalId === null)
    problems.push(
      optionProblem(
        'Could not write the trust policy.',
        'Atlas has not said which account assumes the role, or with which external id.',
        'Read the project again with a credential that has Project Read Only or more.',
      ),
    );
  if (wants.key !== undefined && !/^arn:aws[\w-]*:kms:[\w-]+:\d{12}:(key|alias)\/.+$/.test(wants.key))
    problems.push(
      optionProblem(
        `Could not grant the use of "${wants.key}".`,
        'It is not the ARN of a key in AWS KMS.',
        'Write --key arn:aws:kms:REGION:ACCOUNT:key/ID.',
      ),
    );
  if (problems.length > 0) throw refuse(problems);
  const partition = account?.split(':')[1] ?? 'aws';
  const uses = awsUses(role, index, wants);
  const name = wants.name ?? iamAssumedRoleArn?.split('/').at(-1) ?? 'atlas';
  const trust = trustPolicy(account as string, externalId as string);
  const allowed = uses.length === 0 ? undefined : permissions(uses, partition);
  return {
    files: [
      {
        name: 'trust-policy.json',
        format: 'json',
        text: jsonText(trust),
        about: 'Who may assume the role: this project of Atlas alone.',
      },
      ...(allowed === undefined
        ? []
        : [
            {
              name: 'permissions.json',
              format: 'json',
              text: jsonText(allowed),
              about: 'What the role may do, and on what.',
            } as const,
          ]),
      {
        name: 'role.tf',
        format: 'hcl',
        text: printHcl(awsBlocks(name, trust, allowed)),
        about: 'The same with the AWS provider of Terraform.',
      },
      {
        name: 'create-role.sh',
        format: 'shell',
        text: awsScript(name, allowed !== undefined),
        about: 'The same with the AWS CLI.',
        executable: true,
      },
    ] satisfies readonly ArtifactFile[],
    next: [
      `Make the role with role.tf or create-role.sh, in the account that ${uses.length === 0 ? 'Atlas shall reach' : 'the key or bucket is in, or grant its ARN there too'}.`,
      ...(iamAssumedRoleArn === null
        ? [
            `Tell Atlas its ARN: authorizeGroupCloudProviderAccessRole with {"providerName": "AWS", "iamAssumedRoleArn": "arn:${partition}:iam::ACCOUNT:role/${name}"} for role ${role.id}.`,
          ]
        : [`Atlas uses ${iamAssumedRoleArn}: compare its trust policy with trust-policy.json.`]),
      '`fivefold assess` then says whether the role is set up and used.',
    ],
    remarks: [
      ...(uses.length === 0
        ? ['Nothing was found that uses the role, so no permission is written: name --key or --bucket.']
        : []),
      ...(uses.some(({ feature }) => feature === 'push-log-export')
        ? [
            'Push-based log export ends on 4 February 2027: move to a log integration. Its role needs a maximum session of 12 hours.',
          ]
        : []),
      'A role for each purpose is better than one for all: what can read keys then cannot write buckets.',
    ],
  };
}

function awsBlocks(name: string, trust: PolicyDocument, allowed: PolicyDocument | undefined): readonly HclBlock[] {
  const label = terraformName(name);
  return [
    {
      type: 'resource',
      labels: ['aws_iam_role', label],
      body: { attributes: { name, assume_role_policy: JSON.stringify(trust) } },
    },
    ...(allowed === undefined
      ? []
      : [
          {
            type: 'resource',
            labels: ['aws_iam_role_policy', label],
            body: {
              attributes: { name: 'atlas', role: { ref: `aws_iam_role.${label}.id` }, policy: JSON.stringify(allowed) },
            },
          },
        ]),
  ];
}

function awsScript(name: string, hasPermissions: boolean): string {
  return [
    '#!/bin/sh',
    'set -eu',
    `aws iam create-role --role-name ${shellWord(name)} --assume-role-policy-document file://trust-policy.json`,
    ...(hasPermissions
      ? [
          `aws iam put-role-policy --role-name ${shellWord(name)} --policy-name atlas --policy-document file://permissions.json`,
        ]
      : []),
    '',
  ].join('\n');
}

const VAULT = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[^/]+$/i;

function azurePrincipal(role: AzureAccessRole, index: SnapshotIndex, key: string | undefined) {
  const scope = key ?? vaultOf(role, index);
  if (scope === undefined || !VAULT.test(scope))
    throw refuse(
      optionProblem(
        scope === undefined ? 'Could not tell which vault this is for.' : `Could not grant the use of "${scope}".`,
        scope === undefined
          ? 'The project’s encryption at rest names none that this service principal uses.'
          : 'It is not the resource id of a key vault.',
        'Write --key /subscriptions/…/resourceGroups/…/providers/Microsoft.KeyVault/vaults/NAME.',
      ),
    );
  const definition = {
    Name: 'MongoDB Atlas customer key',
    IsCustom: true,
    Description: 'Reads a vault and uses its keys to encrypt and decrypt.',
    Actions: ['Microsoft.KeyVault/vaults/read', 'Microsoft.KeyVault/vaults/keys/read'],
    DataActions: [
      'Microsoft.KeyVault/vaults/keys/read',
      'Microsoft.KeyVault/vaults/keys/encrypt/action',
      'Microsoft.KeyVault/vaults/keys/decrypt/action',
    ],
    AssignableScopes: [scope],
  };
  const lines = [
    '#!/bin/sh',
    'set -eu',
    `# Atlas's own application in your tenant ${role.tenantId}; without an effect where it exists.`,
    `az ad sp show --id ${role.atlasAzureAppId} >/dev/null 2>&1 || az ad sp create --id ${role.atlasAzureAppId}`,
    'az role definition create --role-definition @role-definition.json',
    `az role assignment create --assignee-object-id ${role.servicePrincipalId} --assignee-principal-type ServicePrincipal --role ${shellWord(definition.Name)} --scope ${shellWord(scope)}`,
    '',
  ];
  return {
    files: [
      {
        name: 'role-definition.json',
        format: 'json',
        text: jsonText(definition),
        about: 'A role that can use the keys of this vault and nothing else.',
      },
      {
        name: 'assign-role.sh',
        format: 'shell',
        text: lines.join('\n'),
        about: 'Makes the role and gives it to Atlas’s service principal.',
        executable: true,
      },
    ] satisfies readonly ArtifactFile[],
    next: [
      `Run assign-role.sh as an owner of ${scope.split('/').at(-1)}.`,
      `Name role ${role.id} as roleId in the project’s encryption at rest (updateGroupEncryptionAtRest): then no client secret is needed.`,
      'Keep soft delete and purge protection on: a key that is gone shuts the clusters down.',
    ],
    remarks: [
      'A vault with access policies instead of Azure roles needs the key permissions get, encrypt and decrypt there.',
    ],
  };
}

function vaultOf(role: AzureAccessRole, index: SnapshotIndex): string | undefined {
  for (const { model } of index.ofKind('encryption-at-rest')) {
    const { projectId, azureKeyVault } = model as ModelOf<'encryption-at-rest'>;
    const { roleId, subscriptionId, resourceGroupName, keyVaultName } = azureKeyVault;
    if (projectId !== role.projectId || roleId !== role.id) continue;
    if (subscriptionId !== null && resourceGroupName !== null && keyVaultName !== null)
      return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/Microsoft.KeyVault/vaults/${keyVaultName}`;
  }
  return undefined;
}

const GCP_KEY =
  /^projects\/([^/]+)\/locations\/([^/]+)\/keyRings\/([^/]+)\/cryptoKeys\/([^/]+)(\/cryptoKeyVersions\/\d+)?$/;

function gcpServiceAccount(
  role: GcpAccessRole,
  index: SnapshotIndex,
  given: string | undefined,
  bucket: string | undefined,
) {
  const { serviceAccount } = role;
  const key =
    given ??
    index
      .ofKind('encryption-at-rest')
      .map(({ model }) => model as ModelOf<'encryption-at-rest'>)
      .find(({ projectId, googleCloudKms }) => projectId === role.projectId && googleCloudKms.roleId === role.id)
      ?.googleCloudKms.keyVersionResourceId ??
    undefined;
  const problems: Problem[] = [];
  const match = key === undefined ? null : GCP_KEY.exec(key);
  if (serviceAccount === null)
    problems.push(
      optionProblem(
        'Could not write what Atlas’s service account may do.',
        `Atlas has not made it yet (${role.status ?? 'no status'}).`,
        'Wait until getGroupCloudProviderAccess says COMPLETE, then run this again.',
      ),
    );
  if (key !== undefined && match === null)
    problems.push(
      optionProblem(
        `Could not grant the use of "${key}".`,
        'It is not a key in Google Cloud KMS.',
        'Write --key projects/P/locations/L/keyRings/R/cryptoKeys/K.',
      ),
    );
  if (key === undefined)
    problems.push(
      optionProblem(
        'Could not tell which key the service account is for.',
        'The project’s encryption at rest does not name it.',
        'Add --key projects/P/locations/L/keyRings/R/cryptoKeys/K.',
      ),
    );
  if (bucket !== undefined)
    problems.push(
      optionProblem(
        `Could not write what the bucket "${bucket}" has to grant.`,
        'Which roles a bucket needs could not be confirmed, so none is written.',
        'Follow https://www.mongodb.com/docs/atlas/backup/cloud-backup/export/google-cloud-storage/.',
      ),
    );
  if (problems.length > 0) throw refuse(problems);
  const member = shellWord(`serviceAccount:${serviceAccount}`);
  const lines = ['#!/bin/sh', 'set -eu'];
  if (match !== null) {
    const [, cloudProject = '', location = '', ring = '', name = ''] = match;
    for (const granted of ['roles/cloudkms.cryptoKeyEncrypterDecrypter', 'roles/cloudkms.viewer'])
      lines.push(
        `gcloud kms keys add-iam-policy-binding ${shellWord(name)} --project ${shellWord(cloudProject)} --location ${shellWord(location)} --keyring ${shellWord(ring)} --member ${member} --role ${granted}`,
      );
  }
  return {
    files: [
      {
        name: 'grant.sh',
        format: 'shell',
        text: `${lines.join('\n')}\n`,
        about: 'Binds Atlas’s service account to the key itself, not to your project.',
        executable: true,
      },
    ] satisfies readonly ArtifactFile[],
    next: [
      'Run grant.sh as an administrator of the key.',
      `Name role ${role.id} as roleId in the project’s encryption at rest (updateGroupEncryptionAtRest): then no service account key is needed.`,
    ],
  };
}
