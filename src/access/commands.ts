/** What a command is allowed by: on which kind of resource, and which actions all of it needs. */
export interface CommandNeeds {
  /** `none`: whoever is logged in may do it. */
  readonly on: 'namespace' | 'database' | 'cluster' | 'none';
  readonly actions: readonly string[];
  /** Some of its options need more actions, or fewer. */
  readonly varies: boolean;
}

// Names only; source: the server's command definitions and the command reference. `*`: some of its options need other actions.
const TABLE: Readonly<Record<CommandNeeds['on'], string>> = {
  namespace:
    'aggregate*:find analyze:analyze analyzeShardKey:analyzeShardKey checkMetadataConsistency:checkMetadataConsistency cleanupStructuredEncryptionData:cleanupStructuredEncryptionData clearJumboFlag:clearJumboFlag cloneCollectionAsCapped*:find collMod*:collMod collStats:collStats compact:compact compactStructuredEncryptionData:compactStructuredEncryptionData configureQueryAnalyzer:configureQueryAnalyzer convertToCapped:convertToCapped count:find create*:createCollection createIndexes:createIndex createSearchIndexes:createSearchIndexes dataSize:find dbCheck:dbCheck delete:remove deleteIndexes:dropIndex distinct:find drop:dropCollection dropIndexes:dropIndex dropSearchIndex:dropSearchIndex filemd5:find find:find findAndModify*:find+update findandmodify*:find+update insert*:insert listIndexes:listIndexes mapReduce*:find moveChunk:moveChunk moveCollection:moveCollection moveRange:moveChunk planCacheClear:planCacheWrite planCacheClearFilters:planCacheIndexFilter planCacheListFilters:planCacheIndexFilter planCacheSetFilter:planCacheIndexFilter reIndex:reIndex refineCollectionShardKey:refineCollectionShardKey reshardCollection:reshardCollection shardCollection:enableSharding split:splitChunk splitVector:splitVector unshardCollection:unshardCollection update*:update updateSearchIndex:updateSearchIndex validate:validate',
  database:
    'createRole:createRole+grantRole createUser*:createUser+grantRole dbHash:dbHash dbStats:dbStats dbhash:dbHash dropAllRolesFromDatabase:dropRole dropAllUsersFromDatabase:dropUser dropDatabase:dropDatabase dropRole:dropRole dropUser:dropUser enableSharding:enableSharding grantPrivilegesToRole:grantRole grantRolesToRole:grantRole grantRolesToUser:grantRole listCollections*:listCollections movePrimary:moveChunk profile*:enableProfiler renameCollection*:renameCollectionSameDB revokePrivilegesFromRole:revokeRole revokeRolesFromRole:revokeRole revokeRolesFromUser:revokeRole rolesInfo:viewRole updateRole:grantRole+revokeRole updateUser:changePassword+changeCustomData+grantRole+revokeRole usersInfo*:viewUser validateDBMetadata:validate',
  cluster:
    'addShard:addShard addShardToZone:enableSharding appendOplogNote:appendOplogNote applyOps:applyOps autoCompact:compact cleanupOrphaned:cleanupOrphaned connPoolStats:connPoolStats connPoolSync:connPoolSync currentOp*:inprog dropConnections:dropConnections flushRouterConfig:flushRouterConfig fsync:fsync fsyncUnlock:unlock getAuditConfig:auditConfigure getChangeStreamState:getChangeStreamState getClusterParameter:getClusterParameter getCmdLineOpts:getCmdLineOpts getDefaultRWConcern:getDefaultRWConcern getLog:getLog getParameter:getParameter getShardMap:getShardMap hostInfo:hostInfo invalidateUserCache:invalidateUserCache killAllSessions:killAnySession killAllSessionsByPattern*:killAnySession killOp*:killop listDatabases*:listDatabases listShards:listShards logApplicationMessage:applicationMessage logRotate:logRotate netstat:netstat removeQuerySettings:querySettings removeShard:removeShard removeShardFromZone:enableSharding replSetFreeze:replSetStateChange replSetGetConfig:replSetGetConfig replSetGetStatus:replSetGetStatus replSetInitiate:replSetConfigure replSetMaintenance:replSetStateChange replSetReconfig:replSetConfigure replSetResizeOplog:replSetResizeOplog replSetStepDown:replSetStateChange replSetSyncFrom:replSetStateChange rotateCertificates:rotateCertificates serverStatus:serverStatus setAuditConfig:auditConfigure setChangeStreamState:setChangeStreamState setClusterParameter:setClusterParameter setDefaultRWConcern:setDefaultRWConcern setFeatureCompatibilityVersion:setFeatureCompatibilityVersion setParameter:setParameter setQuerySettings:querySettings setUserWriteBlockMode:setUserWriteBlockMode shardConnPoolStats:connPoolStats shardingState:shardingState shutdown:shutdown top:top transitionFromDedicatedConfigServer:transitionFromDedicatedConfigServer transitionToDedicatedConfigServer:transitionToDedicatedConfigServer updateZoneKeyRange:enableSharding',
  none: 'abortTransaction: authenticate: buildInfo: buildinfo: commitTransaction: connectionStatus: endSessions: features: getLastError: getMore: getPrevError: getnonce: hello: isMaster: isdbgrid: ismaster: killCursors*: killSessions: listCommands: logout: ping: refreshSessions: resetError: saslContinue: saslStart: startSession: whatsmyuri:',
};

/** Every command whose needs are known by its name alone; `explain` and `bulkWrite` need what is inside them. */
export const commands: ReadonlyMap<string, CommandNeeds> = new Map(
  (Object.keys(TABLE) as CommandNeeds['on'][]).flatMap((on) =>
    TABLE[on].split(' ').map((entry): [string, CommandNeeds] => {
      const [name = '', actions = ''] = entry.split(':');
      return [
        name.replace('*', ''),
        { on, actions: actions === '' ? [] : actions.split('+'), varies: name.endsWith('*') },
      ];
    }),
  ),
);
