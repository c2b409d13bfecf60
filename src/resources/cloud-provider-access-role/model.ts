import { z } from 'zod';

interface CloudProviderAccessRoleBase {
  readonly projectId: string;
  /** Atlas's id; null until Atlas has made the role. */
  readonly id: string | null;
  /** What Atlas uses the role for, sorted: `ENCRYPTION_AT_REST`, `EXPORT_SNAPSHOT` … Empty: nothing. */
  readonly usedBy: readonly string[];
  /** When Atlas made it, as Atlas writes it; null until then. */
  readonly createdDate: string | null;
  /** AWS: when Atlas first could assume it; null until then, and it cannot be used until then. Null for other clouds. */
  readonly authorizedDate: string | null;
  /** AWS: who assumes it; belongs into the role's trust policy. */
  readonly atlasAwsAccountArn: string | null;
  /** AWS: must stand in the trust policy's condition, or any customer of Atlas could use the role. */
  readonly externalId: string | null;
  /** Google Cloud: the service account that Atlas made for the project. */
  readonly serviceAccount: string | null;
  /** Google Cloud: how far Atlas is with that service account. */
  readonly status: 'NOT_INITIATED' | 'IN_PROGRESS' | 'COMPLETE' | 'FAILED' | null;
}

/** A role in the customer's AWS account that Atlas assumes. */
export interface AwsAccessRole extends CloudProviderAccessRoleBase {
  readonly provider: 'AWS';
  /** The customer's role; null until it is authorised. */
  readonly iamAssumedRoleArn: string | null;
}

/** A service principal in the customer's Azure tenant that Atlas acts as. */
export interface AzureAccessRole extends CloudProviderAccessRoleBase {
  readonly provider: 'AZURE';
  readonly atlasAzureAppId: string;
  readonly servicePrincipalId: string;
  readonly tenantId: string;
}

/** A service account that Atlas owns in Google Cloud and that the customer grants rights to. */
export interface GcpAccessRole extends CloudProviderAccessRoleBase {
  readonly provider: 'GCP';
}

/** How Atlas reaches into the customer's own cloud account without static keys. */
export type CloudProviderAccessRole = AwsAccessRole | AzureAccessRole | GcpAccessRole;

const base = {
  projectId: z.string().min(1),
  id: z.string().min(1).nullable(),
  usedBy: z.array(z.string()),
  createdDate: z.string().nullable(),
  authorizedDate: z.string().nullable(),
  atlasAwsAccountArn: z.string().nullable(),
  externalId: z.string().nullable(),
  serviceAccount: z.string().nullable(),
  status: z.enum(['NOT_INITIATED', 'IN_PROGRESS', 'COMPLETE', 'FAILED']).nullable(),
};

export const cloudProviderAccessRole: z.ZodType<CloudProviderAccessRole> = z.discriminatedUnion('provider', [
  z.strictObject({
    ...base,
    provider: z.literal('AWS'),
    iamAssumedRoleArn: z.string().nullable(),
  }),
  z.strictObject({
    ...base,
    provider: z.literal('AZURE'),
    atlasAzureAppId: z.string(),
    servicePrincipalId: z.string(),
    tenantId: z.string(),
  }),
  z.strictObject({
    ...base,
    provider: z.literal('GCP'),
  }),
]);
