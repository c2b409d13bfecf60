/** Where our contract differs from Atlas's specification on purpose: recordings win, and each line cites the one that it follows. */
export interface Deviation {
  readonly part: 'operations' | 'requests' | 'answers';
  /** The law's own sentence. */
  readonly problem: string;
  /** The recorded test, or the page, that shows it. */
  readonly recorded: string;
}

/** Every known deviation. One that no longer shows fails the law. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    part: 'operations',
    problem: 'autoGroupClusterScalingConfiguration: Atlas has no such operation',
    recorded: 'TestClustersFlags/Update #16: 200; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'getGroupManagedSlowMs: Atlas has no such operation',
    recorded: 'TestAccClusterAdvancedCluster_priorityOldSchema #8: 200; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'enableGroupManagedSlowMs: Atlas has no such operation',
    recorded: 'TestPerformanceAdvisor/Enable_Managed_Slow_Operation_Threshold #12: 204; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'disableGroupManagedSlowMs: Atlas has no such operation',
    recorded: 'facts/exchanges.md, section 2: DELETE managedSlowMs/disable, 204; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'createGroupClusterBackupRestoreJob: Atlas has no such operation',
    recorded: 'TestRestores/Restores_Create_-_Automated: 200; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'createGroupClusterBackupExport: Atlas has no such operation',
    recorded: 'TestExportJobs/Create_job #13: 200; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'createGroupFlexClusterBackupRestoreJob: Atlas has no such operation',
    recorded: 'TestFlexBackup/Restores_Create_-_Automated #8: 200; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'getGroupFlexClusterBackupRestoreJob: Atlas has no such operation',
    recorded: 'TestFlexBackup/Restores_Watch #9: 200; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'listGroupFlexClusterBackupRestoreJobs: Atlas has no such operation',
    recorded: 'TestFlexBackup/Restores_List: 200; the file at hand leaves it out',
  },
  {
    part: 'operations',
    problem: 'createGroup: success is 200, not 201',
    recorded: 'TestBackupCompliancePolicyDescribe #1',
  },
  { part: 'operations', problem: 'createGroupAccessListEntry: success is 200, not 201', recorded: 'TestSetup/Run #7' },
  {
    part: 'operations',
    problem: 'createGroupAlertConfig: success is 200, not 201',
    recorded: 'facts/exchanges.md, section 2: POST alertConfigs, 201',
  },
  {
    part: 'operations',
    problem: 'createGroupPrivateEndpointEndpointService: success is 200, not 201',
    recorded: 'TestPrivateEndpointsGCP/Create #2',
  },
  { part: 'operations', problem: 'createOrgTeam: success is 200, not 201', recorded: 'TestAtlasTeamUsers #2' },
  { part: 'operations', problem: 'createUser: success is 200, not 201', recorded: 'TestAtlasUsers/Invite #4' },
  { part: 'operations', problem: 'deleteGroup: success is 204, not 202', recorded: 'TestRestores #38' },
  {
    part: 'operations',
    problem: 'deleteGroupPrivateEndpointEndpointService: success is 204, not 202',
    recorded: 'TestPrivateEndpointsAzure/Delete #7',
  },
  {
    part: 'operations',
    problem: 'toggleGroupAwsCustomDns: success is 200, not 202',
    recorded: 'TestCustomDNS/Disable #4',
  },
  {
    part: 'operations',
    problem: 'toggleGroupPrivateEndpointRegionalMode: success is 200, not 202',
    recorded: 'TestRegionalizedPrivateEndpointsSettings/Disable_regionalized_private_endpoint_setting #3',
  },
  { part: 'operations', problem: 'updateGroupAuditLog: success is 200, not 202', recorded: 'TestAuditing/Update #3' },
  {
    part: 'requests',
    problem: 'createGroupCustomDbRoleRole: actions[].resources[].cluster is required',
    recorded: 'TestDBRoles/Update_with_append #5: a resource is a namespace or the cluster, never both',
  },
  {
    part: 'requests',
    problem: 'createGroupCustomDbRoleRole: actions[].resources[].collection is required',
    recorded: 'TestDBRoles/Update_with_append #5: a resource is a namespace or the cluster, never both',
  },
  {
    part: 'requests',
    problem: 'createGroupCustomDbRoleRole: actions[].resources[].db is required',
    recorded: 'TestDBRoles/Update_with_append #5: a resource is a namespace or the cluster, never both',
  },
  {
    part: 'requests',
    problem: 'updateGroupCustomDbRoleRole: actions[].resources[].cluster is required',
    recorded: 'TestDBRoles/Update_with_append #5: a resource is a namespace or the cluster, never both',
  },
  {
    part: 'requests',
    problem: 'updateGroupCustomDbRoleRole: actions[].resources[].collection is required',
    recorded: 'TestDBRoles/Update_with_append #5: a resource is a namespace or the cluster, never both',
  },
  {
    part: 'requests',
    problem: 'updateGroupClusterBackupSchedule: policies is required',
    recorded: 'TestSchedule/Update #1: one setting alone (request inferred from the arguments)',
  },
  {
    part: 'answers',
    problem: 'createGroupCluster: effectiveDatabaseEdition is unknown',
    recorded: 'TestRestores #6: sent since August 2026',
  },
  {
    part: 'answers',
    problem: 'getGroupCluster: effectiveDatabaseEdition is unknown',
    recorded: 'TestRestores #6: sent since August 2026',
  },
  {
    part: 'answers',
    problem: 'updateGroupCluster: effectiveDatabaseEdition is unknown',
    recorded: 'TestRestores #6: sent since August 2026',
  },
  {
    part: 'answers',
    problem: 'listGroupClusters: results[].effectiveDatabaseEdition is unknown',
    recorded: 'TestRestores #6: sent since August 2026',
  },
  {
    part: 'answers',
    problem: 'getGroupSettings: isAtlasHomePageAiAssistantEnabled is unknown',
    recorded: 'TestProjectSettings/Describe #2',
  },
  {
    part: 'answers',
    problem: 'updateGroupSettings: isAtlasHomePageAiAssistantEnabled is unknown',
    recorded: 'TestProjectSettings/Describe #2',
  },
  {
    part: 'answers',
    problem: 'createGroupIntegration: results[].customEndpoint is unknown',
    recorded: 'TestIntegrations/Create_OPSGENIE #3',
  },
  {
    part: 'answers',
    problem: 'createGroupIntegration: results[].webhookBodyTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026): the same object',
  },
  {
    part: 'answers',
    problem: 'createGroupIntegration: results[].webhookHeadersTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026): the same object',
  },
  {
    part: 'answers',
    problem: 'getGroupIntegration: customEndpoint is unknown',
    recorded: 'TestIntegrations/Create_OPSGENIE #3: the same object',
  },
  {
    part: 'answers',
    problem: 'getGroupIntegration: webhookBodyTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026)',
  },
  {
    part: 'answers',
    problem: 'getGroupIntegration: webhookHeadersTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026)',
  },
  {
    part: 'answers',
    problem: 'updateGroupIntegration: results[].customEndpoint is unknown',
    recorded: 'TestIntegrations/Create_OPSGENIE #3: the same object',
  },
  {
    part: 'answers',
    problem: 'updateGroupIntegration: results[].webhookBodyTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026): the same object',
  },
  {
    part: 'answers',
    problem: 'updateGroupIntegration: results[].webhookHeadersTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026): the same object',
  },
  {
    part: 'answers',
    problem: 'listGroupIntegrations: results[].customEndpoint is unknown',
    recorded: 'TestIntegrations/Create_OPSGENIE #3',
  },
  {
    part: 'answers',
    problem: 'listGroupIntegrations: results[].webhookBodyTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026)',
  },
  {
    part: 'answers',
    problem: 'listGroupIntegrations: results[].webhookHeadersTemplate is unknown',
    recorded: 'TestIntegrations/Describe (June 2026)',
  },
];
