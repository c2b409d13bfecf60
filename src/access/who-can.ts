import { addressSet, admitsStrangers } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import type { ModelOf } from '../core/resource.ts';
import { commands } from './commands.ts';
import { type Access, type ProjectAccess, principalKey, type Verdict } from './decide.ts';
import type { Target } from './privileges.ts';

/** One who can do it: through a database login, or through Atlas itself. */
export interface WhoCan {
  readonly plane: 'data' | 'control';
  readonly project: { readonly id: string; readonly name: string };
  /** `app@admin`, a person's e-mail address, an API key's or a service account's name. */
  readonly who: string;
  /** `unknown`: nothing forbids it, and something that decides was not read. */
  readonly verdict: Exclude<Verdict, 'deny'>;
  /** Why: the roles, or the step that it takes. */
  readonly because: string;
  /** Data plane: the clusters, sorted. */
  readonly clusters: readonly string[];
  /** Data plane: the ways in that are open now. */
  readonly paths: readonly string[];
  /** True where the way in is open to addresses that belong to nobody in particular, or may be: its list was not read. */
  readonly fromInternet: boolean;
}

/** Roles in a project that give or take data without a database login (Atlas docs, Atlas user roles). */
const MAKES_USERS = ['GROUP_OWNER', 'GROUP_DATABASE_ACCESS_ADMIN'];
const READS_DATA = [
  'GROUP_OWNER',
  'GROUP_DATA_ACCESS_ADMIN',
  'GROUP_DATA_ACCESS_READ_WRITE',
  'GROUP_DATA_ACCESS_READ_ONLY',
];
const WRITES_DATA = READS_DATA.filter((role) => role !== 'GROUP_DATA_ACCESS_READ_ONLY');
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

/** Everybody who can run a command on a target, on both planes. Control plane: members, teams, API keys, service accounts. */
export function whoCan(
  access: Access,
  question: {
    readonly command: string;
    readonly target: Target;
    readonly at: Instant;
  },
): readonly WhoCan[] {
  return access.projects.flatMap((project) => [
    ...throughLogin(access, project, question),
    ...throughAtlas(access, project, question.command),
  ]);
}

function throughLogin(
  access: Access,
  project: ProjectAccess,
  { command, target, at }: { readonly command: string; readonly target: Target; readonly at: Instant },
): readonly WhoCan[] {
  const open = project.ranges.filter(({ entry }) => entry.deleteAfterDate === null || entry.deleteAfterDate > at);
  const strangers = admitsStrangers(addressSet(open.map(({ range }) => range)));
  const some = [...project.clusters.values()].find(({ paused }) => !paused);
  const paths = open.map(({ entry }) => entry.entry);
  if (project.hasSecurityGroups) paths.push('AWS security groups');
  const endpoint = some && access.network(project, some, { via: 'private-endpoint' }, at).verdict;
  if (endpoint === 'allow') paths.push('private endpoint');
  const isSure = paths.length > 0;
  const unread = project.unread.has('project-ip-access-list');
  if (unread) paths.push('an IP access list that was not read');
  if (endpoint === 'unknown') paths.push('perhaps a private endpoint');
  return [...project.principals.values()].flatMap((principal): readonly WhoCan[] => {
    const may = access.authorization(principal, command, target);
    if (may.verdict === 'deny') return [];
    const reached = [...project.clusters.values()]
      .filter(({ paused }) => !paused)
      .map(({ name }) => ({ name, login: access.authentication(project, name, principal, at) }))
      .filter(({ login }) => login.verdict !== 'deny');
    if (reached.length === 0 || paths.length === 0) return [];
    const certain = isSure && may.verdict === 'allow' && reached.some(({ login }) => login.verdict === 'allow');
    return [
      {
        plane: 'data',
        project: { id: project.id, name: project.name },
        who: principalKey(principal.user),
        verdict: certain ? 'allow' : 'unknown',
        because: may.because,
        clusters: reached.map(({ name }) => name).sort(),
        paths,
        fromInternet: strangers || unread,
      },
    ];
  });
}

interface Holder {
  readonly who: string;
  readonly roles: readonly string[];
}

function throughAtlas(access: Access, project: ProjectAccess, command: string): readonly WhoCan[] {
  const settings = access.index.children('project-settings', project.address)[0]?.model as
    | ModelOf<'project-settings'>
    | undefined;
  const reads = READING.has(command) || commands.get(command)?.actions.every((action) => action === 'find') === true;
  const explorer = reads ? READS_DATA : WRITES_DATA;
  return holdersOf(access, project.id).flatMap(({ who, roles }): readonly WhoCan[] => {
    const owns = roles.includes('ORG_OWNER');
    const ways: string[] = [];
    const maker = roles.find((role) => MAKES_USERS.includes(role));
    if (owns || maker !== undefined) ways.push(`${owns ? 'ORG_OWNER' : maker} can make itself a database user`);
    const looker = roles.find((role) => explorer.includes(role));
    if (looker !== undefined && settings?.isDataExplorerEnabled !== false)
      ways.push(`${looker} can use the Data Explorer`);
    if (ways.length === 0) return [];
    return [
      {
        plane: 'control',
        project: { id: project.id, name: project.name },
        who,
        verdict: ways.length === 1 && looker !== undefined && settings === undefined ? 'unknown' : 'allow',
        because: `${ways.join(', and ')}.`,
        clusters: [],
        paths: ['Atlas'],
        fromInternet: false,
      },
    ];
  });
}

/** Who holds which roles in a project or over it: people (directly and through teams), API keys, service accounts. */
function holdersOf({ index }: Access, projectId: string): readonly Holder[] {
  const teams = new Map(
    index
      .ofKind('team-assignment')
      .map(({ model }) => model as ModelOf<'team-assignment'>)
      .filter((assignment) => assignment.projectId === projectId)
      .map(({ teamId, roles }) => [teamId, roles]),
  );
  const people = index
    .ofKind('organization-user')
    .map(({ model }) => model as ModelOf<'organization-user'>)
    .filter(({ membershipStatus }) => membershipStatus === 'ACTIVE')
    .map(({ username, orgRoles, projectRoles, teamIds }) => ({
      who: username,
      roles: [
        ...orgRoles,
        ...projectRoles.filter((item) => item.projectId === projectId).flatMap(({ roles }) => roles),
        ...teamIds.flatMap((id) => teams.get(id) ?? []),
      ],
    }));
  const keys = index
    .ofKind('api-key')
    .map(({ model }) => model as ModelOf<'api-key'>)
    .map(({ description, publicKey, roles }) => ({
      who: `API key "${description}" (${publicKey})`,
      roles: roles
        .filter((item) => item.projectId === undefined || item.projectId === projectId)
        .map(({ role }) => role),
    }));
  // Roles of a service account in single projects are not read yet.
  const accounts = index
    .ofKind('service-account')
    .map(({ model }) => model as ModelOf<'service-account'>)
    .map(({ name, clientId, roles }) => ({ who: `service account "${name}" (${clientId})`, roles }));
  return [...people, ...keys, ...accounts];
}
