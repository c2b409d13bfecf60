import { z } from 'zod';

/** One range of addresses that an API key may be used from. A key's first entry closes it to every other address. */
export interface ApiKeyAccessListEntry {
  readonly orgId: string;
  readonly apiKeyId: string;
  /** CIDR notation always; a single address is `/32` or `/128`. */
  readonly entry: string;
  /** When it was made, as Atlas writes it. */
  readonly created: string | null;
  /** How many calls have come from `lastUsedAddress`. */
  readonly count: number;
  /** When it was last used; null: never. */
  readonly lastUsed: string | null;
  readonly lastUsedAddress: string | null;
}

export const apiKeyAccessListEntry: z.ZodType<ApiKeyAccessListEntry> = z.strictObject({
  orgId: z.string().min(1),
  apiKeyId: z.string().min(1),
  entry: z.string().min(1),
  created: z.string().nullable(),
  count: z.number(),
  lastUsed: z.string().nullable(),
  lastUsedAddress: z.string().nullable(),
});
