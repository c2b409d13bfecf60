import { terraformName } from '../../core/hcl.ts';
import { sameJson } from '../../core/json.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { fromWire, toBody } from './api.ts';
import type { ClusterProcessArguments } from './model.ts';

/** The provider's names; `chunkMigrationConcurrency` and `queryStatsLogVerbosity` have none. */
const ATTRIBUTES = {
  change_stream_options_pre_and_post_images_expire_after_seconds:
    'changeStreamOptionsPreAndPostImagesExpireAfterSeconds',
  custom_openssl_cipher_config_tls12: 'customOpensslCipherConfigTls12',
  custom_openssl_cipher_config_tls13: 'customOpensslCipherConfigTls13',
  default_max_time_ms: 'defaultMaxTimeMS',
  default_write_concern: 'defaultWriteConcern',
  javascript_enabled: 'javascriptEnabled',
  minimum_enabled_tls_protocol: 'minimumEnabledTlsProtocol',
  no_table_scan: 'noTableScan',
  oplog_min_retention_hours: 'oplogMinRetentionHours',
  oplog_size_mb: 'oplogSizeMB',
  sample_refresh_interval_bi_connector: 'sampleRefreshIntervalBIConnector',
  sample_size_bi_connector: 'sampleSizeBIConnector',
  tls_cipher_config_mode: 'tlsCipherConfigMode',
  transaction_lifetime_limit_seconds: 'transactionLifetimeLimitSeconds',
} as const satisfies Record<string, keyof ClusterProcessArguments>;

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

export const terraform: TerraformDialect<ClusterProcessArguments> = {
  type: 'mongodbatlas_advanced_cluster',
  mode: 'difference',
  name: ({ clusterName }) => terraformName(clusterName),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      name: model.clusterName,
      advanced_configuration: Object.fromEntries(
        Object.entries(ATTRIBUTES).flatMap(([attribute, field]) =>
          isEmpty(model[field]) ? [] : [[attribute, model[field]]],
        ),
      ),
    },
  }),
  fromHcl: ({ attributes }, base) => {
    const given = attributes.advanced_configuration;
    const values = (Array.isArray(given) ? given[0] : given) as Readonly<Record<string, unknown>> | undefined;
    const read = Object.fromEntries(
      Object.entries(ATTRIBUTES).flatMap(([attribute, field]) =>
        values?.[attribute] === undefined ? [] : [[field, values[attribute]]],
      ),
    );
    // An attribute that is left out keeps what stands (provider documentation).
    const kept = base === undefined ? {} : toBody(base);
    return fromWire({ ...kept, ...read }, String(attributes.project_id), String(attributes.name));
  },
  importId: ({ projectId, clusterName }) => `${projectId}-${clusterName}`,
  cannot: (change) => {
    if (change.type !== 'update') return undefined;
    const { before, after } = change;
    const nameless = (['chunkMigrationConcurrency', 'queryStatsLogVerbosity'] as const).find(
      (field) => before[field] !== after[field],
    );
    if (nameless !== undefined) return `The provider has no attribute for ${nameless}.`;
    const emptied = Object.entries(ATTRIBUTES).find(
      ([, field]) => isEmpty(after[field]) && !sameJson(before[field], after[field]),
    );
    return emptied && after.tlsCipherConfigMode !== 'DEFAULT'
      ? `Terraform cannot put ${emptied[0]} back to its default: an attribute that is removed keeps its value.`
      : undefined;
  },
};
