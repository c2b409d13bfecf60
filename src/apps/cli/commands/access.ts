import {
  type Access,
  type Attack,
  type AttackStart,
  auditOf,
  type ControlRequest,
  commands,
  compareRoles,
  createAccess,
  type DataRequest,
  type Decision,
  differenceOf,
  expandRoles,
  findAttacks,
  isBuiltInRole,
  KINDS_DECIDING,
  knownOperations,
  type LeastChange,
  leastCallChange,
  leastChange,
  openRanges,
  type Privileges,
  parsePrincipal,
  principalKey,
  printPlace,
  proveInvariants,
  rolesNeeded,
  type Source,
  type Target,
  type TlsVersion,
  type WhoCan,
  walk,
  whoCan,
} from '../../../access/index.ts';
import { applyChanges } from '../../../core/change.ts';
import { parseCidr } from '../../../core/cidr.ts';
import { type ExitCode, Failure } from '../../../core/failure.ts';
import { parseInstant } from '../../../core/instant.ts';
import type { ModelOf } from '../../../core/resource.ts';
import { indexSnapshot, withResources } from '../../../core/snapshot.ts';
import { hang } from '../../../reports/style.ts';
import { type Desk, defineCommand } from '../command.ts';
import { profileFor, savedPlan, snapshotFor, snapshotOfPlan, usage } from '../inputs.ts';
import { type OptionSpecs, PLAN_OPTION, SNAPSHOT_OPTION } from '../options.ts';
import { nearest } from '../suggest.ts';

const OPTIONS = {
  ...SNAPSHOT_OPTION,
  ...PLAN_OPTION,
  from: { type: 'string', value: 'ADDRESS', text: 'can: the address that the client comes from, or a CIDR block' },
  via: { type: 'string', value: 'public|peering|private-endpoint', text: 'can: the way that it takes; default public' },
  as: { type: 'string', value: 'USER@DB', text: 'can: the database user; default database admin' },
  do: {
    type: 'string',
    value: 'COMMAND',
    text: 'a database command (find, update, dropDatabase) or an action of a role',
  },
  on: { type: 'string', value: 'DB.COLLECTION', text: 'the namespace, or DB for the database itself' },
  cluster: { type: 'string', value: 'NAME', text: 'can: the cluster; needed where there are several' },
  tls: { type: 'string', value: '1.0|1.1|1.2|1.3', text: 'can: the version that the client speaks at most' },
  cipher: { type: 'string', value: 'SUITE', text: 'can: the only suite that the client has' },
  at: { type: 'string', value: 'INSTANT', text: 'when; default the moment at which the snapshot was taken' },
  operation: {
    type: 'string',
    value: 'OPERATION-ID',
    text: 'can: an operation of the Admin API (createGroupDatabaseUser); --as is then a person, key or service account',
  },
  flip: { type: 'boolean', text: 'can: also the least change of settings that would turn the answer round' },
  start: {
    type: 'string',
    value: 'internet|leaked-key|person|all',
    text: 'paths: where the attacker begins; default internet and leaked-key',
  },
  'from-internet': { type: 'boolean', text: 'who-can: only those whose way in is open to the whole internet' },
} as const satisfies OptionSpecs;

type AccessDesk = Desk<typeof OPTIONS>;

export default defineCommand({
  name: 'access',
  order: 35,
  summary: 'say who can reach what, layer by layer, and why (only GET requests)',
  words: 'can | who-can | what-can USER@DB | what-if | invariants | explain CIDR',
  description:
    'Answers from the configuration, not from logs. `can` exits with 0 for yes, 1 for no, 3 where something that decides was not read. `who-can` counts database users and those who get at data through Atlas itself. `what-if` shows what the saved plan does to access. `invariants` proves what fivefold.yaml says that nobody may be able to do, and exits with 1 where somebody can.',
  examples: [
    'fivefold access can --from 203.0.113.9 --as app@admin --do find --on shop.orders --cluster prod',
    'fivefold access who-can --do update --on shop.orders --from-internet',
    'fivefold access what-can app@admin --snapshot .fivefold/snapshot.json',
    'fivefold access what-if',
    'fivefold access can --as deploy-key --operation createGroupDatabaseUser --project shop',
    'fivefold access paths --on shop.orders',
    'fivefold access equivalent readWriteAnyDatabase@admin app-role@admin',
    'fivefold access invariants',
    'fivefold access explain 198.51.100.0/24',
  ],
  options: OPTIONS,
  async run(desk) {
    const [question, subject] = desk.words;
    switch (question) {
      case 'can':
        return can(desk);
      case 'who-can':
        return who(desk);
      case 'what-can':
        return what(desk, subject);
      case 'what-if':
        return whatIf(desk);
      case 'invariants':
        return invariants(desk);
      case 'paths':
        return paths(desk);
      case 'equivalent':
        return equivalent(desk);
      case 'explain':
        return explain(desk, subject);
      default:
        throw usage(
          question === undefined ? 'No question was asked.' : `\`access ${question}\` is not known.`,
          'Questions are can, who-can, what-can, what-if, paths, invariants, equivalent and explain.',
          'See `fivefold access --help`.',
        );
    }
  },
});

async function openAccess(desk: AccessDesk): Promise<Access> {
  return createAccess(await snapshotFor(desk, KINDS_DECIDING));
}

function instantOf(desk: AccessDesk, access: Access) {
  const text = desk.values.at;
  if (text === undefined) return access.index.snapshot.takenAt;
  const instant = parseInstant(text);
  if (instant === undefined)
    throw usage(`--at ${text} is no instant.`, 'It is not ISO 8601.', 'Write 2027-01-31T12:00:00Z.');
  return instant;
}

/** Every missing option at once. */
function need(desk: AccessDesk, names: readonly ('from' | 'as' | 'do' | 'on')[]): void {
  const missing = names.filter((name) => desk.values[name] === undefined);
  if (missing.length === 0) return;
  throw usage(
    `${missing.map((name) => `--${name}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    'The question is not complete.',
    'See the examples in `fivefold access --help`.',
  );
}

function targetOf(text: string | undefined): Target {
  if (text === undefined) return { type: 'cluster' };
  const dot = text.indexOf('.');
  return dot < 0
    ? { type: 'namespace', database: text, collection: null }
    : { type: 'namespace', database: text.slice(0, dot), collection: text.slice(dot + 1) };
}

function commandOf(desk: AccessDesk): string {
  const command = desk.values.do ?? '';
  if (!commands.has(command) && !/^[a-z][A-Za-z]+$/.test(command))
    throw usage(
      `--do ${command} is no command.`,
      'Commands look like find or dropDatabase.',
      'Use the name that the driver sends.',
    );
  if (commands.get(command)?.on !== 'cluster' && commands.get(command)?.on !== 'none') need(desk, ['on']);
  return command;
}

function sourceOf(desk: AccessDesk): Source {
  const { via = 'public', from } = desk.values;
  if (via === 'private-endpoint') return { via };
  if (via !== 'public' && via !== 'peering')
    throw usage(`There is no way "${via}".`, 'Ways are public, peering and private-endpoint.', 'Use one of them.');
  need(desk, ['from']);
  if (parseCidr(from ?? '') === undefined)
    throw usage(
      `--from ${from} is no address.`,
      'It is neither IPv4 nor IPv6, nor a CIDR block.',
      'Write 203.0.113.9.',
    );
  return { via, address: from ?? '' };
}

/** The one cluster that is meant. */
function clusterOf(desk: AccessDesk, access: Access): { readonly projectId: string; readonly cluster: string } {
  const all = access.projects.flatMap((project) =>
    [...project.clusters.keys()].map((cluster) => ({ projectId: project.id, project: project.name, cluster })),
  );
  const wanted = desk.values.cluster;
  const found = all.filter(({ cluster }) => wanted === undefined || cluster === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = (list: typeof all) => list.map(({ cluster, project }) => `${cluster} (project ${project})`).join(', ');
  throw usage(
    wanted === undefined ? 'Which cluster is meant is not clear.' : `Cluster "${wanted}" is not one cluster.`,
    all.length === 0 ? 'The snapshot has no cluster.' : `There are: ${names(found.length > 0 ? found : all)}.`,
    'Name it with --cluster, and its project with --project.',
  );
}

async function can(desk: AccessDesk): Promise<ExitCode> {
  if (desk.values.operation !== undefined) return canCall(desk, desk.values.operation);
  need(desk, desk.values.via === 'private-endpoint' ? ['as', 'do'] : ['from', 'as', 'do']);
  const command = commandOf(desk);
  const source = sourceOf(desk);
  const { tls } = desk.values;
  if (tls !== undefined && !['1.0', '1.1', '1.2', '1.3'].includes(tls))
    throw usage(`--tls ${tls} is no version.`, 'Versions are 1.0, 1.1, 1.2 and 1.3.', 'Use one of them.');
  const access = await openAccess(desk);
  const { projectId, cluster } = clusterOf(desk, access);
  const request: DataRequest = {
    projectId,
    cluster,
    source,
    principal: parsePrincipal(desk.values.as ?? ''),
    ...(tls === undefined ? {} : { tls: tls as TlsVersion }),
    ...(desk.values.cipher === undefined ? {} : { cipher: desk.values.cipher }),
    command,
    target: targetOf(desk.values.on),
    at: instantOf(desk, access),
  };
  const decision = access.decide(request);
  const audit = auditOf(access, request, decision);
  const flip = desk.values.flip === true ? leastChange(access, request) : undefined;
  if (desk.json)
    desk.print(JSON.stringify({ formatVersion: 1, ...decision, audit, ...(flip === undefined ? {} : { flip }) }));
  else {
    for (const line of decisionLines(decision, desk)) desk.print(line);
    const { style } = desk;
    const said = { yes: 'recorded', no: 'not recorded', unknown: 'perhaps' }[audit.recorded];
    desk.print(`  ${style.dim('·')} ${'audit log'.padEnd(15)}${hang(`${said}: ${audit.because}`, style, 19)}`);
    if (flip !== undefined) for (const line of flipLines(flip, desk)) desk.print(line);
  }
  return exitCodeOf(decision);
}

function exitCodeOf({ verdict }: Decision): ExitCode {
  return verdict === 'yes' ? 0 : verdict === 'no' ? 1 : 3;
}

/** Whether somebody may use an operation of the Admin API. */
async function canCall(desk: AccessDesk, operationId: string): Promise<ExitCode> {
  need(desk, ['as']);
  if (rolesNeeded(operationId) === undefined) {
    const near = nearest(operationId, knownOperations);
    throw usage(
      `The operation "${operationId}" is not known.`,
      'It is none of those whose roles Atlas documents.',
      near === undefined
        ? 'Use the operationId of the Admin API, for example createGroupDatabaseUser.'
        : `Did you mean ${near}?`,
    );
  }
  const { from } = desk.values;
  if (from !== undefined && parseCidr(from) === undefined)
    throw usage(
      `--from ${from} is no address.`,
      'It is neither IPv4 nor IPv6, nor a CIDR block.',
      'Write 203.0.113.9.',
    );
  const access = await openAccess(desk);
  const [only] = access.projects;
  const request: ControlRequest = {
    actor: desk.values.as ?? '',
    operationId,
    ...(only !== undefined && access.projects.length === 1 ? { projectId: only.id } : {}),
    ...(from === undefined ? {} : { from }),
    at: instantOf(desk, access),
  };
  const decision = access.controlPlane().decide(request);
  const flip = desk.values.flip === true ? leastCallChange(access, request) : undefined;
  if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, ...decision, ...(flip === undefined ? {} : { flip }) }));
  else {
    for (const line of decisionLines(decision, desk)) desk.print(line);
    if (flip !== undefined) for (const line of flipLines(flip, desk)) desk.print(line);
  }
  return exitCodeOf(decision);
}

function flipLines({ from, to, flips, cannot }: LeastChange, { style }: AccessDesk): readonly string[] {
  if (from === 'unknown') return [style.yellow(`To know more: ${cannot.join(' ')}`)];
  const [least, ...others] = flips;
  if (least === undefined) return [`No setting makes it ${to}: ${hang(cannot.join(' '), style, 2)}`];
  const cost = (alsoTouches: number) =>
    alsoTouches === 1 ? '1 difference in access' : `${alsoTouches} differences in access`;
  return [
    `The least change that makes it ${style.bold(to)}: ${hang(least.titles.join(', and '), style, 2)}.`,
    style.dim(`  ${cost(least.alsoTouches)} in all; proven by deciding again.`),
    ...others.map(({ titles, alsoTouches }) =>
      style.dim(`  or: ${hang(`${titles.join(', and ')} (${cost(alsoTouches)})`, style, 6)}`),
    ),
  ];
}

const STARTS: readonly AttackStart[] = ['internet', 'leaked-key', 'person'];
const SHOWN_PATHS = 12;

/** Every path to data, and the least that cuts them all. */
async function paths(desk: AccessDesk): Promise<ExitCode> {
  const asked = desk.values.start?.split(',') ?? ['internet', 'leaked-key'];
  const unknownStarts = asked.filter((start) => start !== 'all' && !(STARTS as readonly string[]).includes(start));
  if (unknownStarts.length > 0)
    throw usage(
      `There is no start "${unknownStarts.join(', ')}".`,
      'An attacker begins on the internet, with a leaked-key, or as a person.',
      'Use --start internet, leaked-key, person or all.',
    );
  const starts = asked.includes('all') ? STARTS : STARTS.filter((start) => asked.includes(start));
  const command = desk.values.do === undefined ? 'find' : desk.values.do;
  const access = await openAccess(desk);
  const { profile } = await profileFor(desk);
  const { on } = desk.values;
  const attack = findAttacks(access, profile, {
    starts,
    command,
    ...(on === undefined ? {} : { on }),
    at: instantOf(desk, access),
  });
  if (desk.json)
    desk.print(JSON.stringify({ formatVersion: 1, ...attack, unread: Object.fromEntries(gapsOf(access)) }));
  else {
    for (const line of attackLines(attack, `${command} on ${on ?? 'any data'}`, desk)) desk.print(line);
    for (const line of gapLines(access, desk)) desk.print(line);
  }
  return attack.paths.some(({ verdict }) => verdict === 'allow') ? 1 : attack.paths.length > 0 ? 3 : 0;
}

function attackLines(
  { paths: found, cut, weight, atLeast, left }: Attack,
  what: string,
  desk: AccessDesk,
): readonly string[] {
  const { style } = desk;
  if (found.length === 0) return [style.green(`No path leads to ${what}.`)];
  const heads = {
    internet: 'From the internet, with a leaked database password',
    'leaked-key': 'With the leaked secret of a key or service account',
    person: 'With the stolen account of a person',
  };
  const lines: string[] = [];
  for (const start of STARTS) {
    const own = found.filter((path) => path.start === start);
    if (own.length === 0) continue;
    lines.push(style.bold(`${heads[start]}: ${own.length} ${own.length === 1 ? 'path' : 'paths'}`));
    for (const { who: name, projects, verdict, steps, does } of own.slice(0, SHOWN_PATHS)) {
      const where =
        projects.length > 3 ? `${projects.length} projects` : projects.map((project) => project.name).join(', ');
      const mark = verdict === 'allow' ? style.red('✗') : style.yellow('?');
      lines.push(`  ${mark} ${style.bold(name)} ${style.dim(where)}`);
      lines.push(`      ${hang([...steps, does].join(' → '), style, 6)}`);
    }
    if (own.length > SHOWN_PATHS) lines.push(style.dim(`    and ${own.length - SHOWN_PATHS} more (all with --json)`));
  }
  const stopped = found.length - left.length;
  if (cut.length > 0) {
    const gap = weight === atLeast ? 'proven to be the least' : `at most ${weight - atLeast} heavier than the least`;
    lines.push('');
    lines.push(
      style.bold(
        `The least that cuts ${stopped === found.length ? 'them all' : `${stopped} of ${found.length}`}: ${cut.length} ${cut.length === 1 ? 'measure' : 'measures'} (${gap})`,
      ),
    );
    for (const { title, needs } of cut) {
      lines.push(`  ${style.green('→')} ${hang(title, style, 4)}`);
      if (needs !== undefined) lines.push(style.yellow(`    needs ${hang(needs, style, 4)}`));
    }
    lines.push(
      style.dim(
        `  Made on paper and looked at again: ${left.length} ${left.length === 1 ? 'path is' : 'paths are'} left.`,
      ),
    );
  }
  if (left.length > 0) {
    lines.push('');
    lines.push(style.yellow('No setting that is known here cuts:'));
    for (const { who: name, steps } of left.slice(0, SHOWN_PATHS))
      lines.push(`  ${hang(`${name}: ${steps.join(' → ')}`, style, 4)}`);
    if (left.length > SHOWN_PATHS) lines.push(style.dim(`  and ${left.length - SHOWN_PATHS} more`));
  }
  return lines;
}

/** Compares what two roles allow. */
async function equivalent(desk: AccessDesk): Promise<ExitCode> {
  const [, first, second] = desk.words;
  if (first === undefined || second === undefined)
    throw usage(
      'Two roles are needed.',
      'equivalent compares what they allow.',
      'Write `fivefold access equivalent readWrite@shop app-role`.',
    );
  const access = await openAccess(desk);
  const expand = (text: string): Privileges => {
    const { username: roleName, databaseName } = parsePrincipal(text);
    const custom = new Map(
      access.projects
        .flatMap(({ address }) => access.index.children('custom-database-role', address))
        .map(({ model }) => model as ModelOf<'custom-database-role'>)
        .map((role) => [role.roleName, role]),
    );
    return expandRoles([{ roleName, databaseName, collectionName: null }], custom);
  };
  const custom = [first, second].filter((role) => !isBuiltInRole(parsePrincipal(role).username));
  if (custom.length > 0 && access.projects.length > 1)
    throw usage(
      'Which project is meant is not clear.',
      `${custom.join(' and ')} is no built-in role: custom roles belong to a project, and several may have one of that name.`,
      'Name it with --project.',
    );
  const comparison = compareRoles(expand(first), expand(second));
  if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, first, second, ...comparison }));
  else {
    const { style } = desk;
    const said = {
      same: `${first} and ${second} allow the same.`,
      narrower: `${second} allows all that ${first} does, and more.`,
      wider: `${first} allows all that ${second} does, and more.`,
      overlapping: `Each allows something that the other does not.`,
      disjoint: `${first} and ${second} have nothing in common.`,
      unknown: `That cannot be said: role ${comparison.unread.join(', ')} was not read, or does not exist.`,
    }[comparison.relation];
    desk.print(style.bold(said));
    for (const [name, list] of [
      [first, comparison.onlyFirst],
      [second, comparison.onlySecond],
    ] as const) {
      if (list.length === 0 || comparison.relation === 'unknown') continue;
      const shown = list.length > 20 ? [...list.slice(0, 20), `and ${list.length - 20} more (all with --json)`] : list;
      desk.print(`  only ${name}: ${hang(shown.join(', '), style, 4)}`);
    }
    desk.print(style.dim(`  ${comparison.compared} pairs of an action and a place compared.`));
  }
  return comparison.relation === 'same' ? 0 : comparison.relation === 'unknown' ? 3 : 1;
}

function decisionLines({ verdict, layers }: Decision, { style }: AccessDesk): readonly string[] {
  const marks = { allow: style.green('✓'), deny: style.red('✗'), unknown: style.yellow('?') };
  const head = { yes: style.green('Yes.'), no: style.red('No.'), unknown: style.yellow('Unknown.') }[verdict];
  return [
    style.bold(head),
    ...layers.flatMap(({ layer, verdict: of, because, decidedBy }) => [
      `  ${marks[of]} ${layer.padEnd(15)}${hang(because, style, 19)}`,
      ...(decidedBy === undefined ? [] : [style.dim(`    ${' '.repeat(15)}${decidedBy}`)]),
    ]),
  ];
}

async function who(desk: AccessDesk): Promise<ExitCode> {
  need(desk, ['do']);
  const command = commandOf(desk);
  const access = await openAccess(desk);
  const all = whoCan(access, { command, target: targetOf(desk.values.on), at: instantOf(desk, access) });
  const rows = desk.values['from-internet'] === true ? all.filter(({ fromInternet }) => fromInternet) : all;
  if (desk.json) {
    desk.print(JSON.stringify({ formatVersion: 1, who: rows, unread: Object.fromEntries(gapsOf(access)) }));
    return 0;
  }
  const { style } = desk;
  const what = `${command}${desk.values.on === undefined ? '' : ` on ${desk.values.on}`}`;
  if (rows.length === 0)
    desk.print(`Nobody can do ${what}${desk.values['from-internet'] ? ' from the internet' : ''}.`);
  for (const project of [...new Set(rows.map((row) => row.project.name))]) {
    desk.print(style.bold(project));
    for (const row of rows.filter((candidate) => candidate.project.name === project)) desk.print(rowText(row, desk));
  }
  for (const line of gapLines(access, desk)) desk.print(line);
  return 0;
}

/** What was not read: there may be more than what is shown. */
function gapsOf(access: Access): ReadonlyMap<string, readonly string[]> {
  const gaps = new Map<string, string[]>();
  for (const { name, unread } of access.projects)
    for (const kind of unread.keys()) gaps.set(kind, [...(gaps.get(kind) ?? []), name]);
  return gaps;
}

function gapLines(access: Access, { style }: AccessDesk): readonly string[] {
  return [...gapsOf(access)].map(([kind, names]) => {
    const where = names.length > 3 ? `${names.length} projects` : names.join(', ');
    return style.yellow(`  unknown: ${kind} of ${where} was not read, so there may be more.`);
  });
}

function rowText(
  { plane, who: name, verdict, because, clusters, paths, fromInternet }: WhoCan,
  { style }: AccessDesk,
): string {
  const mark = verdict === 'unknown' ? style.yellow(' perhaps') : '';
  if (plane === 'control') return `  ${name}${mark}  ${style.dim(`through Atlas: ${because}`)}`;
  const shown = paths.length > 4 ? [...paths.slice(0, 4), `and ${paths.length - 4} more`] : paths;
  const way = `${shown.join(', ')}${fromInternet ? style.red(' (open to the internet)') : ''}`;
  return `  ${style.bold(name)}${mark}  on ${clusters.join(', ')}, from ${way}\n    ${style.dim(hang(because, style, 4))}`;
}

async function what(desk: AccessDesk, subject: string | undefined): Promise<ExitCode> {
  if (subject === undefined)
    throw usage('Whom is missing.', 'what-can takes a database user.', 'Write `fivefold access what-can app@admin`.');
  const access = await openAccess(desk);
  const key = principalKey(parsePrincipal(subject));
  const at = instantOf(desk, access);
  const found = access.projects.flatMap((project) => {
    const principal = project.principals.get(key);
    return principal === undefined ? [] : [{ project, principal }];
  });
  const unread = access.projects.filter((project) => project.unread.has('database-user'));
  if (found.length === 0) {
    throw new Failure(
      {
        code: 'principal-unknown',
        what: `There is no database user ${key}.`,
        why:
          unread.length > 0
            ? `The users of ${unread.map(({ name }) => name).join(', ')} could not be read.`
            : `${access.projects.length} projects were looked at.`,
        fix: 'Check the name; users of $external are written USER@$external.',
      },
      3,
    );
  }
  const rows = found.map(({ project, principal }) => ({
    project: { id: project.id, name: project.name },
    user: key,
    clusters: [...project.clusters.keys()]
      .map((cluster) => ({ cluster, ...access.authentication(project, cluster, principal, at) }))
      .map(({ cluster, verdict, because }) => ({ cluster, verdict, because })),
    from: openRanges(project, at).map(({ entry }) => entry.entry),
    privileges: principal.privileges.all.map(({ resource, actions, from }) => ({
      from,
      resource,
      actions: [...actions].sort(),
    })),
    unknownRoles: principal.privileges.missing,
  }));
  if (desk.json) {
    desk.print(JSON.stringify({ formatVersion: 1, principals: rows }));
    return 0;
  }
  const { style } = desk;
  for (const row of rows) {
    desk.print(style.bold(`${row.user} in ${row.project.name}`));
    for (const { cluster, verdict, because } of row.clusters)
      desk.print(`  ${verdict === 'allow' ? '✓' : verdict === 'deny' ? '✗' : '?'} ${cluster}: ${because}`);
    desk.print(`  from ${row.from.length === 0 ? 'no public address' : hang(row.from.join(', '), style, 7)}`);
    for (const { from, resource, actions } of row.privileges)
      desk.print(`  ${printPlace(resource)} ${style.dim(`(${from})`)}\n    ${hang(actions.join(', '), style, 4)}`);
    for (const role of row.unknownRoles) desk.print(style.yellow(`  unknown: what role ${role} allows was not read.`));
  }
  return 0;
}

/** What the saved plan does to access, not to settings. */
async function whatIf(desk: AccessDesk): Promise<ExitCode> {
  const plan = await savedPlan(desk);
  const snapshot = desk.values.snapshot === undefined ? await snapshotOfPlan(desk) : await snapshotFor(desk);
  const { profile } = await profileFor(desk);
  const index = indexSnapshot(snapshot);
  const changes = plan.steps.map(({ change }) => change);
  const after = withResources(snapshot, applyChanges(index.byAddress, changes).values());
  const at = desk.values.at === undefined ? snapshot.takenAt : instantOf(desk, createAccess(snapshot));
  const differences = differenceOf(createAccess(snapshot), createAccess(after), at);
  const { cutOff, decisions } = walk(snapshot, plan.steps, profile);
  if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, differences, cutOff, decisions }));
  else {
    const { style } = desk;
    if (differences.length === 0) desk.print('The plan changes settings, and nobody gains or loses access to data.');
    for (const { project, ...lists } of differences) {
      desk.print(style.bold(project.name));
      const line = (label: string, items: readonly string[], paint: (text: string) => string) => {
        if (items.length === 0) return;
        const shown = items.length > 12 ? [...items.slice(0, 12), `and ${items.length - 12} more`] : items;
        desk.print(`  ${paint(label.padEnd(22))}${hang(shown.join(', '), style, 24)}`);
      };
      const lost =
        lists.wasOpen && lists.addressesLost.length > 0
          ? [`every address but ${lists.addressesAfter.join(', ')}`]
          : lists.addressesLost;
      line('can connect no longer', lost, style.green);
      line('can connect newly', lists.addressesGained, style.yellow);
      line('logs in no longer', lists.loginsLost, style.yellow);
      line('logs in newly', lists.loginsGained, style.yellow);
      line('may no longer', lists.privilegesLost, style.green);
      line('may newly', lists.privilegesGained, style.yellow);
    }
    for (const { client, from, step, because } of cutOff)
      desk.print(style.red(`Step ${step} cuts off ${client} from ${from}: ${because}`));
    if (cutOff.length === 0)
      desk.print(
        decisions === 0
          ? 'No client is named in the profile, so whom the plan cuts off is not known: name them in fivefold.yaml.'
          : style.green(`No named client loses its way in, after any of the ${plan.steps.length} steps.`),
      );
  }
  return cutOff.length > 0 ? 1 : 0;
}

/** Proves what the profile says that nobody may be able to do. */
async function invariants(desk: AccessDesk): Promise<ExitCode> {
  const { profile } = await profileFor(desk);
  const unnamed = profile.invariants.flatMap(({ name, outside = [] }) =>
    outside
      .filter((network) => !profile.knownNetworks.some((known) => known.name === network))
      .map((network) => `invariant "${name}" names the network "${network}"`),
  );
  if (unnamed.length > 0)
    throw usage(
      'The profile names a network that it does not know.',
      `${unnamed.join('; ')}.`,
      'Add it to knownNetworks.',
    );
  if (profile.invariants.length === 0) {
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, invariants: [] }));
    else {
      desk.print('The profile has no invariants. For example, in fivefold.yaml:');
      desk.print('  invariants:');
      desk.print('    - name: nothing outside the office writes billing');
      desk.print('      may: [insert, update, delete]');
      desk.print('      on: billing');
      desk.print('      outside: [office]');
    }
    return 0;
  }
  const access = await openAccess(desk);
  const verdicts = proveInvariants(access, profile, instantOf(desk, access));
  if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, invariants: verdicts }));
  else {
    const { style } = desk;
    for (const { name, verdict, violations, unknown, looked } of verdicts) {
      const mark = verdict === 'holds' ? style.green('✓') : verdict === 'violated' ? style.red('✗') : style.yellow('?');
      desk.print(
        `${mark} ${style.bold(name)} ${style.dim(`${verdict}; ${looked} logins, every address; private endpoints have none`)}`,
      );
      for (const { who: name, cluster, project, does, witness, from } of violations) {
        const more =
          from.length > 3 ? `${from.slice(0, 3).join(', ')} and ${from.length - 3} more blocks` : from.join(', ');
        desk.print(
          `    ${hang(`${name}, on ${cluster} of ${project.name}, from ${witness}: ${does} (all of ${more})`, style, 4)}`,
        );
      }
      for (const because of unknown) desk.print(style.yellow(`    unknown: ${because}`));
    }
  }
  if (verdicts.some(({ verdict }) => verdict === 'violated')) return 1;
  return verdicts.some(({ verdict }) => verdict === 'unknown') ? 3 : 0;
}

async function explain(desk: AccessDesk, subject: string | undefined): Promise<ExitCode> {
  const asked = subject === undefined ? undefined : parseCidr(subject);
  if (subject === undefined || asked === undefined)
    throw usage(
      `${subject ?? 'Nothing'} is no address.`,
      'explain takes an address or a CIDR block.',
      'Write `fivefold access explain 198.51.100.0/24`.',
    );
  const access = await openAccess(desk);
  const { profile } = await profileFor(desk);
  const relation = (other: NonNullable<typeof asked>): string | undefined => {
    if (other.family !== asked.family || other.first > asked.last || asked.first > other.last) return undefined;
    if (other.first === asked.first && other.last === asked.last) return 'equals it';
    if (other.first <= asked.first && asked.last <= other.last) return 'holds all of it';
    return 'holds a part of it';
  };
  const named = (cidrs: readonly string[]) =>
    cidrs.some((cidr) => {
      const range = parseCidr(cidr);
      return range !== undefined && relation(range) !== undefined;
    });
  const knownAs = [
    ...profile.knownNetworks.filter(({ cidrs }) => named(cidrs)).map(({ name }) => `network ${name}`),
    ...profile.knownClients.filter(({ addresses }) => named(addresses)).map(({ name }) => `client ${name}`),
  ];
  const entries = access.projects.flatMap((project) =>
    project.ranges.flatMap(({ address, range, entry }) => {
      const how = relation(range);
      return how === undefined
        ? []
        : [
            {
              project: { id: project.id, name: project.name },
              address,
              entry: entry.entry,
              relation: how,
              comment: entry.comment,
              until: entry.deleteAfterDate,
            },
          ];
    }),
  );
  if (desk.json) {
    desk.print(JSON.stringify({ formatVersion: 1, cidr: subject, knownAs, entries }));
    return 0;
  }
  desk.print(
    knownAs.length === 0 ? `${subject} is nobody that the profile names.` : `${subject} touches ${knownAs.join(', ')}.`,
  );
  if (entries.length === 0) desk.print('No IP access list admits any of it.');
  for (const { project, entry, relation: how, comment, until } of entries)
    desk.print(
      `  ${project.name}: ${entry} ${how}${until === null ? '' : ` until ${until}`}${comment === '' ? '' : ` (${comment})`}`,
    );
  return 0;
}
