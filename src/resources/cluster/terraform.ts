import { type HclObject, terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { fromWire } from './api.ts';
import type { Cluster, ClusterNodes } from './model.ts';

function nodesToHcl(nodes: ClusterNodes): HclObject {
  return {
    instance_size: nodes.instanceSize,
    node_count: nodes.nodeCount ?? undefined,
    disk_size_gb: nodes.diskSizeGB ?? undefined,
  };
}

type Values = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Values | undefined =>
  (Array.isArray(value) ? value[0] : value) as Values | undefined;
const listOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly Values[]) : []);

function nodesFrom(value: unknown) {
  const nodes = objectOf(value);
  return nodes && { instanceSize: nodes.instance_size, nodeCount: nodes.node_count, diskSizeGB: nodes.disk_size_gb };
}

/** Attributes of the provider by name, beside the ones that are objects. */
const PLAIN = {
  backup_enabled: 'backupEnabled',
  cluster_type: 'clusterType',
  encryption_at_rest_provider: 'encryptionAtRestProvider',
  mongo_db_major_version: 'mongoDBMajorVersion',
  name: 'name',
  paused: 'paused',
  pit_enabled: 'pitEnabled',
  redact_client_log_data: 'redactClientLogData',
  root_cert_type: 'rootCertType',
  termination_protection_enabled: 'terminationProtectionEnabled',
  version_release_system: 'versionReleaseSystem',
} as const satisfies Record<string, keyof Cluster>;

export const terraform: TerraformDialect<Cluster> = {
  type: 'mongodbatlas_advanced_cluster',
  mode: 'difference',
  name: ({ name }) => terraformName(name),
  toHcl: (cluster) => ({
    attributes: {
      project_id: cluster.projectId,
      ...Object.fromEntries(Object.entries(PLAIN).map(([attribute, field]) => [attribute, cluster[field]])),
      // The version must not be said where Atlas chooses it.
      ...(cluster.versionReleaseSystem === 'CONTINUOUS' ? { mongo_db_major_version: undefined } : {}),
      bi_connector_config: {
        enabled: cluster.biConnector.enabled,
        read_preference: cluster.biConnector.readPreference,
      },
      ...(cluster.featureCompatibilityVersionExpirationDate === null
        ? {}
        : { pinned_fcv: { expiration_date: cluster.featureCompatibilityVersionExpirationDate } }),
      replication_specs: cluster.replicationSpecs.map(({ zoneName, regions }) => ({
        zone_name: zoneName,
        region_configs: regions.map(({ provider, regionName, priority, electable, readOnly, analytics }) => ({
          provider_name: cluster.tier === 'dedicated' ? provider : 'TENANT',
          backing_provider_name: cluster.tier === 'dedicated' ? undefined : provider,
          region_name: regionName,
          priority,
          electable_specs: electable === null ? undefined : nodesToHcl(electable),
          read_only_specs: readOnly === null ? undefined : nodesToHcl(readOnly),
          analytics_specs: analytics === null ? undefined : nodesToHcl(analytics),
        })),
      })),
      ...(cluster.tags.length === 0
        ? {}
        : { tags: Object.fromEntries(cluster.tags.map(({ key, value }) => [key, value])) }),
    },
  }),
  fromHcl: ({ attributes: a }, base) => {
    const bi = objectOf(a.bi_connector_config);
    const tags = objectOf(a.tags) ?? {};
    const read = fromWire(
      {
        ...Object.fromEntries(
          Object.entries(PLAIN).flatMap(([attribute, field]) =>
            a[attribute] === undefined ? [] : [[field, a[attribute]]],
          ),
        ),
        biConnector: { enabled: bi?.enabled, readPreference: bi?.read_preference },
        featureCompatibilityVersionExpirationDate: objectOf(a.pinned_fcv)?.expiration_date,
        replicationSpecs: listOf(a.replication_specs).map((spec) => ({
          zoneName: spec.zone_name,
          regionConfigs: listOf(spec.region_configs).map((region) => ({
            providerName: region.provider_name,
            backingProviderName: region.backing_provider_name,
            regionName: region.region_name,
            priority: region.priority,
            electableSpecs: nodesFrom(region.electable_specs),
            readOnlySpecs: nodesFrom(region.read_only_specs),
            analyticsSpecs: nodesFrom(region.analytics_specs),
          })),
        })),
        stateName: base?.stateName ?? 'IDLE',
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      },
      String(a.project_id),
    );
    return {
      ...read,
      mongoDBMajorVersion: read.mongoDBMajorVersion || (base?.mongoDBMajorVersion ?? ''),
      rootCertType: read.rootCertType || (base?.rootCertType ?? ''),
      // Atlas's to set, or the attributes of another resource.
      id: base?.id ?? null,
      createDate: base?.createDate ?? '',
      mongoDBVersion: base?.mongoDBVersion ?? '',
      featureCompatibilityVersion: base?.featureCompatibilityVersion ?? null,
      connectionStrings: base?.connectionStrings ?? read.connectionStrings,
    };
  },
  importId: ({ projectId, name }) => `${projectId}-${name}`,
};
