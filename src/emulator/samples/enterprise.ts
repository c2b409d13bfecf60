import type { Instant } from '../../core/instant.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import type { SeedModel } from '../seed.ts';
import {
  accessListEntry,
  alert,
  audit,
  awsPrivateEndpoint,
  awsRole,
  backupSchedule,
  cluster,
  databaseUser,
  flexCluster,
  freeCluster,
  maintenanceWindow,
  NO_CUSTOMER_KEY,
  organization,
  organizationSettings,
  organizationUser,
  type Place,
  part,
  processArguments,
  project,
  projectSettings,
  projectUser,
  region,
  role,
  sampleId,
  sampleUuid,
} from './parts.ts';
import type { Sample } from './sample.ts';

const ORG = '5f6a00000000000000000002';
const FEDERATION = sampleId('federation', 'Meridian Freight');
const SAML_LEGACY = '00000000000000000c11';
const OIDC = sampleId('oidc', 'Meridian Freight');
const ACCOUNT = 'mdb_sa_id_683d00000000000000000c01';
const OLD_ACCOUNT = 'mdb_sa_id_683d00000000000000000c02';
const DEPLOYMENTS_SECRET = {
  id: sampleId('secret', 'deployments'),
  createdAt: '2026-09-01T08:00:00Z',
  expiresAt: '2027-03-01T08:00:00Z',
  lastUsedAt: '2026-11-23T22:00:00Z',
};
const PLATFORM_TEAM = sampleId('team', 'platform');

const IRELAND: Place = { provider: 'AWS', regionName: 'EU_WEST_1' };
const VIRGINIA: Place = { provider: 'AWS', regionName: 'US_EAST_1' };
const NETHERLANDS: Place = { provider: 'AZURE', regionName: 'EUROPE_WEST' };
const BELGIUM: Place = { provider: 'GCP', regionName: 'WESTERN_EUROPE' };

const FILTER = '{"atype":{"$in":["authenticate","authCheck","createUser","dropUser","createRole","dropRole"]}}';

const idOf = (name: string) => sampleId('project', 'Meridian Freight', name);

function member(name: string, roles: readonly string[], lastAuth?: string): SeedModel {
  return organizationUser(ORG, `${name}@meridian.example`, roles, {
    ...(lastAuth === undefined ? {} : { lastAuth }),
    ...(name === 'pat' ? { teamIds: [PLATFORM_TEAM] } : {}),
  });
}

/** What every project has, as Atlas made it or as somebody left it. */
function basics(name: string, changes: { readonly day?: number; readonly filter?: string | null } = {}): SeedModel[] {
  const id = idOf(name);
  const { day = null, filter = null } = changes;
  return [
    project(ORG, id, name),
    projectSettings(id),
    maintenanceWindow(id, day, day === null ? null : 4),
    audit(id, filter),
    part('user-security', {
      projectId: id,
      customerCas: null,
      ldap: {
        authenticationEnabled: false,
        authorizationEnabled: false,
        hostname: null,
        port: null,
        bindUsername: null,
        caCertificate: null,
        authzQueryTemplate: null,
        userToDnMapping: [],
      },
    }),
  ];
}

function organizationWide(): readonly SeedModel[] {
  return [
    organization(ORG, 'Meridian Freight'),
    organizationSettings(ORG, {
      multiFactorAuthRequired: true,
      securityContact: 'soc@meridian.example',
      customSessionTimeouts: { absoluteSessionTimeoutInSeconds: 43_200, idleSessionTimeoutInSeconds: null },
    }),
    part('delegation-settings', {
      orgId: ORG,
      delegatedMcpAccess: 'READ_WRITE',
      delegatedPartnerAccess: 'DISALLOWED',
      idleRefreshTokenLifetimeSeconds: null,
      maximumRefreshTokenLifetimeSeconds: null,
    }),
    ...['ines', 'joan', 'karl', 'lena', 'marc'].map((name) => member(name, ['ORG_OWNER'])),
    member('nora', ['ORG_OWNER'], '2025-08-14T07:00:00Z'),
    member('pat', ['ORG_MEMBER']),
    organizationUser(ORG, 'quinn@contractor.example', ['ORG_MEMBER'], {
      membershipStatus: 'PENDING',
      lastAuth: null,
      createdAt: null,
      invitationCreatedAt: '2026-10-28T09:00:00Z',
      invitationExpiresAt: '2026-11-27T09:00:00Z',
    }),
    part('team', { orgId: ORG, id: PLATFORM_TEAM, name: 'platform' }),
    part('api-key', {
      orgId: ORG,
      id: sampleId('key', 'terraform'),
      publicKey: 'qwertzui',
      description: 'terraform, all environments',
      roles: [{ role: 'ORG_OWNER', orgId: ORG }],
    }),
    part('api-key', {
      orgId: ORG,
      id: sampleId('key', 'metrics'),
      publicKey: 'yxcvbnmk',
      description: 'metrics exporter',
      roles: [
        { role: 'ORG_MEMBER', orgId: ORG },
        { role: 'GROUP_READ_ONLY', projectId: idOf('tracking') },
      ],
    }),
    part('api-key-access-list-entry', {
      orgId: ORG,
      apiKeyId: sampleId('key', 'metrics'),
      entry: '203.0.113.25/32',
      created: '2025-07-01T10:00:00Z',
      count: 1200,
      lastUsed: '2026-11-23T10:00:00Z',
      lastUsedAddress: '203.0.113.25',
    }),
    part('service-account', {
      orgId: ORG,
      clientId: ACCOUNT,
      name: 'deployments',
      description: 'pipeline',
      createdAt: '2026-09-01T08:00:00Z',
      roles: ['ORG_MEMBER'],
      secrets: [DEPLOYMENTS_SECRET],
    }),
    part('service-account', {
      orgId: ORG,
      clientId: OLD_ACCOUNT,
      name: 'migration 2025',
      description: '',
      createdAt: '2025-11-28T08:00:00Z',
      roles: ['ORG_OWNER'],
      secrets: [
        {
          id: sampleId('secret', 'migration'),
          createdAt: '2025-11-28T08:00:00Z',
          expiresAt: '2026-11-28T08:00:00Z',
          lastUsedAt: null,
        },
      ],
    }),
    part('service-account-secret', { orgId: ORG, clientId: ACCOUNT, ...DEPLOYMENTS_SECRET }),
    part('service-account-access-list-entry', {
      orgId: ORG,
      clientId: ACCOUNT,
      entry: '198.51.100.0/24',
      createdAt: '2026-09-01T08:00:00Z',
      requestCount: 5120,
      lastUsedAt: '2026-11-23T22:00:00Z',
      lastUsedAddress: '198.51.100.31',
    }),
    part('federation-settings', {
      orgId: ORG,
      id: FEDERATION,
      federatedDomains: ['meridian.example'],
      hasRoleMappings: true,
      identityProviderId: SAML_LEGACY,
      identityProviderStatus: 'ACTIVE',
    }),
    part('identity-provider', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      id: sampleId('saml', 'Meridian Freight'),
      oktaIdpId: SAML_LEGACY,
      displayName: 'Meridian sign-in',
      description: '',
      issuerUri: 'https://idp.meridian.example/saml',
      associatedOrgIds: [ORG],
      createdAt: '2024-03-01T09:00:00Z',
      updatedAt: '2024-03-01T09:00:00Z',
      protocol: 'SAML',
      idpType: 'WORKFORCE',
      associatedDomains: ['meridian.example'],
      status: 'ACTIVE',
      ssoDebugEnabled: true,
      ssoUrl: 'https://idp.meridian.example/saml/sso',
      requestBinding: 'HTTP-POST',
      responseSignatureAlgorithm: 'SHA-1',
      certificates: [{ notBefore: '2024-01-01T00:00:00Z', notAfter: '2026-12-20T00:00:00Z' }],
    }),
    part('identity-provider', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      id: OIDC,
      oktaIdpId: null,
      displayName: 'Workloads on Azure',
      description: '',
      issuerUri: 'https://sts.meridian.example/v2.0',
      associatedOrgIds: [ORG],
      createdAt: '2026-03-01T09:00:00Z',
      updatedAt: null,
      protocol: 'OIDC',
      idpType: 'WORKLOAD',
      associatedDomains: [],
      audience: 'api://meridian-atlas',
      authorizationType: 'USER',
      clientId: null,
      groupsClaim: null,
      userClaim: 'sub',
      requestedScopes: [],
    }),
    part('connected-organization', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      connectedOrgId: ORG,
      identityProviderId: SAML_LEGACY,
      dataAccessIdentityProviderIds: [OIDC],
      domainRestrictionEnabled: false,
      domainAllowList: [],
      postAuthRoleGrants: ['ORG_OWNER'],
      instantUserProvisioningDisabled: false,
      userConflictCount: null,
    }),
    part('role-mapping', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      connectedOrgId: ORG,
      id: sampleId('mapping', 'Meridian Freight'),
      externalGroupName: 'atlas-admins',
      roleAssignments: [{ role: 'ORG_OWNER', orgId: ORG }],
    }),
    part('resource-policy', {
      orgId: ORG,
      id: sampleId('policy', 'clouds'),
      name: 'No clusters in China',
      description: '',
      policies: [
        'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.regions.contains(ResourcePolicy::Region::"aws:cn-north-1") };',
      ],
      version: 'v1',
      createdDate: '2026-02-03T10:00:00Z',
      lastUpdatedDate: '2026-02-03T10:00:00Z',
    }),
    part('mcp-configuration', {
      orgId: ORG,
      id: sampleUuid('mcp', 'Meridian Freight'),
      name: 'Assistant of the data team',
      clientId: 'mdb_sa_id_683d00000000000000000c03',
      egressClientId: 'mdb_sa_id_683d00000000000000000c04',
      roles: ['ORG_OWNER'],
      ipAccessList: [],
    }),
    part('mcp-configuration-secret', {
      orgId: ORG,
      configurationId: sampleUuid('mcp', 'Meridian Freight'),
      id: sampleId('mcp secret', 'Meridian Freight'),
      lifetimeHours: 8760,
      createdAt: '2026-02-03T10:00:00Z',
      expiresAt: '2027-02-03T10:00:00Z',
      lastUsedAt: '2026-11-23T17:40:00Z',
    }),
  ];
}

/** Production on AWS, well kept: private paths, its own key, exported logs. */
function tracking(): readonly SeedModel[] {
  const id = idOf('tracking');
  return [
    ...basics('tracking', { day: 1, filter: FILTER }),
    projectUser(id, 'ines@meridian.example', ['GROUP_OWNER']),
    part('team-assignment', { projectId: id, teamId: PLATFORM_TEAM, roles: ['GROUP_CLUSTER_MANAGER'] }),
    part('service-account-assignment', {
      projectId: id,
      clientId: ACCOUNT,
      name: 'deployments',
      roles: ['GROUP_CLUSTER_MANAGER'],
    }),
    accessListEntry(id, '198.51.100.0/24', 'VPN'),
    ...awsPrivateEndpoint(id, 'EU_WEST_1'),
    part('private-endpoint-regional-mode', { projectId: id, enabled: false }),
    part('project-limit', {
      projectId: id,
      name: 'atlas.project.security.databaseAccess.users',
      value: 250,
      defaultLimit: 100,
      maximumLimit: 900,
      currentUsage: 1,
    }),
    part('data-federation-endpoint', {
      projectId: id,
      provider: 'AWS',
      endpointId: 'vpce-0a1b2c3d4e5f60722',
      comment: 'archive readers',
      region: null,
      dnsName: null,
      ipAddress: null,
      state: 'available',
      error: null,
    }),
    part('custom-dns', { projectId: id, enabled: false }),
    awsRole(id, 'tracking-kms', ['ENCRYPTION_AT_REST']),
    awsRole(id, 'tracking-export', ['ATLAS_LOG_INTEGRATION', 'EXPORT_SNAPSHOT']),
    part('encryption-at-rest', {
      projectId: id,
      ...NO_CUSTOMER_KEY,
      awsKms: {
        enabled: true,
        keyId: `arn:aws:kms:eu-west-1:111122223333:key/${sampleUuid('key', 'tracking')}`,
        region: 'EU_WEST_1',
        roleId: sampleId('role', id, 'tracking-kms'),
        accessKeyId: null,
        requirePrivateNetworking: false,
      },
      valid: { awsKms: true, azureKeyVault: null, googleCloudKms: null },
    }),
    cluster(id, 'tracking', IRELAND, 'M50', {
      clusterType: 'SHARDED',
      replicationSpecs: [
        { zoneName: 'Zone 1', regions: [region(IRELAND, 'M50')] },
        { zoneName: 'Zone 1', regions: [region(IRELAND, 'M50')] },
      ],
      backupEnabled: true,
      pitEnabled: true,
      encryptionAtRestProvider: 'AWS',
      terminationProtectionEnabled: true,
      tags: [{ key: 'tier', value: '1' }],
    }),
    processArguments(id, 'tracking', { javascriptEnabled: false }),
    backupSchedule(id, 'tracking', {
      autoExportEnabled: true,
      export: { exportBucketId: sampleId('bucket', 'tracking'), frequencyType: 'monthly' },
    }),
    part('snapshot-export-bucket', {
      projectId: id,
      id: sampleId('bucket', 'tracking'),
      cloudProvider: 'AWS',
      bucketName: 'meridian-snapshots',
      roleId: sampleId('role', id, 'tracking-export'),
      region: 'eu-west-1',
      requirePrivateNetworking: true,
      serviceUrl: null,
    }),
    part('backup-compliance-policy', {
      projectId: id,
      configured: true,
      authorizedEmail: 'ines@meridian.example',
      authorizedUserFirstName: 'Ines',
      authorizedUserLastName: 'Ferro',
      copyProtectionEnabled: false,
      encryptionAtRestEnabled: false,
      pitEnabled: true,
      restoreWindowDays: 7,
      scheduledPolicyItems: [
        { frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: 7 },
      ],
      onDemandPolicyItem: null,
      state: 'ACTIVE',
    }),
    part('custom-database-role', {
      projectId: id,
      roleName: 'tracking-writer',
      actions: [
        { action: 'FIND', resources: [{ type: 'collection', database: 'tracking', collection: null }] },
        { action: 'INSERT', resources: [{ type: 'collection', database: 'tracking', collection: 'events' }] },
      ],
      inheritedRoles: [],
    }),
    databaseUser(id, 'CN=tracker', [{ roleName: 'tracking-writer', databaseName: 'admin', collectionName: null }], {
      databaseName: '$external',
      mechanism: { type: 'x509', issuer: 'managed' },
    }),
    part('database-user-certificate', {
      projectId: id,
      username: 'CN=tracker',
      subject: 'CN=tracker',
      monthsUntilExpiration: 6,
      createdAt: '2026-06-01T09:00:00Z',
      notAfter: '2026-12-05T09:00:00Z',
    }),
    part('log-integration', {
      projectId: id,
      id: sampleId('log', id),
      type: 'S3_LOG_EXPORT',
      logTypes: ['MONGOD', 'MONGOD_AUDIT'],
      destination: 'meridian-atlas-logs',
      roleId: sampleId('role', id, 'tracking-export'),
      kmsKey: null,
      prefixPath: 'tracking',
      legacyPaths: false,
      headerNames: [],
    }),
    alert(id, 'USERS_WITHOUT_MULTI_FACTOR_AUTH'),
    alert(id, 'NETWORK_PERMISSION_ENTRY_ADDED'),
    part('third-party-integration', {
      projectId: id,
      id: sampleId('integration', 'webhook'),
      type: 'WEBHOOK',
      region: null,
      routingKey: null,
      origin: 'http://hooks.meridian.example',
      signed: false,
      templated: false,
      enabled: null,
      serviceDiscovery: null,
      username: null,
      sends: [],
    }),
    part('project-mcp-configuration', {
      projectId: id,
      id: sampleUuid('mcp', 'tracking'),
      name: 'Tracking assistant',
      clientId: 'mdb_sa_id_683d00000000000000000c05',
      egressClientId: 'mdb_sa_id_683d00000000000000000c06',
      roles: ['GROUP_READ_ONLY'],
      ipAccessList: ['198.51.100.0/24'],
    }),
    part('project-mcp-configuration-secret', {
      projectId: id,
      configurationId: sampleUuid('mcp', 'tracking'),
      id: sampleId('mcp secret', 'tracking'),
      lifetimeHours: 720,
      createdAt: '2026-11-10T08:00:00Z',
      expiresAt: '2026-12-10T08:00:00Z',
      lastUsedAt: null,
    }),
  ];
}

/** Production on AWS with peering, and a second region. */
function billing(): readonly SeedModel[] {
  const id = idOf('billing');
  const container = sampleId('container', 'billing');
  return [
    ...basics('billing', { day: 1 }),
    accessListEntry(id, '0.0.0.0/0', 'until the VPN works'),
    part('project-ip-access-list', {
      projectId: id,
      type: 'aws-security-group',
      entry: 'sg-0a1b2c3d4e5f60718',
      comment: 'billing services',
      deleteAfterDate: null,
    }),
    part('network-container', {
      projectId: id,
      provider: 'AWS',
      region: 'EU_WEST_1',
      cidrBlock: '10.8.0.0/21',
      regions: [],
      id: container,
      provisioned: true,
      networkName: null,
    }),
    part('network-peering', {
      projectId: id,
      containerId: container,
      id: sampleId('peering', 'billing'),
      state: 'available',
      error: null,
      provider: 'AWS',
      awsAccountId: '111122223333',
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      accepterRegion: 'eu-west-1',
      routeTableCidrBlock: '172.20.0.0/16',
    }),
    cluster(id, 'invoices', IRELAND, 'M40', {
      replicationSpecs: [
        {
          zoneName: 'Zone 1',
          regions: [region(IRELAND, 'M40', 2, 7), region({ provider: 'AWS', regionName: 'EU_CENTRAL_1' }, 'M40', 1, 6)],
        },
      ],
      backupEnabled: true,
      mongoDBMajorVersion: '7.0',
      mongoDBVersion: '7.0.40',
      featureCompatibilityVersion: '7.0',
    }),
    part('support-access-grant', {
      projectId: id,
      clusterName: 'invoices',
      grantType: 'CLUSTER_INFRASTRUCTURE',
      expirationTime: '2027-06-01T00:00:00Z' as Instant,
    }),
    processArguments(id, 'invoices', { minimumEnabledTlsProtocol: 'TLS1_1' }),
    backupSchedule(id, 'invoices'),
    databaseUser(id, 'invoicing', [role('readWriteAnyDatabase', 'admin')]),
    databaseUser(id, 'root', [role('atlasAdmin', 'admin')], { description: 'break glass' }),
    part('push-log-export', {
      projectId: id,
      state: 'ACTIVE',
      bucketName: 'meridian-billing-logs',
      iamRoleId: sampleId('role', id, 'billing-logs'),
      prefixPath: 'billing',
      createDate: '2025-06-02T09:00:00Z',
    }),
    awsRole(id, 'billing-logs', ['PUSH_BASED_LOG_EXPORT']),
    awsRole(id, 'abandoned', [], { authorizedDate: null, iamAssumedRoleArn: null }),
  ];
}

/** Production on Azure, with a static secret for its key and an endpoint that was never finished. */
function customs(): readonly SeedModel[] {
  const id = idOf('customs');
  const service = sampleId('endpoint service', 'customs');
  const endpoint =
    '/subscriptions/0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22/resourceGroups/customs/providers/Microsoft.Network/privateEndpoints/atlas';
  return [
    ...basics('customs', { day: 7, filter: FILTER }),
    accessListEntry(id, '203.0.113.0/24', 'customs office'),
    part('private-endpoint-service', {
      projectId: id,
      provider: 'AZURE',
      region: 'EUROPE_WEST',
      portMapping: false,
      remoteRegions: [],
      id: service,
      status: 'AVAILABLE',
      error: null,
      serviceName: `pls_${service}`,
      serviceResourceId: `/subscriptions/4e133d35-e734-4380-a565-c0945535da37/resourceGroups/rg_1/providers/Microsoft.Network/privateLinkServices/pls_${service}`,
      serviceAttachments: [],
      endpointIds: [endpoint],
    }),
    part('private-endpoint', {
      projectId: id,
      provider: 'AZURE',
      region: 'EUROPE_WEST',
      portMapping: false,
      serviceId: service,
      endpointId: endpoint,
      ipAddress: '10.4.0.9',
      gcpProjectId: null,
      gcpEndpoints: [],
      state: 'initiating',
      error: null,
    }),
    part('encryption-at-rest', {
      projectId: id,
      ...NO_CUSTOMER_KEY,
      azureKeyVault: {
        enabled: true,
        azureEnvironment: 'AZURE',
        subscriptionId: '0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22',
        tenantId: '6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11',
        clientId: '9f2deb0d-be22-4524-a403-df531868bac0',
        resourceGroupName: 'customs',
        keyVaultName: 'customs-atlas',
        keyIdentifier: 'https://customs-atlas.vault.azure.net/keys/atlas/0123456789abcdef0123456789abcdef',
        roleId: null,
        requirePrivateNetworking: true,
      },
      valid: { awsKms: null, azureKeyVault: true, googleCloudKms: null },
    }),
    part('encryption-at-rest-private-endpoint', {
      projectId: id,
      provider: 'AZURE',
      region: 'EUROPE_WEST',
      id: sampleId('key endpoint', 'customs'),
      state: 'pending-acceptance',
      connectionName: `pe-${sampleId('key endpoint', 'customs')}`,
      error: null,
    }),
    cluster(id, 'declarations', NETHERLANDS, 'M30', { backupEnabled: true, encryptionAtRestProvider: 'AZURE' }),
    processArguments(id, 'declarations'),
    backupSchedule(id, 'declarations'),
    databaseUser(id, 'declarations', [role('readWrite', 'declarations')], {
      scopes: [{ type: 'CLUSTER', name: 'declarations' }],
    }),
  ];
}

/** Production on Google Cloud. */
function routing(): readonly SeedModel[] {
  const id = idOf('routing');
  return [
    ...basics('routing', { day: 1, filter: '{}' }),
    accessListEntry(id, '10.132.0.0/20', 'peered network'),
    part('cloud-provider-access-role', {
      projectId: id,
      id: sampleId('role', 'routing'),
      usedBy: [],
      createdDate: '2026-08-10T03:03:36Z',
      authorizedDate: null,
      atlasAwsAccountArn: null,
      externalId: null,
      serviceAccount: 'mongodb-atlas-abcdefghijklmnop@p-abcdefghijklmnopqrstuvwx.iam.gserviceaccount.com',
      status: 'COMPLETE',
      provider: 'GCP',
    }),
    cluster(id, 'routes', BELGIUM, 'M30', { backupEnabled: true }),
    processArguments(id, 'routes', {
      tlsCipherConfigMode: 'CUSTOM',
      customOpensslCipherConfigTls12: ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256'],
    }),
    backupSchedule(id, 'routes'),
    databaseUser(id, 'planner', [role('readWrite', 'routes')]),
  ];
}

/** Smaller projects: what most of a large organization looks like. */
function small(): readonly SeedModel[] {
  const in7Days = '2026-11-28T00:00:00Z' as Instant;
  return [
    ...basics('tracking-staging'),
    accessListEntry(idOf('tracking-staging'), '198.51.100.0/24', 'VPN'),
    cluster(idOf('tracking-staging'), 'tracking', IRELAND, 'M10'),
    part('cluster-addresses', {
      projectId: idOf('tracking-staging'),
      clusterName: 'tracking',
      inbound: ['198.18.40.10', '198.18.40.11', '198.18.40.12'],
      outbound: ['198.18.40.10', '198.18.40.11', '198.18.40.12'],
      futureInbound: ['198.18.41.20'],
      futureOutbound: ['198.18.41.20'],
    }),
    processArguments(idOf('tracking-staging'), 'tracking'),
    databaseUser(idOf('tracking-staging'), 'tracker', [role('readWrite', 'tracking')]),

    ...basics('billing-staging'),
    accessListEntry(idOf('billing-staging'), '0.0.0.0/1', ''),
    accessListEntry(idOf('billing-staging'), '128.0.0.0/1', ''),
    cluster(idOf('billing-staging'), 'invoices', IRELAND, 'M10', { paused: true }),
    processArguments(idOf('billing-staging'), 'invoices'),

    ...basics('analytics', { day: 3 }),
    accessListEntry(idOf('analytics'), '::/0', 'IPv6'),
    cluster(idOf('analytics'), 'warehouse', VIRGINIA, 'R50', {
      biConnector: { enabled: true, readPreference: 'analytics' },
      backupEnabled: true,
    }),
    processArguments(idOf('analytics'), 'warehouse'),
    backupSchedule(idOf('analytics'), 'warehouse', { policyItems: [] }),
    databaseUser(idOf('analytics'), 'arn:aws:iam::111122223333:role/analyst', [role('readAnyDatabase', 'admin')], {
      databaseName: '$external',
      mechanism: { type: 'aws-iam', principal: 'role' },
    }),

    ...basics('drivers-app'),
    accessListEntry(idOf('drivers-app'), '203.0.113.80/32', 'app servers'),
    flexCluster(idOf('drivers-app'), 'drivers', IRELAND, { terminationProtectionEnabled: true }),
    databaseUser(idOf('drivers-app'), 'drivers', [role('readWrite', 'drivers')]),

    ...basics('partner-portal'),
    accessListEntry(idOf('partner-portal'), '0.0.0.0/0', 'partners come from anywhere'),
    flexCluster(idOf('partner-portal'), 'portal', NETHERLANDS),
    databaseUser(idOf('partner-portal'), 'portal', [role('readWriteAnyDatabase', 'admin')]),

    ...basics('hackathon'),
    accessListEntry(idOf('hackathon'), '192.0.2.0/24', 'venue', in7Days),
    freeCluster(idOf('hackathon'), 'team-1', BELGIUM),
    databaseUser(idOf('hackathon'), 'team', [role('atlasAdmin', 'admin')]),

    ...basics('training'),
    accessListEntry(idOf('training'), '0.0.0.0/0', 'course'),
    freeCluster(idOf('training'), 'course', IRELAND),
    databaseUser(idOf('training'), 'student', [role('readWriteAnyDatabase', 'admin')]),

    // Left behind: nothing in it but an open list.
    ...basics('old-poc'),
    accessListEntry(idOf('old-poc'), '0.0.0.0/0', 'temp'),
  ];
}

/** A freight company with years of history: twelve projects, all clouds and tiers, from well kept to forgotten. */
export const enterprise: Sample = {
  summary: 'twelve projects on three clouds, from well kept to forgotten',
  orgId: ORG,
  models: [...organizationWide(), ...tracking(), ...billing(), ...customs(), ...routing(), ...small()],
  profile: {
    ...ASSUMED_PROFILE,
    projects: {
      'tracking-staging': { environment: 'staging' },
      'billing-staging': { environment: 'staging' },
      hackathon: { environment: 'development' },
      training: { environment: 'development' },
      'old-poc': { environment: 'development' },
    },
    compliance: ['iso27001', 'gdpr'],
    dataResidency: ['EU_WEST_1', 'EU_CENTRAL_1', 'EUROPE_WEST', 'WESTERN_EUROPE'],
    securityContact: 'soc@meridian.example',
    knownNetworks: [{ name: 'VPN', cidrs: ['198.51.100.0/24'] }],
    knownClients: [
      { name: 'tracker', addresses: [], projects: ['tracking'], user: 'CN=tracker', via: 'private-endpoint' },
      { name: 'invoicing', addresses: [], projects: ['billing'], user: 'invoicing', via: 'peering' },
      { name: 'drivers', addresses: ['203.0.113.80'], projects: ['drivers-app'], user: 'drivers' },
      { name: 'portal', addresses: ['203.0.113.90', '203.0.113.91'], projects: ['partner-portal'], user: 'portal' },
      { name: 'planner', addresses: ['10.132.0.0/20'], projects: ['routing'], user: 'planner', via: 'peering' },
    ],
  },
};
