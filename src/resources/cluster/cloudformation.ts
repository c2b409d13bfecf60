import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import type { Cluster } from './model.ts';

/** Properties of the type by field, beside those that are objects. */
const PLAIN = {
  BackupEnabled: 'backupEnabled',
  ClusterType: 'clusterType',
  EncryptionAtRestProvider: 'encryptionAtRestProvider',
  MongoDBMajorVersion: 'mongoDBMajorVersion',
  Paused: 'paused',
  PitEnabled: 'pitEnabled',
  RootCertType: 'rootCertType',
  TerminationProtectionEnabled: 'terminationProtectionEnabled',
  VersionReleaseSystem: 'versionReleaseSystem',
} as const satisfies Record<string, keyof Cluster>;

export const cloudformation: CloudFormationType<Cluster> = {
  type: 'MongoDB::Atlas::Cluster',
  // A whole cluster of somebody else's would be resized by what is left out.
  mode: 'difference',
  fields: ['projectId', 'name', 'biConnector', 'tags', ...Object.values(PLAIN)],
  properties: (cluster) => ({
    ProjectId: cluster.projectId,
    Name: cluster.name,
    ...Object.fromEntries(Object.entries(PLAIN).map(([property, field]) => [property, cluster[field]])),
    // The version must not be said where Atlas chooses it.
    ...(cluster.versionReleaseSystem === 'CONTINUOUS' ? { MongoDBMajorVersion: undefined } : {}),
    BiConnector: { Enabled: cluster.biConnector.enabled, ReadPreference: cluster.biConnector.readPreference },
    Tags: cluster.tags.map(({ key, value }) => ({ Key: key, Value: value })),
  }),
  parse: (given, base) => ({
    ...base,
    projectId: String(given.ProjectId),
    name: String(given.Name),
    ...(Object.fromEntries(
      Object.entries(PLAIN).map(([property, field]) => [field, given[property] ?? base[field]]),
    ) as Partial<Cluster>),
    biConnector: {
      enabled: (given.BiConnector as TemplateObject).Enabled === true,
      readPreference: (given.BiConnector as TemplateObject).ReadPreference as Cluster['biConnector']['readPreference'],
    },
    tags: (given.Tags as readonly TemplateObject[]).map(({ Key, Value }) => ({
      key: String(Key),
      value: String(Value),
    })),
  }),
};
