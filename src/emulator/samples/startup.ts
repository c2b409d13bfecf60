import type { Instant } from '../../core/instant.ts';
import { ASSUMED_PROFILE } from '../../core/profile.ts';
import type { ModelOf } from '../../core/resource.ts';
import type { SeedModel } from '../seed.ts';
import type { Sample } from './sample.ts';

const ORG = '5f6a00000000000000000001';
const SHOP = '656000000000000000000001';
const SHOP_STAGING = '656000000000000000000002';

function entry(projectId: string, cidr: string, comment: string): SeedModel {
  const model: ModelOf<'project-ip-access-list'> = {
    projectId,
    type: 'cidr',
    entry: cidr,
    comment,
    deleteAfterDate: null,
  };
  return { kind: 'project-ip-access-list', model };
}

function project(id: string, name: string): SeedModel {
  const model: ModelOf<'project'> = {
    id,
    orgId: ORG,
    name,
    tags: [],
    created: '2023-11-24T02:40:16Z' as Instant,
    clusterCount: 0,
    withDefaultAlertsSettings: true,
    regionUsageRestrictions: null,
  };
  return { kind: 'project', model };
}

/** A start-up after its first weeks: the list is open because closing it might lock the shop out. */
export const startup: Sample = {
  summary: 'one shop and its staging after a few hurried weeks',
  orgId: ORG,
  models: [
    {
      kind: 'organization',
      model: { id: ORG, name: 'Nimbus Bikes', skipDefaultAlertsSettings: false } satisfies ModelOf<'organization'>,
    },
    {
      kind: 'organization-settings',
      model: {
        orgId: ORG,
        apiAccessListRequired: false,
        multiFactorAuthRequired: false,
        restrictEmployeeAccess: false,
        genAIFeaturesEnabled: true,
        maxServiceAccountSecretValidityInHours: null,
        securityContact: null,
        operationsContact: null,
        customSessionTimeouts: { absoluteSessionTimeoutInSeconds: null, idleSessionTimeoutInSeconds: null },
        streamsCrossGroupEnabled: false,
      } satisfies ModelOf<'organization-settings'>,
    },
    project(SHOP, 'shop'),
    project(SHOP_STAGING, 'shop-staging'),
    entry(SHOP, '0.0.0.0/0', 'temporary!! for Kim'),
    entry(SHOP, '198.51.100.17/32', 'Office'),
    entry(SHOP_STAGING, '0.0.0.0/1', 'from a README'),
    entry(SHOP_STAGING, '128.0.0.0/1', 'from a README'),
    {
      kind: 'api-key',
      model: {
        orgId: ORG,
        id: '656000000000000000000101',
        publicKey: 'abcdwxyz',
        description: 'terraform',
        roles: [{ role: 'ORG_OWNER', orgId: ORG }],
      } satisfies ModelOf<'api-key'>,
    },
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
