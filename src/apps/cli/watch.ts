import type { WatchedClient } from '../../access/index.ts';
import { tightenedProjects } from '../../access/index.ts';
import { type ExitCode, Failure } from '../../core/failure.ts';
import { addSeconds, type Instant } from '../../core/instant.ts';
import type { JournalEvent } from '../../core/journal.ts';
import type { Step } from '../../core/plan.ts';
import { resources } from '../../resources/index.generated.ts';
import { type ApplyPorts, applyPlan } from '../../workflows/apply-plan.ts';
import { reopeningSteps, watchAfterApply } from '../../workflows/watch-clients.ts';
import { now, sha256 } from '../platform.ts';
import type { Desk } from './command.ts';
import { savedEvidence, usage } from './inputs.ts';
import { WATCH_FILE } from './overdue.ts';
import type { Session } from './session.ts';

/** How a watch was asked for. */
export interface WatchOrder {
  readonly minutes: number;
  readonly autoRevert: boolean;
}

/** Reads `--watch` and `--auto-revert`, and refuses before anything is applied what could not be kept. */
export async function watchOrder(
  desk: Desk,
  asked: string | undefined,
  autoRevert: boolean,
  steps: readonly Step[],
): Promise<WatchOrder | undefined> {
  if (asked === undefined) {
    if (autoRevert) throw usage('--auto-revert needs --watch.', 'Nobody would look.', 'Add --watch 30.');
    return undefined;
  }
  if (!/^[1-9]\d{0,3}$/.test(asked))
    throw usage(`--watch ${asked} is no number of minutes.`, 'It is how long to look.', 'Write --watch 30.');
  if ((await savedEvidence(desk)) === undefined)
    throw usage(
      'There is nothing to compare with.',
      'The rhythm of your clients is not known: there is no evidence.json in the workspace.',
      'Run `fivefold evidence collect` first.',
    );
  const ours = steps.filter(({ hazards }) => hazards.some(({ name }) => name === 'cuts-off-us'));
  if (autoRevert && ours.length > 0)
    throw new Failure(
      {
        code: 'auto-revert-refused',
        what: 'Refused to revert by itself.',
        why: `${ours.map(({ id }) => id).join(', ')} could cut Fivefold itself off, and then nobody would revert it.`,
        fix: 'Leave these steps out, or apply without --auto-revert and stay there.',
      },
      2,
    );
  return { minutes: Number(asked), autoRevert };
}

/** Watches who logs in after the steps; reopens what was closed where a client speaks against it and that was asked for. */
export async function watchIt(
  desk: Desk,
  session: Session,
  order: WatchOrder,
  steps: readonly Step[],
  ports: ApplyPorts,
  journal: string,
  since: Instant,
): Promise<ExitCode> {
  const evidence = await savedEvidence(desk);
  const projects = tightenedProjects(steps.map(({ change }) => change));
  if (evidence === undefined || projects.size === 0) {
    desk.print('No step makes anybody’s way in narrower: there is nothing to watch.');
    return 0;
  }
  const until = addSeconds(now(), order.minutes * 60);
  const record = (event: JournalEvent) => ports.append(JSON.stringify(event));
  await record({ event: 'watching', until, at: now() });
  await desk.workspace.write(WATCH_FILE, `${JSON.stringify({ formatVersion: 1, journal, until })}\n`);
  desk.note(`Watching who logs in until ${until}. Ctrl-C leaves the changes as they are.`);
  const watched = await watchAfterApply({
    api: session.api,
    evidence,
    steps,
    since,
    until,
    now,
    sleep: ports.sleep,
    onLook: (clients) => {
      const arrived = clients.filter(({ state }) => state === 'arrived').length;
      desk.note(`${arrived} of ${clients.length} known clients have logged in since`);
    },
  });
  await record({ event: 'watched', against: watched.against.map(({ client }) => client), at: now() });
  await desk.workspace.write(WATCH_FILE, `${JSON.stringify({ formatVersion: 1, journal, until: null })}\n`);
  if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, ...watched }));
  else for (const line of clientLines(watched.clients, watched.blind, desk)) desk.print(line);
  if (watched.against.length === 0) return 0;
  const reopening = reopeningSteps(steps, watched.against, now());
  if (!order.autoRevert || reopening.length === 0) {
    desk.print('To undo: `fivefold rollback`.');
    return 1;
  }
  const reopenJournal = `${journal}.reopen`;
  await applyPlan(sha256(`${journal} ${since}`), reopening, resources, {
    ...ports,
    append: (line) => desk.workspace.appendLine(reopenJournal, line),
    readLines: () => desk.workspace.lines(reopenJournal),
  });
  for (const { what } of reopening) desk.print(`Reopened: ${what}. Name the client in fivefold.yaml and plan again.`);
  return 1;
}

function clientLines(clients: readonly WatchedClient[], blind: readonly string[], { style }: Desk): readonly string[] {
  const marks = {
    arrived: style.green('✓'),
    refused: style.red('✗'),
    silent: style.red('✗'),
    unknown: style.yellow('?'),
  };
  return [
    ...clients.map(({ client, cluster, state, because }) => `  ${marks[state]} ${client} on ${cluster}: ${because}`),
    ...(clients.length === 0 ? ['Nobody was known to log in there, so nobody could be watched.'] : []),
    ...blind.map((text) => style.yellow(`  could not look at ${text}`)),
  ];
}
