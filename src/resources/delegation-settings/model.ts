import { z } from 'zod';

/** Whether somebody else's software may act for a user of the organization: such access bypasses API access lists. */
export interface DelegationSettings {
  readonly orgId: string;
  /** Access of Model Context Protocol clients. */
  readonly delegatedMcpAccess: 'DISALLOWED' | 'READ_ONLY' | 'READ_WRITE';
  readonly delegatedPartnerAccess: 'DISALLOWED' | 'READ_WRITE';
  /** 1 to 31536000; null: Atlas's default. */
  readonly idleRefreshTokenLifetimeSeconds: number | null;
  /** 1 to 31536000; null: Atlas's default. */
  readonly maximumRefreshTokenLifetimeSeconds: number | null;
}

export const delegationSettings: z.ZodType<DelegationSettings> = z.strictObject({
  orgId: z.string().min(1),
  delegatedMcpAccess: z.enum(['DISALLOWED', 'READ_ONLY', 'READ_WRITE']),
  delegatedPartnerAccess: z.enum(['DISALLOWED', 'READ_WRITE']),
  idleRefreshTokenLifetimeSeconds: z.number().int().min(1).max(31_536_000).nullable(),
  maximumRefreshTokenLifetimeSeconds: z.number().int().min(1).max(31_536_000).nullable(),
});
