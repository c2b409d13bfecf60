import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { CustomDatabaseRole, CustomRoleAction, CustomRoleResource } from './model.ts';

// Recorded: an answer holds only the keys that apply, though Atlas's contract demands all three.
const resource = z.strictObject({
  cluster: z.boolean().optional(),
  collection: z.string().optional(),
  db: z.string().optional(),
});
const actions = z.array(z.strictObject({ action: z.string(), resources: z.array(resource) }));
const inheritedRoles = z.array(z.strictObject({ db: z.string(), role: z.string() }));
const wire = z.strictObject({ actions, inheritedRoles, roleName: z.string() });

const collection = '/api/atlas/v2/groups/{groupId}/customDBRoles/roles';
const single = `${collection}/{roleName}`;
const base = { version: '2023-01-01', bucket: buckets.customRoles } as const;
const writer = ['GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_STREAM_PROCESSING_OWNER'] as const;

export const operations = {
  // A bare array, not paged (recorded).
  list: {
    ...base,
    id: 'listGroupCustomDbRoleRoles',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'array',
    response: wire,
  },
  // Recorded: 202.
  create: {
    ...base,
    id: 'createGroupCustomDbRoleRole',
    method: 'POST',
    path: collection,
    role: writer,
    success: 202,
    shape: 'object',
    request: z.strictObject({
      actions: actions.optional(),
      inheritedRoles: inheritedRoles.optional(),
      roleName: z.string(),
    }),
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupCustomDbRoleRole',
    method: 'GET',
    path: single,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroupCustomDbRoleRole',
    method: 'PATCH',
    path: single,
    role: writer,
    success: 200,
    shape: 'object',
    request: z.strictObject({ actions: actions.optional(), inheritedRoles: inheritedRoles.optional() }),
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupCustomDbRoleRole',
    method: 'DELETE',
    path: single,
    role: writer,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

const readable = z.looseObject({
  actions: z
    .array(
      z.looseObject({
        action: z.string(),
        resources: z
          .array(
            z.looseObject({
              cluster: z.boolean().nullish(),
              collection: z.string().nullish(),
              db: z.string().nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
  inheritedRoles: z.array(z.looseObject({ db: z.string(), role: z.string() })).nullish(),
  roleName: z.string(),
});

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const resourceKey = (item: CustomRoleResource) =>
  item.type === 'cluster' ? '' : `${item.database}\u0000${item.collection ?? ''}`;

/** Puts the sets of a role into their one order, an action given twice into one. */
export function normalized(role: CustomDatabaseRole): CustomDatabaseRole {
  const merged = new Map<string, Map<string, CustomRoleResource>>();
  for (const { action, resources } of role.actions) {
    const known = merged.get(action) ?? new Map<string, CustomRoleResource>();
    for (const item of resources) known.set(`${item.type} ${resourceKey(item)}`, item);
    merged.set(action, known);
  }
  const actions: CustomRoleAction[] = [...merged]
    .sort(([a], [b]) => byText(a, b))
    .map(([action, resources]) => ({
      action,
      resources: [...resources].sort(([a], [b]) => byText(a, b)).map(([, item]) => item),
    }));
  const inheritedRoles = [...role.inheritedRoles].sort(
    (a, b) => byText(a.databaseName, b.databaseName) || byText(a.roleName, b.roleName),
  );
  return { ...role, actions, inheritedRoles };
}

/** A wire role as our model. Atlas leaves the collection out for a whole database; an empty name says the same. */
export function fromWire(item: unknown, projectId: string): CustomDatabaseRole {
  const role = readable.parse(item);
  return normalized({
    projectId,
    roleName: role.roleName,
    actions: (role.actions ?? []).map(({ action, resources }) => ({
      action,
      resources: (resources ?? []).map((given): CustomRoleResource => {
        if (given.cluster === true) return { type: 'cluster' };
        const collectionName = given.collection ?? '';
        return {
          type: 'collection',
          database: given.db ?? '',
          collection: collectionName === '' ? null : collectionName,
        };
      }),
    })),
    inheritedRoles: (role.inheritedRoles ?? []).map(({ db, role: name }) => ({ databaseName: db, roleName: name })),
  });
}

const actionsToWire = ({ actions: given }: CustomDatabaseRole) =>
  given.map(({ action, resources }) => ({
    action,
    resources: resources.map((item) =>
      item.type === 'cluster'
        ? { cluster: true }
        : { db: item.database, ...(item.collection === null ? {} : { collection: item.collection }) },
    ),
  }));

const inheritedToWire = ({ inheritedRoles: given }: CustomDatabaseRole) =>
  given.map(({ databaseName, roleName }) => ({ db: databaseName, role: roleName }));

/** The role as a wire body. */
export function toBody(role: CustomDatabaseRole): { readonly [key: string]: Body } {
  return { actions: actionsToWire(role), inheritedRoles: inheritedToWire(role), roleName: role.roleName };
}

const paths = ({ projectId, roleName }: CustomDatabaseRole) => ({ groupId: projectId, roleName });

export const read: ResourceRead<CustomDatabaseRole, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<CustomDatabaseRole> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: ({ after }) => [callOf(operations.create, { groupId: after.projectId }, { body: toBody(after) })],
  // PATCH replaces each list that is sent (recorded: TestDBRoles/Update_with_append sends the whole of both).
  update: ({ before, after }) => [
    callOf(operations.update, paths(before), {
      body: {
        ...(sameJson(before.actions, after.actions) ? {} : { actions: actionsToWire(after) }),
        ...(sameJson(before.inheritedRoles, after.inheritedRoles) ? {} : { inheritedRoles: inheritedToWire(after) }),
      },
    }),
  ],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
};
