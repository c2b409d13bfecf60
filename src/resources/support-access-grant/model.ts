import { z } from 'zod';
import type { Instant } from '../../core/instant.ts';

/** A permission for MongoDB's support staff to reach one cluster until an instant, from which on it is void by itself. */
export interface SupportAccessGrant {
  readonly projectId: string;
  readonly clusterName: string;
  /** What it opens: the logs, the hosts, or also the data that App Services synchronises. Never the database's contents. */
  readonly grantType:
    | 'CLUSTER_DATABASE_LOGS'
    | 'CLUSTER_INFRASTRUCTURE'
    | 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA';
  readonly expirationTime: Instant;
}

export const supportAccessGrantType: z.ZodType<SupportAccessGrant['grantType']> = z.enum([
  'CLUSTER_DATABASE_LOGS',
  'CLUSTER_INFRASTRUCTURE',
  'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA',
]);

export const supportAccessGrant: z.ZodType<SupportAccessGrant> = z.strictObject({
  projectId: z.string().min(1),
  clusterName: z.string().min(1),
  grantType: supportAccessGrantType,
  expirationTime: z.custom<Instant>((value) => typeof value === 'string'),
});
