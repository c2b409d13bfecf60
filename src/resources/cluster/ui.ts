import type { ConsoleDialect } from '../../core/resource.ts';
import type { Cluster } from './model.ts';

export const ui: ConsoleDialect<Cluster> = {
  page: 'cluster-additional-settings/',
  readOn: '2026-08',
  names: 'page',
  path: ['Database', 'Clusters'],
  settings: {
    backupEnabled: 'Turn on Cloud Backup',
    pitEnabled: 'Continuous Cloud Backup',
    terminationProtectionEnabled: 'Termination Protection',
    encryptionAtRestProvider: 'Manage your own encryption keys',
    redactClientLogData: 'Log Redaction',
    'biConnector.enabled': 'Enable Business Intelligence Connector',
    'biConnector.readPreference': 'BI Connector read preference',
    paused: 'Pause Cluster',
    mongoDBMajorVersion: 'Select a Version',
    versionReleaseSystem: 'Select a Version',
    tags: 'Manage Tags',
    replicationSpecs: 'Cloud Provider & Region, Cluster Tier',
    clusterType: 'Cluster Tier',
    rootCertType: 'Root certificate',
  },
  open: ({ name }) => [`Open the menu of ${name}, Edit Configuration, and Additional Settings.`],
  create: ({ name }) => [
    'Press Create.',
    `Choose tier, provider and regions as the plan says, and enter ${name} as name.`,
    'Press Create Deployment.',
  ],
  save: 'Press Review Changes, then Apply Changes.',
  delete: ({ name }) => [`Open the menu of ${name}, press Terminate, and enter its name.`],
};
