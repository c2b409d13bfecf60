/** Reads an audit filter as the server would, as far as that can be said without the events: always, never, or perhaps. */
import type { Verdict } from '../core/control.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import auditConfiguration from '../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../resources/audit-configuration/model.ts';
import type { Cluster } from '../resources/cluster/model.ts';
import { noDedicatedCluster } from './dedicated-clusters.ts';

/** Whether a filter selects every event of a sort, none of them, or some (or we cannot say). */
export type Selection = 'always' | 'never' | 'perhaps';

/** A sort of audit events that somebody should be able to look up later. */
export interface AuditEvent {
  /** In the plural: "failed logins". */
  readonly name: string;
  /** One set of fields for each way in which such an event looks; the fields that are left out can be anything. */
  readonly forms: readonly Readonly<Record<string, Json>>[];
  /** The part of a filter that selects it. */
  readonly clause: JsonObject;
}

// Results and empty `users` of failed logins: captured lines of MongoDB 4.2 to 8.0 (18 wrong password, 11 unknown user).
const FAILED_LOGINS: AuditEvent = {
  name: 'failed logins',
  forms: [18, 11].map((result) => ({ atype: 'authenticate', result, users: [] })),
  clause: { atype: 'authenticate' },
};
const SUCCESSFUL_LOGINS: AuditEvent = {
  name: 'successful logins',
  forms: [{ atype: 'authenticate', result: 0 }],
  clause: { atype: 'authenticate' },
};
const REFUSED_OPERATIONS: AuditEvent = {
  name: 'refused operations',
  forms: [{ atype: 'authCheck', result: 13 }],
  // Only refusals, so that the clause stays small where successful operations are audited, too.
  clause: { atype: 'authCheck', result: 13 },
};

function ofType(atype: string): AuditEvent {
  return { name: atype, forms: [{ atype, result: 0 }], clause: { atype } };
}

/** Who came in, who could not, and who tried what they may not. */
export const LOGIN_EVENTS: readonly AuditEvent[] = [FAILED_LOGINS, SUCCESSFUL_LOGINS, REFUSED_OPERATIONS];

/** Changes of users and roles in the database. */
export const ACCESS_EVENTS: readonly AuditEvent[] = [
  'createUser',
  'updateUser',
  'dropUser',
  'grantRolesToUser',
  'revokeRolesFromUser',
  'createRole',
  'updateRole',
  'dropRole',
].map(ofType);

/** Data that is gone: what a blackmailer does before leaving a note. */
export const DROP_EVENTS: readonly AuditEvent[] = ['dropDatabase', 'dropCollection'].map(ofType);

/** Changes of rights that name no user and make no role: what a role allows, what it inherits, everybody at once, and past the commands. */
export const PRIVILEGE_EVENTS: readonly AuditEvent[] = [
  'grantPrivilegesToRole',
  'revokePrivilegesFromRole',
  'grantRolesToRole',
  'revokeRolesFromRole',
  'dropAllUsersFromDatabase',
  'dropAllRolesFromDatabase',
  'directAuthMutation',
].map(ofType);

const RECOMMENDED: readonly AuditEvent[] = [...LOGIN_EVENTS, ...ACCESS_EVENTS, ...PRIVILEGE_EVENTS, ...DROP_EVENTS];

/** Successful operations of everybody: what makes auditing slow and costly. */
export const SUCCESSFUL_OPERATIONS: AuditEvent = {
  name: 'successful operations',
  forms: [{ atype: 'authCheck', result: 0 }],
  clause: { atype: 'authCheck', result: 0 },
};

function not(selection: Selection): Selection {
  return selection === 'perhaps' ? 'perhaps' : selection === 'always' ? 'never' : 'always';
}

function every(selections: readonly Selection[]): Selection {
  if (selections.includes('never')) return 'never';
  return selections.includes('perhaps') ? 'perhaps' : 'always';
}

function some(selections: readonly Selection[]): Selection {
  return not(every(selections.map(not)));
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

const equals = (value: Json, other: unknown): Selection => {
  if (Array.isArray(value))
    return Array.isArray(other) && other.length === 0 && value.length === 0 ? 'always' : 'never';
  return value === other ? 'always' : 'never';
};

const isOperator = (condition: unknown): condition is JsonObject =>
  isObject(condition) && Object.keys(condition).some((key) => key.startsWith('$'));

/** A condition on a field whose value is known: a string, a number, or the empty list. */
function onValue(value: Json, condition: unknown): Selection {
  if (!isOperator(condition)) return equals(value, condition);
  return every(Object.entries(condition).map(([operator, operand]) => onOperator(value, operator, operand)));
}

function onOperator(value: Json, operator: string, operand: unknown): Selection {
  const list = listOf(operand);
  switch (operator) {
    case '$eq':
      return equals(value, operand);
    case '$ne':
      return not(equals(value, operand));
    case '$in':
    case '$nin': {
      // The server refuses operators in such a list, and what then happens to the filter is not documented.
      if (list === undefined || list.some(isOperator)) return 'perhaps';
      const found = some(list.map((item) => equals(value, item)));
      return operator === '$in' ? found : not(found);
    }
    case '$not':
      return isOperator(operand) ? not(onValue(value, operand)) : 'perhaps';
    case '$exists':
      return typeof operand === 'boolean' ? (operand ? 'always' : 'never') : 'perhaps';
    case '$elemMatch':
      return Array.isArray(value) && value.length === 0 ? 'never' : 'perhaps';
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return typeof value === 'number' && typeof operand === 'number' ? compares(value, operator, operand) : 'perhaps';
    default:
      return 'perhaps';
  }
}

function compares(value: number, operator: '$gt' | '$gte' | '$lt' | '$lte', operand: number): Selection {
  const holds = {
    $gt: value > operand,
    $gte: value >= operand,
    $lt: value < operand,
    $lte: value <= operand,
  }[operator];
  return holds ? 'always' : 'never';
}

/** Fields with a user's name: an exclusion of named users (Atlas's own agents, say) leaves everybody else in. */
const NAMES = ['users.user', 'param.user'];

function excludesNamesOnly(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  const entries = Object.entries(condition);
  return (
    entries.length > 0 &&
    entries.every(([operator, operand]) =>
      operator === '$nin'
        ? listOf(operand)?.every((item) => typeof item === 'string') === true
        : operator === '$ne' && typeof operand === 'string',
    )
  );
}

function selectsForm(filter: unknown, form: Readonly<Record<string, Json>>): Selection {
  if (!isObject(filter)) return 'perhaps';
  return every(
    Object.entries(filter).map(([key, condition]): Selection => {
      const branches = () => listOf(condition)?.map((branch) => selectsForm(branch, form));
      if (key === '$and') return every(branches() ?? ['perhaps']);
      if (key === '$or') return some(branches() ?? ['perhaps']);
      if (key === '$nor') return not(some(branches() ?? ['perhaps']));
      if (key === '$comment') return 'always';
      if (key.startsWith('$')) return 'perhaps';
      const value = form[key];
      if (value !== undefined) return onValue(value, condition);
      return NAMES.includes(key) && excludesNamesOnly(condition) ? 'always' : 'perhaps';
    }),
  );
}

/** Whether the filter selects events of the sort; of users, those whom it does not name. */
export function selects(filter: JsonObject, event: AuditEvent): Selection {
  const selections = event.forms.map((form) => selectsForm(filter, form));
  return selections.every((selection) => selection === selections[0]) ? (selections[0] ?? 'perhaps') : 'perhaps';
}

/** The filter as an object; undefined where the text is no JSON object. */
export function parseAuditFilter(text: string): JsonObject | undefined {
  try {
    const filter: unknown = JSON.parse(text);
    return isObject(filter) ? (filter as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Every event type that the filter asks for by name. */
export function eventTypesNamedIn(filter: unknown): readonly string[] {
  if (Array.isArray(filter)) return filter.flatMap(eventTypesNamedIn);
  if (!isObject(filter)) return [];
  return Object.entries(filter).flatMap(([key, condition]) => {
    if (key !== 'atype') return key.startsWith('$') && key !== '$nor' ? eventTypesNamedIn(condition) : [];
    const asked = isObject(condition) ? [condition.$eq, ...(listOf(condition.$in) ?? [])] : [condition];
    return asked.filter((name): name is string => typeof name === 'string');
  });
}

/**
 * The filter, widened by every recommended event that it leaves out. The old text stays byte for byte. All controls
 * propose the same one, so that their remedies agree.
 */
export function widenedFilter(text: string | null): string {
  const filter = text === null ? undefined : parseAuditFilter(text);
  const missing = RECOMMENDED.filter((event) => filter === undefined || selects(filter, event) === 'never');
  if (missing.length === 0 && text !== null) return text;
  const types = missing.map(({ clause }) => clause).filter((clause) => Object.keys(clause).length === 1);
  const names = [...new Set(types.map(({ atype }) => atype as string))];
  const others = missing.map(({ clause }) => clause).filter((clause) => Object.keys(clause).length > 1);
  const clauses = [...(names.length === 0 ? [] : [{ atype: { $in: names } }]), ...others].map((clause) =>
    JSON.stringify(clause),
  );
  return `{"$or":[${[...(filter === undefined ? [] : [text]), ...clauses].join(',')}]}`;
}

/** The verdict on a project: does its filter select these events? */
export function judgeEvents(
  configurations: readonly AuditConfiguration[],
  clusters: readonly Cluster[],
  events: readonly AuditEvent[],
): Verdict {
  const none = noDedicatedCluster(clusters);
  if (none !== undefined) return none;
  const [configuration] = configurations;
  if (configuration === undefined || !configuration.enabled)
    return { status: 'not-applicable', because: 'Database auditing is off, which is a finding of its own.' };
  if (configuration.auditFilter === null)
    return { status: 'unknown', because: 'Auditing is on, and Atlas does not say with which filter.' };
  const filter = parseAuditFilter(configuration.auditFilter);
  if (filter === undefined) return { status: 'unknown', because: 'The audit filter is no JSON object.' };
  const left = events.filter((event) => selects(filter, event) === 'never').map(({ name }) => name);
  if (left.length > 0) {
    const because = `The audit filter never selects ${left.join(', ')}.`;
    return { status: 'fail', violations: [{ at: auditConfiguration.address(configuration), because }] };
  }
  const unsure = events.filter((event) => selects(filter, event) === 'perhaps').map(({ name }) => name);
  if (unsure.length > 0) {
    const because = `Whether the audit filter selects ${unsure.join(', ')} depends on whom and what it is about: it selects only some, or has conditions that cannot be judged from here.`;
    return { status: 'unknown', because };
  }
  return { status: 'pass' };
}
