import { z } from 'zod';

/** Settings of a cluster's database processes: TLS, server-side JavaScript and limits. null: Atlas's or MongoDB's default. */
export interface ClusterProcessArguments {
  readonly projectId: string;
  readonly clusterName: string;
  readonly minimumEnabledTlsProtocol: 'TLS1_0' | 'TLS1_1' | 'TLS1_2' | 'TLS1_3' | null;
  /** null in answers of clusters that had no cipher configuration yet (recorded: 2024). */
  readonly tlsCipherConfigMode: 'DEFAULT' | 'CUSTOM' | null;
  /** OpenSSL suites for TLS 1.2; empty unless the mode is CUSTOM. Sorted. */
  readonly customOpensslCipherConfigTls12: readonly string[];
  /** OpenSSL suites for TLS 1.3; empty unless the mode is CUSTOM. Sorted. */
  readonly customOpensslCipherConfigTls13: readonly string[];
  readonly javascriptEnabled: boolean | null;
  readonly noTableScan: boolean | null;
  readonly defaultWriteConcern: string | null;
  readonly defaultMaxTimeMS: number | null;
  readonly transactionLifetimeLimitSeconds: number | null;
  readonly oplogMinRetentionHours: number | null;
  readonly oplogSizeMB: number | null;
  readonly queryStatsLogVerbosity: number | null;
  readonly changeStreamOptionsPreAndPostImagesExpireAfterSeconds: number | null;
  readonly chunkMigrationConcurrency: number | null;
  readonly sampleRefreshIntervalBIConnector: number | null;
  readonly sampleSizeBIConnector: number | null;
}

const count = z.number().nullable();

export const clusterProcessArguments: z.ZodType<ClusterProcessArguments> = z.strictObject({
  projectId: z.string().min(1),
  clusterName: z.string().min(1),
  minimumEnabledTlsProtocol: z.enum(['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3']).nullable(),
  tlsCipherConfigMode: z.enum(['DEFAULT', 'CUSTOM']).nullable(),
  customOpensslCipherConfigTls12: z.array(z.string()),
  customOpensslCipherConfigTls13: z.array(z.string()),
  javascriptEnabled: z.boolean().nullable(),
  noTableScan: z.boolean().nullable(),
  defaultWriteConcern: z.string().nullable(),
  defaultMaxTimeMS: count,
  transactionLifetimeLimitSeconds: count,
  oplogMinRetentionHours: count,
  oplogSizeMB: count,
  queryStatsLogVerbosity: count,
  changeStreamOptionsPreAndPostImagesExpireAfterSeconds: count,
  chunkMigrationConcurrency: count,
  sampleRefreshIntervalBIConnector: count,
  sampleSizeBIConnector: count,
});
