import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { Project } from './model.ts';

const tag = z.strictObject({ key: z.string().min(1).max(255), value: z.string().min(1).max(255) });

/** Rejected in requests and missing in answers of commercial Atlas (createGroup). */
const regionUsageRestrictions = z.enum(['COMMERCIAL_FEDRAMP_REGIONS_ONLY', 'GOV_REGIONS_ONLY']);

const wire = z.strictObject({
  clusterCount: z.number(),
  created: z.string(),
  id: z.string(),
  links: links.optional(),
  name: z.string(),
  orgId: z.string(),
  regionUsageRestrictions: regionUsageRestrictions.optional(),
  // A create answers with tags only where some were sent (recorded: createGroup).
  tags: z.array(tag).optional(),
  // Missing in recordings from before 2026.
  withDefaultAlertsSettings: z.boolean().optional(),
});

/** Atlas documents no space in the name, yet serves "Atlas CLI E2E" (recorded: listGroups). */
const name = z.string().regex(/^[\p{L}\p{N}\-_.(),:&@+' ]{1,64}$/u);

const createRequest = z.strictObject({
  // Read only, and yet accepted: Terraform's provider sends both with every create (recorded: createGroup, 201).
  clusterCount: z.number().optional(),
  created: z.string().optional(),
  name,
  orgId: z.string(),
  regionUsageRestrictions: regionUsageRestrictions.optional(),
  tags: z.array(tag).optional(),
  withDefaultAlertsSettings: z.boolean().optional(),
});

const updateRequest = z.strictObject({
  name: name.optional(),
  tags: z.array(tag).optional(),
  withDefaultAlertsSettings: z.boolean().optional(),
});

const reading = z.looseObject({
  clusterCount: z.number().optional(),
  created: z.string(),
  id: z.string(),
  name: z.string(),
  orgId: z.string(),
  regionUsageRestrictions: z.string().nullish(),
  tags: z.array(z.looseObject({ key: z.string(), value: z.string() })).nullish(),
  withDefaultAlertsSettings: z.boolean().optional(),
});

const base = { version: '2023-01-01' } as const;

export const operations = {
  list: {
    ...base,
    id: 'listGroups',
    method: 'GET',
    path: '/api/atlas/v2/groups',
    role: 'any',
    success: 200,
    bucket: buckets.projects,
    shape: 'page',
    response: wire,
  },
  listInOrganization: {
    ...base,
    id: 'getOrgGroups',
    method: 'GET',
    path: '/api/atlas/v2/orgs/{orgId}/groups',
    role: 'ORG_MEMBER',
    success: 200,
    bucket: buckets.organization,
    shape: 'page',
    response: wire,
    query: ['name'],
  },
  // Recorded: 201, although the contract of Atlas says 200. Atlas lists no role; NOT_ORG_GROUP_CREATOR tells which.
  create: {
    ...base,
    id: 'createGroup',
    method: 'POST',
    path: '/api/atlas/v2/groups',
    role: ['ORG_GROUP_CREATOR', 'ORG_OWNER'],
    success: 201,
    bucket: buckets.projects,
    shape: 'object',
    request: createRequest,
    response: wire,
    query: ['projectOwnerId'],
  },
  getByName: {
    ...base,
    id: 'getGroupByName',
    method: 'GET',
    path: '/api/atlas/v2/groups/byName/{groupName}',
    role: 'any',
    success: 200,
    bucket: buckets.projects,
    shape: 'object',
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroup',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}',
    role: 'GROUP_READ_ONLY',
    success: 200,
    bucket: buckets.project,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroup',
    method: 'PATCH',
    path: '/api/atlas/v2/groups/{groupId}',
    role: 'GROUP_OWNER',
    success: 200,
    bucket: buckets.project,
    shape: 'object',
    request: updateRequest,
    response: wire,
  },
  // Recorded: 202 with `{}`, although the contract of Atlas says 204.
  delete: {
    ...base,
    id: 'deleteGroup',
    method: 'DELETE',
    path: '/api/atlas/v2/groups/{groupId}',
    role: 'GROUP_OWNER',
    success: 202,
    bucket: buckets.project,
    shape: 'object',
    response: z.strictObject({}),
  },
} as const satisfies Record<string, Operation>;

/** A wire project as our model, tags sorted by key. */
export function fromWire(item: unknown): Project {
  const group = reading.parse(item);
  return {
    id: group.id,
    orgId: group.orgId,
    name: group.name,
    tags: (group.tags ?? [])
      .map(({ key, value }) => ({ key, value }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
    created: group.created,
    clusterCount: group.clusterCount ?? 0,
    withDefaultAlertsSettings: group.withDefaultAlertsSettings ?? true,
    regionUsageRestrictions: group.regionUsageRestrictions ?? null,
  };
}

const tagsOf = (model: Project) => model.tags.map(({ key, value }) => ({ key, value }));

function difference(before: Project, after: Project): Body {
  return {
    ...(before.name === after.name ? {} : { name: after.name }),
    ...(sameJson(before.tags, after.tags) ? {} : { tags: tagsOf(after) }),
    ...(before.withDefaultAlertsSettings === after.withDefaultAlertsSettings
      ? {}
      : { withDefaultAlertsSettings: after.withDefaultAlertsSettings }),
  };
}

export const read: ResourceRead<Project, Organization> = {
  from: 'organization',
  operations: [operations.listInOrganization],
  calls: (organization) => [callOf(operations.listInOrganization, { orgId: organization.id })],
  parse: (item) => [fromWire(item)],
};

export const write: ResourceWrite<Project> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [
    callOf(
      operations.create,
      {},
      {
        body: {
          name: after.name,
          orgId: after.orgId,
          ...(after.regionUsageRestrictions === null ? {} : { regionUsageRestrictions: after.regionUsageRestrictions }),
          ...(after.tags.length === 0 ? {} : { tags: tagsOf(after) }),
          withDefaultAlertsSettings: after.withDefaultAlertsSettings,
        },
      },
    ),
  ],
  update: ({ before, after }) => [
    callOf(operations.update, { groupId: after.id }, { body: difference(before, after) }),
  ],
  delete: ({ before }) => [callOf(operations.delete, { groupId: before.id })],
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.id }),
    parse: (body) => (body === undefined ? undefined : fromWire(body)),
  }),
  // A name is unique in its organization (recorded: 409 GROUP_ALREADY_EXISTS).
  isSame: (wanted, found) => wanted.orgId === found.orgId && wanted.name === found.name,
};
