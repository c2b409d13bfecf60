import { z } from 'zod';

/** One range of addresses that a service account's tokens may be used from. */
export interface ServiceAccountAccessListEntry {
  readonly orgId: string;
  readonly clientId: string;
  /** CIDR notation always; a single address is `/32` or `/128`. */
  readonly entry: string;
  /** When it was made, as Atlas writes it. */
  readonly createdAt: string | null;
  readonly requestCount: number;
  /** Null: never used. */
  readonly lastUsedAt: string | null;
  readonly lastUsedAddress: string | null;
}

export const serviceAccountAccessListEntry: z.ZodType<ServiceAccountAccessListEntry> = z.strictObject({
  orgId: z.string().min(1),
  clientId: z.string().min(1),
  entry: z.string().min(1),
  createdAt: z.string().nullable(),
  requestCount: z.number(),
  lastUsedAt: z.string().nullable(),
  lastUsedAddress: z.string().nullable(),
});
