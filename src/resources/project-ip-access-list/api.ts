import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { blockOf, parseCidr } from '../../core/cidr.ts';
import { type Instant, parseInstant } from '../../core/instant.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ProjectIpAccessListEntry } from './model.ts';

const wire = z.strictObject({
  awsSecurityGroup: z.string().optional(),
  cidrBlock: z.string().optional(),
  comment: z.string().optional(),
  deleteAfterDate: z.string().optional(),
  groupId: z.string().optional(),
  ipAddress: z.string().optional(),
  links: links.optional(),
});

const request = z.array(
  z.strictObject({
    awsSecurityGroup: z.string().optional(),
    cidrBlock: z.string().optional(),
    comment: z.string().max(80).optional(),
    deleteAfterDate: z.string().optional(),
    ipAddress: z.string().optional(),
  }),
);

const base = { version: '2023-01-01', bucket: buckets.project } as const;

export const operations = {
  list: {
    ...base,
    id: 'listGroupAccessListEntries',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/accessList',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  // Recorded: 201 with the whole list, although the contract of Atlas says 200.
  create: {
    ...base,
    id: 'createGroupAccessListEntry',
    method: 'POST',
    path: '/api/atlas/v2/groups/{groupId}/accessList',
    role: 'GROUP_OWNER',
    success: 201,
    shape: 'page',
    request,
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupAccessListEntry',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/accessList/{entryValue}',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupAccessListEntry',
    method: 'DELETE',
    path: '/api/atlas/v2/groups/{groupId}/accessList/{entryValue}',
    role: 'GROUP_OWNER',
    success: 204,
    shape: 'none',
  },
  // The answer's key is upper case: {"STATUS":"ACTIVE"} (getGroupAccessListStatus).
  status: {
    ...base,
    id: 'getGroupAccessListStatus',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/accessList/{entryValue}/status',
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: z.strictObject({ STATUS: z.enum(['PENDING', 'ACTIVE', 'FAILED']) }),
  },
} as const satisfies Record<string, Operation>;

/** A wire entry as our model. Atlas shows `/32` beside a single address; an address alone means one address. */
export function fromWire(item: unknown, projectId: string): ProjectIpAccessListEntry {
  const entry = wire.parse(item);
  const deleteAfterDate = entry.deleteAfterDate === undefined ? null : readInstant(entry.deleteAfterDate);
  const common = { projectId, comment: entry.comment ?? '', deleteAfterDate };
  if (entry.awsSecurityGroup !== undefined) {
    return { ...common, type: 'aws-security-group', entry: entry.awsSecurityGroup };
  }
  const text = entry.cidrBlock ?? entry.ipAddress ?? '';
  const range = parseCidr(text);
  return { ...common, type: 'cidr', entry: (range && blockOf(range)) ?? text };
}

function readInstant(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new TypeError(`deleteAfterDate is ${JSON.stringify(text)}, which is no date`);
  return instant;
}

function toBody(model: ProjectIpAccessListEntry): Body {
  return [
    {
      ...(model.type === 'aws-security-group' ? { awsSecurityGroup: model.entry } : { cidrBlock: model.entry }),
      ...(model.comment === '' ? {} : { comment: model.comment }),
      ...(model.deleteAfterDate === null ? {} : { deleteAfterDate: model.deleteAfterDate }),
    },
  ];
}

const paths = (model: ProjectIpAccessListEntry) => ({ groupId: model.projectId, entryValue: model.entry });

export const read: ResourceRead<ProjectIpAccessListEntry, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<ProjectIpAccessListEntry> = {
  operations: [operations.create, operations.get, operations.delete, operations.status],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  // There is no update: POST of an entry that exists changes its comment and expiry (createGroupAccessListEntry).
  update: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  settle: (change) =>
    change.type === 'delete'
      ? []
      : [
          {
            call: callOf(operations.status, paths(change.after)),
            state: (status, body) => {
              const value = (body as { STATUS?: string } | undefined)?.STATUS;
              if (status !== 200 || value === 'PENDING') return 'pending';
              return value === 'FAILED' ? { failed: 'Atlas reports the entry as FAILED.' } : 'settled';
            },
          },
        ],
};
