import { z } from 'zod';
import type { Instant } from '../../core/instant.ts';

/** One kind of node in a region: how large, how many. */
export interface ClusterNodes {
  /** `M0`, `M10`, `M30`, `M40_NVME`, `R50` … */
  readonly instanceSize: string;
  /** null where Atlas does not say (free clusters). */
  readonly nodeCount: number | null;
  /** null where Atlas does not say (the older view of the API). */
  readonly diskSizeGB: number | null;
}

/** A cloud region that holds nodes of a shard. */
export interface ClusterRegion {
  /** Whose cloud it is; for a free cluster the one that Atlas hosts it on. */
  readonly provider: 'AWS' | 'AZURE' | 'GCP';
  /** In Atlas's spelling: `EU_WEST_1`. */
  readonly regionName: string;
  /** 7 is preferred for the primary; 0: no electable nodes. */
  readonly priority: number;
  /** null where the region has none of that kind. */
  readonly electable: ClusterNodes | null;
  readonly readOnly: ClusterNodes | null;
  readonly analytics: ClusterNodes | null;
}

/** One shard, or the one replica set. */
export interface ClusterShard {
  readonly zoneName: string;
  readonly regions: readonly ClusterRegion[];
}

/** A connection string that works through private endpoints only. */
export interface PrivateEndpointConnection {
  readonly type: string;
  readonly connectionString: string | null;
  readonly srvConnectionString: string | null;
  readonly srvShardOptimizedConnectionString: string | null;
  readonly endpoints: readonly {
    readonly endpointId: string;
    readonly provider: string;
    readonly regionName: string;
  }[];
}

/** How drivers reach a cluster. null: there is no such way (yet). */
export interface ClusterConnectionStrings {
  readonly standard: string | null;
  readonly standardSrv: string | null;
  /** Through network peering, where custom DNS is on or the provider needs it. */
  readonly private: string | null;
  readonly privateSrv: string | null;
  readonly privateEndpoints: readonly PrivateEndpointConnection[];
}

/**
 * A dedicated (M10+) or free (M0) cluster, as security sees it. Flex clusters are a kind of their own; TLS, ciphers and
 * server-side JavaScript stand in the kind `cluster-process-arguments`, access of support staff in `support-access-grant`.
 */
export interface Cluster {
  readonly projectId: string;
  readonly name: string;
  /** null before Atlas has given it one. */
  readonly id: string | null;
  /** `shared`: the retired M2 and M5, which Atlas has migrated since. */
  readonly tier: 'free' | 'shared' | 'dedicated';
  readonly clusterType: 'REPLICASET' | 'SHARDED' | 'GEOSHARDED';
  /** One entry for each shard; one for a replica set. Read here, never changed. */
  readonly replicationSpecs: readonly ClusterShard[];
  readonly stateName: string;
  readonly paused: boolean;
  readonly createDate: string;
  /** `8.0`. */
  readonly mongoDBMajorVersion: string;
  /** `8.0.29`; Atlas's to set. */
  readonly mongoDBVersion: string;
  readonly versionReleaseSystem: 'LTS' | 'CONTINUOUS';
  /** null where the older view of the API was read. */
  readonly featureCompatibilityVersion: string | null;
  /** Until when the feature compatibility version is pinned; null: it is not. */
  readonly featureCompatibilityVersionExpirationDate: Instant | null;
  readonly backupEnabled: boolean;
  /** Continuous backup: any moment of the window can be restored. */
  readonly pitEnabled: boolean;
  /** Who manages the key that encrypts the data files: `NONE` is the cloud provider's own encryption. */
  readonly encryptionAtRestProvider: 'NONE' | 'AWS' | 'AZURE' | 'GCP';
  readonly terminationProtectionEnabled: boolean;
  /** Whether log lines leave out what clients sent. */
  readonly redactClientLogData: boolean;
  readonly biConnector: { readonly enabled: boolean; readonly readPreference: 'primary' | 'secondary' | 'analytics' };
  readonly rootCertType: string;
  readonly connectionStrings: ClusterConnectionStrings;
  /** Sorted by key. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

const instant = z.custom<Instant>((value) => typeof value === 'string');
const nodes = z
  .strictObject({ instanceSize: z.string(), nodeCount: z.number().nullable(), diskSizeGB: z.number().nullable() })
  .nullable();
const endpoint = z.strictObject({ endpointId: z.string(), provider: z.string(), regionName: z.string() });

/** The clouds that Atlas runs on. */
export const cloudProvider = z.enum(['AWS', 'AZURE', 'GCP']);

export const cluster: z.ZodType<Cluster> = z.strictObject({
  projectId: z.string().min(1),
  name: z.string().min(1),
  id: z.string().nullable(),
  tier: z.enum(['free', 'shared', 'dedicated']),
  clusterType: z.enum(['REPLICASET', 'SHARDED', 'GEOSHARDED']),
  replicationSpecs: z.array(
    z.strictObject({
      zoneName: z.string(),
      regions: z.array(
        z.strictObject({
          provider: cloudProvider,
          regionName: z.string(),
          priority: z.number(),
          electable: nodes,
          readOnly: nodes,
          analytics: nodes,
        }),
      ),
    }),
  ),
  stateName: z.string(),
  paused: z.boolean(),
  createDate: z.string(),
  mongoDBMajorVersion: z.string(),
  mongoDBVersion: z.string(),
  versionReleaseSystem: z.enum(['LTS', 'CONTINUOUS']),
  featureCompatibilityVersion: z.string().nullable(),
  featureCompatibilityVersionExpirationDate: instant.nullable(),
  backupEnabled: z.boolean(),
  pitEnabled: z.boolean(),
  encryptionAtRestProvider: z.enum(['NONE', 'AWS', 'AZURE', 'GCP']),
  terminationProtectionEnabled: z.boolean(),
  redactClientLogData: z.boolean(),
  biConnector: z.strictObject({
    enabled: z.boolean(),
    readPreference: z.enum(['primary', 'secondary', 'analytics']),
  }),
  rootCertType: z.string(),
  connectionStrings: z.strictObject({
    standard: z.string().nullable(),
    standardSrv: z.string().nullable(),
    private: z.string().nullable(),
    privateSrv: z.string().nullable(),
    privateEndpoints: z.array(
      z.strictObject({
        type: z.string(),
        connectionString: z.string().nullable(),
        srvConnectionString: z.string().nullable(),
        srvShardOptimizedConnectionString: z.string().nullable(),
        endpoints: z.array(endpoint),
      }),
    ),
  }),
  tags: z.array(z.strictObject({ key: z.string(), value: z.string() })),
});

/** Whether the cluster has hosts of its own (M10+), which most of Atlas's security features need. */
export function isDedicated(cluster: Pick<Cluster, 'tier'>): boolean {
  return cluster.tier === 'dedicated';
}

/** The clouds that hold nodes of the cluster, each once, sorted. */
export function providersOf(cluster: Pick<Cluster, 'replicationSpecs'>): readonly ClusterRegion['provider'][] {
  return [
    ...new Set(cluster.replicationSpecs.flatMap((shard) => shard.regions.map((region) => region.provider))),
  ].sort();
}
