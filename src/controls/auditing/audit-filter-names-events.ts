import { defineControl } from '../../core/control.ts';
import auditConfiguration from '../../resources/audit-configuration/index.ts';
import type { AuditConfiguration } from '../../resources/audit-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { eventTypesNamedIn, parseAuditFilter } from '../audit-filter.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

/** Commands that guides put where an event type belongs; the server writes none of them as `atype` (manual, mongo audit messages). */
const COMMANDS: readonly string[] = [
  'aggregate',
  'bulkWrite',
  'collMod',
  'count',
  'delete',
  'distinct',
  'find',
  'findAndModify',
  'findandmodify',
  'getMore',
  'insert',
  'mapReduce',
  'query',
  'remove',
  'update',
];

/** The event types that the server writes as `atype` (manual, mongo audit messages, and the list of OCSF classes), 4.2 to 8.x. */
const EVENT_TYPES: readonly string[] = [
  'addShard',
  'applicationMessage',
  'auditConfigure',
  'authCheck',
  'authenticate',
  'clientMetadata',
  'createCollection',
  'createDatabase',
  'createIndex',
  'createRole',
  'createUser',
  'directAuthMutation',
  'dropAllRolesFromDatabase',
  'dropAllUsersFromDatabase',
  'dropCollection',
  'dropDatabase',
  'dropIndex',
  'dropRole',
  'dropUser',
  'enableSharding',
  'getClusterParameter',
  'grantPrivilegesToRole',
  'grantRolesToRole',
  'grantRolesToUser',
  'importCollection',
  'logout',
  'refineCollectionShardKey',
  'removeShard',
  'renameCollection',
  'replSetReconfig',
  'revokePrivilegesFromRole',
  'revokeRolesFromRole',
  'revokeRolesFromUser',
  'rotateLog',
  'setClusterParameter',
  'shardCollection',
  'shutdown',
  'startup',
  'updateCachedClusterServerParameter',
  'updateRole',
  'updateUser',
];

/** How many letters must be put in, taken out or changed to make one word of the other. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [position, letter] of [...one].entries()) {
    const next = [position + 1];
    for (const [index, against] of [...other].entries())
      next.push(
        Math.min((next[index] ?? 0) + 1, (row[index + 1] ?? 0) + 1, (row[index] ?? 0) + (letter === against ? 0 : 1)),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The event type that was meant by a word that is none; undefined where nothing is near: a newer server may have it. */
function meant(word: string): string | undefined {
  if (EVENT_TYPES.includes(word) || COMMANDS.includes(word)) return undefined;
  const lower = word.toLowerCase();
  return EVENT_TYPES.find((type) => editsBetween(lower, type.toLowerCase()) <= 2);
}

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const on = auditConfiguration.examples[1] as AuditConfiguration;

export default defineControl({
  id: 'auditing/audit-filter-names-events',
  title: 'The audit filter asks for event types that exist',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Atlas checks only that a filter is JSON. One that asks for the event type "insert" is accepted and selects nothing, since reads and ' +
    'writes are events of type authCheck with the command in param.command: the log stays empty of what somebody relies on. So it does for a type that ' +
    'is misspelled. A type that is unlike any known one may belong to a newer server, and is left alone.',
  sources: [
    'getGroupAuditLog',
    'https://www.mongodb.com/docs/manual/reference/audit-message/mongo/',
    'https://www.mongodb.com/docs/atlas/database-auditing/',
  ],
  standards: ['soc2:CC7.2', 'iso27001:A.8.15', 'pci-dss:10.2.1.1', 'nist-800-53:AU-12'],
  reads: ['audit-configuration', 'cluster'],
  evaluate({ 'audit-configuration': [configuration], cluster: clusters }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (configuration === undefined || !configuration.enabled || configuration.auditFilter === null)
      return { status: 'not-applicable', because: 'No audit filter is in use.' };
    const filter = parseAuditFilter(configuration.auditFilter);
    if (filter === undefined) return { status: 'unknown', because: 'The audit filter is no JSON object.' };
    const named = [...new Set(eventTypesNamedIn(filter))];
    const commands = named.filter((name) => COMMANDS.includes(name));
    const misspelled = named.flatMap((name) => {
      const type = meant(name);
      return type === undefined ? [] : [`${name} (${type} is meant)`];
    });
    if (commands.length + misspelled.length === 0) return { status: 'pass' };
    const because = [
      ...(commands.length === 0
        ? []
        : [
            `The audit filter asks for events of type ${commands.join(', ')}: these are commands, and no event ever has such a type.`,
          ]),
      ...(misspelled.length === 0
        ? []
        : [`The audit filter asks for event types that do not exist: ${misspelled.join(', ')}.`]),
    ].join(' ');
    return { status: 'fail', violations: [{ at: auditConfiguration.address(configuration), because }] };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Spell event types as the server does, capital letters included: createUser, dropAllUsersFromDatabase.',
      'Decide whether reads and writes must be on record; if not, remove the commands from the filter.',
      'Otherwise replace them by {"atype":"authCheck","param.command":{"$in":["insert","update"]}}, with the commands that you need.',
      'Successful reads and writes are recorded only if auditAuthorizationSuccess is on, too: keep the filter as narrow as you can, because the server then weighs every operation.',
      'Set the filter in Atlas under Database & Network Access, Advanced, Database Auditing.',
    ],
    verifiedBy: 'getGroupAuditLog: no command stands in a condition on atype.',
  }),
  examples: {
    pass: [
      {
        name: 'a type of a newer server',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$in":["authenticate","explodeCluster"]}}' }],
          cluster: [dedicated],
        },
      },
      { name: 'event types', resources: { 'audit-configuration': [on], cluster: [dedicated] } },
      {
        name: 'commands where they belong',
        resources: {
          'audit-configuration': [
            { ...on, auditFilter: '{"atype":"authCheck","param.command":{"$in":["insert","update"]}}' },
          ],
          cluster: [dedicated],
        },
      },
      {
        name: 'commands that are excluded do no harm',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$nin":["find"]}}' }],
          cluster: [dedicated],
        },
      },
    ],
    fail: [
      {
        name: 'a list of commands',
        resources: {
          'audit-configuration': [
            { ...on, auditFilter: '{"atype":{"$in":["insert","update"]},"param.ns":{"$regex":"^shop\\\\."}}' },
          ],
          cluster: [dedicated],
        },
      },
      {
        name: 'one command in a branch',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"$or":[{"atype":"authenticate"},{"atype":"find"}]}' }],
          cluster: [dedicated, free],
        },
      },
      {
        name: 'in small letters, and a letter too many',
        resources: {
          'audit-configuration': [{ ...on, auditFilter: '{"atype":{"$in":["createuser","dropUsers"]}}' }],
          cluster: [dedicated],
        },
      },
    ],
    notApplicable: [
      {
        name: 'auditing is off',
        resources: {
          'audit-configuration': [{ ...on, enabled: false, auditFilter: '{"atype":"find"}' }],
          cluster: [dedicated],
        },
      },
      {
        name: 'a free cluster only',
        resources: { 'audit-configuration': [{ ...on, auditFilter: '{"atype":"find"}' }], cluster: [free] },
      },
    ],
  },
});
