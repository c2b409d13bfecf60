import { randomBytes } from 'node:crypto';
import { createAccess, findAttacks, whoCan } from '../../access/index.ts';
import { controls } from '../../controls/catalogue.generated.ts';
import { type ExitCode, Failure } from '../../core/failure.ts';
import type { Plan } from '../../core/plan.ts';
import { type Profile, profileFile } from '../../core/profile.ts';
import { Secret } from '../../core/secret.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { startup } from '../../emulator/samples/startup.ts';
import { seedModels } from '../../emulator/seed.ts';
import { analyzers } from '../../hazards/analyzers.generated.ts';
import { createAtlasApi } from '../../io/atlas-api/create-atlas-api.ts';
import { KINDS_DECIDED } from '../../policies/simulate.ts';
import { hang, wrap } from '../../reports/style.ts';
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
import {
  artifactLines,
  count,
  cutOffLines,
  decisionLines,
  dialectLines,
  gravest,
  guardrailLines,
  guideChanges,
  layerChanges,
  naiveLines,
  personLines,
} from './demo-lines.ts';
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
        kinds: [...new Set([...KINDS_JUDGED, ...KINDS_DECIDED])],
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
    const { shown, others } = gravest(judged);
    for (const line of findingLines(shown, style)) print(line);
    if (others !== undefined) print(style.dim(`\n${others}`));

    const plan = planned(before);
    title('The naive fix: delete the open entries');
    for (const line of naiveLines(before, profile)) print(`  ${style.red(line)}`);
    const { chosen, left } = selectSteps(plan, { ids: [], hazards: [] });
    title('The plan: every known client gets its way in first');
    for (const line of planLines({ ...plan, steps: chosen, needs: [], manual: [] }, style)) print(line);
    if (left.length > 0)
      print(style.dim(`  and ${count(left.length, 'step')} with a hazard, which wait for your word`));
    title('The same plan as code');
    for (const line of dialectLines(plan, style)) print(line);
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
    const cut = cutOffLines(after, profile);
    print(`  ${cut.length === 0 ? style.green('Every known client still has its way in.') : style.red(cut.join(' '))}`);
    title('Before and after');
    for (const line of layerChanges(judged, judgedAfter, style)) print(line);

    const strangers = (snapshot: Snapshot): string => {
      const target = { type: 'namespace', database: 'billing', collection: null } as const;
      const rows = whoCan(createAccess(snapshot), { command: 'dropDatabase', target, at: snapshot.takenAt });
      const names = [...new Set(rows.filter(({ fromInternet }) => fromInternet).map(({ who }) => who))];
      return names.length === 0 ? 'nobody' : `whoever has the password or secret of ${names.join(', ')}`;
    };
    print(`  Can drop database billing from anywhere: ${hang(strangers(before), style, 43, 4)}`);
    print(`    → ${hang(strangers(after), style, 6)}`);
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
      print(style.dim(`    the least that cuts the rest: ${hang(measure, style, 34)}`));

    title('The guide: six steps, items done before → now');
    for (const line of guideChanges([before, after], [judged, judgedAfter], style)) print(line);
    title('Guardrails from your answers, tried out with the Cedar engine before any is enabled');
    const { openCedar } = await import('../../io/cedar/open-cedar.ts');
    for (const line of guardrailLines(await openCedar(), profile, [before, after], style)) print(line);
    title('What belongs outside Atlas');
    for (const line of artifactLines(style)) print(line);

    const second = planned(after);
    const again = selectSteps(second, { ids: [], hazards: [] });
    if (left.length > 0) {
      title('Left for you to decide: `fivefold apply --step ID` takes one, whatever its hazards');
      for (const line of decisionLines(left, style)) print(line);
    }
    if (second.needs.length + second.manual.length > 0) {
      title('Left for a person');
      for (const line of personLines(second, judgedAfter, after, style)) print(line);
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
