import type { Address } from '../core/address.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import type { ModelOf } from '../core/resource.ts';
import { type Selected, selectsEvent, UNKNOWN } from './audit-filter.ts';
import { commands } from './commands.ts';
import type { Access, DataRequest } from './decide.ts';
import type { Decision } from './verdict.ts';

/** Whether a request leaves a line in the audit log. */
export interface AuditDecision {
  readonly layer: 'audit';
  readonly recorded: Selected;
  readonly because: string;
  readonly decidedBy?: Address;
}

/** Commands that write an event of their own when they succeed (manual, "System Event Audit Messages"). */
const EVENT_OF: Readonly<Record<string, string>> = {
  create: 'createCollection',
  drop: 'dropCollection',
  dropDatabase: 'dropDatabase',
  createIndexes: 'createIndex',
  dropIndexes: 'dropIndex',
  renameCollection: 'renameCollection',
  createUser: 'createUser',
  updateUser: 'updateUser',
  dropUser: 'dropUser',
  createRole: 'createRole',
  updateRole: 'updateRole',
  dropRole: 'dropRole',
  grantRolesToUser: 'grantRolesToUser',
  revokeRolesFromUser: 'revokeRolesFromUser',
  enableSharding: 'enableSharding',
  shardCollection: 'shardCollection',
};

// What the server writes for a refused login and a refused command.
const AUTHENTICATION_FAILED = 18;
const UNAUTHORIZED = 13;

/** Whether the project's audit filter would record a request that was decided like this. */
export function auditOf(access: Access, request: DataRequest, decision: Decision): AuditDecision {
  const project = access.project(request.projectId);
  const cluster = project?.clusters.get(request.cluster);
  const say = (recorded: Selected, because: string, decidedBy?: Address): AuditDecision => ({
    layer: 'audit',
    recorded,
    because,
    ...(decidedBy === undefined ? {} : { decidedBy }),
  });
  if (project === undefined || cluster === undefined) return say('unknown', 'There is nothing that could record it.');
  // Database auditing needs M10 or larger (Atlas docs, "Set Up Database Auditing").
  if (cluster.tls === undefined)
    return say('no', `Cluster ${cluster.name} is free or flex, and has no audit log.`, cluster.address);
  const outcome = access.index.outcome('audit-configuration', project.address);
  if (outcome === undefined || outcome.notRead !== undefined)
    return say('unknown', outcome?.notRead?.because ?? 'The audit configuration was not collected.');
  const [found] = access.index.children('audit-configuration', project.address);
  if (found === undefined) return say('unknown', 'The audit configuration was not answered.');
  const { enabled, auditFilter, auditAuthorizationSuccess } = found.model as ModelOf<'audit-configuration'>;
  if (!enabled) return say('no', 'Database auditing is off.', found.address);
  const layerOf = (name: string) => decision.layers.find(({ layer }) => layer === name)?.verdict;
  if (layerOf('network') === 'deny' || layerOf('transport') === 'deny')
    return say('no', 'A client that is stopped before it logs in leaves no line.', found.address);
  if (decision.verdict === 'unknown') return say('unknown', 'Which event there is depends on what was not read.');
  let filter: unknown;
  try {
    filter = auditFilter === null ? undefined : JSON.parse(auditFilter);
  } catch {
    return say('unknown', 'The audit filter is no JSON.', found.address);
  }
  if (!isObject(filter)) return say('unknown', 'Atlas does not say with which filter.', found.address);

  const { principal, command, target } = request;
  const key = `${principal.username}@${principal.databaseName}`;
  const user = project.principals.get(key)?.user;
  const users = [{ user: principal.username, db: principal.databaseName }];
  // Inherited roles are listed, too, in an order that is not documented.
  const roles = user === undefined ? [] : UNKNOWN;
  const base = { ts: UNKNOWN, uuid: UNKNOWN, local: UNKNOWN, remote: UNKNOWN };
  const namespace =
    target.type === 'cluster'
      ? UNKNOWN
      : target.collection === null
        ? target.database
        : `${target.database}.${target.collection}`;
  const events: { readonly name: string; readonly event: Readonly<Record<string, unknown>> }[] = [];
  if (layerOf('authentication') === 'deny') {
    events.push({
      name: 'the refused login',
      event: {
        atype: 'authenticate',
        ...base,
        users: [],
        roles: [],
        param: { user: principal.username, db: principal.databaseName, mechanism: UNKNOWN },
        result: AUTHENTICATION_FAILED,
      },
    });
  } else if (layerOf('authorization') === 'deny') {
    events.push({
      name: `the refused ${command}`,
      event: {
        atype: 'authCheck',
        ...base,
        users,
        roles,
        param: { command, ns: namespace, args: UNKNOWN },
        result: UNAUTHORIZED,
      },
    });
  } else {
    const own = EVENT_OF[command];
    if (own !== undefined)
      events.push({ name: own, event: { atype: own, ...base, users, roles, param: UNKNOWN, result: 0 } });
    // Without it, the filter sees refusals only.
    if (auditAuthorizationSuccess && commands.get(command)?.on !== 'none')
      events.push({
        name: `the permitted ${command}`,
        event: {
          atype: 'authCheck',
          ...base,
          users,
          roles,
          param: { command, ns: namespace, args: UNKNOWN },
          result: 0,
        },
      });
    if (events.length === 0)
      return say(
        'no',
        `Permitted operations are not audited (auditAuthorizationSuccess is off); only the login may be.`,
        found.address,
      );
  }
  const judged = events.map(({ name, event }) => ({ name, selected: selectsEvent(filter as JsonObject, event) }));
  const yes = judged.find(({ selected }) => selected === 'yes');
  if (yes !== undefined) return say('yes', `The audit filter selects ${yes.name}.`, found.address);
  const unsure = judged.find(({ selected }) => selected === 'unknown');
  if (unsure !== undefined)
    return say(
      'unknown',
      `Whether the audit filter selects ${unsure.name} depends on what is not known here.`,
      found.address,
    );
  return say('no', `The audit filter does not select ${judged.map(({ name }) => name).join(' or ')}.`, found.address);
}
