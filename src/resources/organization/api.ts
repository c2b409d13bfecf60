import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Organization } from './model.ts';

const wire = z.strictObject({
  id: z.string(),
  isDeleted: z.boolean().optional(),
  links: links.optional(),
  name: z.string(),
  skipDefaultAlertsSettings: z.boolean().optional(),
});

/** Atlas documents no space in the name, yet serves "Atlas CLI E2E" (recorded: getOrg). */
const request = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}\-_.(),:&@+' ]{1,64}$/u),
  skipDefaultAlertsSettings: z.boolean().optional(),
});

const reading = z.looseObject({
  id: z.string(),
  name: z.string(),
  skipDefaultAlertsSettings: z.boolean().optional(),
});

const base = { version: '2023-01-01', success: 200 } as const;

export const operations = {
  list: {
    ...base,
    id: 'listOrgs',
    method: 'GET',
    path: '/api/atlas/v2/orgs',
    role: 'any',
    bucket: buckets.rootLists,
    shape: 'page',
    response: wire,
    query: ['name'],
  },
  get: {
    ...base,
    id: 'getOrg',
    method: 'GET',
    path: '/api/atlas/v2/orgs/{orgId}',
    role: 'ORG_MEMBER',
    bucket: buckets.organization,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateOrg',
    method: 'PATCH',
    path: '/api/atlas/v2/orgs/{orgId}',
    role: 'ORG_OWNER',
    bucket: buckets.organization,
    shape: 'object',
    request,
    response: wire,
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown): Organization {
  const { id, name, skipDefaultAlertsSettings } = reading.parse(item);
  return { id, name, skipDefaultAlertsSettings: skipDefaultAlertsSettings ?? false };
}

export const read: ResourceRead<Organization, null> = {
  from: null,
  operations: [operations.get],
  calls: (_parent, orgId) => [callOf(operations.get, { orgId })],
  parse: (item) => [fromWire(item)],
};

export const write: ResourceWrite<Organization> = {
  operations: [operations.get, operations.update],
  update: ({ before, after }) => [
    callOf(
      operations.update,
      { orgId: after.id },
      {
        body: {
          // Required by updateOrg, changed or not.
          name: after.name,
          ...(before.skipDefaultAlertsSettings === after.skipDefaultAlertsSettings
            ? {}
            : { skipDefaultAlertsSettings: after.skipDefaultAlertsSettings }),
        },
      },
    ),
  ],
  find: (model) => ({
    call: callOf(operations.get, { orgId: model.id }),
    parse: (body) => (body === undefined ? undefined : fromWire(body)),
  }),
};
