import { z } from 'zod';

/** The organization's own guards: who must come from where, with what second factor, and for how long. */
export interface OrganizationSettings {
  readonly orgId: string;
  /** True: every API call must come from an address on the caller's own API access list. */
  readonly apiAccessListRequired: boolean;
  readonly multiFactorAuthRequired: boolean;
  /** True: MongoDB's support staff need a grant for each cluster. */
  readonly restrictEmployeeAccess: boolean;
  readonly genAIFeaturesEnabled: boolean;
  /** 8 to 8759: the organization's own limit for new secrets. Null: the platform's maximum of 8760 hours holds. */
  readonly maxServiceAccountSecretValidityInHours: number | null;
  /** One email address; null where there is none. */
  readonly securityContact: string | null;
  /** One email address; null where there is none. */
  readonly operationsContact: string | null;
  readonly customSessionTimeouts: {
    /** 3600 to 43200; null: 43200. */
    readonly absoluteSessionTimeoutInSeconds: number | null;
    /** 300 up to the absolute timeout; null: none in commercial Atlas, 600 in Atlas for Government. */
    readonly idleSessionTimeoutInSeconds: number | null;
  };
  /** True: a stream workspace may connect to clusters of other projects. */
  readonly streamsCrossGroupEnabled: boolean;
}

export const organizationSettings: z.ZodType<OrganizationSettings> = z.strictObject({
  orgId: z.string().min(1),
  apiAccessListRequired: z.boolean(),
  multiFactorAuthRequired: z.boolean(),
  restrictEmployeeAccess: z.boolean(),
  genAIFeaturesEnabled: z.boolean(),
  maxServiceAccountSecretValidityInHours: z.number().int().min(8).max(8759).nullable(),
  securityContact: z.string().min(1).nullable(),
  operationsContact: z.string().min(1).nullable(),
  customSessionTimeouts: z.strictObject({
    absoluteSessionTimeoutInSeconds: z.number().int().nullable(),
    idleSessionTimeoutInSeconds: z.number().int().nullable(),
  }),
  streamsCrossGroupEnabled: z.boolean(),
});
