import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { Change, SecretSource, UpdateChange } from '../../core/change.ts';
import { type Instant, parseInstant } from '../../core/instant.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { DatabaseUser, DatabaseUserMechanism, DatabaseUserRole } from './model.ts';

const role = z.strictObject({
  collectionName: z.string().optional(),
  databaseName: z.string(),
  roleName: z.string(),
});
const scope = z.strictObject({ name: z.string(), type: z.enum(['CLUSTER', 'DATA_LAKE', 'STREAM']) });
const label = z.strictObject({ key: z.string().optional(), value: z.string().optional() });
const awsIAMType = z.enum(['NONE', 'USER', 'ROLE']);
const ldapAuthType = z.enum(['NONE', 'USER', 'GROUP']);
const oidcAuthType = z.enum(['NONE', 'IDP_GROUP', 'USER']);
const x509Type = z.enum(['NONE', 'MANAGED', 'CUSTOMER']);

const wire = z.strictObject({
  awsIAMType,
  databaseName: z.string(),
  deleteAfterDate: z.string().optional(),
  description: z.string().optional(),
  groupId: z.string(),
  labels: z.array(label),
  ldapAuthType,
  links: links.optional(),
  oidcAuthType,
  roles: z.array(role),
  scopes: z.array(scope),
  username: z.string(),
  x509Type,
});

const optional = {
  awsIAMType: awsIAMType.optional(),
  deleteAfterDate: z.string().nullable().optional(),
  description: z.string().max(100).optional(),
  // The path decides; the CLI sends it all the same (recorded).
  groupId: z.string().optional(),
  labels: z.array(label).optional(),
  ldapAuthType: ldapAuthType.optional(),
  oidcAuthType: oidcAuthType.optional(),
  password: z.string().optional(),
  scopes: z.array(scope).optional(),
  x509Type: x509Type.optional(),
};

const collection = '/api/atlas/v2/groups/{groupId}/databaseUsers';
const single = `${collection}/{databaseName}/{username}`;
const base = { version: '2023-01-01', bucket: buckets.databaseUsers } as const;
const writer = ['GROUP_DATABASE_ACCESS_ADMIN', 'GROUP_STREAM_PROCESSING_OWNER'] as const;

export const operations = {
  list: {
    ...base,
    id: 'listGroupDatabaseUsers',
    method: 'GET',
    path: collection,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  create: {
    ...base,
    id: 'createGroupDatabaseUser',
    method: 'POST',
    path: collection,
    role: writer,
    success: 201,
    shape: 'object',
    request: z.strictObject({
      ...optional,
      databaseName: z.string(),
      roles: z.array(role),
      username: z.string().max(1024),
    }),
    response: wire,
  },
  get: {
    ...base,
    id: 'getGroupDatabaseUser',
    method: 'GET',
    path: single,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'object',
    response: wire,
  },
  update: {
    ...base,
    id: 'updateGroupDatabaseUser',
    method: 'PATCH',
    path: single,
    role: writer,
    success: 200,
    shape: 'object',
    request: z.strictObject({
      ...optional,
      databaseName: z.string().optional(),
      roles: z.array(role).optional(),
      username: z.string().optional(),
    }),
    response: wire,
  },
  delete: {
    ...base,
    id: 'deleteGroupDatabaseUser',
    method: 'DELETE',
    path: single,
    role: writer,
    success: 204,
    shape: 'none',
  },
} as const satisfies Record<string, Operation>;

/** What is read of a user: looser than the contract, so that a field that Atlas adds does not blind us. */
const readable = z.looseObject({
  awsIAMType: awsIAMType.default('NONE'),
  databaseName: z.string(),
  deleteAfterDate: z.string().nullish(),
  description: z.string().nullish(),
  labels: z.array(z.looseObject({ key: z.string().default(''), value: z.string().default('') })).nullish(),
  ldapAuthType: ldapAuthType.default('NONE'),
  oidcAuthType: oidcAuthType.default('NONE'),
  roles: z.array(z.looseObject({ ...role.shape, collectionName: z.string().nullish() })).nullish(),
  scopes: z.array(z.looseObject({ ...scope.shape })).nullish(),
  username: z.string(),
  x509Type: x509Type.default('NONE'),
});

function mechanismOf(user: z.infer<typeof readable>): DatabaseUserMechanism {
  if (user.x509Type !== 'NONE') return { type: 'x509', issuer: user.x509Type === 'MANAGED' ? 'managed' : 'customer' };
  if (user.awsIAMType !== 'NONE') return { type: 'aws-iam', principal: user.awsIAMType === 'USER' ? 'user' : 'role' };
  if (user.ldapAuthType !== 'NONE') return { type: 'ldap', principal: user.ldapAuthType === 'USER' ? 'user' : 'group' };
  if (user.oidcAuthType !== 'NONE') return { type: 'oidc', principal: user.oidcAuthType === 'USER' ? 'user' : 'group' };
  return { type: 'scram' };
}

/** The four type fields that say a mechanism on the wire; all `NONE` is SCRAM. */
export function typesOf(mechanism: DatabaseUserMechanism) {
  const types = { awsIAMType: 'NONE', ldapAuthType: 'NONE', oidcAuthType: 'NONE', x509Type: 'NONE' };
  switch (mechanism.type) {
    case 'scram':
      return types;
    case 'x509':
      return { ...types, x509Type: mechanism.issuer === 'managed' ? 'MANAGED' : 'CUSTOMER' };
    case 'aws-iam':
      return { ...types, awsIAMType: mechanism.principal === 'user' ? 'USER' : 'ROLE' };
    case 'ldap':
      return { ...types, ldapAuthType: mechanism.principal === 'user' ? 'USER' : 'GROUP' };
    case 'oidc':
      return { ...types, oidcAuthType: mechanism.principal === 'user' ? 'USER' : 'IDP_GROUP' };
    default:
      return mechanism satisfies never;
  }
}

/** Sorts by the text that `key` gives: lists that are sets have one order, so that equal users are equal JSON. */
export function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** A role's sort key. */
export function roleKey(given: DatabaseUserRole): string {
  return `${given.databaseName}\u0000${given.roleName}\u0000${given.collectionName ?? ''}`;
}

/** A wire user as our model. */
export function fromWire(item: unknown, projectId: string): DatabaseUser {
  const user = readable.parse(item);
  return {
    projectId,
    databaseName: user.databaseName,
    username: user.username,
    mechanism: mechanismOf(user),
    roles: sortedBy(
      (user.roles ?? []).map(({ roleName, databaseName, collectionName }) => ({
        roleName,
        databaseName,
        collectionName: collectionName ?? null,
      })),
      roleKey,
    ),
    scopes: sortedBy(
      (user.scopes ?? []).map(({ type, name }) => ({ type, name })),
      ({ type, name }) => `${type} ${name}`,
    ),
    labels: sortedBy(
      (user.labels ?? []).map(({ key, value }) => ({ key, value })),
      ({ key }) => key,
    ),
    description: user.description ?? '',
    deleteAfterDate: readInstant(user.deleteAfterDate ?? null),
  };
}

function readInstant(text: string | null): Instant | null {
  if (text === null) return null;
  const instant = parseInstant(text);
  if (instant === undefined) throw new TypeError(`deleteAfterDate is ${JSON.stringify(text)}, which is no date`);
  return instant;
}

const rolesToWire = (roles: readonly DatabaseUserRole[]) =>
  roles.map(({ roleName, databaseName, collectionName }) => ({
    roleName,
    databaseName,
    ...(collectionName === null ? {} : { collectionName }),
  }));

/** The user as a wire body, without what is empty. */
export function toBody(user: DatabaseUser): { readonly [key: string]: Body | undefined } {
  return {
    databaseName: user.databaseName,
    username: user.username,
    ...typesOf(user.mechanism),
    roles: rolesToWire(user.roles),
    scopes: user.scopes.map(({ name, type }) => ({ name, type })),
    ...(user.labels.length === 0 ? {} : { labels: user.labels.map(({ key, value }) => ({ key, value })) }),
    ...(user.description === '' ? {} : { description: user.description }),
    ...(user.deleteAfterDate === null ? {} : { deleteAfterDate: user.deleteAfterDate }),
  };
}

/** Only SCRAM users have a password, and Atlas asks for it when they are made; an update keeps the one that stands. */
function secretInputs(change: Change<DatabaseUser>): Readonly<Record<string, SecretSource>> {
  if (change.type !== 'create' || change.after.mechanism.type !== 'scram') return {};
  return { password: { from: 'environment', name: 'FIVEFOLD_DATABASE_USER_PASSWORD' } };
}

/** PATCH replaces roles and scopes, keeps what is not sent (recorded: updateGroupDatabaseUser), and demands names and roles. */
function update({ before, after }: UpdateChange<DatabaseUser>): Body {
  const changed = (field: keyof DatabaseUser) => !sameJson(before[field], after[field]);
  return {
    groupId: after.projectId,
    databaseName: after.databaseName,
    username: after.username,
    roles: rolesToWire(after.roles),
    ...(changed('mechanism') ? typesOf(after.mechanism) : {}),
    ...(changed('scopes') ? { scopes: after.scopes.map(({ name, type }) => ({ name, type })) } : {}),
    ...(changed('labels') ? { labels: after.labels.map(({ key, value }) => ({ key, value })) } : {}),
    ...(changed('description') ? { description: after.description } : {}),
    ...(changed('deleteAfterDate') ? { deleteAfterDate: after.deleteAfterDate } : {}),
  };
}

const paths = ({ projectId, databaseName, username }: DatabaseUser) => ({ groupId: projectId, databaseName, username });

export const read: ResourceRead<DatabaseUser, Project> = {
  from: 'project',
  operations: [operations.list],
  calls: (project) => [callOf(operations.list, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<DatabaseUser> = {
  operations: [operations.create, operations.get, operations.update, operations.delete],
  create: (change) => [
    callOf(
      operations.create,
      { groupId: change.after.projectId },
      {
        body: {
          // Required beside the one in the path (createGroupDatabaseUser).
          groupId: change.after.projectId,
          ...toBody(change.after),
          ...('password' in secretInputs(change) ? { password: { $secret: 'password' } } : {}),
        },
      },
    ),
  ],
  update: (change) => [callOf(operations.update, paths(change.before), { body: update(change) })],
  delete: ({ before }) => [callOf(operations.delete, paths(before))],
  find: (model) => ({
    call: callOf(operations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
  secretInputs,
};
