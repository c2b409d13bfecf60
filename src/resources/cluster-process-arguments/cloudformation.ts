import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import type { ClusterProcessArguments } from './model.ts';

/** Properties of AdvancedSettings by field. */
const SETTINGS = {
  DefaultWriteConcern: 'defaultWriteConcern',
  JavascriptEnabled: 'javascriptEnabled',
  MinimumEnabledTLSProtocol: 'minimumEnabledTlsProtocol',
  NoTableScan: 'noTableScan',
  OplogMinRetentionHours: 'oplogMinRetentionHours',
  OplogSizeMB: 'oplogSizeMB',
  SampleRefreshIntervalBIConnector: 'sampleRefreshIntervalBIConnector',
  SampleSizeBIConnector: 'sampleSizeBIConnector',
  TransactionLifetimeLimitSeconds: 'transactionLifetimeLimitSeconds',
} as const satisfies Record<string, keyof ClusterProcessArguments>;

export const cloudformation: CloudFormationType<ClusterProcessArguments> = {
  type: 'MongoDB::Atlas::Cluster',
  mode: 'difference',
  fields: ['projectId', 'clusterName', ...Object.values(SETTINGS)],
  properties: (model) => ({
    ProjectId: model.projectId,
    Name: model.clusterName,
    AdvancedSettings: Object.fromEntries(
      Object.entries(SETTINGS).map(([property, field]) => [property, model[field] ?? undefined]),
    ),
  }),
  parse: (given, base) => {
    const settings = given.AdvancedSettings as TemplateObject;
    return {
      ...base,
      projectId: String(given.ProjectId),
      clusterName: String(given.Name),
      ...(Object.fromEntries(
        Object.entries(SETTINGS).map(([property, field]) => [field, settings[property] ?? null]),
      ) as Partial<ClusterProcessArguments>),
    };
  },
  cannot: (change) => {
    if (change.type !== 'update') return undefined;
    const gone = Object.values(SETTINGS).find((field) => change.before[field] !== null && change.after[field] === null);
    return gone === undefined
      ? undefined
      : `A property that is left out keeps its value, so that ${gone} cannot be put back.`;
  },
};
