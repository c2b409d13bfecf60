import { z } from 'zod';
import { type ApiCall, type Body, callOf, type Operation } from '../../core/call.ts';
import type { Change, SecretSource, UpdateChange } from '../../core/change.ts';
import { sameJson } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { projectClustersSettle } from '../cluster-work.ts';
import { buckets, links, objectId } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { Ldap, LdapMapping, UserSecurity } from './model.ts';

const mapping = z.strictObject({
  match: z.string(),
  substitution: z.string().nullable().optional(),
  ldapQuery: z.string().nullable().optional(),
});

/** Recorded: `customerX509` is `{}` where there is no CA, the bind password is never answered, and there are no links. */
const wire = z.strictObject({
  customerX509: z.strictObject({ cas: z.string().nullable().optional(), links: links.optional() }),
  ldap: z.strictObject({
    authenticationEnabled: z.boolean(),
    authorizationEnabled: z.boolean(),
    authzQueryTemplate: z.string().nullable().optional(),
    bindUsername: z.string().nullable().optional(),
    caCertificate: z.string().nullable().optional(),
    hostname: z.string().nullable().optional(),
    links: links.optional(),
    port: z.number().int().nullable().optional(),
    userToDNMapping: z.array(mapping).nullable().optional(),
  }),
  links: links.optional(),
});

const request = z.strictObject({
  customerX509: z.strictObject({ cas: z.string().optional() }).optional(),
  ldap: z
    .strictObject({
      authenticationEnabled: z.boolean().optional(),
      authorizationEnabled: z.boolean().optional(),
      authzQueryTemplate: z.string().optional(),
      bindPassword: z.string().optional(),
      bindUsername: z.string().optional(),
      caCertificate: z.string().optional(),
      hostname: z.string().optional(),
      port: z.number().int().optional(),
      userToDNMapping: z.array(mapping).optional(),
    })
    .optional(),
});

/** Recorded: the status of a failed check is FAILED, where the contract says FAIL. */
const verification = z.strictObject({
  groupId: objectId,
  links: links.optional(),
  request: z.strictObject({
    authzQueryTemplate: z.string().optional(),
    bindUsername: z.string(),
    caCertificate: z.string().optional(),
    hostname: z.string(),
    port: z.number().int(),
  }),
  requestId: objectId,
  status: z.enum(['PENDING', 'SUCCESS', 'FAILED']),
  validations: z.array(z.strictObject({ status: z.enum(['OK', 'FAIL']), validationType: z.string() })),
});

const base = { version: '2023-01-01', bucket: buckets.project, shape: 'object', role: 'GROUP_OWNER' } as const;
const path = '/api/atlas/v2/groups/{groupId}/userSecurity';

// Even reading asks for the owner (getGroupUserSecurity).
export const operations = {
  get: { ...base, path, id: 'getGroupUserSecurity', method: 'GET', success: 200, response: wire },
  update: { ...base, path, id: 'updateGroupUserSecurity', method: 'PATCH', success: 202, request, response: wire },
  disableX509: {
    ...base,
    id: 'disableGroupUserSecurityCustomerX509',
    method: 'DELETE',
    path: `${path}/customerX509`,
    success: 202,
    response: wire,
  },
  deleteMapping: {
    ...base,
    id: 'deleteGroupUserSecurityLdapUserToDnMapping',
    method: 'DELETE',
    path: `${path}/ldap/userToDNMapping`,
    success: 202,
    response: wire,
  },
  verify: {
    ...base,
    id: 'verifyGroupUserSecurityLdap',
    method: 'POST',
    path: `${path}/ldap/verify`,
    success: 200,
    request: z.strictObject({
      authzQueryTemplate: z.string().optional(),
      bindPassword: z.string(),
      bindUsername: z.string(),
      caCertificate: z.string().optional(),
      hostname: z.string(),
      port: z.number().int(),
    }),
    response: verification,
  },
  getVerify: {
    ...base,
    id: 'getGroupUserSecurityLdapVerify',
    method: 'GET',
    path: `${path}/ldap/verify/{requestId}`,
    success: 200,
    response: verification,
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  customerX509: z.looseObject({ cas: z.string().nullish() }).nullish(),
  ldap: z
    .looseObject({
      authenticationEnabled: z.boolean().nullish(),
      authorizationEnabled: z.boolean().nullish(),
      authzQueryTemplate: z.string().nullish(),
      bindUsername: z.string().nullish(),
      caCertificate: z.string().nullish(),
      hostname: z.string().nullish(),
      port: z.number().nullish(),
      userToDNMapping: z
        .array(
          z.looseObject({ match: z.string(), substitution: z.string().nullish(), ldapQuery: z.string().nullish() }),
        )
        .nullish(),
    })
    .nullish(),
});

/** Text that is set: an empty text clears a field, so it reads as nothing. */
const set = (value: string | null | undefined): string | null => (value === '' ? null : (value ?? null));

/** The wire object as our model. */
export function fromWire(body: unknown, projectId: string): UserSecurity {
  const { customerX509, ldap } = reading.parse(body);
  return {
    projectId,
    customerCas: set(customerX509?.cas),
    ldap: {
      authenticationEnabled: ldap?.authenticationEnabled ?? false,
      authorizationEnabled: ldap?.authorizationEnabled ?? false,
      hostname: set(ldap?.hostname),
      port: ldap?.port ?? null,
      bindUsername: set(ldap?.bindUsername),
      caCertificate: set(ldap?.caCertificate),
      authzQueryTemplate: set(ldap?.authzQueryTemplate),
      userToDnMapping: (ldap?.userToDNMapping ?? []).map(({ match, substitution, ldapQuery }) => ({
        match,
        substitution: set(substitution),
        ldapQuery: set(ldapQuery),
      })),
    },
  };
}

/** The wire form of the mapping: each step has a substitution or a query, never both. */
export function mappingToWire(steps: readonly LdapMapping[]) {
  return steps.map(({ match, substitution, ldapQuery }) => ({
    match,
    ...(substitution === null ? {} : { substitution }),
    ...(ldapQuery === null ? {} : { ldapQuery }),
  }));
}

/** Atlas keeps the bind password; it is asked for only where it is set up or belongs to somebody else. */
function secretInputs(change: Change<UserSecurity>): Readonly<Record<string, SecretSource>> {
  if (change.type !== 'update') return {};
  const before = change.before.ldap;
  const after = change.after.ldap;
  const needed =
    after.bindUsername !== null && (before.bindUsername !== after.bindUsername || before.hostname !== after.hostname);
  return needed ? { 'ldap.bindPassword': { from: 'environment', name: 'FIVEFOLD_LDAP_BIND_PASSWORD' } } : {};
}

function ldapBody(change: UpdateChange<UserSecurity>): Readonly<Record<string, Body>> {
  const before = change.before.ldap;
  const after = change.after.ldap;
  const changed = (field: keyof Ldap) => !sameJson(before[field], after[field]);
  // Atlas clears these two when they are sent empty; host, port and user it keeps.
  const cleared = (field: 'caCertificate' | 'authzQueryTemplate') =>
    changed(field) ? { [field]: after[field] ?? '' } : {};
  const kept = (field: 'hostname' | 'port' | 'bindUsername') => {
    const value = after[field];
    return changed(field) && value !== null ? { [field]: value } : {};
  };
  return {
    ...(changed('authenticationEnabled') ? { authenticationEnabled: after.authenticationEnabled } : {}),
    ...(changed('authorizationEnabled') ? { authorizationEnabled: after.authorizationEnabled } : {}),
    ...kept('hostname'),
    ...kept('port'),
    ...kept('bindUsername'),
    ...cleared('caCertificate'),
    ...cleared('authzQueryTemplate'),
    ...(changed('userToDnMapping') && after.userToDnMapping.length > 0
      ? { userToDNMapping: mappingToWire(after.userToDnMapping) }
      : {}),
    ...('ldap.bindPassword' in secretInputs(change) ? { bindPassword: { $secret: 'ldap.bindPassword' } } : {}),
  };
}

function update(change: UpdateChange<UserSecurity>): readonly ApiCall[] {
  const { before, after } = change;
  const parameters = { groupId: after.projectId };
  const ldap = ldapBody(change);
  const body = {
    ...(after.customerCas !== null && after.customerCas !== before.customerCas
      ? { customerX509: { cas: after.customerCas } }
      : {}),
    ...(Object.keys(ldap).length === 0 ? {} : { ldap }),
  };
  return [
    // Neither can be emptied by a PATCH: each has a DELETE of its own.
    ...(after.customerCas === null && before.customerCas !== null ? [callOf(operations.disableX509, parameters)] : []),
    ...(after.ldap.userToDnMapping.length === 0 && before.ldap.userToDnMapping.length > 0
      ? [callOf(operations.deleteMapping, parameters)]
      : []),
    ...(Object.keys(body).length === 0 ? [] : [callOf(operations.update, parameters, { body })]),
  ];
}

export const read: ResourceRead<UserSecurity, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<UserSecurity> = {
  operations: [operations.update, operations.disableX509, operations.deleteMapping, operations.get],
  update,
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId }),
    parse: (body) => fromWire(body, model.projectId),
  }),
  settle: (change) =>
    projectClustersSettle(change.type === 'delete' ? change.before.projectId : change.after.projectId),
  secretInputs,
};
