import { z } from 'zod';

/** One role of an API key: in the organization, or in one project. */
export type ApiKeyRole =
  | { readonly role: string; readonly orgId: string; readonly projectId?: undefined }
  | { readonly role: string; readonly projectId: string; readonly orgId?: undefined };

/** A programmatic API key of the organization. Its private key is shown once by Atlas and is no part of the model. */
export interface ApiKey {
  readonly orgId: string;
  readonly id: string;
  /** Eight lower-case letters: the user name of the key. Atlas's to set. */
  readonly publicKey: string;
  readonly description: string;
  /** Organization roles first, then by project, then by name. */
  readonly roles: readonly ApiKeyRole[];
}

export const apiKey: z.ZodType<ApiKey> = z.strictObject({
  orgId: z.string().min(1),
  id: z.string(),
  publicKey: z.string(),
  description: z.string(),
  roles: z.array(
    z.union([
      z.strictObject({ role: z.string(), orgId: z.string() }),
      z.strictObject({ role: z.string(), projectId: z.string() }),
    ]),
  ),
});
