import { z } from 'zod';

/**
 * A client certificate that Atlas issued to a database user. Atlas lists unexpired ones only and cannot revoke one.
 * Its id is beyond 2^53 and so is not kept: the moment of issue tells a user's certificates apart.
 */
export interface DatabaseUserCertificate {
  readonly projectId: string;
  readonly username: string;
  /** The distinguished name, for example `CN=batch`. */
  readonly subject: string;
  /** Whole months from issue to end, 1 to 24. */
  readonly monthsUntilExpiration: number;
  readonly createdAt: string;
  readonly notAfter: string;
}

export const databaseUserCertificate: z.ZodType<DatabaseUserCertificate> = z.strictObject({
  projectId: z.string().min(1),
  username: z.string().min(1),
  subject: z.string(),
  monthsUntilExpiration: z.number().int().nonnegative(),
  createdAt: z.string().min(1),
  notAfter: z.string(),
});
