import type { ConsoleDialect } from '../../core/resource.ts';
import type { ClusterProcessArguments } from './model.ts';

export const ui: ConsoleDialect<ClusterProcessArguments> = {
  page: 'cluster-additional-settings/',
  readOn: '2026-08',
  names: 'page',
  path: ['Database', 'Clusters'],
  settings: {
    minimumEnabledTlsProtocol: 'Minimum TLS Protocol Version',
    tlsCipherConfigMode: 'Custom Cipher Suite',
    customOpensslCipherConfigTls12: 'Custom Cipher Suite (TLS 1.2)',
    customOpensslCipherConfigTls13: 'Custom Cipher Suite (TLS 1.3)',
    javascriptEnabled: 'Allow Server-Side JavaScript',
    noTableScan: 'Require Indexes for All Queries',
    oplogMinRetentionHours: 'Set Minimum Oplog Window',
    oplogSizeMB: 'Set Oplog Size',
    defaultWriteConcern: 'Default write concern',
    defaultMaxTimeMS: 'Default timeout of reads',
    transactionLifetimeLimitSeconds: 'Transaction lifetime',
  },
  open: ({ clusterName }) => [
    `Open the menu of ${clusterName}, Edit Configuration, Additional Settings, and More Configuration Options.`,
  ],
  save: 'Press Review Changes, then Apply Changes.',
};
