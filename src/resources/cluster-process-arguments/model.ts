import { z } from 'zod';

/** The TLS part of a cluster's process arguments. */
export interface TlsSettings {
  readonly minimumEnabledTlsProtocol: 'TLS1_0' | 'TLS1_1' | 'TLS1_2' | 'TLS1_3' | null;
  /** null in answers of clusters that had no cipher configuration yet (recorded: 2024). */
  readonly tlsCipherConfigMode: 'DEFAULT' | 'CUSTOM' | null;
  /** OpenSSL suites for TLS 1.2; empty unless the mode is CUSTOM. Sorted. */
  readonly customOpensslCipherConfigTls12: readonly string[];
  /** OpenSSL suites for TLS 1.3; empty unless the mode is CUSTOM. Sorted. */
  readonly customOpensslCipherConfigTls13: readonly string[];
}

/** The suites that Atlas lets one choose from (updateGroupClusterProcessArgs), by TLS version. */
export const cipherSuites = {
  TLS1_2: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
  TLS1_3: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_128_CCM_SHA256',
  ],
} as const;

/**
 * The pairs of version and suite that a client may use. TLS 1.0 and 1.1 are served no longer whatever the minimum says
 * (docs, FAQ: Security). With CUSTOM a version without a list of its own has no suite: unconfirmed.
 */
export function admittedCiphers(tls: TlsSettings): ReadonlySet<string> {
  const custom = tls.tlsCipherConfigMode === 'CUSTOM';
  const twelve = custom ? tls.customOpensslCipherConfigTls12 : cipherSuites.TLS1_2;
  const thirteen = custom ? tls.customOpensslCipherConfigTls13 : cipherSuites.TLS1_3;
  return new Set([
    ...(tls.minimumEnabledTlsProtocol === 'TLS1_3' ? [] : twelve.map((suite) => `1.2 ${suite}`)),
    ...thirteen.map((suite) => `1.3 ${suite}`),
  ]);
}

/**
 * Whether nothing that a client may use before is left afterwards, so that nodes that have restarted and nodes that
 * have not could not be reached by the same client: Atlas answers UNSAFE_TLS_TRANSITION, and wants two steps
 * (docs, FAQ: Security).
 */
export function isUnsafeTlsTransition(before: TlsSettings, after: TlsSettings): boolean {
  const admitted = admittedCiphers(after);
  return ![...admittedCiphers(before)].some((pair) => admitted.has(pair));
}

/**
 * The settings after a PATCH: a list of suites implies CUSTOM where the mode is not said, and DEFAULT empties both
 * lists (updateGroupClusterProcessArgs).
 */
export function mergeTls(before: TlsSettings, patch: Partial<TlsSettings>): TlsSettings {
  const merged = { ...before, ...patch };
  const listed =
    (patch.customOpensslCipherConfigTls12 ?? []).length + (patch.customOpensslCipherConfigTls13 ?? []).length > 0;
  const tlsCipherConfigMode = patch.tlsCipherConfigMode ?? (listed ? 'CUSTOM' : before.tlsCipherConfigMode);
  return tlsCipherConfigMode === 'CUSTOM'
    ? { ...merged, tlsCipherConfigMode }
    : { ...merged, tlsCipherConfigMode, customOpensslCipherConfigTls12: [], customOpensslCipherConfigTls13: [] };
}

/** Settings of a cluster's database processes: TLS, server-side JavaScript and limits. null: Atlas's or MongoDB's default. */
export interface ClusterProcessArguments extends TlsSettings {
  readonly projectId: string;
  readonly clusterName: string;
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
