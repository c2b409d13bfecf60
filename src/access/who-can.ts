import { addressSet, admitsStrangers } from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import type { ControlPlane } from './control-plane.ts';
import { dataWaysOf } from './data-ways.ts';
import { type Access, openRanges, type ProjectAccess, principalKey } from './decide.ts';
import type { Target } from './privileges.ts';
import type { Verdict } from './verdict.ts';

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

/** Everybody who can run a command on a target, on both planes. Control plane: members, teams, API keys, service accounts. */
export function whoCan(
  access: Access,
  question: {
    readonly command: string;
    readonly target: Target;
    readonly at: Instant;
  },
): readonly WhoCan[] {
  const plane = access.controlPlane();
  return access.projects.flatMap((project) => [
    ...throughLogin(access, project, question),
    ...throughAtlas(access, plane, project, question.command, question.at),
  ]);
}

function throughLogin(
  access: Access,
  project: ProjectAccess,
  { command, target, at }: { readonly command: string; readonly target: Target; readonly at: Instant },
): readonly WhoCan[] {
  const open = openRanges(project, at);
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

/** Everybody who reaches the data through Atlas itself: people (directly and through teams), keys, service accounts, groups. */
function throughAtlas(
  access: Access,
  plane: ControlPlane,
  project: ProjectAccess,
  command: string,
  at: Instant,
): readonly WhoCan[] {
  return plane.actorsIn(project.id).flatMap((actor): readonly WhoCan[] => {
    // A team's members stand here themselves.
    if (actor.type === 'team') return [];
    const login = plane.authentication(actor, at);
    const network = plane.network(actor, undefined);
    if (login.verdict === 'deny' || network.verdict === 'deny') return [];
    const ways = dataWaysOf(access, plane, actor, project, command, at);
    if (ways.length === 0) return [];
    const isSure =
      login.verdict === 'allow' && network.verdict === 'allow' && ways.some(({ verdict }) => verdict === 'allow');
    return [
      {
        plane: 'control',
        project: { id: project.id, name: project.name },
        who: actor.label,
        verdict: isSure ? 'allow' : 'unknown',
        because: `${ways.map(({ because }) => because).join(', and ')}.`,
        clusters: [],
        paths: ['Atlas'],
        fromInternet: plane.isOpenToStrangers(actor) === true,
      },
    ];
  });
}
