import { printHcl } from '../core/hcl.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';
import type { CloudProviderAccessRole } from '../resources/cloud-provider-access-role/model.ts';
import { type ArtifactFile, defineArtifact, type Made } from './artifact.ts';
import { optionProblem, refuse } from './choose.ts';
import { jsonText, shellWord } from './write.ts';

const AWS_KEY = /^arn:(aws[\w-]*):kms:([\w-]+):(\d{12}):key\/([\w-]+)$/;
const AWS_PRINCIPAL = /^arn:aws[\w-]*:iam::\d{12}:(role|user)\/.+$/;
const AZURE_KEY =
  /^https:\/\/([a-z0-9-]+)\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)\/keys\/([\w-]+)(?:\/[0-9a-f]+)?$/i;
const GCP_KEY = /^projects\/([^/]+)\/locations\/([^/]+)\/keyRings\/([^/]+)\/cryptoKeys\/([^/]+)$/;

export default defineArtifact({
  id: 'kms-key-policy',
  title: 'The key that encrypts your clusters',
  summary: 'the key in AWS KMS, Azure Key Vault or Google Cloud KMS: its policy, protection and rotation',
  about:
    'The customer’s own key for encryption at rest, in your cloud account: who administers it, that Atlas’s role may encrypt and decrypt ' +
    'with it and nothing else, and what keeps it from being deleted. Which cloud it is follows from how --key is written.',
  serves: ['encryption/customer-keys'],
  options: {
    key: {
      type: 'string',
      value: 'ARN|ID',
      text: 'the key: its ARN, https://VAULT.vault.azure.net/keys/NAME, or projects/…/cryptoKeys/NAME',
    },
    role: {
      type: 'string',
      value: 'ID',
      text: 'who uses it: the role’s ARN or Google service account; default the project’s own for that cloud',
    },
    administrator: {
      type: 'string',
      value: 'ARN',
      multiple: true,
      text: 'AWS: who administers the key and cannot use it; default the account itself',
    },
  },
  reads: ({ role }) => (role === undefined ? ['organization', 'project', 'cloud-provider-access-role'] : []),
  usage: [
    'kms-key-policy --key arn:aws:kms:eu-west-1:111122223333:key/0a1b --role arn:aws:iam::111122223333:role/atlas-kms',
    'kms-key-policy --project shop --key projects/nimbus/locations/europe-west1/keyRings/atlas/cryptoKeys/main --out key/',
  ],
  sources: [
    'https://www.mongodb.com/docs/atlas/security/aws-kms/',
    'https://www.mongodb.com/docs/atlas/security/azure-kms/',
    'https://www.mongodb.com/docs/atlas/security/gcp-kms/',
    'updateGroupEncryptionAtRest',
  ],
  make({ values, index }): Made {
    const { key, role, administrator = [] } = values;
    if (key === undefined)
      throw refuse(
        optionProblem(
          'Could not write a key’s policy.',
          'No key was named.',
          'Add --key with the key’s ARN, URL or resource name.',
        ),
      );
    const aws = AWS_KEY.exec(key);
    if (aws !== null) return awsKey(key, aws, role ?? awsRoleOf(index), administrator);
    if (administrator.length > 0)
      throw refuse(
        optionProblem('--administrator has no effect here.', 'It belongs to keys in AWS KMS.', 'Leave it out.'),
      );
    const azure = AZURE_KEY.exec(key);
    if (azure !== null) return azureKey(azure);
    const gcp = GCP_KEY.exec(key);
    if (gcp !== null) return gcpKey(gcp, role ?? gcpServiceAccountOf(index));
    throw refuse(
      optionProblem(
        `Could not tell which key "${key}" is.`,
        'It is neither the ARN of a key in AWS KMS, nor a key’s URL in Azure Key Vault, nor a key’s resource name in Google Cloud KMS.',
        'Copy the key’s ARN, URL or resource name from your cloud; not an alias, and no version for Google Cloud.',
      ),
    );
  },
  examples: [
    {
      name: 'AWS, offline',
      values: {
        key: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000',
        role: 'arn:aws:iam::111122223333:role/atlas-kms',
      },
    },
    {
      name: 'AWS, the role in another account, with administrators',
      values: {
        key: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000',
        role: 'arn:aws:iam::444455556666:role/atlas-kms',
        administrator: ['arn:aws:iam::111122223333:role/key-admin'],
      },
    },
    {
      name: 'Azure',
      values: { key: 'https://nimbus.vault.azure.net/keys/atlas/0123456789abcdef0123456789abcdef', role: '' },
    },
    {
      name: 'Google Cloud',
      values: {
        key: 'projects/nimbus/locations/europe-west1/keyRings/atlas/cryptoKeys/main',
        role: 'mongodb-atlas-abc@p-abc.iam.gserviceaccount.com',
      },
    },
  ],
});

function rolesOf(index: SnapshotIndex): readonly CloudProviderAccessRole[] {
  return index.ofKind('cloud-provider-access-role').map(({ model }) => model as CloudProviderAccessRole);
}

function onlyOne(found: readonly string[], what: string): string {
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw refuse(
    optionProblem(
      'Could not tell who uses the key.',
      found.length === 0 ? `No ${what} was found.` : `There are ${found.length}: ${[...found].sort().join(', ')}.`,
      'Name it with --role, or make it first with `fivefold artifact role-trust-policy`.',
    ),
  );
}

function awsRoleOf(index: SnapshotIndex): string {
  return onlyOne(
    rolesOf(index).flatMap((role) =>
      role.provider === 'AWS' && role.iamAssumedRoleArn !== null ? [role.iamAssumedRoleArn] : [],
    ),
    'authorised AWS role',
  );
}

function gcpServiceAccountOf(index: SnapshotIndex): string {
  return onlyOne(
    rolesOf(index).flatMap(({ serviceAccount }) => (serviceAccount === null ? [] : [serviceAccount])),
    'service account of Google Cloud',
  );
}

/** What administers a key without being able to use it (AWS KMS, key policies). */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
];

function awsKey(
  arn: string,
  [, partition, region = '', account = '', id = '']: RegExpExecArray,
  role: string,
  administrators: readonly string[],
): Made {
  const wrong = [role, ...administrators].filter((principal) => !AWS_PRINCIPAL.test(principal));
  if (wrong.length > 0)
    throw refuse(
      wrong.map((principal) =>
        optionProblem(
          `Could not name "${principal}" in a key’s policy.`,
          'It is not the ARN of a role or user.',
          'Write arn:aws:iam::ACCOUNT:role/NAME.',
        ),
      ),
    );
  const root = `arn:${partition}:iam::${account}:root`;
  const policy = {
    Version: '2012-10-17',
    Statement: [
      administrators.length === 0
        ? { Sid: 'AccountAdministers', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }
        : {
            Sid: 'Administration',
            Effect: 'Allow',
            Principal: { AWS: administrators },
            Action: ADMINISTRATION,
            Resource: '*',
          },
      {
        Sid: 'AtlasEncryptionAtRest',
        Effect: 'Allow',
        Principal: { AWS: role },
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt'],
        Resource: '*',
      },
    ],
  };
  const foreign = role.split(':')[4] !== account;
  const script = [
    '#!/bin/sh',
    'set -eu',
    `aws kms put-key-policy --region ${region} --key-id ${id} --policy-name default --policy file://key-policy.json`,
    `aws kms enable-key-rotation --region ${region} --key-id ${id}`,
    '',
  ];
  return {
    files: [
      {
        name: 'key-policy.json',
        format: 'json',
        text: jsonText(policy),
        about: 'Who administers the key, and that Atlas’s role may use it.',
      },
      {
        name: 'key.tf',
        format: 'hcl',
        text: printHcl([
          {
            type: 'resource',
            labels: ['aws_kms_key', 'atlas'],
            body: {
              attributes: {
                description: 'Encrypts MongoDB Atlas clusters at rest',
                enable_key_rotation: true,
                deletion_window_in_days: 30,
                policy: JSON.stringify(policy),
              },
            },
          },
        ]),
        about: 'A new key of the same kind, with rotation and the longest wait before a deletion.',
      },
      {
        name: 'set-policy.sh',
        format: 'shell',
        text: script.join('\n'),
        about: 'Sets the policy of the key that exists, and lets AWS rotate its material.',
        executable: true,
      },
    ],
    next: [
      'Compare key-policy.json with the policy that stands: it replaces the whole of it. Then run set-policy.sh.',
      ...(foreign
        ? [
            `The role is in account ${role.split(':')[4]}: its own permissions must name ${arn} too (\`fivefold artifact role-trust-policy --key …\`).`,
          ]
        : []),
      `Set the key in Atlas (updateGroupEncryptionAtRest with customerMasterKeyID${foreign ? ' as the full ARN' : ''}), then encryptionAtRestProvider AWS on each cluster.`,
      'Keep the key until every snapshot that was taken with it has expired.',
    ],
    remarks: [
      'A key that is disabled, deleted or no longer granted shuts down every process of the clusters within 15 minutes.',
      'A condition on aws:SourceIp must admit Atlas’s control plane and every node (listGroupIpAddresses), or the clusters stop.',
      'AWS rotates the material yearly under the same id; nothing has to be changed in Atlas then.',
    ],
  };
}

function azureKey([, vault = '', name = '']: RegExpExecArray): Made {
  const script = [
    '#!/bin/sh',
    'set -eu',
    `az keyvault update --name ${shellWord(vault)} --enable-purge-protection true`,
    `az keyvault key show --vault-name ${shellWord(vault)} --name ${shellWord(name)} >/dev/null 2>&1 || az keyvault key create --vault-name ${shellWord(vault)} --name ${shellWord(name)} --kty RSA --size 3072 --ops encrypt decrypt`,
    `az keyvault key show --vault-name ${shellWord(vault)} --name ${shellWord(name)} --query key.kid --output tsv`,
    '',
  ];
  return {
    files: [
      {
        name: 'key.sh',
        format: 'shell',
        text: script.join('\n'),
        about:
          'Protects the vault against purging, makes the key where it does not exist, and prints its identifier with its version.',
        executable: true,
      },
    ],
    next: [
      'Run key.sh as an administrator of the vault. Purge protection cannot be turned off again.',
      'Let Atlas use the vault: `fivefold artifact role-trust-policy` writes the role for its service principal.',
      'Set the printed identifier as keyIdentifier (updateGroupEncryptionAtRest), then encryptionAtRestProvider AZURE on each cluster.',
      'Rotate by making a new version, setting its identifier in Atlas, and keeping the old one until its snapshots have expired.',
    ],
    remarks: ['A key that is disabled or deleted shuts down every process of the clusters within 15 minutes.'],
  };
}

function gcpKey([, project = '', location = '', ring = '', name = '']: RegExpExecArray, serviceAccount: string): Made {
  const place = `--project ${shellWord(project)} --location ${shellWord(location)}`;
  const key = `${shellWord(name)} ${place} --keyring ${shellWord(ring)}`;
  const member = shellWord(`serviceAccount:${serviceAccount}`);
  const script = [
    '#!/bin/sh',
    'set -eu',
    `gcloud kms keyrings describe ${shellWord(ring)} ${place} >/dev/null 2>&1 || gcloud kms keyrings create ${shellWord(ring)} ${place}`,
    `gcloud kms keys describe ${key} >/dev/null 2>&1 || gcloud kms keys create ${key} --purpose encryption`,
    ...['roles/cloudkms.cryptoKeyEncrypterDecrypter', 'roles/cloudkms.viewer'].map(
      (granted) => `gcloud kms keys add-iam-policy-binding ${key} --member ${member} --role ${granted}`,
    ),
    `gcloud kms keys describe ${key} --format 'value(primary.name)'`,
    '',
  ];
  const files: readonly ArtifactFile[] = [
    {
      name: 'key.sh',
      format: 'shell',
      text: script.join('\n'),
      about:
        'Makes the key where it does not exist, lets Atlas’s service account use it, and prints its primary version.',
      executable: true,
    },
  ];
  return {
    files,
    next: [
      'Run key.sh as an administrator of the project’s keys.',
      'Set the printed version as keyVersionResourceID (updateGroupEncryptionAtRest), then encryptionAtRestProvider GCP on each cluster.',
      'Rotate by making a new version, setting it in Atlas, and keeping the old one enabled until its snapshots have expired.',
    ],
    remarks: [
      'Atlas is told a version: a rotation in Google Cloud alone changes nothing in Atlas.',
      'A version that is disabled or destroyed shuts down every process of the clusters within 15 minutes.',
    ],
  };
}
