import { z } from 'zod';

/** The project's own keys: which key management service encrypts the clusters that ask for it. No secret stands here. */
export interface EncryptionAtRest {
  readonly projectId: string;
  readonly awsKms: AwsKms;
  readonly azureKeyVault: AzureKeyVault;
  readonly googleCloudKms: GoogleCloudKms;
  /** Whether dedicated search nodes are encrypted with the project's key too. */
  readonly enabledForSearchNodes: boolean;
  /** Whether Atlas could use each key when it last tried (reading tries again); null where Atlas does not say. Atlas's to set. */
  readonly valid: {
    readonly awsKms: boolean | null;
    readonly azureKeyVault: boolean | null;
    readonly googleCloudKms: boolean | null;
  };
}

/** A key in AWS KMS. */
export interface AwsKms {
  readonly enabled: boolean;
  /** The key's id or ARN. */
  readonly keyId: string | null;
  /** In Atlas's spelling: `EU_WEST_1`. */
  readonly region: string | null;
  /** The cloud provider access role that Atlas assumes; null where Atlas does not say (its contract calls it write-only). */
  readonly roleId: string | null;
  /** The public half of a static key pair; not null means that Atlas holds long-lived AWS credentials. */
  readonly accessKeyId: string | null;
  /** Whether Atlas reaches the key over private networking only. */
  readonly requirePrivateNetworking: boolean;
}

/** A key in Azure Key Vault. */
export interface AzureKeyVault {
  readonly enabled: boolean;
  readonly azureEnvironment: 'AZURE' | 'AZURE_CHINA' | 'AZURE_US_GOVERNMENT' | null;
  readonly subscriptionId: string | null;
  readonly tenantId: string | null;
  /** The application that Atlas signs in as with a static secret; null with a role. */
  readonly clientId: string | null;
  readonly resourceGroupName: string | null;
  readonly keyVaultName: string | null;
  /** The key's URL with its version. */
  readonly keyIdentifier: string | null;
  readonly roleId: string | null;
  readonly requirePrivateNetworking: boolean;
}

/** A key in Google Cloud KMS. */
export interface GoogleCloudKms {
  readonly enabled: boolean;
  /** `projects/…/locations/…/keyRings/…/cryptoKeys/…/cryptoKeyVersions/…` */
  readonly keyVersionResourceId: string | null;
  /** Null where a static service account key is used. */
  readonly roleId: string | null;
}

const text = z.string().nullable();

export const encryptionAtRest: z.ZodType<EncryptionAtRest> = z.strictObject({
  projectId: z.string().min(1),
  awsKms: z.strictObject({
    enabled: z.boolean(),
    keyId: text,
    region: text,
    roleId: text,
    accessKeyId: text,
    requirePrivateNetworking: z.boolean(),
  }),
  azureKeyVault: z.strictObject({
    enabled: z.boolean(),
    azureEnvironment: z.enum(['AZURE', 'AZURE_CHINA', 'AZURE_US_GOVERNMENT']).nullable(),
    subscriptionId: text,
    tenantId: text,
    clientId: text,
    resourceGroupName: text,
    keyVaultName: text,
    keyIdentifier: text,
    roleId: text,
    requirePrivateNetworking: z.boolean(),
  }),
  googleCloudKms: z.strictObject({
    enabled: z.boolean(),
    keyVersionResourceId: text,
    roleId: text,
  }),
  enabledForSearchNodes: z.boolean(),
  valid: z.strictObject({
    awsKms: z.boolean().nullable(),
    azureKeyVault: z.boolean().nullable(),
    googleCloudKms: z.boolean().nullable(),
  }),
});
