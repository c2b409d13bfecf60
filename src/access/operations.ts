/**
 * What Atlas's contract says about who may call an operation: for each set of roles, any one of which is enough, the operationIds
 * (names transcribed; a test compares them with the contract). The operation page of each says the same in words.
 */
const BY_ROLES: Readonly<Record<string, string>> = {
  GROUP_ACCESS_MANAGER: [
    'addGroupTeams addGroupUserRole addGroupUsers createGroupApiKey createGroupServiceAccountAccessList',
    'deleteGroupServiceAccountAccessListEntry removeGroupApiKey removeGroupTeam removeGroupUser',
    'removeGroupUserRole updateGroupApiKeyRoles updateGroupTeam',
  ].join(' '),
  GROUP_ALERTS_MANAGER: [
    'acknowledgeGroupAlert createGroupAlertConfig deleteGroupAlertConfig toggleGroupAlertConfig',
    'updateGroupAlertConfig',
  ].join(' '),
  GROUP_BACKUP_CREATOR: 'takeGroupClusterBackupSnapshots',
  GROUP_BACKUP_MANAGER: [
    'createGroupBackupExportBucket deleteGroupBackupExportBucket deleteGroupClusterBackupSchedule',
    'deleteGroupClusterBackupSnapshot deleteGroupClusterBackupSnapshotShardedCluster',
    'getGroupClusterBackupExport getGroupClusterBackupRestoreJob listGroupClusterBackupExports',
    'listGroupClusterBackupRestoreJobs updateGroupBackupExportBucket updateGroupClusterBackupSchedule',
    'updateGroupClusterBackupSnapshot',
  ].join(' '),
  GROUP_CLUSTER_CREATOR: 'createGroupCluster',
  'GROUP_CLUSTER_LOG_VIEWER GROUP_DATABASE_ACCESS_ADMIN':
    'getGroupDbAccessHistoryCluster getGroupDbAccessHistoryProcess',
  'GROUP_CLUSTER_LOG_VIEWER GROUP_DATA_ACCESS_ADMIN GROUP_DATA_ACCESS_READ_ONLY GROUP_DATA_ACCESS_READ_WRITE GROUP_STREAM_PROCESSING_OWNER':
    'downloadGroupClusterLog',
  GROUP_CLUSTER_MANAGER: [
    'deleteGroupClusterSearchDeployment tenantGroupFlexClusterUpgrade updateGroupClusterProcessArgs',
    'updateGroupClusterSearchDeployment upgradeGroupClusterTenantUpgrade validateGroupClusterConfigurations',
  ].join(' '),
  'GROUP_CLUSTER_MANAGER GROUP_CLUSTER_RESILIENCE_TESTER GROUP_REPLICA_SET_MANAGER': 'updateGroupCluster',
  'GROUP_DATABASE_ACCESS_ADMIN GROUP_STREAM_PROCESSING_OWNER': [
    'createGroupCustomDbRoleRole createGroupDatabaseUser deleteGroupCustomDbRoleRole deleteGroupDatabaseUser',
    'updateGroupCustomDbRoleRole updateGroupDatabaseUser',
  ].join(' '),
  'GROUP_DATA_ACCESS_ADMIN GROUP_DATA_ACCESS_READ_ONLY GROUP_DATA_ACCESS_READ_WRITE GROUP_STREAM_PROCESSING_OWNER':
    'downloadGroupClusterOnlineArchiveQueryLogs downloadGroupDataFederationQueryLogs',
  'GROUP_DATA_ACCESS_ADMIN GROUP_DATA_ACCESS_READ_ONLY GROUP_DATA_ACCESS_READ_WRITE ORG_STREAM_PROCESSING_ADMIN GROUP_STREAM_PROCESSING_MANAGER':
    'downloadGroupStreamAuditLogs getGroupStreamWorkspace listGroupStreamConnections',
  GROUP_MODEL_OWNER: 'createGroupAiModelApiKey deleteGroupAiModelApiKey updateGroupAiModelApiKey',
  GROUP_NETWORK_ACCESS_MANAGER:
    'createGroupAccessListEntry createGroupPeer deleteGroupAccessListEntry deleteGroupPeer updateGroupPeer',
  GROUP_OWNER: [
    'addGroupAccessUser addGroupApiKey authorizeGroupCloudProviderAccessRole createGroupBackupPrivateEndpoint',
    'createGroupCloudProviderAccess createGroupClusterSearchDeployment createGroupContainer',
    'createGroupDataFederation createGroupDatabaseUserCert createGroupEncryptionAtRestPrivateEndpoint',
    'createGroupFlexCluster createGroupIntegration createGroupInvite createGroupLogIntegration',
    'createGroupMcpConfig createGroupMcpConfigSecret createGroupMetricIntegration',
    'createGroupPrivateEndpointEndpointService createGroupPrivateEndpointEndpointServiceEndpoint',
    'createGroupPrivateEndpointServerlessInstanceEndpoint createGroupPrivateNetworkSettingEndpointId',
    'createGroupPushBasedLogExport createGroupServiceAccount createGroupServiceAccountSecret',
    'deauthorizeGroupCloudProviderAccessRole deferGroupMaintenanceWindow deleteGroup',
    'deleteGroupBackupPrivateEndpoint deleteGroupCluster deleteGroupContainer deleteGroupDataFederation',
    'deleteGroupDataFederationLimit deleteGroupFlexCluster deleteGroupIntegration deleteGroupInvite',
    'deleteGroupLimit deleteGroupLogIntegration deleteGroupMcpConfig deleteGroupMcpConfigSecret',
    'deleteGroupMetricIntegration deleteGroupPrivateEndpointEndpointService',
    'deleteGroupPrivateEndpointEndpointServiceEndpoint deleteGroupPrivateEndpointServerlessInstanceEndpoint',
    'deleteGroupPrivateNetworkSettingEndpointId deleteGroupPushBasedLogExport deleteGroupServiceAccount',
    'deleteGroupServiceAccountSecret deleteGroupUserSecurityLdapUserToDnMapping',
    'disableGroupBackupCompliancePolicy disableGroupPrivateIpModePeering disableGroupUserSecurityCustomerX509',
    'getGroupAuditLog getGroupBackupCompliancePolicy getGroupBackupPrivateEndpoint',
    'getGroupEncryptionAtRestPrivateEndpoint getGroupInvite getGroupLogIntegration getGroupMetricIntegration',
    'getGroupPushBasedLogExport getGroupUserSecurity getGroupUserSecurityLdapVerify',
    'listGroupBackupPrivateEndpoints listGroupEncryptionAtRestPrivateEndpoints listGroupInvites',
    'listGroupLogIntegrations listGroupMetricIntegrations pinGroupClusterFeatureCompatibilityVersion',
    'requestGroupEncryptionAtRestPrivateEndpointDeletion resetGroupMaintenanceWindow',
    'setGroupDataFederationLimit setGroupLimit toggleGroupAwsCustomDns toggleGroupMaintenanceWindowAutoDefer',
    'toggleGroupPrivateEndpointRegionalMode unpinGroupClusterFeatureCompatibilityVersion updateGroup',
    'updateGroupAuditLog updateGroupBackupCompliancePolicy updateGroupContainer updateGroupDataFederation',
    'updateGroupEncryptionAtRest updateGroupFlexCluster updateGroupIntegration updateGroupInviteById',
    'updateGroupInvites updateGroupLogIntegration updateGroupMaintenanceWindow updateGroupMcpConfig',
    'updateGroupMetricIntegration updateGroupPrivateEndpointEndpointService',
    'updateGroupPrivateEndpointServerlessInstanceEndpoint updateGroupPushBasedLogExport',
    'updateGroupServiceAccount updateGroupSettings updateGroupUserRoles updateGroupUserSecurity',
    'verifyGroupUserSecurityLdap',
  ].join(' '),
  GROUP_READ_ONLY: [
    'getGroup getGroupAccessListEntry getGroupAccessListStatus getGroupActivityFeed getGroupAiModelApiKey',
    'getGroupAlert getGroupAlertAlertConfigs getGroupAlertConfig getGroupAlertConfigAlerts',
    'getGroupAwsCustomDns getGroupBackupExportBucket getGroupCloudProviderAccess getGroupCluster',
    'getGroupClusterBackupSchedule getGroupClusterBackupSnapshot getGroupClusterBackupSnapshotShardedCluster',
    'getGroupClusterOnlineArchive getGroupClusterProcessArgs getGroupClusterSearchDeployment',
    'getGroupClusterStatus getGroupContainer getGroupCustomDbRoleRole getGroupDataFederation',
    'getGroupDataFederationLimit getGroupDatabaseUser getGroupEncryptionAtRest getGroupEvent',
    'getGroupFlexCluster getGroupFlexClusterBackupSnapshot getGroupIntegration getGroupIpAddresses',
    'getGroupLimit getGroupMaintenanceWindow getGroupMcpConfig getGroupMcpConfigSecret',
    'getGroupMongoDbVersions getGroupPeer getGroupPrivateEndpointEndpointService',
    'getGroupPrivateEndpointEndpointServiceEndpoint getGroupPrivateEndpointRegionalMode',
    'getGroupPrivateEndpointServerlessInstanceEndpoint getGroupPrivateNetworkSettingEndpointId',
    'getGroupProcess getGroupServerlessInstance getGroupServiceAccount getGroupSettings',
    'getGroupStreamAccountDetails getGroupStreamConnection getGroupStreamPrivateLinkConnection getGroupTeam',
    'getGroupUser listGroupAccessListEntries listGroupAiModelApiKeys listGroupAlertConfigs listGroupAlerts',
    'listGroupApiKeys listGroupBackupExportBuckets listGroupCloudProviderAccess',
    'listGroupClusterBackupSnapshotShardedClusters listGroupClusterBackupSnapshots',
    'listGroupClusterOnlineArchives listGroupClusterProviderRegions listGroupClusters listGroupContainerAll',
    'listGroupContainers listGroupCustomDbRoleRoles listGroupDataFederation listGroupDataFederationLimits',
    'listGroupDatabaseUserCerts listGroupDatabaseUsers listGroupEvents listGroupFlexClusterBackupSnapshots',
    'listGroupFlexClusters listGroupIntegrations listGroupLimits listGroupMcpConfigSecrets',
    'listGroupMcpConfigs listGroupPeers listGroupPrivateEndpointEndpointService',
    'listGroupPrivateEndpointServerlessInstanceEndpoint listGroupPrivateNetworkSettingEndpointIds',
    'listGroupProcesses listGroupServerlessInstances listGroupServiceAccountAccessList',
    'listGroupServiceAccounts listGroupStreamActiveVpcPeeringConnections',
    'listGroupStreamPrivateLinkConnections listGroupStreamVpcPeeringConnections listGroupStreamWorkspaces',
    'listGroupTeams listGroupUsers verifyGroupPrivateIpMode',
  ].join(' '),
  'GROUP_READ_ONLY ORG_MEMBER': 'listEventTypes',
  GROUP_SUPPORT_ACCESS_MANAGER: 'grantGroupClusterMongoDbEmployeeAccess revokeGroupClusterMongoDbEmployeeAccess',
  ORG_MEMBER: [
    'getOrg getOrgActivityFeed getOrgApiKey getOrgApiKeyAccessListEntry getOrgDelegationSettings getOrgEvent',
    'getOrgGroups getOrgNonCompliantResources getOrgResourcePolicy getOrgSettings getOrgTeam getOrgTeamByName',
    'getOrgUser listOrgApiKeyAccessListEntries listOrgApiKeys listOrgEvents listOrgResourcePolicies',
    'listOrgTeamUsers listOrgTeams listOrgUsers',
  ].join(' '),
  ORG_OWNER: [
    'addOrgTeamUser addOrgTeamUsers addOrgUserRole createFederationSettingConnectedOrgConfigRoleMapping',
    'createFederationSettingIdentityProvider createOrgApiKey createOrgInvite createOrgMcpConfig',
    'createOrgMcpConfigSecret createOrgResourcePolicy createOrgServiceAccount',
    'createOrgServiceAccountAccessList createOrgServiceAccountSecret createOrgTeam createOrgUser',
    'deleteFederationSetting deleteFederationSettingConnectedOrgConfigRoleMapping',
    'deleteFederationSettingIdentityProvider deleteOrg deleteOrgApiKey deleteOrgInvite deleteOrgMcpConfig',
    'deleteOrgMcpConfigSecret deleteOrgResourcePolicy deleteOrgServiceAccount',
    'deleteOrgServiceAccountAccessListEntry deleteOrgServiceAccountSecret deleteOrgTeam',
    'getFederationSettingConnectedOrgConfig getFederationSettingConnectedOrgConfigRoleMapping',
    'getFederationSettingIdentityProvider getFederationSettingIdentityProviderMetadata',
    'getOrgFederationSettings getOrgInvite inviteGroupServiceAccount',
    'listFederationSettingConnectedOrgConfigRoleMappings listFederationSettingConnectedOrgConfigs',
    'listFederationSettingIdentityProviders listOrgInvites migrateGroup',
    'removeFederationSettingConnectedOrgConfig removeOrgTeamUser removeOrgTeamUserFromTeam removeOrgUser',
    'removeOrgUserRole renameOrgTeam revokeFederationSettingIdentityProviderJwks',
    'updateFederationSettingConnectedOrgConfig updateFederationSettingConnectedOrgConfigRoleMapping',
    'updateFederationSettingIdentityProvider updateOrg updateOrgApiKey updateOrgDelegationSettings',
    'updateOrgInviteById updateOrgInvites updateOrgMcpConfig updateOrgResourcePolicy updateOrgServiceAccount',
    'updateOrgSettings updateOrgUser updateOrgUserRoles validateOrgResourcePolicies',
  ].join(' '),
  ORG_READ_ONLY: [
    'getOrgAiModelApiKey getOrgMcpConfig getOrgMcpConfigSecret getOrgServiceAccount',
    'getOrgServiceAccountGroups listOrgAiModelApiKeys listOrgMcpConfigSecrets listOrgMcpConfigs',
    'listOrgServiceAccountAccessList listOrgServiceAccounts',
  ].join(' '),
};

/** Operations that need no role: who is allowed to log in may call them, and so may who is not (system status, addresses). */
const FOR_ANYBODY = new Set([
  'createServiceAccountToken',
  'revokeServiceAccountToken',
  'getSystemStatus',
  'listControlPlaneIpAddresses',
  'listOrgs',
  'listGroups',
  'getGroupByName',
]);

// The error NOT_ORG_GROUP_CREATOR names it (Atlas docs, API errors).
const CREATES_PROJECTS = 'ORG_GROUP_CREATOR';

const NEEDED = new Map(
  Object.entries(BY_ROLES).flatMap(([roles, ids]) => ids.split(' ').map((id) => [id, roles.split(' ')] as const)),
);
NEEDED.set('createGroup', [CREATES_PROJECTS]);
for (const id of FOR_ANYBODY) NEEDED.set(id, ['any']);

/** The roles, any one of which is enough for an operation; undefined where Atlas documents none. `any`: no role is needed. */
export function rolesNeeded(operationId: string): readonly string[] | undefined {
  return NEEDED.get(operationId);
}

/** Every operation whose roles are known, sorted. */
export const knownOperations: readonly string[] = [...NEEDED.keys()].sort();

/** True where an operation is about one project. */
export function isAboutProject(operationId: string): boolean {
  return NEEDED.get(operationId)?.some((role) => role.startsWith('GROUP_')) === true && operationId !== 'createGroup';
}
