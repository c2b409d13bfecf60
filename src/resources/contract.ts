/** What the contracts of several resources share: token buckets, ids, links. Source: Atlas "API rate limits" page and recorded headers. */
import { z } from 'zod';
import type { Bucket } from '../core/call.ts';

const bucket = (name: string, scope: Bucket['scope'], capacity: number, refillPerMinute: number): Bucket => ({
  name,
  scope,
  capacity,
  refillPerMinute,
});

/** Token buckets by endpoint set. */
export const buckets = {
  organizationSettings: bucket('organization-settings', 'organization', 10, 5),
  clusters: bucket('clusters', 'project', 10_000, 5_000),
  databaseUsers: bucket('database-users', 'project', 10_000, 5_000),
  privateEndpoints: bucket('private-endpoints', 'project', 4_000, 2_000),
  networkPeering: bucket('network-peering', 'project', 2_000, 1_000),
  customRoles: bucket('custom-roles', 'project', 2_000, 1_000),
  cloudProviderAccess: bucket('cloud-provider-access', 'project', 2_000, 1_000),
  encryptionAtRest: bucket('encryption-at-rest', 'project', 2_000, 1_000),
  monitoring: bucket('monitoring', 'project', 300, 100),
  organization: bucket('organization', 'organization', 500, 250),
  teams: bucket('teams', 'organization', 1_200, 500),
  rootLists: bucket('root-lists', 'caller', 300, 100),
  projects: bucket('projects', 'caller', 1_200, 500),
  users: bucket('users', 'caller', 2_500, 2_000),
  project: bucket('project', 'project', 1_200, 500),
} as const satisfies Record<string, Bucket>;

/** Atlas's 24-hex object id. */
export const objectId = z.string().regex(/^[0-9a-f]{24}$/);

/** The `links` that Atlas puts into most answers. */
export const links = z.array(z.object({ href: z.string(), rel: z.string() }));

/** The ids that every resource's examples use, so that examples of several kinds fit together. */
export const exampleIds = {
  orgId: '5f0000000000000000000001',
  projectId: '650000000000000000000001',
  otherProjectId: '650000000000000000000002',
} as const;

/** `links` with one `self` entry, as recorded: absolute, on Atlas's public host, path values percent-encoded. */
export function selfLink(publicUrl: string, path: string): { href: string; rel: string }[] {
  return [{ href: `${publicUrl}${path}`, rel: 'self' }];
}
