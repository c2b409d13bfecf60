import { randomBytes } from 'node:crypto';
import { createAccess, findAttacks, whoCan } from '../../access/index.ts';
import { controls } from '../../controls/catalogue.generated.ts';
import { addressSetOf, covers } from '../../core/cidr.ts';
import { type Finding, isOpenFinding, LAYERS, SEVERITIES } from '../../core/control.ts';
import { type ExitCode, Failure } from '../../core/failure.ts';
import { publicClientsOf } from '../../core/known-clients.ts';
import type { Plan } from '../../core/plan.ts';
import { type Profile, profileFile } from '../../core/profile.ts';
import type { ModelOf } from '../../core/resource.ts';
import { Secret } from '../../core/secret.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { startup } from '../../emulator/samples/startup.ts';
import { seedModels } from '../../emulator/seed.ts';
import { analyzers } from '../../hazards/analyzers.generated.ts';
import { createAtlasApi } from '../../io/atlas-api/create-atlas-api.ts';
import { LAYER_TITLES } from '../../reports/report.ts';
import { type Style, wrap } from '../../reports/style.ts';
import { findingLines, layerLines, planLines, unknownLines } from '../../reports/terminal.ts';
import { resources } from '../../resources/index.generated.ts';
import { applyPlan } from '../../workflows/apply-plan.ts';
import { collect } from '../../workflows/collect.ts';
import { dangerSentence } from '../../workflows/danger.ts';
import { judge } from '../../workflows/judge.ts';
import { makePlan, selectSteps } from '../../workflows/make-plan.ts';
import { readOnly } from '../../workflows/ports.ts';
import { refuseLockOut } from '../../workflows/refuse-lock-out.ts';
import { rehearse } from '../../workflows/rehearse.ts';
import { now, sha256, stageOf } from '../compose.ts';
import { startEmulatorServer } from '../emulator/server.ts';
import type { Desk } from './command.ts';
import { KINDS_JUDGED } from './inputs.ts';
import type { OptionSpecs } from './options.ts';
import { progressOn } from './progress.ts';

const CLIENT_ID = 'mdb_sa_id_656000000000000000000999';

/** What `fivefold demo` takes. */
export const DEMO_OPTIONS = {
  keep: { type: 'boolean', text: 'leave the emulator running afterwards, with an address to look at' },
  yes: { type: 'boolean', text: 'ask nothing; use the sample profile' },
} as const satisfies OptionSpecs;

/** The whole job on the embedded emulator's sample organization, through the same client and workflows as the real one. */
export async function demo(desk: Desk<typeof DEMO_OPTIONS>): Promise<ExitCode> {
  const { style } = desk;
  const print = (text = '') => {
    if (!desk.json) desk.print(text);
  };
  const title = (text: string) => print(`\n${style.bold(text)}`);
  const profile = await profileFor(desk);
  const started = performance.now();
  const secret = randomBytes(24).toString('base64url');
  const server = await startEmulatorServer({
    resources,
    credentials: [{ type: 'service-account', id: CLIENT_ID, secret, orgId: startup.orgId, orgRoles: ['ORG_OWNER'] }],
  });
  const api = await createAtlasApi({
    baseUrl: server.url,
    credentials: { type: 'service-account', clientId: CLIENT_ID, clientSecret: new Secret(secret) },
  });
  try {
    seedModels(server.emulator.store, resources, startup.models, now());
    const look = (): Promise<Snapshot> =>
      collect({
        api: readOnly(api),
        orgId: startup.orgId,
        kinds: KINDS_JUDGED,
        resources,
        baseUrl: server.url,
        now: now(),
        progress: progressOn(process.stderr, () => undefined),
      });
    const planned = (snapshot: Snapshot): Plan =>
      makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });

    const before = await look();
    const judged = judge(before, controls, profile, resources).findings;
    print(style.bold(style.red(wrap(dangerSentence(before, judged), style.width, ''))));
    print();
    const { name } = before.source.organization;
    print(style.dim(`Sample organization "${name}", read from an Atlas emulator at ${server.url}`));
    for (const line of layerLines(judged, style)) print(line);
    title('What was found, worst first');
    for (const line of findingLines(judged, style)) print(line);

    const plan = planned(before);
    title('The naive fix: delete the open entries');
    for (const line of naive(before, profile)) print(`  ${style.red(line)}`);
    title('The plan: every known client gets its way in first');
    for (const line of planLines(plan, style)) print(line);

    const { chosen, left } = selectSteps(plan, { ids: [], hazards: [] });
    const stage = stageOf(before, resources, KINDS_JUDGED);
    const rehearsal = await rehearse({ snapshot: before, steps: chosen, controls, profile, resources, stage });
    title('Rehearsed on an emulator of this organization');
    print(
      `  ${count(rehearsal.applied.length, 'step')} applied · ${count(rehearsal.closed.length, 'finding')} closed · ${rehearsal.opened.length} new`,
    );
    const proof = refuseLockOut(before, chosen, profile);
    if (proof.decisions > 0) {
      print(
        `  ${style.green('No named client is cut off after any step')}: ${proof.decisions} ways in decided, from every client to every cluster`,
      );
    }
    if (rehearsal.opened.length > 0) {
      throw new Failure({
        code: 'rehearsal-opened-findings',
        what: 'The rehearsal opened new findings.',
        why: rehearsal.opened.map((finding) => finding.because).join(' '),
        fix: 'Nothing was applied. This is a defect of Fivefold: please report it.',
      });
    }

    const journal = `demo-${plan.fingerprint.slice(0, 12)}-${Date.now()}.journal`;
    const release = await desk.workspace.lock('apply.lock');
    try {
      await applyPlan(plan.fingerprint, chosen, resources, {
        send: (call) => api.send(call),
        now,
        sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 200))),
        append: (line) => desk.workspace.appendLine(journal, line),
        readLines: () => desk.workspace.lines(journal),
      });
    } finally {
      await release();
    }
    const after = await look();
    const judgedAfter = judge(after, controls, profile, resources).findings;
    title(`Applied ${count(chosen.length, 'step')}, each read back from Atlas`);
    print(style.dim(`  journal: ${desk.workspace.folder}/${journal}`));
    const cut = cutOff(after, profile);
    print(`  ${cut.length === 0 ? style.green('Every known client still has its way in.') : style.red(cut.join(' '))}`);
    title('Before and after');
    for (const line of changeLines(judged, judgedAfter, style)) print(line);

    const strangers = (snapshot: Snapshot): string => {
      const target = { type: 'namespace', database: 'billing', collection: null } as const;
      const rows = whoCan(createAccess(snapshot), { command: 'dropDatabase', target, at: snapshot.takenAt });
      const names = [...new Set(rows.filter(({ fromInternet }) => fromInternet).map(({ who }) => who))];
      return names.length === 0 ? 'nobody' : `whoever has the password or secret of ${names.join(', ')}`;
    };
    print(`  Can drop database billing from anywhere: ${strangers(before)} → ${style.bold(strangers(after))}`);
    const attack = (snapshot: Snapshot) =>
      findAttacks(createAccess(snapshot), profile, {
        starts: ['internet', 'leaked-key'],
        command: 'find',
        at: snapshot.takenAt,
      });
    const [first, last] = [attack(before), attack(after)];
    print(
      `  Paths from the internet or a leaked key to data: ${first.paths.length} → ${style.bold(String(last.paths.length))}`,
    );
    for (const { title: measure } of last.cut)
      print(style.dim(`    the least that cuts the rest: ${wrap(measure, style.width - 35, ' '.repeat(35))}`));

    const second = planned(after);
    const again = selectSteps(second, { ids: [], hazards: [] });
    if (left.length > 0) {
      title('Left for you to decide: name the step to take it');
      for (const { step, because } of left) {
        print(`  ${style.dim(step.id)} ${wrap(step.what, style.width - 11, ' '.repeat(11))}`);
        print(`           ${style.dim(wrap(because, style.width - 11, ' '.repeat(11)))}`);
      }
    }
    if (second.needs.length + second.manual.length > 0) {
      title('Left for a person');
      const questions = second.needs.flatMap(({ finding, needs }) =>
        needs.map(({ what }) => ({ finding, text: what })),
      );
      const tasks = second.manual.map(({ finding, because }) => ({ finding, text: because }));
      for (const line of oncePerText(questions, after))
        print(`  answer  ${wrap(line, style.width - 10, ' '.repeat(10))}`);
      for (const line of oncePerText(tasks, after)) print(`  do      ${wrap(line, style.width - 10, ' '.repeat(10))}`);
    }
    const unknown = unknownLines(judgedAfter, style);
    title('Stayed unknown');
    for (const line of unknown.length === 0 ? ['  nothing: everything could be read'] : unknown) print(line);
    const nothing = again.chosen.length === 0;
    print();
    print(
      nothing
        ? style.green('A second run finds nothing to do.')
        : style.red(`A second run finds ${count(again.chosen.length, 'step')} to do.`),
    );
    print(style.dim(`${((performance.now() - started) / 1000).toFixed(1)} s, ${server.counters().requests} requests.`));
    print();
    print('Now your own organization. The first command only reads, and needs the role Organization Read Only:');
    print('  MONGODB_ATLAS_CLIENT_ID=… MONGODB_ATLAS_CLIENT_SECRET=… node bin/fivefold.js assess --org ORG_ID');
    print('  node bin/fivefold.js init && node bin/fivefold.js plan --org ORG_ID');
    print('  node bin/fivefold.js rehearse && node bin/fivefold.js apply --org ORG_ID');
    if (desk.json) {
      desk.print(
        JSON.stringify({
          formatVersion: 1,
          before: judged,
          plan,
          applied: chosen.map(({ id }) => id),
          leftOut: left.map(({ step, because }) => ({ step: step.id, because })),
          after: judgedAfter,
          secondRun: again.chosen.map(({ id }) => id),
        }),
      );
    }
    if (desk.values.keep === true) await keepRunning(server.url, secret, desk.note);
    return nothing && cut.length === 0 ? 0 : 1;
  } finally {
    await api.close();
    await server.close();
  }
}

/** The profile that was named, the answers on a terminal, else the sample's own. */
async function profileFor(desk: Desk<typeof DEMO_OPTIONS>): Promise<Profile> {
  if (desk.values.profile !== undefined) {
    const { readProfile } = await import('../../io/workspace/read-profile.ts');
    return readProfile(desk.values.profile);
  }
  if (!desk.interactive || desk.values.yes === true || desk.json) return startup.profile;
  const { askProfile } = await import('./ask-profile.ts');
  return profileFile.parse(await askProfile(startup.profile, [], true)) as Profile;
}

/** The same sentence of several projects is one line that names them. */
function oncePerText(
  items: readonly { readonly finding: string; readonly text: string }[],
  snapshot: Snapshot,
): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const { finding, text } of items) {
    const names = places.get(text) ?? new Set<string>();
    places.set(text, names);
    const project = projectsOf(snapshot).find(({ id }) => finding.includes(id));
    if (project !== undefined) names.add(project.name);
  }
  return [...places].map(([text, names]) => (names.size < 2 ? text : `${text} (in ${[...names].join(', ')})`));
}

function count(number: number, one: string): string {
  return `${number} ${number === 1 ? one : `${one}s`}`;
}

/** One line a layer: what stood open before, and what stands open now. */
function changeLines(before: readonly Finding[], after: readonly Finding[], style: Style): readonly string[] {
  return LAYERS.flatMap((layer) => {
    const openIn = (findings: readonly Finding[]) =>
      findings.filter((finding) => finding.layer === layer && isOpenFinding(finding));
    const then = openIn(before);
    const today = openIn(after);
    const state = (open: readonly Finding[]) => {
      const severity = SEVERITIES.find((candidate) => open.some((finding) => finding.severity === candidate));
      return severity === undefined ? 'holds' : `${open.length} open, worst ${severity}`;
    };
    const text = state(today).padEnd(24);
    return [
      `  ${LAYER_TITLES[layer].padEnd(24)}${state(then).padEnd(26)}→ ${today.length === 0 ? style.green(text) : style.yellow(text)}`.trimEnd(),
    ];
  });
}

type Entry = ModelOf<'project-ip-access-list'>;

function entriesOf(snapshot: Snapshot, projectId: string): readonly Entry[] {
  return snapshot.resources
    .filter((resource) => resource.kind === 'project-ip-access-list')
    .map((resource) => resource.model as Entry)
    .filter((entry) => entry.projectId === projectId && entry.type === 'cidr');
}

function projectsOf(snapshot: Snapshot): readonly ModelOf<'project'>[] {
  return snapshot.resources
    .filter((resource) => resource.kind === 'project')
    .map((resource) => resource.model as ModelOf<'project'>);
}

/** What deleting the open entries alone would do: which known clients lose their way in. */
function naive(snapshot: Snapshot, profile: Profile): readonly string[] {
  return projectsOf(snapshot).flatMap((project) => {
    const kept = addressSetOf(
      entriesOf(snapshot, project.id)
        .map((e) => e.entry)
        .filter((cidr) => !/\/[01]$/.test(cidr)),
    );
    return publicClientsOf(profile, project)
      .filter((client) => !covers(kept, addressSetOf(client.addresses)))
      .map((client) => `would cut off ${client.name} (${client.addresses.join(', ')}) from ${project.name}`);
  });
}

function cutOff(snapshot: Snapshot, profile: Profile): readonly string[] {
  return projectsOf(snapshot).flatMap((project) => {
    const admitted = addressSetOf(entriesOf(snapshot, project.id).map((e) => e.entry));
    return publicClientsOf(profile, project)
      .filter((client) => !covers(admitted, addressSetOf(client.addresses)))
      .map((client) => `${client.name} has lost its way in to ${project.name}.`);
  });
}

async function keepRunning(url: string, secret: string, note: (line: string) => void): Promise<void> {
  note(`\nThe emulator keeps running at ${url} until Ctrl-C. Look for yourself:`);
  note(
    `  TOKEN=$(curl -s -u '${CLIENT_ID}:${secret}' -d grant_type=client_credentials ${url}/api/oauth/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  );
  note(
    `  curl -s -H "Authorization: Bearer $TOKEN" -H 'Accept: application/vnd.atlas.2023-01-01+json' ${url}/api/atlas/v2/groups/656000000000000000000001/accessList`,
  );
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
}
