import { z } from 'zod';
import { hoursBetween, type Instant, parseInstant } from '../../core/instant.ts';

/** One secret of a service account, without its value. It is of no use from `expiresAt` on. */
export interface AccountSecret {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Null: never used. */
  readonly lastUsedAt: string | null;
}

/** A service account of the organization: an OAuth 2.0 client of the Admin API. Its secrets' values are no part of the model. */
export interface ServiceAccount {
  readonly orgId: string;
  /** `mdb_sa_id_` and 24 hex digits. */
  readonly clientId: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: string;
  /** Its roles in the organization, sorted. Roles in projects are asked for project by project. */
  readonly roles: readonly string[];
  /** Sorted by id. Each is a resource of its own, too (service-account-secret): that is how secrets are made and removed. */
  readonly secrets: readonly AccountSecret[];
}

/** Hours that a secret may live: Atlas takes no fewer (page "Rotate service account secrets"). */
export const SHORTEST_SECRET_HOURS = 8;
/** Hours that a secret may live where the organization says nothing: a year. */
export const LONGEST_SECRET_HOURS = 8760;
/** How many secrets an account may have, those that have ended included (the Terraform provider's guide on rotation). */
export const MOST_SECRETS = 2;
/** A new secret cuts what is left of the account's other one to this (page "Rotate service account secrets"). */
export const OVERLAP_HOURS = 168;

const HOURS_PER_DAY = 24;

/** For how many hours a secret was made: Atlas takes whole hours, and tells when it ends. 0 where one of the dates is none. */
export function hoursOfSecret(secret: Pick<AccountSecret, 'createdAt' | 'expiresAt'>): number {
  const [from, to] = [parseInstant(secret.createdAt), parseInstant(secret.expiresAt)];
  return from === undefined || to === undefined ? 0 : Math.round(hoursBetween(from, to));
}

/** True where a secret is of no use any more. One whose end cannot be read is taken for valid. */
export function hasEnded({ expiresAt }: Pick<AccountSecret, 'expiresAt'>, now: Instant): boolean {
  const end = parseInstant(expiresAt);
  return end !== undefined && end <= now;
}

/** Atlas makes every account with one secret and asks how long that shall live: as long as the one planned, else the shortest. */
export function hoursOfFirstSecret({ secrets: [first] }: ServiceAccount): number {
  return first === undefined ? SHORTEST_SECRET_HOURS : hoursOfSecret(first);
}

/** A life as a reader says it: `90 days`, `8 hours`. */
export function hoursInWords(hours: number): string {
  return hours > 0 && hours % HOURS_PER_DAY === 0 ? `${hours / HOURS_PER_DAY} days` : `${hours} hours`;
}

export const serviceAccount: z.ZodType<ServiceAccount> = z.strictObject({
  orgId: z.string().min(1),
  clientId: z.string().min(1),
  name: z.string(),
  description: z.string(),
  createdAt: z.string(),
  roles: z.array(z.string()),
  secrets: z.array(
    z.strictObject({
      id: z.string(),
      createdAt: z.string(),
      expiresAt: z.string(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
});
