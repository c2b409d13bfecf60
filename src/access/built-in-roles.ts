/**
 * What the roles that Atlas offers allow, inherited roles included: role → where → actions (names only).
 * Source: the server's own role definitions (builtin_roles.yml, 8.0) and Atlas's page on database users for the roles
 * that only Atlas has; for those the page does not say where a single action is allowed, which is inferred.
 *
 * Where: `<db>` the database that the role is granted on, `*` every database but local and config, `db` all of a
 * database's ordinary collections, `db.collection` one namespace, `*.collection` that name in every database.
 */
export const builtInRoles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  atlasAdmin: {
    '*': 'analyze analyzeShardKey bypassDocumentValidation changeStream cleanupStructuredEncryptionData clearJumboFlag collMod collStats compact compactStructuredEncryptionData configureQueryAnalyzer convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropDatabase dropIndex dropSearchIndex enableProfiler enableSharding find getDatabaseVersion getShardVersion indexStats insert killCursors listCollections listIndexes listSearchIndexes moveChunk moveCollection planCacheIndexFilter planCacheRead planCacheWrite reIndex refineCollectionShardKey remove renameCollectionSameDB reshardCollection splitChunk storageDetails update updateSearchIndex validate viewRole',
    '*.system.js':
      'changeStream cleanupStructuredEncryptionData collStats compactStructuredEncryptionData convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropIndex dropSearchIndex find insert killCursors listCollections listIndexes listSearchIndexes planCacheRead remove renameCollectionSameDB update updateSearchIndex',
    '*.system.profile':
      'changeStream collStats convertToCapped createCollection dbHash dbStats dropCollection find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    '*.system.users': 'find',
    'admin.system.backup_users': 'find',
    'admin.system.roles': 'find',
    'admin.system.version': 'find',
    any: 'collStats listCollections listIndexes listSearchIndexes',
    cluster:
      'allCollectionStats appendOplogNote applyOps checkMetadataConsistency cleanupOrphaned compact connPoolStats flushRouterConfig getCmdLineOpts getDefaultRWConcern getLog getParameter getShardMap hostInfo inprog killAnyCursor listDatabases listSampledQueries listSessions listShards netstat operationMetrics querySettings replSetGetConfig replSetGetStatus serverStatus setUserWriteBlockMode shardedDataDistribution shardingState top useUUID',
    config:
      'changeStream collStats dbHash dbStats find getDatabaseVersion getShardVersion indexStats killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'config.settings': 'find insert update',
    'config.system.js':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'config.system.sessions': 'collStats dbStats getDatabaseVersion getShardVersion indexStats',
    local:
      'changeStream collStats dbHash dbStats find getDatabaseVersion getShardVersion indexStats killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'local.replset.election': 'find',
    'local.replset.minvalid': 'find',
    'local.system.js':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'local.system.replset': 'find',
    'system_buckets:*':
      'analyze bypassDocumentValidation changeStream cleanupStructuredEncryptionData collMod collStats compact compactStructuredEncryptionData convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropDatabase dropIndex dropSearchIndex enableProfiler find insert killCursors listCollections listIndexes listSearchIndexes planCacheIndexFilter planCacheRead planCacheWrite reIndex remove renameCollectionSameDB storageDetails update updateSearchIndex validate',
  },
  autoCompact: {
    cluster: 'compact',
  },
  backup: {
    '*': 'find',
    '*.system.js': 'find',
    '*.system.profile': 'find',
    '*.system.users': 'find',
    'admin.system.backup_users': 'find',
    'admin.system.roles': 'find',
    'admin.system.version': 'find',
    any: 'collStats listCollections listIndexes listSearchIndexes',
    cluster: 'appendOplogNote getParameter listDatabases serverStatus setUserWriteBlockMode useUUID',
    config: 'find',
    'config.settings': 'find insert update',
    local: 'find',
    'local.replset.election': 'find',
    'local.replset.minvalid': 'find',
    'system_buckets:*': 'find',
  },
  clusterMonitor: {
    '*': 'collStats dbStats getDatabaseVersion getShardVersion indexStats',
    '*.system.profile': 'find',
    cluster:
      'allCollectionStats connPoolStats getCmdLineOpts getDefaultRWConcern getLog getParameter getShardMap hostInfo inprog listDatabases listSampledQueries listSessions listShards netstat operationMetrics replSetGetConfig replSetGetStatus serverStatus shardedDataDistribution shardingState top useUUID',
    config:
      'changeStream collStats dbHash dbStats find getDatabaseVersion getShardVersion indexStats killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'config.system.js':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'config.system.sessions': 'collStats dbStats getDatabaseVersion getShardVersion indexStats',
    local:
      'changeStream collStats dbHash dbStats find getDatabaseVersion getShardVersion indexStats killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'local.replset.election': 'find',
    'local.replset.minvalid': 'find',
    'local.system.js':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    'local.system.replset': 'find',
  },
  dbAdmin: {
    '<db>':
      'analyze bypassDocumentValidation collMod collStats compact configureQueryAnalyzer convertToCapped createCollection createIndex createSearchIndexes dbStats dropCollection dropDatabase dropIndex dropSearchIndex enableProfiler listCollections listIndexes listSearchIndexes planCacheIndexFilter planCacheRead planCacheWrite reIndex renameCollectionSameDB storageDetails updateSearchIndex validate',
    '<db>.system.profile':
      'changeStream collStats convertToCapped createCollection dbHash dbStats dropCollection find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
  },
  dbAdminAnyDatabase: {
    '*': 'analyze bypassDocumentValidation collMod collStats compact configureQueryAnalyzer convertToCapped createCollection createIndex createSearchIndexes dbStats dropCollection dropDatabase dropIndex dropSearchIndex enableProfiler listCollections listIndexes listSearchIndexes planCacheIndexFilter planCacheRead planCacheWrite reIndex renameCollectionSameDB storageDetails updateSearchIndex validate',
    '*.system.profile':
      'changeStream collStats convertToCapped createCollection dbHash dbStats dropCollection find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    cluster: 'applyOps listDatabases',
    'system_buckets:*':
      'analyze bypassDocumentValidation collMod collStats compact convertToCapped createCollection createIndex createSearchIndexes dbStats dropCollection dropDatabase dropIndex dropSearchIndex enableProfiler listCollections listIndexes listSearchIndexes planCacheIndexFilter planCacheRead planCacheWrite reIndex renameCollectionSameDB storageDetails updateSearchIndex validate',
  },
  enableSharding: {
    '*': 'analyzeShardKey enableSharding moveCollection refineCollectionShardKey reshardCollection',
  },
  killOpSession: {
    cluster: 'inprog killAnySession killCursors killop listSessions',
  },
  manageShardBalancer: {
    'config.settings': 'find insert update',
  },
  read: {
    '<db>':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    '<db>.system.js':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
  },
  readAnyDatabase: {
    '*': 'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    '*.system.js':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
    cluster: 'listDatabases',
    'system_buckets:*':
      'changeStream collStats dbHash dbStats find killCursors listCollections listIndexes listSearchIndexes planCacheRead',
  },
  readWrite: {
    '<db>':
      'changeStream cleanupStructuredEncryptionData collStats compactStructuredEncryptionData convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropIndex dropSearchIndex find insert killCursors listCollections listIndexes listSearchIndexes planCacheRead remove renameCollectionSameDB update updateSearchIndex',
    '<db>.system.js':
      'changeStream cleanupStructuredEncryptionData collStats compactStructuredEncryptionData convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropIndex dropSearchIndex find insert killCursors listCollections listIndexes listSearchIndexes planCacheRead remove renameCollectionSameDB update updateSearchIndex',
  },
  readWriteAnyDatabase: {
    '*': 'changeStream cleanupStructuredEncryptionData collStats compactStructuredEncryptionData convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropIndex dropSearchIndex find insert killCursors listCollections listIndexes listSearchIndexes planCacheRead remove renameCollectionSameDB update updateSearchIndex',
    '*.system.js':
      'changeStream cleanupStructuredEncryptionData collStats compactStructuredEncryptionData convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropIndex dropSearchIndex find insert killCursors listCollections listIndexes listSearchIndexes planCacheRead remove renameCollectionSameDB update updateSearchIndex',
    cluster: 'listDatabases',
    'system_buckets:*':
      'changeStream cleanupStructuredEncryptionData collStats compactStructuredEncryptionData convertToCapped createCollection createIndex createSearchIndexes dbHash dbStats dropCollection dropIndex dropSearchIndex find insert killCursors listCollections listIndexes listSearchIndexes planCacheRead remove renameCollectionSameDB update updateSearchIndex',
  },
};
