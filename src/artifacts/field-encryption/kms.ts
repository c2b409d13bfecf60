import type { JsonObject } from '../../core/json.ts';

/** Where the key lives that data keys are wrapped with. */
export const KMS_PROVIDERS = ['aws', 'azure', 'gcp', 'kmip', 'local'] as const;

export type KmsProvider = (typeof KMS_PROVIDERS)[number];

/** What a provider needs, in words. */
export interface KmsFacts {
  readonly name: string;
  /** What stands for the key on the command line. */
  readonly keyForm: string;
  readonly keyExample: string;
  /** Permissions for who makes and rotates data keys, and for applications, which only unwrap them. */
  readonly provisioning: string;
  readonly application: string;
  /** Where programs take their credential from. */
  readonly credential: string;
}

/** policies.md §2.6; https://www.mongodb.com/docs/manual/core/queryable-encryption/fundamentals/kms-providers/ */
export const KMS: Readonly<Record<KmsProvider, KmsFacts>> = {
  aws: {
    name: 'AWS KMS',
    keyForm: 'the ARN of the key',
    keyExample: 'arn:aws:kms:eu-west-1:123456789012:key/0f1e2d3c-4b5a-4678-9abc-def012345678',
    provisioning: 'kms:Encrypt and kms:Decrypt',
    application: 'kms:Decrypt',
    credential:
      'The driver takes what the AWS environment gives: the role of the task, pod or instance, web identity, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  },
  azure: {
    name: 'Azure Key Vault',
    keyForm: 'the identifier of the key',
    keyExample: 'https://my-vault.vault.azure.net/keys/field-encryption/4f5e6d7c8b9a4f5e6d7c8b9a4f5e6d7c',
    provisioning: 'the key operations wrapKey and unwrapKey',
    application: 'the key operation unwrapKey',
    credential:
      'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; without them the managed identity of the machine.',
  },
  gcp: {
    name: 'Google Cloud KMS',
    keyForm: 'the resource name of the key',
    keyExample: 'projects/my-project/locations/europe-west1/keyRings/atlas/cryptoKeys/field-encryption',
    provisioning: 'cloudkms.cryptoKeyVersions.useToEncrypt and useToDecrypt',
    application: 'cloudkms.cryptoKeyVersions.useToDecrypt',
    credential:
      'GCP_EMAIL and GCP_PRIVATE_KEY (PKCS#8, base64) of a service account; without them the service account that is attached to the machine.',
  },
  kmip: {
    name: 'KMIP',
    keyForm: 'the unique identifier of the key; without it the server makes one for each data key',
    keyExample: '42',
    // Unconfirmed: the operations are those that libmongocrypt sends; servers name their permissions in their own ways.
    provisioning: 'the operations Register, Activate and Get',
    application: 'the operation Get',
    credential: 'KMIP_ENDPOINT (host:port), and a client certificate as the program says.',
  },
  local: {
    name: 'a local key',
    keyForm: 'nothing',
    keyExample: '',
    provisioning: 'the 96 bytes themselves',
    application: 'the 96 bytes themselves',
    credential: 'LOCAL_MASTER_KEY: 96 random bytes in base64. For tests alone: who has them reads everything.',
  },
};

/** The `masterKey` of data keys from the cloud's own name of the key; undefined where it is no such name. */
export function masterKeyOf(provider: KmsProvider, key: string | undefined): JsonObject | undefined {
  switch (provider) {
    case 'aws': {
      const [, region] = /^arn:aws[\w-]*:kms:([\w-]+):\d{12}:(?:key|alias)\/[\w/-]+$/.exec(key ?? '') ?? [];
      return region === undefined || key === undefined ? undefined : { region, key };
    }
    case 'azure': {
      const [, keyVaultEndpoint, keyName, keyVersion] =
        /^https:\/\/([\w-]+\.(?:vault|managedhsm)[\w.-]+)\/keys\/([\w-]+)(?:\/(\w+))?$/.exec(key ?? '') ?? [];
      return keyVaultEndpoint === undefined || keyName === undefined
        ? undefined
        : { keyVaultEndpoint, keyName, ...(keyVersion === undefined ? {} : { keyVersion }) };
    }
    case 'gcp': {
      const [, projectId, location, keyRing, keyName, keyVersion] =
        /^projects\/([\w:.-]+)\/locations\/([\w-]+)\/keyRings\/([\w-]+)\/cryptoKeys\/([\w-]+)(?:\/cryptoKeyVersions\/(\d+))?$/.exec(
          key ?? '',
        ) ?? [];
      return projectId === undefined || location === undefined || keyRing === undefined || keyName === undefined
        ? undefined
        : { projectId, location, keyRing, keyName, ...(keyVersion === undefined ? {} : { keyVersion }) };
    }
    case 'kmip':
      return key === undefined ? {} : /^\S+$/.test(key) ? { keyId: key } : undefined;
    case 'local':
      return key === undefined ? {} : undefined;
    default:
      return provider satisfies never;
  }
}
