import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import { addSeconds, type Instant, parseInstant } from '../../core/instant.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations, toBody } from './api.ts';
import { builtInDatabaseRoles, type DatabaseUser } from './model.ts';

const KIND = 'database-user';
const LIMIT = 100;
const SEVEN_DAYS = 7 * 86_400;
const TYPES = ['awsIAMType', 'ldapAuthType', 'oidcAuthType', 'x509Type'] as const;

// Codes, statuses and sentences: docs, api-errors; where a comment says so they were recorded.

/** The roles that stand in any database; the other built-in ones stand in `admin` alone. */
const DATABASE_ROLES: readonly string[] = ['read', 'readWrite', 'dbAdmin'];
/** A few of the passwords that every public list begins with. */
const COMMON_PASSWORDS: readonly string[] = ['password', '12345678', '123456789', 'qwertyui', 'password1', 'iloveyou'];
/** Names that Atlas's own agents use (the list of blocked names is not public). */
const BLOCKED_NAMES: readonly string[] = ['mms-automation', 'mms-backup-agent', 'mms-monitoring-agent', '__system'];

interface Role {
  readonly roleName: string;
  readonly databaseName: string;
  readonly collectionName?: string;
}

/** A user's name within a project. */
function keyOf(databaseName: string, username: string): string {
  return `${databaseName}/${username}`;
}

/** The wire document, its fields in the order recorded (createGroupDatabaseUser). Slashes of a name are escaped in links, `$external` is not. */
function wireOf(groupId: string, user: JsonObject, publicUrl: string): JsonObject {
  const path = `/api/atlas/v2/groups/${groupId}/databaseUsers/${user.databaseName}`;
  return {
    awsIAMType: user.awsIAMType ?? 'NONE',
    databaseName: user.databaseName,
    ...(user.deleteAfterDate === undefined ? {} : { deleteAfterDate: user.deleteAfterDate }),
    ...(user.description === undefined ? {} : { description: user.description }),
    groupId,
    labels: user.labels ?? [],
    ldapAuthType: user.ldapAuthType ?? 'NONE',
    links: selfLink(publicUrl, `${path}/${encodeURIComponent(String(user.username))}`),
    oidcAuthType: user.oidcAuthType ?? 'NONE',
    roles: user.roles ?? [],
    scopes: user.scopes ?? [],
    username: user.username,
    x509Type: user.x509Type ?? 'NONE',
  };
}

/** Recorded (CLI, pull request 2378): also where the user stands in the other authentication database. */
function notFound(request: EmulatorRequest): EmulatorReply {
  const { username = '' } = request.params;
  return atlasError(404, 'USERNAME_NOT_FOUND', `No user with username ${username} exists.`, [username]);
}

function found({ store, params }: EmulatorRequest): StoredDocument | undefined {
  return store.get(KIND, params.groupId as string, keyOf(params.databaseName as string, params.username as string));
}

function invalid(code: string, sentence: string, parameters: readonly string[] = []): EmulatorReply {
  return atlasError(400, code, sentence, parameters);
}

/** One way to authenticate, in the database and with the name that it asks for. */
function refuseMechanism(user: JsonObject, password: unknown): EmulatorReply | undefined {
  const chosen = TYPES.filter((type) => (user[type] ?? 'NONE') !== 'NONE');
  const username = String(user.username);
  if (chosen.includes('x509Type') && chosen.includes('ldapAuthType')) {
    return invalid('ATLAS_X509_USER_CANNOT_USE_LDAP', 'Users cannot be configured for X.509 and LDAP authentication.');
  }
  if (chosen.includes('x509Type') && password !== undefined) {
    return invalid(
      'ATLAS_X509_USER_CANNOT_USE_SCRAM',
      'Users cannot be configured for SCRAM and X.509 authentication.',
    );
  }
  if (chosen.length > 1) {
    const reason = 'Only one authentication type may be specified';
    return invalid('ATLAS_INVALID_AUTH_SETTINGS', `Invalid authentication settings. ${reason}.`, [reason]);
  }
  const group = user.ldapAuthType === 'GROUP' || user.oidcAuthType === 'IDP_GROUP';
  if (chosen.length === 0 || user.ldapAuthType === 'GROUP') {
    if (user.databaseName !== 'admin') {
      const who = chosen.length === 0 ? 'Users' : 'LDAP groups';
      const sentence = `Database name invalid. ${who} can only be created on the admin database.`;
      return invalid('DATABASE_NAME_INVALID_ADMIN', sentence, [who]);
    }
  } else if (user.databaseName !== '$external' && !(group && user.databaseName === 'admin')) {
    return invalid(
      'DATABASE_NAME_INVALID_EXTERNAL',
      'Database name invalid. Externally authenticated users can only be created on the $external database.',
    );
  }
  return refuseName(user, username);
}

function refuseName(user: JsonObject, username: string): EmulatorReply | undefined {
  if (BLOCKED_NAMES.includes(username)) {
    return invalid('BLOCKED_USERNAME', `The specified username ${username} is not allowed.`, [username]);
  }
  // A plain name is taken too (Terraform provider's examples); more than the common name is not.
  if (user.x509Type === 'MANAGED' && !/^(CN=)?[^,=]+$/i.test(username)) {
    return invalid(
      'ATLAS_MANAGED_X509_NAME_INVALID',
      `The username ${username} is invalid for Atlas-managed X.509 user auth. These usernames must take the form CN=<username> with no additional OIDs.`,
      [username],
    );
  }
  const named = user.x509Type === 'CUSTOMER' || (user.ldapAuthType ?? 'NONE') !== 'NONE';
  if (named && !username.split(/(?<!\\),/).every((part) => /^\s*[A-Za-z][\w.-]*=.+$/.test(part))) {
    return invalid(
      'ATLAS_INVALID_LDAP_NAME',
      `The distinguished name specified in the username field, ${username}, is not valid according to RFC 2253.`,
      [username],
    );
  }
  const kind = user.awsIAMType === 'ROLE' ? 'role' : 'user';
  const arn = new RegExp(`^arn:aws[a-z-]*:iam::\\d{12}:${kind}/.+$`);
  const badArn = (user.awsIAMType ?? 'NONE') !== 'NONE' && !arn.test(username);
  // `<24 hex of the identity provider>/<claim value>` (recorded: TestDBUsersWithStdin).
  const badClaim = (user.oidcAuthType ?? 'NONE') !== 'NONE' && !/^[0-9a-f]{24}\/.+$/.test(username);
  return badArn || badClaim
    ? invalid('ATLAS_INVALID_USERNAME', `The specified username ${username} is not valid for an Atlas database user.`, [
        username,
      ])
    : undefined;
}

function refusePassword(password: unknown): EmulatorReply | undefined {
  if (typeof password !== 'string') return undefined;
  if (password.length < 8) return invalid('WEAK_PASSWORD', 'The specified password is not strong enough.');
  return COMMON_PASSWORDS.includes(password.toLowerCase())
    ? invalid(
        'COMMON_PASSWORD',
        'The password provided is too weak, as it can be found in most commonly used password lists.',
      )
    : undefined;
}

function refuseRoles(request: EmulatorRequest, username: string, roles: readonly Role[]): EmulatorReply | undefined {
  if (roles.length === 0) {
    return invalid('MISSING_ATTRIBUTE', 'The required attribute roles was not specified.', ['roles']);
  }
  const names = roles.map((role) => `${role.roleName}@${role.databaseName}.${role.collectionName ?? ''}`);
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined) {
    const role = twice.replace(/\.$/, '');
    const sentence = `Duplicate database roles specified for user ${username}: ${role}.`;
    return invalid('DUPLICATE_DATABASE_ROLES', sentence, [username, role]);
  }
  for (const { roleName, databaseName } of roles) {
    if (DATABASE_ROLES.includes(roleName)) continue;
    if (builtInDatabaseRoles.includes(roleName)) {
      if (databaseName === 'admin') continue;
      const sentence = `The specified role ${roleName} only exists for database admin.`;
      return invalid('ATLAS_INVALID_ROLE_DATABASE', sentence, [roleName, 'admin']);
    }
    // A custom role is given on `admin` only (Terraform provider, issues 728 and 1522).
    if (databaseName !== 'admin') return invalid('UNSUPPORTED_ROLE', 'The provided role is not supported.');
    if (request.store.get('custom-database-role', request.params.groupId as string, roleName) === undefined) {
      const sentence = `The specified role ${roleName}@${databaseName} does not exist.`;
      return invalid('ATLAS_INVALID_ROLE', sentence, [roleName, databaseName]);
    }
    if (roles.length > 1) {
      return invalid(
        'ATLAS_INVALID_CUSTOM_ROLE_ASSIGNMENT',
        'If assigned a custom DB role, a user can only be assigned one role.',
      );
    }
  }
  return undefined;
}

type Expiry = { readonly until: Instant | undefined } | { readonly refused: EmulatorReply };

function expiryOf(request: EmulatorRequest, user: JsonObject): Expiry {
  const given = user.deleteAfterDate;
  if (given === undefined || given === null) return { until: undefined };
  const until = parseInstant(String(given));
  if (until === undefined) {
    return {
      refused: invalid('INVALID_DATE_FORMAT', `An invalid date value ${given} was specified.`, [String(given)]),
    };
  }
  if ((user.x509Type ?? 'NONE') !== 'NONE') {
    return { refused: invalid('ATLAS_X509_USER_CANNOT_BE_TEMPORARY', 'X.509 users cannot be temporary.') };
  }
  if (until <= request.now) {
    return {
      refused: invalid('EXPIRATION_DATE_IN_PAST', 'The specified expiration date must be in the future.'),
    };
  }
  return until > addSeconds(request.now, SEVEN_DAYS)
    ? {
        refused: atlasError(
          400,
          'EXPIRATION_DATE_EXCEEDS_MAX',
          'The specified expiration date can be at most 7 days in the future.',
          [7],
        ),
      }
    : { until };
}

function put(request: EmulatorRequest, wire: JsonObject): void {
  const parent = request.params.groupId as string;
  const id = keyOf(String(wire.databaseName), String(wire.username));
  request.store.put({ kind: KIND, parent, id, wire });
  expire(request.store, parent, id, wire);
}

function expire(store: EmulatorStore, parent: string, id: string, { deleteAfterDate }: JsonObject): void {
  if (typeof deleteAfterDate !== 'string') return;
  store.schedule({
    at: deleteAfterDate as Instant,
    kind: KIND,
    parent,
    id,
    then: 'delete',
    when: { deleteAfterDate },
  });
}

function create(request: EmulatorRequest): EmulatorReply {
  const groupId = request.params.groupId as string;
  const { password, ...user } = request.body as JsonObject;
  const username = String(user.username);
  const refused =
    refuseMechanism(user, password) ??
    (TYPES.every((type) => (user[type] ?? 'NONE') === 'NONE') && password === undefined
      ? invalid('MISSING_ATTRIBUTE', 'The required attribute password was not specified.', ['password'])
      : undefined) ??
    refusePassword(password) ??
    refuseRoles(request, username, user.roles as unknown as readonly Role[]);
  if (refused) return refused;
  const expiry = expiryOf(request, user);
  if ('refused' in expiry) return expiry.refused;
  if (request.store.get(KIND, groupId, keyOf(String(user.databaseName), username)) !== undefined) {
    return atlasError(409, 'USER_ALREADY_EXISTS', `A user with username ${username} already exists.`, [username]);
  }
  if (request.store.list(KIND, groupId).length >= LIMIT) {
    const sentence = `Groups can contain at most ${LIMIT} database users.`;
    return atlasError(403, 'GROUP_USERS_LIMIT_EXCEEDED', sentence, [LIMIT]);
  }
  const wire = wireOf(groupId, { ...user, deleteAfterDate: expiry.until }, request.publicUrl);
  put(request, wire);
  return { status: 201, body: wire };
}

const IMMUTABLE = [
  ['username', 'DATABASE_USERNAME_CANNOT_BE_CHANGED', 'username'],
  ['databaseName', 'DATABASE_NAME_CANNOT_BE_CHANGED', 'authentication database'],
  ...TYPES.map((type) => [type, 'AUTH_TYPE_CANNOT_BE_CHANGED', 'authentication type'] as const),
] as const;

/** What is not sent is kept, the expiry too (recorded: TestDBUsersWithStdin/Update); a null is taken for not sent. */
function update(request: EmulatorRequest): EmulatorReply {
  const document = found(request);
  if (document === undefined) return notFound(request);
  const { password, ...sent } = request.body as JsonObject;
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null && value !== undefined));
  for (const [field, code, what] of IMMUTABLE) {
    if (given[field] !== undefined && given[field] !== document.wire[field]) {
      return atlasError(409, code, `Cannot modify the ${what} of an existing database user.`);
    }
  }
  const user: JsonObject = { ...document.wire, ...given };
  const refused =
    refuseMechanism(user, password) ??
    refusePassword(password) ??
    refuseRoles(request, String(user.username), user.roles as unknown as readonly Role[]);
  if (refused) return refused;
  if (given.deleteAfterDate !== undefined && document.wire.deleteAfterDate === undefined) {
    return invalid('PERMANENT_ENTITY_CANNOT_BE_MADE_TEMPORARY', 'A permanent entity cannot be made temporary.');
  }
  const expiry = expiryOf(request, user);
  if ('refused' in expiry) return expiry.refused;
  const wire = wireOf(document.parent, { ...user, deleteAfterDate: expiry.until }, request.publicUrl);
  put(request, wire);
  return { status: 200, body: wire };
}

/** A custom role cannot go while users would be left without any (observed: Kubernetes operator, issue 2015). */
function roleInUse({ store, params }: EmulatorRequest): EmulatorReply | undefined {
  const { groupId = '', roleName } = params;
  const users = store.list(KIND, groupId).filter(({ wire }) => {
    const roles = Array.isArray(wire.roles) ? (wire.roles as readonly unknown[]) : [];
    return roles.some((role) => isObject(role) && role.roleName === roleName && role.databaseName === 'admin');
  });
  if (users.length === 0) return undefined;
  const names = users.map(({ wire }) => String(wire.username)).join(', ');
  const sentence = `Deleting specified custom role would leave the following users without a role: ${names}.`;
  return atlasError(409, 'ATLAS_CUSTOM_ROLE_IN_USE_BY_USERS', sentence, [names]);
}

export const emulator: EmulatorBehaviour<DatabaseUser> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.groupId as string).map(({ wire }) => wire),
      }),
    },
    { operation: operations.create, handle: create },
    {
      operation: operations.get,
      handle: (request) => {
        const document = found(request);
        return document === undefined ? notFound(request) : { status: 200, body: document.wire };
      },
    },
    { operation: operations.update, handle: update },
    {
      operation: operations.delete,
      handle: (request) => {
        const document = found(request);
        if (document === undefined) return notFound(request);
        request.store.remove(KIND, document.parent, document.id);
        return { status: 204 };
      },
    },
  ],
  guards: [{ on: ['deleteGroupCustomDbRoleRole'], check: roleInUse }],
  seed: (model, { store }) => {
    const wire = wireOf(model.projectId, toBody(model) as JsonObject, 'https://cloud.mongodb.com');
    const id = keyOf(model.databaseName, model.username);
    store.put({ kind: KIND, parent: model.projectId, id, wire });
    expire(store, model.projectId, id, wire);
  },
};
