import type { Instant } from '../../core/instant.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import {
  accessListEntry,
  audit,
  backupSchedule,
  cluster,
  databaseUser,
  freeCluster,
  maintenanceWindow,
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
} from './parts.ts';
import type { Sample } from './sample.ts';

const ORG = '5f6a00000000000000000001';
const SHOP = '656000000000000000000001';
const SHOP_STAGING = '656000000000000000000002';
const IRELAND: Place = { provider: 'AWS', regionName: 'EU_WEST_1' };
const MADE = { created: '2023-11-24T02:40:16Z' as Instant };

/** A start-up after its first weeks: the list is open because closing it might lock the shop out. */
export const startup: Sample = {
  summary: 'one shop and its staging after a few hurried weeks',
  orgId: ORG,
  models: [
    organization(ORG, 'Nimbus Bikes'),
    organizationSettings(ORG),
    organizationUser(ORG, 'kim@nimbus-bikes.example', ['ORG_OWNER']),
    organizationUser(ORG, 'ola@nimbus-bikes.example', ['ORG_OWNER'], { lastAuth: '2025-12-01T10:00:00Z' }),
    part('api-key', {
      orgId: ORG,
      id: '656000000000000000000101',
      publicKey: 'abcdwxyz',
      description: 'terraform',
      roles: [{ role: 'ORG_OWNER', orgId: ORG }],
    }),

    project(ORG, SHOP, 'shop', MADE),
    projectSettings(SHOP),
    projectUser(SHOP, 'kim@nimbus-bikes.example', ['GROUP_OWNER']),
    accessListEntry(SHOP, '0.0.0.0/0', 'temporary!! for Kim'),
    accessListEntry(SHOP, '198.51.100.17/32', 'Office'),
    cluster(SHOP, 'shop', IRELAND, 'M10', { backupEnabled: true }),
    processArguments(SHOP, 'shop'),
    backupSchedule(SHOP, 'shop'),
    databaseUser(SHOP, 'app', [role('atlasAdmin', 'admin')]),
    databaseUser(SHOP, 'export', [role('readAnyDatabase', 'admin')]),
    databaseUser(SHOP, 'kim', [role('readWriteAnyDatabase', 'admin')], { description: 'remove me' }),
    audit(SHOP, null),
    maintenanceWindow(SHOP, null, null),

    project(ORG, SHOP_STAGING, 'shop-staging', MADE),
    projectSettings(SHOP_STAGING),
    accessListEntry(SHOP_STAGING, '0.0.0.0/1', 'from a README'),
    accessListEntry(SHOP_STAGING, '128.0.0.0/1', 'from a README'),
    freeCluster(SHOP_STAGING, 'staging', IRELAND),
    databaseUser(SHOP_STAGING, 'app', [role('atlasAdmin', 'admin')]),
    maintenanceWindow(SHOP_STAGING, null, null),
  ],
  profile: {
    ...ASSUMED_PROFILE,
    cloudProviders: ['AWS'],
    projects: { shop: { environment: 'production' }, 'shop-staging': { environment: 'staging' } },
    compliance: ['soc2'],
    securityContact: 'security@nimbus-bikes.example',
    knownNetworks: [{ name: 'office', cidrs: ['198.51.100.0/28'] }],
    knownClients: [
      { name: 'shop-api', addresses: ['203.0.113.10', '203.0.113.11'], projects: ['shop'], user: 'app' },
      { name: 'nightly-export', addresses: ['192.0.2.40'], projects: ['shop'], user: 'export' },
      { name: 'staging-api', addresses: ['203.0.113.200'], projects: ['shop-staging'], user: 'app' },
    ],
  },
};
