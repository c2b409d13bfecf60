import { z } from 'zod';

/**
 * A secret of a service account, as a resource of its own: made and removed, never changed. Its value is shown by Atlas once
 * and is no part of the model. Where one is planned, the time between its two dates is how long it is to live.
 */
export interface ServiceAccountSecret {
  readonly orgId: string;
  readonly clientId: string;
  /** 24 hex digits. */
  readonly id: string;
  readonly createdAt: string;
  /** Of no use from then on. Atlas brings it forward when the account gets another secret. */
  readonly expiresAt: string;
  /** Null: never used. */
  readonly lastUsedAt: string | null;
}

export const serviceAccountSecret: z.ZodType<ServiceAccountSecret> = z.strictObject({
  orgId: z.string().min(1),
  clientId: z.string().min(1),
  id: z.string().min(1),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
