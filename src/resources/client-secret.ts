/** The secrets of service accounts and of remote MCP configurations, which Atlas shows alike. No recording holds them. */
import { z } from 'zod';
import type { AccountSecret } from './service-account/model.ts';

/** `secret` stands in the answer to a create only; a mask of it may stand in every other. Neither is ever taken up. */
export const clientSecretWire = z.strictObject({
  createdAt: z.string(),
  expiresAt: z.string(),
  id: z.string(),
  lastUsedAt: z.string().nullish(),
  maskedSecretValue: z.string().optional(),
  secret: z.string().optional(),
});

/** How long a new secret shall live. What the organization allows is the emulator's to say. */
export const secretExpiresAfterHours = z.number().int().min(1);

/** The body that makes a secret. */
export const clientSecretRequest = z.strictObject({ secretExpiresAfterHours });

const reading = z.looseObject({
  id: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullish(),
});

/** A secret of the wire as a model, without its value. */
export function clientSecretFromWire(item: unknown): AccountSecret {
  const { id, createdAt, expiresAt, lastUsedAt } = reading.parse(item);
  return { id, createdAt, expiresAt, lastUsedAt: lastUsedAt ?? null };
}
