import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Organization } from '../organization/model.ts';
import type { ResourcePolicy } from './model.ts';

const person = z.strictObject({ id: z.string(), name: z.string() });

const wire = z.strictObject({
  createdByUser: person.optional(),
  createdDate: z.string().optional(),
  description: z.string().nullish(),
  id: z.string(),
  lastUpdatedByUser: person.optional(),
  lastUpdatedDate: z.string().optional(),
  name: z.string(),
  orgId: z.string(),
  policies: z.array(z.strictObject({ body: z.string(), id: z.string() })),
  version: z.string().optional(),
});

const reading = z.looseObject({
  createdDate: z.string().nullish(),
  description: z.string().nullish(),
  id: z.string(),
  lastUpdatedDate: z.string().nullish(),
  name: z.string(),
  policies: z.array(z.looseObject({ body: z.string() })),
  version: z.string().nullish(),
});

const policies = z.array(z.strictObject({ body: z.string().min(1) })).min(1);

const createRequest = z.strictObject({ description: z.string().nullish(), name: z.string().min(1), policies });

const base = { version: '2024-08-05', bucket: buckets.organization } as const;
const path = '/api/atlas/v2/orgs/{orgId}/resourcePolicies';

export const operations = {
  // A bare array, not paged (recorded: listOrgResourcePolicies).
  list: {
    ...base,
    id: 'listOrgResourcePolicies',
    method: 'GET',
    path,
    role: 'ORG_MEMBER',
    success: 200,
    shape: 'array',
    response: wire,
  },
  create: {
    ...base,
    id: 'createOrgResourcePolicy',
    method: 'POST',
    path,
    role: 'ORG_OWNER',
    success: 201,
    shape: 'object',
    request: createRequest,
    response: wire,
  },
  get: {
    ...base,
    id: 'getOrgResourcePolicy',
    method: 'GET',
    path: `${path}/{resourcePolicyId}`,
    role: 'ORG_MEMBER',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateOrgResourcePolicy',
    method: 'PATCH',
    path: `${path}/{resourcePolicyId}`,
    role: 'ORG_OWNER',
    success: 200,
    shape: 'object',
    request: z.strictObject({
      description: z.string().nullish(),
      name: z.string().min(1).nullish(),
      policies: policies.optional(),
    }),
    response: wire,
  },
  // Recorded: 200 with `{}`.
  delete: {
    ...base,
    id: 'deleteOrgResourcePolicy',
    method: 'DELETE',
    path: `${path}/{resourcePolicyId}`,
    role: 'ORG_OWNER',
    success: 200,
    shape: 'object',
    response: z.strictObject({}),
  },
  validate: {
    ...base,
    id: 'validateOrgResourcePolicies',
    method: 'POST',
    path: `${path}:validate`,
    role: 'ORG_OWNER',
    success: 200,
    shape: 'object',
    request: createRequest,
    response: wire,
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, orgId: string): ResourcePolicy {
  const policy = reading.parse(item);
  return {
    orgId,
    id: policy.id,
    name: policy.name,
    description: policy.description ?? '',
    policies: policy.policies.map(({ body }) => body),
    version: policy.version ?? null,
    createdDate: policy.createdDate ?? null,
    lastUpdatedDate: policy.lastUpdatedDate ?? null,
  };
}

export const read: ResourceRead<ResourcePolicy, Organization> = {
  from: 'organization',
  operations: [operations.list],
  calls: (organization) => [callOf(operations.list, { orgId: organization.id })],
  parse: (item, organization) => [fromWire(item, organization.id)],
};

const bodiesOf = (policies: ResourcePolicy['policies']) => policies.map((body) => ({ body }));

export const write: ResourceWrite<ResourcePolicy> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [
    callOf(
      operations.create,
      { orgId: after.orgId },
      {
        body: {
          name: after.name,
          ...(after.description === '' ? {} : { description: after.description }),
          policies: bodiesOf(after.policies),
        },
      },
    ),
  ],
  // `policies` is replaced as a whole (updateOrgResourcePolicy).
  update: ({ before, after }) => {
    const body: Record<string, Body> = {
      ...(before.name === after.name ? {} : { name: after.name }),
      ...(before.description === after.description ? {} : { description: after.description }),
      ...(sameJson(before.policies, after.policies) ? {} : { policies: bodiesOf(after.policies) }),
    };
    return [callOf(operations.update, { orgId: before.orgId, resourcePolicyId: before.id }, { body })];
  },
  delete: ({ before }) => [callOf(operations.delete, { orgId: before.orgId, resourcePolicyId: before.id })],
  find: (model) => ({
    call: callOf(operations.get, { orgId: model.orgId, resourcePolicyId: model.id }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.orgId)),
  }),
  // A second policy of the same name is refused with 400.
  isSame: (wanted, found) => wanted.orgId === found.orgId && wanted.name === found.name,
};
