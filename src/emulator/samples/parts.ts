/** What samples are built from: one function for each kind that samples vary, with Atlas's own defaults for a new resource. */
import type { Instant } from '../../core/instant.ts';
import { shortHash } from '../../core/json.ts';
import type { Kind, ModelOf } from '../../core/resource.ts';
import type { SeedModel } from '../seed.ts';

type Provider = 'AWS' | 'AZURE' | 'GCP';

const MADE = '2025-06-02T08:30:00Z' as Instant;

/** Any kind, with its model checked by the compiler. */
export function part<K extends Kind>(kind: K, model: ModelOf<K>): SeedModel {
  return { kind, model };
}

/** 24 hex digits that depend on the words alone; the first 8 are a second in 2025, as Atlas's ids begin. */
export function sampleId(...words: readonly string[]): string {
  return `683d${shortHash(`second ${words.join(' ')}`, 4)}${shortHash(words.join(' '), 16)}`;
}

/** A UUID that depends on the words alone. */
export function sampleUuid(...words: readonly string[]): string {
  const hex = shortHash(words.join(' '), 16) + shortHash(words.join('/'), 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An organization. */
export function organization(id: string, name: string): SeedModel {
  return part('organization', { id, name, skipDefaultAlertsSettings: false });
}

/** Settings of an organization that nobody has touched. */
export function organizationSettings(
  orgId: string,
  changes: Partial<ModelOf<'organization-settings'>> = {},
): SeedModel {
  return part('organization-settings', {
    orgId,
    apiAccessListRequired: false,
    multiFactorAuthRequired: false,
    restrictEmployeeAccess: false,
    genAIFeaturesEnabled: true,
    maxServiceAccountSecretValidityInHours: null,
    securityContact: null,
    operationsContact: null,
    customSessionTimeouts: { absoluteSessionTimeoutInSeconds: null, idleSessionTimeoutInSeconds: null },
    streamsCrossGroupEnabled: false,
    ...changes,
  });
}

/** A project; `clusterCount` is counted by the emulator. */
export function project(orgId: string, id: string, name: string, changes: Partial<ModelOf<'project'>> = {}): SeedModel {
  return part('project', {
    id,
    orgId,
    name,
    tags: [],
    created: MADE,
    clusterCount: 0,
    withDefaultAlertsSettings: true,
    regionUsageRestrictions: null,
    ...changes,
  });
}

/** Settings of a project as Atlas sets them. */
export function projectSettings(projectId: string, changes: Partial<ModelOf<'project-settings'>> = {}): SeedModel {
  return part('project-settings', {
    projectId,
    isAtlasHomePageAiAssistantEnabled: true,
    isClusterAiAssistantEnabled: true,
    isCollectDatabaseSpecificsStatisticsEnabled: true,
    isDataExplorerEnabled: true,
    isDataExplorerGenAIFeaturesEnabled: true,
    isDataExplorerGenAISampleDocumentPassingEnabled: false,
    isDataValidationEnabled: true,
    isExtendedStorageSizesEnabled: false,
    isNativeRerankingEnabled: false,
    isPerformanceAdvisorEnabled: true,
    isRealtimePerformancePanelEnabled: true,
    isSchemaAdvisorEnabled: true,
    ...changes,
  });
}

/** A permanent entry of a project's IP access list. */
export function accessListEntry(
  projectId: string,
  entry: string,
  comment: string,
  deleteAfterDate: Instant | null = null,
): SeedModel {
  return part('project-ip-access-list', { projectId, type: 'cidr', entry, comment, deleteAfterDate });
}

/** Where a cluster runs. */
export interface Place {
  readonly provider: Provider;
  readonly regionName: string;
}

/** A region of a cluster with three electable nodes, or as many as are named. */
export function region(
  place: Place,
  instanceSize: string,
  nodeCount = 3,
  priority = 7,
): ModelOf<'cluster'>['replicationSpecs'][number]['regions'][number] {
  const electable = { instanceSize, nodeCount, diskSizeGB: instanceSize === 'M10' ? 10 : 40 };
  return { ...place, priority, electable, readOnly: null, analytics: null };
}

/** A dedicated replica set with a node in each of three zones. */
export function cluster(
  projectId: string,
  name: string,
  place: Place,
  instanceSize: string,
  changes: Partial<ModelOf<'cluster'>> = {},
): SeedModel {
  const host = `${name.toLowerCase()}.${shortHash(projectId, 5)}.mongodb.net`;
  const hosts = [0, 1, 2].map(
    (node) => `${name.toLowerCase()}-shard-00-0${node}.${shortHash(projectId, 5)}.mongodb.net:27017`,
  );
  return part('cluster', {
    projectId,
    name,
    id: sampleId('cluster', projectId, name),
    tier: 'dedicated',
    clusterType: 'REPLICASET',
    replicationSpecs: [{ zoneName: 'Zone 1', regions: [region(place, instanceSize)] }],
    stateName: 'IDLE',
    paused: false,
    createDate: MADE,
    mongoDBMajorVersion: '8.0',
    mongoDBVersion: '8.0.29',
    versionReleaseSystem: 'LTS',
    featureCompatibilityVersion: '8.0',
    featureCompatibilityVersionExpirationDate: null,
    backupEnabled: false,
    pitEnabled: false,
    encryptionAtRestProvider: 'NONE',
    terminationProtectionEnabled: false,
    redactClientLogData: false,
    biConnector: { enabled: false, readPreference: 'secondary' },
    rootCertType: 'ISRGROOTX1',
    connectionStrings: {
      standard: `mongodb://${hosts.join(',')}/?ssl=true&authSource=admin&replicaSet=atlas-${shortHash(name, 6)}-shard-0`,
      standardSrv: `mongodb+srv://${host}`,
      private: null,
      privateSrv: null,
      privateEndpoints: [],
    },
    tags: [],
    ...changes,
  });
}

/** A free cluster (M0). */
export function freeCluster(projectId: string, name: string, place: Place): SeedModel {
  const free = { ...region(place, 'M0', 3), electable: { instanceSize: 'M0', nodeCount: null, diskSizeGB: 0.5 } };
  return cluster(projectId, name, place, 'M0', {
    tier: 'free',
    replicationSpecs: [{ zoneName: 'Zone 1', regions: [free] }],
  });
}

/** A Flex cluster. */
export function flexCluster(
  projectId: string,
  name: string,
  place: Place,
  changes: Partial<ModelOf<'flex-cluster'>> = {},
): SeedModel {
  return part('flex-cluster', {
    projectId,
    name,
    id: sampleId('flex', projectId, name),
    ...place,
    stateName: 'IDLE',
    createDate: MADE,
    mongoDBVersion: '8.0.29',
    versionReleaseSystem: 'LTS',
    terminationProtectionEnabled: false,
    backupEnabled: true,
    connectionStrings: {
      standard: null,
      standardSrv: `mongodb+srv://${name.toLowerCase()}.${shortHash(projectId, 5)}.mongodb.net`,
    },
    tags: [],
    ...changes,
  });
}

/** Process arguments of a cluster as Atlas answers them for a new one. */
export function processArguments(
  projectId: string,
  clusterName: string,
  changes: Partial<ModelOf<'cluster-process-arguments'>> = {},
): SeedModel {
  return part('cluster-process-arguments', {
    projectId,
    clusterName,
    minimumEnabledTlsProtocol: 'TLS1_2',
    tlsCipherConfigMode: 'DEFAULT',
    customOpensslCipherConfigTls12: [],
    customOpensslCipherConfigTls13: [],
    javascriptEnabled: true,
    noTableScan: false,
    defaultWriteConcern: null,
    defaultMaxTimeMS: null,
    transactionLifetimeLimitSeconds: null,
    oplogMinRetentionHours: null,
    oplogSizeMB: null,
    queryStatsLogVerbosity: null,
    changeStreamOptionsPreAndPostImagesExpireAfterSeconds: null,
    chunkMigrationConcurrency: null,
    sampleRefreshIntervalBIConnector: null,
    sampleSizeBIConnector: null,
    ...changes,
  });
}

/** A role of a database user on a whole database. */
export function role(roleName: string, databaseName: string): ModelOf<'database-user'>['roles'][number] {
  return { roleName, databaseName, collectionName: null };
}

/** A database user; with a password unless the mechanism says otherwise. */
export function databaseUser(
  projectId: string,
  username: string,
  roles: ModelOf<'database-user'>['roles'],
  changes: Partial<ModelOf<'database-user'>> = {},
): SeedModel {
  return part('database-user', {
    projectId,
    databaseName: 'admin',
    username,
    mechanism: { type: 'scram' },
    roles,
    scopes: [],
    labels: [],
    description: '',
    deleteAfterDate: null,
    ...changes,
  });
}

/** A person of the organization who has accepted the invitation. */
export function organizationUser(
  orgId: string,
  username: string,
  orgRoles: readonly string[],
  changes: Partial<ModelOf<'organization-user'>> = {},
): SeedModel {
  return part('organization-user', {
    orgId,
    id: sampleId('user', username),
    username,
    membershipStatus: 'ACTIVE',
    orgRoles,
    projectRoles: [],
    teamIds: [],
    lastAuth: '2026-11-20T09:00:00Z',
    createdAt: MADE,
    invitationCreatedAt: null,
    invitationExpiresAt: null,
    ...changes,
  });
}

/** The same person as a member of a project. */
export function projectUser(
  projectId: string,
  username: string,
  roles: readonly string[],
  changes: Partial<ModelOf<'project-user'>> = {},
): SeedModel {
  return part('project-user', {
    projectId,
    id: sampleId('user', username),
    username,
    membershipStatus: 'ACTIVE',
    roles,
    lastAuth: '2026-11-20T09:00:00Z',
    createdAt: MADE,
    invitationCreatedAt: null,
    invitationExpiresAt: null,
    ...changes,
  });
}

/** An alert that tells the project's owners by e-mail. */
export function alert(
  projectId: string,
  eventTypeName: string,
  changes: Partial<ModelOf<'alert-configuration'>> = {},
): SeedModel {
  return part('alert-configuration', {
    projectId,
    id: sampleId('alert', projectId, eventTypeName),
    eventTypeName,
    enabled: true,
    severityOverride: null,
    matchers: [],
    threshold: null,
    notifications: [
      {
        type: 'GROUP',
        recipient: null,
        integrationId: null,
        region: null,
        signed: null,
        templated: null,
        roles: ['GROUP_OWNER'],
        delayMinutes: 0,
        intervalMinutes: 60,
        emailEnabled: true,
        smsEnabled: false,
      },
    ],
    notifierIds: [sampleId('notifier', projectId, eventTypeName)],
    created: MADE,
    updated: MADE,
    ...changes,
  });
}

/** Encryption with no key of the customer's own. */
export const NO_CUSTOMER_KEY: Omit<ModelOf<'encryption-at-rest'>, 'projectId'> = {
  awsKms: {
    enabled: false,
    keyId: null,
    region: null,
    roleId: null,
    accessKeyId: null,
    requirePrivateNetworking: false,
  },
  azureKeyVault: {
    enabled: false,
    azureEnvironment: null,
    subscriptionId: null,
    tenantId: null,
    clientId: null,
    resourceGroupName: null,
    keyVaultName: null,
    keyIdentifier: null,
    roleId: null,
    requirePrivateNetworking: false,
  },
  googleCloudKms: { enabled: false, keyVersionResourceId: null, roleId: null },
  enabledForSearchNodes: false,
  valid: { awsKms: null, azureKeyVault: null, googleCloudKms: null },
};

/** An AWS role that Atlas may assume. */
export function awsRole(
  projectId: string,
  name: string,
  usedBy: readonly string[],
  changes: { readonly authorizedDate?: string | null; readonly iamAssumedRoleArn?: string | null } = {},
): SeedModel {
  return part('cloud-provider-access-role', {
    projectId,
    id: sampleId('role', projectId, name),
    usedBy,
    createdDate: MADE,
    authorizedDate: MADE,
    atlasAwsAccountArn: 'arn:aws:iam::299602853325:root',
    externalId: sampleUuid('external', projectId, name),
    serviceAccount: null,
    status: null,
    provider: 'AWS',
    iamAssumedRoleArn: `arn:aws:iam::111122223333:role/${name}`,
    ...changes,
  });
}

/** A private endpoint service in AWS with one endpoint that works. */
export function awsPrivateEndpoint(projectId: string, regionName: string): readonly SeedModel[] {
  const serviceId = sampleId('endpoint service', projectId, regionName);
  const endpointId = `vpce-0${sampleId('endpoint', projectId, regionName).slice(0, 16)}`;
  const awsRegion = regionName.toLowerCase().replaceAll('_', '-');
  return [
    part('private-endpoint-service', {
      projectId,
      provider: 'AWS',
      region: regionName,
      portMapping: false,
      remoteRegions: [],
      id: serviceId,
      status: 'AVAILABLE',
      error: null,
      serviceName: `com.amazonaws.vpce.${awsRegion}.vpce-svc-0${serviceId.slice(0, 16)}`,
      serviceResourceId: null,
      serviceAttachments: [],
      endpointIds: [endpointId],
    }),
    part('private-endpoint', {
      projectId,
      provider: 'AWS',
      region: regionName,
      portMapping: false,
      serviceId,
      endpointId,
      ipAddress: null,
      gcpProjectId: null,
      gcpEndpoints: [],
      state: 'available',
      error: null,
    }),
  ];
}

/** A backup schedule as Atlas makes it. */
export function backupSchedule(
  projectId: string,
  clusterName: string,
  changes: Partial<ModelOf<'backup-schedule'>> = {},
): SeedModel {
  return part('backup-schedule', {
    projectId,
    clusterName,
    restoreWindowDays: 7,
    referenceHourOfDay: 3,
    referenceMinuteOfHour: 15,
    policyItems: [
      { frequencyType: 'hourly', frequencyInterval: 6, retentionUnit: 'days', retentionValue: 7 },
      { frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: 7 },
      { frequencyType: 'weekly', frequencyInterval: 6, retentionUnit: 'weeks', retentionValue: 4 },
      { frequencyType: 'monthly', frequencyInterval: 40, retentionUnit: 'months', retentionValue: 12 },
      { frequencyType: 'yearly', frequencyInterval: 12, retentionUnit: 'years', retentionValue: 1 },
    ],
    copySettings: [],
    autoExportEnabled: false,
    export: null,
    useOrgAndGroupNamesInExportPrefix: false,
    extraRetention: [],
    policyId: sampleId('policy', projectId, clusterName),
    nextSnapshot: '2026-11-25T03:15:00Z',
    ...changes,
  });
}

/** A maintenance window: 1 is Sunday; no day: none. */
export function maintenanceWindow(projectId: string, dayOfWeek: number | null, hourOfDay: number | null): SeedModel {
  return part('maintenance-window', {
    projectId,
    dayOfWeek,
    hourOfDay,
    autoDeferOnceEnabled: false,
    protectedHours: null,
    timeZoneId: 'UTC',
    numberOfDeferrals: 0,
  });
}

/** Auditing with a filter, or off where there is none. */
export function audit(projectId: string, auditFilter: string | null, auditAuthorizationSuccess = false): SeedModel {
  return part('audit-configuration', {
    projectId,
    enabled: auditFilter !== null,
    auditAuthorizationSuccess,
    auditFilter,
    configurationType: auditFilter === null ? 'NONE' : 'FILTER_JSON',
  });
}
