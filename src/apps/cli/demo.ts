import { controls } from '../../controls/catalogue.generated.ts';
import { parseAddress } from '../../core/address.ts';
import { addressSetOf, covers } from '../../core/cidr.ts';
import { type Finding, isOpenFinding } from '../../core/control.ts';
import { Failure } from '../../core/failure.ts';
import { publicClientsOf } from '../../core/known-clients.ts';
import type { ModelOf } from '../../core/resource.ts';
import { Secret } from '../../core/secret.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { startup } from '../../emulator/samples/startup.ts';
import { seedModels } from '../../emulator/seed.ts';
import { analyzers } from '../../hazards/analyzers.generated.ts';
import { createAtlasApi } from '../../io/atlas-api/create-atlas-api.ts';
import { openWorkspace } from '../../io/workspace/workspace.ts';
import { resources } from '../../resources/index.generated.ts';
import { applyPlan } from '../../workflows/apply-plan.ts';
import { collect } from '../../workflows/collect.ts';
import { judge, kindsRead } from '../../workflows/judge.ts';
import { makePlan, type Plan, selectSteps } from '../../workflows/make-plan.ts';
import { readOnly } from '../../workflows/ports.ts';
import { rehearse } from '../../workflows/rehearse.ts';
import { now, sha256, stageOf } from '../compose.ts';
import { startEmulatorServer } from '../emulator/server.ts';
import { findingLines, layerLines, planLines, unknownLines } from './report.ts';
import type { Style } from './terminal.ts';

const CLIENT_ID = 'mdb_sa_id_656000000000000000000999';

/** What the demo prints to. */
export interface DemoOptions {
  readonly print: (line: string) => void;
  readonly style: Style;
  /** Leave the emulator running at the end. */
  readonly keep: boolean;
  readonly workspaceFolder: string;
}

/** The whole job on the embedded emulator's sample organization, through the same client and workflows as the real one. */
export async function demo({ print, style, keep, workspaceFolder }: DemoOptions): Promise<0> {
  const started = Date.now();
  const secret = sha256(`${started} ${process.pid} ${Math.random()}`);
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
    const kinds = kindsRead(controls);
    const { profile } = startup;
    const look = (): Promise<Snapshot> =>
      collect({ api: readOnly(api), orgId: startup.orgId, kinds, resources, baseUrl: server.url, now: now() });

    const before = await look();
    const judged = judge(before, controls, profile, resources);
    print(style.bold(danger(judged.findings, before)));
    print('');
    print(
      style.dim(
        `Sample organization "${before.source.organization.name}", read from an Atlas emulator at ${server.url}`,
      ),
    );
    for (const line of layerLines(judged.findings, style)) print(line);
    print('');
    for (const line of findingLines(judged.findings, style)) print(line);

    const planned = (snapshot: Snapshot): Plan =>
      makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });
    const plan = planned(before);
    print('');
    print(style.bold('The naive fix: delete the open entries'));
    for (const line of naive(before)) print(`  ${style.red(line)}`);
    print('');
    print(style.bold('The plan: every known client gets its way in first'));
    for (const line of planLines(plan, style)) print(line);

    const { chosen, left } = selectSteps(plan, { ids: [], hazards: [] });
    const rehearsal = await rehearse({
      snapshot: before,
      steps: chosen,
      controls,
      profile,
      resources,
      stage: stageOf(before, resources, kinds),
    });
    print('');
    print(style.bold('Rehearsed on an emulator of this organization'));
    print(
      `  ${rehearsal.applied.length} steps applied · ${rehearsal.closed.length} findings closed · ${rehearsal.opened.length} new`,
    );
    if (rehearsal.opened.length > 0) {
      throw new Failure({
        code: 'rehearsal-opened-findings',
        what: 'The rehearsal opened new findings.',
        why: rehearsal.opened.map((finding) => finding.because).join(' '),
        fix: 'Nothing was applied. This is a defect of Fivefold: please report it.',
      });
    }

    const workspace = openWorkspace(workspaceFolder);
    const journal = `demo-${started}.journal`;
    const release = await workspace.lock('apply.lock');
    try {
      await applyPlan(plan.fingerprint, chosen, resources, {
        send: (call) => api.send(call),
        now,
        sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 200))),
        append: (line) => workspace.appendLine(journal, line),
        readLines: () => workspace.lines(journal),
      });
    } finally {
      await release();
    }
    const after = await look();
    const judgedAfter = judge(after, controls, profile, resources);
    print('');
    print(
      style.bold(`Applied ${chosen.length} steps, each read back from Atlas`) +
        style.dim(` (journal: ${workspace.folder}/${journal})`),
    );
    for (const line of layerLines(judgedAfter.findings, style)) print(line);
    const cut = cutOff(after);
    print(`  ${cut.length === 0 ? style.green('Every known client still has its way in.') : style.red(cut.join(' '))}`);
    if (left.length > 0) {
      print('');
      print(style.bold('Left for you to decide'));
      for (const { step, because } of left) print(`  ${step.id} ${step.what}: ${because}`);
    }
    const unknown = unknownLines(judgedAfter.findings, style);
    if (unknown.length > 0) {
      print('');
      print(style.bold('Stayed unknown'));
      for (const line of unknown) print(line);
    }
    const second = selectSteps(planned(after), { ids: [], hazards: [] });
    print('');
    print(
      second.chosen.length === 0
        ? style.green('A second run finds nothing to do.')
        : style.red(`A second run finds ${second.chosen.length} steps to do.`),
    );
    print(style.dim(`${((Date.now() - started) / 1000).toFixed(1)} s, ${server.counters().requests} requests.`));
    print('');
    print('Now your own organization (the first command only reads; the credential needs Organization Read Only):');
    print('  MONGODB_ATLAS_CLIENT_ID=… MONGODB_ATLAS_CLIENT_SECRET=… node bin/fivefold.js assess --org ORG_ID');
    print('  node bin/fivefold.js plan --org ORG_ID --profile fivefold.yaml');
    print('  node bin/fivefold.js apply --org ORG_ID --profile fivefold.yaml');
    if (keep) await keepRunning(server.url, secret, print);
    return 0;
  } finally {
    await api.close();
    await server.close();
  }
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

/** The worst open finding as one sentence with its path. */
function danger(findings: readonly Finding[], snapshot: Snapshot): string {
  const open = findings.find(
    (finding) => isOpenFinding(finding) && finding.control === 'network/no-open-ip-access-list',
  );
  if (open === undefined) return 'No path from the internet was found.';
  const names = [
    ...new Set(findings.filter((f) => isOpenFinding(f) && f.control === open.control).map((f) => f.project?.name)),
  ];
  const entry = parseAddress(open.address)?.path[1] ?? '';
  const first = projectsOf(snapshot).find((project) => project.name === open.project?.name);
  return `Anyone on the internet who gets hold of a database password can log in to ${names.join(' and ')}: the access list of ${first?.name} admits ${entry}.`;
}

/** What deleting the open entries alone would do: which known clients lose their way in. */
function naive(snapshot: Snapshot): readonly string[] {
  return projectsOf(snapshot).flatMap((project) => {
    const kept = addressSetOf(
      entriesOf(snapshot, project.id)
        .map((e) => e.entry)
        .filter((cidr) => !/\/[01]$/.test(cidr)),
    );
    return publicClientsOf(startup.profile, project)
      .filter((client) => !covers(kept, addressSetOf(client.addresses)))
      .map((client) => `would cut off ${client.name} (${client.addresses.join(', ')}) from ${project.name}`);
  });
}

function cutOff(snapshot: Snapshot): readonly string[] {
  return projectsOf(snapshot).flatMap((project) => {
    const admitted = addressSetOf(entriesOf(snapshot, project.id).map((e) => e.entry));
    return publicClientsOf(startup.profile, project)
      .filter((client) => !covers(admitted, addressSetOf(client.addresses)))
      .map((client) => `${client.name} has lost its way in to ${project.name}.`);
  });
}

async function keepRunning(url: string, secret: string, print: (line: string) => void): Promise<void> {
  print('');
  print(`The emulator keeps running at ${url} until Ctrl-C. Look for yourself:`);
  print(
    `  TOKEN=$(curl -s -u '${CLIENT_ID}:${secret}' -d grant_type=client_credentials ${url}/api/oauth/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  );
  print(
    `  curl -s -H "Authorization: Bearer $TOKEN" -H 'Accept: application/vnd.atlas.2023-01-01+json' ${url}/api/atlas/v2/groups/656000000000000000000001/accessList`,
  );
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
}
