import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';
import { createAccess, type Evidence, type EvidenceProposal, proposalsOf } from '../../../access/index.ts';
import { type ExitCode, Failure } from '../../../core/failure.ts';
import type { ModelOf } from '../../../core/resource.ts';
import { indexSnapshot, type Snapshot } from '../../../core/snapshot.ts';
import { analyzers } from '../../../hazards/analyzers.generated.ts';
import { hang } from '../../../reports/style.ts';
import { planLines } from '../../../reports/terminal.ts';
import { resources } from '../../../resources/index.generated.ts';
import { type AuditLog, collectEvidence, type NotObserved } from '../../../workflows/collect-evidence.ts';
import { makePlan } from '../../../workflows/make-plan.ts';
import { now, sha256 } from '../../platform.ts';
import { type Desk, defineCommand } from '../command.ts';
import { KINDS_JUDGED, profileFor, savedEvidence, snapshotFor, usage, withSession } from '../inputs.ts';
import { type OptionSpecs, SNAPSHOT_OPTION } from '../options.ts';
import { progressOn } from '../progress.ts';

const OPTIONS = {
  ...SNAPSHOT_OPTION,
  'audit-log': {
    type: 'string',
    multiple: true,
    value: 'PROJECT/CLUSTER=FILE',
    text: 'collect: an audit log that was downloaded, plain or .gz; repeatable',
  },
  'download-hours': {
    type: 'string',
    value: 'N',
    text: 'collect: also download the audit logs of the last N hours (at most 720) from every host',
  },
  'merge-to': { type: 'string', value: 'N', text: 'propose: at most this many blocks on an IP access list' },
  plan: { type: 'boolean', text: 'propose: save the changes as the plan, for rehearse and apply' },
} as const satisfies OptionSpecs;

type EvidenceDesk = Desk<typeof OPTIONS>;

// 30 days (Atlas docs, "View and Download MongoDB Logs").
const MOST_HOURS = 720;

export default defineCommand({
  name: 'evidence',
  order: 36,
  summary: 'who really uses what, and what that speaks for (only GET requests)',
  words: 'collect | show | propose',
  description:
    'collect reads the access history of every dedicated cluster (7 days) and audit logs that you give it, and keeps who logged in from where in evidence.json. ' +
    'From then on rehearse and apply refuse a plan that would cut an observed client off. propose turns it into typed changes, each with its window and how sure it is.',
  examples: [
    'fivefold evidence collect',
    'fivefold evidence collect --audit-log shop/prod=mongodb-audit-log.gz',
    'fivefold evidence collect --download-hours 24',
    'fivefold evidence show',
    'fivefold evidence propose --merge-to 20 --plan',
  ],
  options: OPTIONS,
  async run(desk) {
    const [verb] = desk.words;
    switch (verb) {
      case 'collect':
        return collectIt(desk);
      case 'show':
        return show(desk);
      case 'propose':
        return propose(desk);
      default:
        throw usage(
          verb === undefined ? 'No verb was given.' : `\`evidence ${verb}\` is not known.`,
          'Verbs are collect, show and propose.',
          'See `fivefold evidence --help`.',
        );
    }
  },
});

async function collectIt(desk: EvidenceDesk): Promise<ExitCode> {
  const hours = desk.values['download-hours'];
  if (hours !== undefined && !(/^[1-9]\d{0,2}$/.test(hours) && Number(hours) <= MOST_HOURS))
    throw usage(
      `--download-hours ${hours} does not do.`,
      `Atlas keeps logs for ${MOST_HOURS} hours.`,
      'Write --download-hours 24.',
    );
  return withSession(desk, 'read', async (session) => {
    const snapshot =
      desk.values.snapshot === undefined
        ? await session.collect(['project', 'cluster', 'flex-cluster'])
        : await snapshotFor(desk);
    const { evidence, notObserved } = await collectEvidence({
      api: session.api,
      snapshot,
      auditLogs: await auditLogs(desk, snapshot),
      ...(hours === undefined
        ? {}
        : {
            download: {
              hours: Number(hours),
              unzip: (file: string) => gunzipSync(Buffer.from(file, 'latin1')).toString('utf8'),
            },
          }),
      now: now(),
      progress: progressOn(process.stderr, desk.note),
    });
    const path = await desk.workspace.write('evidence.json', `${JSON.stringify(evidence)}\n`);
    if (desk.json) desk.print(JSON.stringify({ ...evidence, notObserved }));
    else {
      for (const line of summary(evidence, desk)) desk.print(line);
      for (const line of gaps(notObserved, desk)) desk.print(line);
      desk.print(
        `Saved in ${path}. Next: \`fivefold evidence propose\`; rehearse and apply now keep these clients in.`,
      );
    }
    return 0;
  });
}

/** Every problem with the files at once, before anything is read. */
async function auditLogs(desk: EvidenceDesk, snapshot: Snapshot): Promise<readonly AuditLog[]> {
  const index = indexSnapshot(snapshot);
  const problems: string[] = [];
  const logs: AuditLog[] = [];
  for (const text of desk.values['audit-log'] ?? []) {
    const [, projectName = '', cluster = '', file = ''] = /^([^/=]+)\/([^=]+)=(.+)$/.exec(text) ?? [];
    const project = index
      .ofKind('project')
      .map(({ model, address }) => ({ ...(model as ModelOf<'project'>), address }))
      .find(({ id, name }) => id === projectName || name === projectName);
    const known =
      project !== undefined &&
      index.children('cluster', project.address).some(({ model }) => (model as ModelOf<'cluster'>).name === cluster);
    const isFile = await stat(file).then(
      (found) => found.isFile(),
      () => false,
    );
    if (file === '') problems.push(`"${text}" is not PROJECT/CLUSTER=FILE`);
    else if (!known) problems.push(`there is no cluster ${cluster} in a project ${projectName}`);
    else if (!isFile) problems.push(`there is no file ${file}`);
    else logs.push({ name: basename(file), projectId: project?.id ?? '', cluster, lines: linesOf(file) });
  }
  if (problems.length > 0)
    throw usage('Could not use the audit logs.', `${problems.join('; ')}.`, 'Write --audit-log shop/prod=FILE.');
  return logs;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) yield line;
  } catch (error) {
    throw new Failure({
      code: 'audit-log-unreadable',
      what: `Could not read ${file}.`,
      why: `${(error as Error).message}.`,
      fix: 'Check that it was downloaded completely. An empty answer of Atlas is no archive.',
    });
  } finally {
    raw.destroy();
  }
}

async function needed(desk: EvidenceDesk): Promise<Evidence> {
  const evidence = await savedEvidence(desk);
  if (evidence !== undefined) return evidence;
  throw new Failure(
    {
      code: 'evidence-missing',
      what: 'There is no evidence yet.',
      why: `${desk.workspace.folder} holds no evidence.json.`,
      fix: 'Run `fivefold evidence collect`.',
    },
    2,
  );
}

function summary(evidence: Evidence, { style }: EvidenceDesk): readonly string[] {
  const { sources, logins, operations } = evidence;
  const principals = new Set(logins.map(({ username, databaseName }) => `${username}@${databaseName}`));
  const addresses = new Set(logins.map(({ address }) => address));
  const losses = [...new Set(sources.flatMap((source) => source.losses))];
  return [
    `${sources.reduce((sum, { rows }) => sum + rows, 0)} rows of ${sources.length} sources: ${principals.size} principals from ${addresses.size} addresses, ${operations.length} operations on namespaces.`,
    ...losses.map((loss) => style.dim(`  ${hang(loss, style, 2)}`)),
  ];
}

function gaps(notObserved: readonly NotObserved[], { style }: EvidenceDesk): readonly string[] {
  return notObserved.map(({ project, cluster, because }) =>
    style.yellow(`  not observed: ${cluster} of ${project}: ${hang(because, style, 4)}`),
  );
}

async function show(desk: EvidenceDesk): Promise<ExitCode> {
  const evidence = await needed(desk);
  if (desk.json) {
    desk.print(JSON.stringify(evidence));
    return 0;
  }
  const { style } = desk;
  for (const line of summary(evidence, desk)) desk.print(line);
  if (evidence.logins.length === 0) desk.print('Nobody logged in.');
  for (const {
    username,
    databaseName,
    address,
    mechanism,
    drivers,
    cluster,
    succeeded,
    failed,
    lastSeen,
  } of evidence.logins)
    desk.print(
      `  ${style.bold(`${username}@${databaseName}`)} from ${address} on ${cluster}: ${succeeded} times${failed > 0 ? style.red(`, ${failed} refused`) : ''}, last ${lastSeen}${mechanism === null ? '' : style.dim(` (${[mechanism, ...drivers].join(', ')})`)}`,
    );
  for (const { credential, address, events, lastSeen } of evidence.callers)
    desk.print(`  ${style.bold(credential)} called Atlas from ${address}: ${events} events, last ${lastSeen}`);
  for (const { username, databaseName, command, namespace, succeeded, refused } of evidence.operations)
    desk.print(
      `  ${username}@${databaseName} ${command} on ${namespace}: ${succeeded} times${refused > 0 ? style.red(`, ${refused} refused`) : ''}`,
    );
  return 0;
}

async function propose(desk: EvidenceDesk): Promise<ExitCode> {
  const evidence = await needed(desk);
  const mergeTo = desk.values['merge-to'];
  if (mergeTo !== undefined && !/^[1-9]\d*$/.test(mergeTo))
    throw usage(
      `--merge-to ${mergeTo} is no number.`,
      'It is how many blocks a list may have.',
      'Write --merge-to 20.',
    );
  const { profile } = await profileFor(desk);
  const snapshot = await snapshotFor(desk, KINDS_JUDGED);
  if (snapshot.source.organization.id !== evidence.organizationId)
    throw usage(
      'The evidence is of another organization.',
      `It is of ${evidence.organizationId}, and this is ${snapshot.source.organization.id}.`,
      'Run `fivefold evidence collect` for this one.',
    );
  const proposals = proposalsOf(createAccess(snapshot), evidence, profile, {
    ...(mergeTo === undefined ? {} : { mergeTo: Number(mergeTo) }),
  });
  if (desk.values.plan !== true) {
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, proposals }));
    else for (const line of proposalLines(proposals, desk)) desk.print(line);
    return 0;
  }
  const also = proposals.flatMap(({ changes, windowDays, confidence }) =>
    changes.map((change) => ({
      change: {
        ...change,
        because: `${change.because ?? ''} (evidence of ${windowDays} days, confidence ${confidence})`.trim(),
      },
      closes: [],
      wave: 2,
    })),
  );
  const plan = makePlan({ controls: [], snapshot, profile, resources, analyzers, sha256, also });
  await desk.workspace.write('snapshot.json', `${JSON.stringify(snapshot)}\n`);
  const path = await desk.workspace.write('plan.json', `${JSON.stringify(plan)}\n`);
  if (desk.json) desk.print(JSON.stringify(plan));
  else {
    for (const line of planLines(plan, desk.style)) desk.print(line);
    desk.print(
      plan.steps.length === 0
        ? 'The evidence speaks for no change yet.'
        : `\nSaved in ${path}. Next: \`fivefold rehearse\`, then \`fivefold apply\`.`,
    );
  }
  return 0;
}

function proposalLines(proposals: readonly EvidenceProposal[], { style }: EvidenceDesk): readonly string[] {
  if (proposals.length === 0) return ['The evidence speaks for no change: every list is narrow, every user was seen.'];
  return proposals.flatMap(({ project, title, changes, confidence, windowDays, remarks }) => [
    `${changes.length > 0 ? style.green('→') : '·'} ${style.bold(project.name)}: ${hang(title, style, 4)}`,
    style.dim(
      `    window ${windowDays} days, confidence ${confidence}${changes.length > 0 ? `, ${changes.length} changes` : ''}`,
    ),
    ...remarks.map((remark) => style.dim(`    ${hang(remark, style, 4)}`)),
  ]);
}
