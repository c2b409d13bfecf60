import type { Instant } from '../core/instant.ts';
import type { ModelOf } from '../core/resource.ts';
import { commands } from './commands.ts';
import type { Actor, ControlPlane } from './control-plane.ts';
import { type Access, openRanges, type ProjectAccess } from './decide.ts';
import { rolesNeeded } from './operations.ts';

/** How somebody reaches data through Atlas, without a login of the database to begin with. */
export interface DataWay {
  readonly name: 'database-user' | 'data-explorer' | 'snapshot' | 'grant-role' | 'service-account';
  readonly verdict: 'allow' | 'unknown';
  readonly because: string;
  /** The steps, for a reader. */
  readonly steps: readonly string[];
  /** Roles of the actor's, any one of which opens it. */
  readonly roles: readonly string[];
  /** Whose roles these are, where it is another's credential that is taken over. */
  readonly through?: Actor;
}

const READING = new Set([
  'find',
  'count',
  'distinct',
  'aggregate',
  'listCollections',
  'listDatabases',
  'listIndexes',
  'collStats',
]);
const WRITING_DOCUMENTS = new Set(['insert', 'update', 'delete', 'findAndModify', 'bulkWrite']);
const WRITING_STRUCTURE = new Set(['create', 'drop', 'dropDatabase', 'createIndexes', 'dropIndexes']);

// "Atlas User Roles": who may use the Data Explorer, and for what. It is for people: "you can't read or write data using the
// Atlas Administration API". What a stream processing owner may do in it is not said.
const EXPLORES = {
  read: ['GROUP_OWNER', 'GROUP_DATA_ACCESS_READ_ONLY'],
  write: ['GROUP_OWNER', 'GROUP_DATA_ACCESS_READ_WRITE'],
  structure: ['GROUP_OWNER', 'GROUP_DATA_ACCESS_ADMIN'],
} as const;
const PERHAPS_EXPLORES = ['GROUP_STREAM_PROCESSING_OWNER'];

// "Atlas User Roles": restores and downloads ("Project Backup Manager", "Recovery Operator", "Export Operator").
const TAKES_SNAPSHOTS = ['GROUP_BACKUP_RECOVERY_OPERATOR', 'GROUP_BACKUP_EXPORT_OPERATOR'];

/** The ways of one actor to run a command on data of a project through Atlas. */
export function dataWaysOf(
  access: Access,
  plane: ControlPlane,
  actor: Actor,
  project: ProjectAccess,
  command: string,
  at: Instant,
): readonly DataWay[] {
  const roles = plane.rolesIn(actor, project.id);
  const holding = (needed: readonly string[]) => [
    ...new Set(needed.filter((role) => roles.has(role)).flatMap((role) => plane.heldFor(actor, project.id, role))),
  ];
  const ways: DataWay[] = [];
  const add = (way: DataWay) => ways.push(way);

  const makers = holding([...(rolesNeeded('createGroupDatabaseUser') ?? []), 'GROUP_OWNER']);
  if (makers.length > 0) {
    const openers = holding([...(rolesNeeded('createGroupAccessListEntry') ?? []), 'GROUP_OWNER']);
    const open = openRanges(project, at);
    const step = `makes itself a database user (createGroupDatabaseUser: ${makers.join(', ')})`;
    if (openers.length > 0)
      add({
        name: 'database-user',
        verdict: 'allow',
        because: `${makers.join(', ')} can make itself a database user and let its own address in`,
        steps: [step, `puts its own address on the IP access list (createGroupAccessListEntry: ${openers.join(', ')})`],
        roles: makers,
      });
    else if (open.length > 0 || project.hasSecurityGroups || project.unread.has('project-ip-access-list'))
      add({
        name: 'database-user',
        verdict: open.length > 0 ? 'allow' : 'unknown',
        because: `${makers.join(', ')} can make itself a database user, and come in from an address that the list admits`,
        steps: [
          step,
          `comes from an address on the IP access list${open[0] === undefined ? '' : ` (${open[0].entry.entry})`}`,
        ],
        roles: makers,
      });
  }

  if (actor.type === 'user' || actor.type === 'team' || actor.type === 'group') {
    const settings = access.index.children('project-settings', project.address)[0]?.model as
      | ModelOf<'project-settings'>
      | undefined;
    const reads = READING.has(command) || commands.get(command)?.actions.every((action) => action === 'find') === true;
    const sort = reads ? 'read' : WRITING_DOCUMENTS.has(command) ? 'write' : 'structure';
    const explorers = holding(EXPLORES[sort]);
    const perhaps = explorers.length > 0 ? [] : holding(PERHAPS_EXPLORES);
    // What else the Data Explorer can run is not documented.
    const isSure = explorers.length > 0 && (sort !== 'structure' || WRITING_STRUCTURE.has(command));
    const by = [...explorers, ...perhaps];
    if (by.length > 0 && settings?.isDataExplorerEnabled !== false)
      add({
        name: 'data-explorer',
        verdict: isSure && settings !== undefined ? 'allow' : 'unknown',
        because: `${by.join(', ')} can use the Data Explorer`,
        steps: [`opens the Data Explorer in the console (${by.join(', ')})`],
        roles: by,
      });
    if (reads) addSnapshot();
  } else if (READING.has(command)) addSnapshot();

  function addSnapshot(): void {
    const takers = holding(TAKES_SNAPSHOTS);
    const backedUp = [...project.clusters.values()].filter(({ isBackedUp }) => isBackedUp).map(({ name }) => name);
    if (takers.length === 0 || backedUp.length === 0) return;
    add({
      name: 'snapshot',
      verdict: 'allow',
      because: `${takers.join(', ')} can restore, download or export a snapshot of ${backedUp.join(', ')}`,
      steps: [`restores, downloads or exports a snapshot (${takers.join(', ')})`],
      roles: takers,
    });
  }

  const granters = holding(['GROUP_ACCESS_MANAGER']);
  if (granters.length > 0 && makers.length === 0)
    add({
      name: 'grant-role',
      // Whether it may give roles that are above its own is not documented.
      verdict: 'unknown',
      because: `${granters.join(', ')} gives roles in the project, and perhaps itself one that reaches data`,
      steps: [`gives itself a role in the project (addGroupUserRole: ${granters.join(', ')})`],
      roles: granters,
    });
  for (const account of plane.takesOver(actor, project.id)) {
    const [way] = dataWaysOf(access, plane, account, project, command, at);
    if (way === undefined) continue;
    const step = `makes itself a secret of ${account.label} (createGroupServiceAccountSecret, as owner of a project that it is assigned to)`;
    add({
      name: 'service-account',
      verdict: way.verdict,
      because: `it can make itself a secret of ${account.label}, and ${way.because}`,
      steps: [step, ...way.steps],
      roles: way.roles,
      through: account,
    });
  }
  return ways;
}
