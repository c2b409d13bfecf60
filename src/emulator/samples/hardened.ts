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
  role,
  sampleId,
  sampleUuid,
} from './parts.ts';
import type { Sample } from './sample.ts';

const ORG = '5f6a00000000000000000003';
const FEDERATION = sampleId('federation', 'Harbor Bank');
const SAML = sampleId('saml', 'Harbor Bank');
const SAML_LEGACY = '00000000000000000b11';
const OIDC = sampleId('oidc', 'Harbor Bank');
const IRELAND: Place = { provider: 'AWS', regionName: 'EU_WEST_1' };
const OWNERS = ['ada@harbor.example', 'ben@harbor.example'];

/** Logins, failed logins, refused operations, changes of access, and dropped data. */
const AUDIT_FILTER =
  '{"$or":[{"atype":{"$in":["authenticate","authCheck","createUser","dropUser","dropAllUsersFromDatabase","updateUser",' +
  '"grantRolesToUser","revokeRolesFromUser","createRole","updateRole","dropRole","dropAllRolesFromDatabase",' +
  '"grantRolesToRole","revokeRolesFromRole","grantPrivilegesToRole","revokePrivilegesFromRole","directAuthMutation","dropDatabase","dropCollection"]}}]}';

const ALERTS = [
  'NETWORK_PERMISSION_ENTRY_ADDED',
  'NETWORK_PERMISSION_ENTRY_UPDATED',
  'JOINED_GROUP',
  'USER_ROLES_CHANGED_AUDIT',
  'USERS_WITHOUT_MULTI_FACTOR_AUTH',
  'AWS_ENCRYPTION_KEY_INVALID',
  'AWS_ENCRYPTION_KEY_NEEDS_ROTATION',
  'NDS_X509_USER_AUTHENTICATION_MANAGED_USER_CERTS_EXPIRATION_CHECK',
  'LOG_STREAMING_EXPORT_FAILED_RETRIES_EXHAUSTED',
  'CPS_SNAPSHOT_FALLBACK_FAILED',
  'ALERT_HOST_SSH_SESSION_STARTED',
];

const CLUSTERS = 'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource)';

/** What nobody may do in any project, whoever asks. */
const GUARDRAILS: Readonly<Record<string, string>> = {
  'No open IP access list':
    'forbid (principal, action == ResourcePolicy::Action::"project.ipAccessList.modify", resource) when { context.project.ipAccessList.containsAny([ip("0.0.0.0/0"), ip("0.0.0.0/1"), ip("128.0.0.0/1"), ip("::/0"), ip("::/1"), ip("8000::/1")]) };',
  'Data stays in Ireland and Frankfurt': `${CLUSTERS} unless { [ResourcePolicy::Region::"aws:eu-west-1", ResourcePolicy::Region::"aws:eu-central-1"].containsAll(context.cluster.regions) };`,
  'No TLS before 1.2': `${CLUSTERS} when { context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_0" || context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_1" };`,
  'Every cluster under our own key': `${CLUSTERS} unless { context.cluster.encryptionAtRest.customerManagedKey.enabled };`,
  'No cluster without auditing': `${CLUSTERS} unless { context.project.databaseAuditing.enabled };`,
  'Maintenance windows stay':
    'forbid (principal, action == ResourcePolicy::Action::"project.maintenanceWindow.modify", resource) unless { context.project.hasDefinedMaintenanceWindow };',
};

/** A project as it should be: private paths, its own key, certificates and sign-in instead of passwords, everything on record. */
function soundProject(name: string, instanceSize: string, network: string): readonly SeedModel[] {
  const id = sampleId('project', 'Harbor Bank', name);
  const keyRole = sampleId('role', id, `${name}-kms`);
  return [
    project(ORG, id, name, { tags: [{ key: 'owner', value: 'core-banking' }] }),
    projectSettings(id, {
      isAtlasHomePageAiAssistantEnabled: false,
      isClusterAiAssistantEnabled: false,
      isDataExplorerEnabled: false,
      isDataExplorerGenAIFeaturesEnabled: false,
      isRealtimePerformancePanelEnabled: false,
    }),
    ...OWNERS.map((username) => projectUser(id, username, ['GROUP_OWNER'])),
    accessListEntry(id, network, 'operators, by VPN'),
    ...awsPrivateEndpoint(id, 'EU_WEST_1'),
    part('private-endpoint-regional-mode', { projectId: id, enabled: false }),
    part('custom-dns', { projectId: id, enabled: false }),
    awsRole(id, `${name}-kms`, ['ENCRYPTION_AT_REST']),
    awsRole(id, `${name}-logs`, ['ATLAS_LOG_INTEGRATION']),
    part('encryption-at-rest', {
      projectId: id,
      ...NO_CUSTOMER_KEY,
      awsKms: {
        enabled: true,
        keyId: `arn:aws:kms:eu-west-1:111122223333:key/${sampleUuid('key', name)}`,
        region: 'EU_WEST_1',
        roleId: keyRole,
        accessKeyId: null,
        requirePrivateNetworking: true,
      },
      enabledForSearchNodes: true,
      valid: { awsKms: true, azureKeyVault: null, googleCloudKms: null },
    }),
    part('encryption-at-rest-private-endpoint', {
      projectId: id,
      provider: 'AWS',
      region: 'EU_WEST_1',
      id: sampleId('key endpoint', id),
      state: 'active',
      connectionName: `vpce-0${sampleId('key endpoint', id).slice(-16)}`,
      error: null,
    }),
    cluster(id, 'ledger', IRELAND, instanceSize, {
      backupEnabled: true,
      pitEnabled: true,
      encryptionAtRestProvider: 'AWS',
      terminationProtectionEnabled: true,
      redactClientLogData: true,
    }),
    processArguments(id, 'ledger', { javascriptEnabled: false, minimumEnabledTlsProtocol: 'TLS1_3' }),
    backupSchedule(id, 'ledger', {
      copySettings: [
        {
          cloudProvider: 'AWS',
          regionName: 'EU_CENTRAL_1',
          zoneId: sampleId('zone', id),
          frequencies: ['DAILY', 'WEEKLY'],
          shouldCopyOplogs: true,
        },
      ],
    }),
    part('backup-compliance-policy', {
      projectId: id,
      configured: true,
      authorizedEmail: 'ada@harbor.example',
      authorizedUserFirstName: 'Ada',
      authorizedUserLastName: 'Quay',
      copyProtectionEnabled: true,
      encryptionAtRestEnabled: true,
      pitEnabled: true,
      restoreWindowDays: 7,
      scheduledPolicyItems: [
        { frequencyType: 'hourly', frequencyInterval: 6, retentionUnit: 'days', retentionValue: 7 },
        { frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: 7 },
      ],
      onDemandPolicyItem: { frequencyInterval: 0, retentionUnit: 'days', retentionValue: 7 },
      state: 'ACTIVE',
    }),
    part('custom-database-role', {
      projectId: id,
      roleName: 'ledger-writer',
      actions: [
        { action: 'FIND', resources: [{ type: 'collection', database: 'ledger', collection: 'entries' }] },
        { action: 'INSERT', resources: [{ type: 'collection', database: 'ledger', collection: 'entries' }] },
      ],
      inheritedRoles: [],
    }),
    databaseUser(
      id,
      'CN=ledger-service,O=Harbor Bank',
      [{ roleName: 'ledger-writer', databaseName: 'admin', collectionName: null }],
      {
        databaseName: '$external',
        mechanism: { type: 'x509', issuer: 'managed' },
        scopes: [{ type: 'CLUSTER', name: 'ledger' }],
      },
    ),
    databaseUser(id, `${OIDC}/ledger-analysts`, [role('read', 'ledger')], {
      mechanism: { type: 'oidc', principal: 'group' },
      scopes: [{ type: 'CLUSTER', name: 'ledger' }],
      description: 'Analysts of the ledger, by their group',
    }),
    part('database-user-certificate', {
      projectId: id,
      username: 'CN=ledger-service,O=Harbor Bank',
      subject: 'CN=ledger-service,O=Harbor Bank',
      monthsUntilExpiration: 3,
      createdAt: '2026-11-02T09:00:00Z',
      notAfter: '2027-02-02T09:00:00Z',
    }),
    audit(id, AUDIT_FILTER),
    part('log-integration', {
      projectId: id,
      id: sampleId('log', id),
      type: 'S3_LOG_EXPORT',
      logTypes: ['MONGOD', 'MONGOD_AUDIT', 'MONGOS', 'MONGOS_AUDIT'],
      destination: 'harbor-bank-atlas-logs',
      roleId: sampleId('role', id, `${name}-logs`),
      kmsKey: `arn:aws:kms:eu-west-1:111122223333:key/${sampleUuid('log key', name)}`,
      prefixPath: name,
      legacyPaths: false,
      headerNames: [],
    }),
    ...ALERTS.map((eventTypeName) => alert(id, eventTypeName)),
    maintenanceWindow(id, 1, 3),
  ];
}

/** An organization in which everything that Fivefold asks for is done; no finding should be open here. */
export const hardened: Sample = {
  summary: 'a bank in which nothing is left to do',
  orgId: ORG,
  models: [
    organization(ORG, 'Harbor Bank'),
    organizationSettings(ORG, {
      apiAccessListRequired: true,
      multiFactorAuthRequired: true,
      restrictEmployeeAccess: true,
      genAIFeaturesEnabled: false,
      maxServiceAccountSecretValidityInHours: 720,
      securityContact: 'security@harbor.example',
      operationsContact: 'operations@harbor.example',
      customSessionTimeouts: { absoluteSessionTimeoutInSeconds: 28_800, idleSessionTimeoutInSeconds: 900 },
    }),
    part('delegation-settings', {
      orgId: ORG,
      delegatedMcpAccess: 'DISALLOWED',
      delegatedPartnerAccess: 'DISALLOWED',
      idleRefreshTokenLifetimeSeconds: null,
      maximumRefreshTokenLifetimeSeconds: null,
    }),
    ...OWNERS.map((username) => organizationUser(ORG, username, ['ORG_OWNER'])),
    organizationUser(ORG, 'cleo@harbor.example', ['ORG_READ_ONLY']),
    part('service-account', {
      orgId: ORG,
      clientId: 'mdb_sa_id_683d00000000000000000b01',
      name: 'pipeline',
      description: 'applies reviewed changes',
      createdAt: '2026-11-10T08:00:00Z',
      roles: ['ORG_GROUP_CREATOR', 'ORG_MEMBER'],
      secrets: [
        {
          id: sampleId('secret', 'pipeline'),
          createdAt: '2026-11-10T08:00:00Z',
          expiresAt: '2027-02-08T08:00:00Z',
          lastUsedAt: '2026-11-23T02:00:00Z',
        },
      ],
    }),
    part('service-account-access-list-entry', {
      orgId: ORG,
      clientId: 'mdb_sa_id_683d00000000000000000b01',
      entry: '198.51.100.20/32',
      createdAt: '2026-11-10T08:00:00Z',
      requestCount: 42,
      lastUsedAt: '2026-11-23T02:00:00Z',
      lastUsedAddress: '198.51.100.20',
    }),
    part('federation-settings', {
      orgId: ORG,
      id: FEDERATION,
      federatedDomains: ['harbor.example'],
      hasRoleMappings: true,
      identityProviderId: SAML_LEGACY,
      identityProviderStatus: 'ACTIVE',
    }),
    part('identity-provider', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      id: SAML,
      oktaIdpId: SAML_LEGACY,
      displayName: 'Harbor sign-in',
      description: '',
      issuerUri: 'https://sign-in.harbor.example/saml',
      associatedOrgIds: [ORG],
      createdAt: '2025-03-01T09:00:00Z',
      updatedAt: '2026-03-01T09:00:00Z',
      protocol: 'SAML',
      idpType: 'WORKFORCE',
      associatedDomains: ['harbor.example'],
      status: 'ACTIVE',
      ssoDebugEnabled: false,
      ssoUrl: 'https://sign-in.harbor.example/saml/sso',
      requestBinding: 'HTTP-POST',
      responseSignatureAlgorithm: 'SHA-256',
      certificates: [{ notBefore: '2026-03-01T00:00:00Z', notAfter: '2029-03-01T00:00:00Z' }],
    }),
    part('identity-provider', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      id: OIDC,
      oktaIdpId: null,
      displayName: 'Analysts',
      description: 'People who query',
      issuerUri: 'https://sign-in.harbor.example/oidc',
      associatedOrgIds: [ORG],
      createdAt: '2026-03-01T09:00:00Z',
      updatedAt: null,
      protocol: 'OIDC',
      idpType: 'WORKFORCE',
      associatedDomains: ['harbor.example'],
      audience: 'harbor-atlas',
      authorizationType: 'GROUP',
      clientId: '0oa-mongodb',
      groupsClaim: 'groups',
      userClaim: 'sub',
      requestedScopes: ['offline_access', 'openid'],
    }),
    part('connected-organization', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      connectedOrgId: ORG,
      identityProviderId: SAML_LEGACY,
      dataAccessIdentityProviderIds: [OIDC],
      domainRestrictionEnabled: true,
      domainAllowList: ['harbor.example'],
      postAuthRoleGrants: ['ORG_MEMBER'],
      instantUserProvisioningDisabled: false,
      userConflictCount: null,
    }),
    part('role-mapping', {
      orgId: ORG,
      federationSettingsId: FEDERATION,
      connectedOrgId: ORG,
      id: sampleId('mapping', 'Harbor Bank'),
      externalGroupName: 'atlas-readers',
      roleAssignments: [{ role: 'ORG_READ_ONLY', orgId: ORG }],
    }),
    ...Object.entries(GUARDRAILS).map(([name, policy]) =>
      part('resource-policy', {
        orgId: ORG,
        id: sampleId('policy', name),
        name,
        description: '',
        policies: [policy],
        version: 'v1',
        createdDate: '2026-02-03T10:00:00Z',
        lastUpdatedDate: '2026-02-03T10:00:00Z',
      }),
    ),
    ...soundProject('ledger', 'M40', '198.51.100.16/28'),
    ...soundProject('ledger-staging', 'M30', '198.51.100.16/28'),
  ],
  profile: {
    ...ASSUMED_PROFILE,
    cloudProviders: ['AWS'],
    projects: { ledger: { environment: 'production' }, 'ledger-staging': { environment: 'staging' } },
    compliance: ['soc2', 'pci-dss', 'gdpr'],
    riskTolerance: 'low',
    dataResidency: ['EU_WEST_1', 'EU_CENTRAL_1'],
    securityContact: 'security@harbor.example',
    knownNetworks: [{ name: 'operators', cidrs: ['198.51.100.16/28'] }],
    knownClients: [{ name: 'ledger-service', addresses: [], via: 'private-endpoint' }],
  },
};
