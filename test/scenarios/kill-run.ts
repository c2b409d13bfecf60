/** An apply that is killed again and again: what is lost, what is done twice, what is left in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulatorServer } from '../../src/apps/emulator/server.ts';
import { now, sha256 } from '../../src/apps/platform.ts';
import type { ApiCall, ApiResponse } from '../../src/core/call.ts';
import { afterOf, beforeOf, type Change, changedFields } from '../../src/core/change.ts';
import { Failure } from '../../src/core/failure.ts';
import type { Instant } from '../../src/core/instant.ts';
import { canonicalJson, sameJson } from '../../src/core/json.ts';
import type { Step } from '../../src/core/plan.ts';
import type { AnyResource, ModelOf } from '../../src/core/resource.ts';
import { Secret } from '../../src/core/secret.ts';
import { parseFaults } from '../../src/emulator/faults.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { type SeedModel, seedModels } from '../../src/emulator/seed.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { type ApplyPorts, applyPlan } from '../../src/workflows/apply-plan.ts';
import { collect } from '../../src/workflows/collect.ts';
import { fingerprintOf } from '../../src/workflows/make-plan.ts';
import { rollback } from '../../src/workflows/rollback.ts';
import { chanceFrom } from '../chance.ts';
import { type World, worldOf } from '../laws/world.ts';
import { environmentOf, OWNER, type Program } from './program.ts';

/** What came of a run of kills. All three of `lost`, `repeated` and `halfApplied` are to be 0. */
export interface KillCounts {
  readonly points: number;
  readonly kills: number;
  /** How often apply had to be run until it was done, over all points. */
  readonly runs: number;
  /** Steps whose result is not there in the end. */
  readonly lost: number;
  /** Writes that took effect twice, and resources that stand there twice. */
  readonly repeated: number;
  /** Steps of which a part is there in the end. */
  readonly halfApplied: number;
}

const registry = new Map<string, AnyResource>(resources.map((resource) => [resource.kind, resource]));
const SHOP = '656000000000000000000001';
const NEW_PROJECT = 'new-project-audit';
const NEW_CONTAINER = 'new-container-stockholm';
const PASSWORD = 'KNOWN-database-password-81c2';

function modelOf(kind: string, matches: (model: Record<string, unknown>) => boolean): Record<string, unknown> {
  const found = startup.models.find((seed) => seed.kind === kind && matches(seed.model as Record<string, unknown>));
  if (found === undefined) throw new Error(`the sample has no such ${kind}`);
  return found.model as Record<string, unknown>;
}

/**
 * Steps of every sort: creates whose id Atlas gives (one with a secret that is shown once, one that others are made in,
 * one whose id another names), an update of several calls, a removal, a secret that goes in.
 */
export function stepsOfEverySort(): readonly Step[] {
  const { orgId } = startup;
  const key = modelOf('api-key', ({ description }) => description === 'terraform') as unknown as ModelOf<'api-key'>;
  const settings = modelOf('organization-settings', () => true);
  const open = modelOf('project-ip-access-list', ({ entry }) => entry === '0.0.0.0/0');
  const entry = (projectId: string, cidr: string): ModelOf<'project-ip-access-list'> => ({
    projectId,
    type: 'cidr',
    entry: cidr,
    comment: 'office',
    deleteAfterDate: null,
  });
  const user: ModelOf<'database-user'> = {
    ...(registry
      .get('database-user')
      ?.examples.find(
        (example: ModelOf<'database-user'>) => example.mechanism.type === 'scram',
      ) as ModelOf<'database-user'>),
    projectId: SHOP,
    username: 'reporting',
    scopes: [],
    roles: [{ roleName: 'read', databaseName: 'shop', collectionName: null }],
  };
  const container: ModelOf<'network-container'> = {
    projectId: SHOP,
    provider: 'AWS',
    region: 'EU_NORTH_1',
    cidrBlock: '10.8.0.0/21',
    regions: [],
    id: NEW_CONTAINER,
    provisioned: false,
    networkName: null,
  };
  const project: ModelOf<'project'> = {
    id: NEW_PROJECT,
    orgId,
    name: 'audit-archive',
    tags: [],
    created: '2026-11-24T00:00:00Z' as Instant,
    clusterCount: 0,
    withDefaultAlertsSettings: true,
    regionUsageRestrictions: null,
  };
  const resourceOf = (kind: string) => registry.get(kind) as AnyResource;
  const changes: readonly Change[] = [
    resourceOf('project-ip-access-list').create(entry(SHOP, '203.0.113.0/28')),
    resourceOf('api-key').create({
      orgId,
      id: 'new-key-of-the-watch',
      publicKey: '',
      description: 'nightly watch',
      roles: [{ role: 'ORG_READ_ONLY', orgId }],
    }),
    resourceOf('project').create(project),
    resourceOf('project-ip-access-list').create(entry(NEW_PROJECT, '198.51.100.0/28')),
    resourceOf('database-user').create(user),
    resourceOf('network-container').create(container),
    resourceOf('network-peering').create({
      projectId: SHOP,
      containerId: NEW_CONTAINER,
      id: null,
      state: 'initiating',
      error: null,
      provider: 'AWS',
      awsAccountId: '111122223333',
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      accepterRegion: 'eu-west-1',
      routeTableCidrBlock: '172.20.0.0/16',
    }),
    resourceOf('api-key').update(key, {
      description: 'terraform, shop only',
      roles: [
        { role: 'ORG_MEMBER', orgId },
        { role: 'GROUP_OWNER', projectId: SHOP },
      ],
    }),
    resourceOf('organization-settings').update(settings, { multiFactorAuthRequired: true }),
    resourceOf('project-ip-access-list').delete(open),
  ];
  return changes.map((change, index) => ({
    id: `s-${String(index).padStart(10, '0')}`,
    what: change.address,
    change,
    closes: [],
    hazards: [],
    after: change.type === 'delete' ? ['s-0000000000'] : [],
    wave: 0,
  }));
}

/** The registry, with each write that took effect written down. */
export function watchedResources(performed: string[]): readonly AnyResource[] {
  return resources.map((resource) => ({
    ...resource,
    emulator: {
      ...resource.emulator,
      routes: resource.emulator.routes.map((route: AnyResource['emulator']['routes'][number]) => ({
        ...route,
        handle(request: Parameters<typeof route.handle>[0]) {
          const reply = route.handle(request);
          const { operation, params, body } = request;
          if (operation.method !== 'GET' && reply.status < 400)
            performed.push(`${operation.id} ${canonicalJson(params)} ${canonicalJson(body)}`);
          return reply;
        },
      })),
    },
  })) as readonly AnyResource[];
}

type Models = readonly { readonly kind: string; readonly model: Record<string, unknown> }[];

/** How the organization in the end differs from what the steps promise, and what was done more often than once. */
export function countDamage(
  steps: readonly Step[],
  models: Models,
  performed: readonly string[],
): Pick<KillCounts, 'lost' | 'repeated' | 'halfApplied'> {
  let lost = 0;
  let repeated = 0;
  let halfApplied = 0;
  for (const { change } of steps) {
    const resource = registry.get(change.kind) as AnyResource;
    const there = models.filter(({ kind, model }) => kind === change.kind && isIt(change, model, resource, models));
    const [one] = there;
    if (there.length > 1) repeated += there.length - 1;
    if (change.type === 'delete') {
      if (one !== undefined) lost += 1;
      continue;
    }
    if (one === undefined) {
      lost += 1;
      continue;
    }
    const after = realModel(change, models);
    const fields = change.type === 'update' ? changedFields(change) : Object.keys(after);
    const wrong = fields.filter(
      (field) => !resource.assigned?.includes(field) && !sameJson(one.model[field], after[field]),
    );
    if (wrong.length > 0) halfApplied += 1;
  }
  const times = new Map<string, number>();
  for (const write of performed) times.set(write, (times.get(write) ?? 0) + 1);
  for (const [write, count] of times) {
    // A key whose secret was lost is made again after the first was removed: counted by what is there.
    if (!/^(create|delete)\w*ApiKey /.test(write)) repeated += count - 1;
  }
  return { lost, repeated, halfApplied };
}

/** What a change leads to (or takes away), with the ids that Atlas gave in place of those that the steps made up. */
function realModel(change: Change, models: Models): Record<string, unknown> {
  const real: Record<string, unknown> = { ...((afterOf(change) ?? beforeOf(change)) as Record<string, unknown>) };
  const idOf = (kind: string, field: string, value: string) =>
    models.find((found) => found.kind === kind && found.model[field] === value)?.model.id;
  if (real.projectId === NEW_PROJECT) real.projectId = idOf('project', 'name', 'audit-archive');
  if (real.containerId === NEW_CONTAINER) real.containerId = idOf('network-container', 'region', 'EU_NORTH_1');
  return real;
}

/** Is this what the change is about? By its marker where Atlas gives the id, else by its name below the right project. */
function isIt(change: Change, model: Record<string, unknown>, resource: AnyResource, models: Models): boolean {
  const real = realModel(change, models);
  const marked = change.type === 'create' ? resource.write?.isSame?.(real, model) : undefined;
  return marked ?? resource.address(model) === resource.address(real);
}

/** Everything that stands in the organization, read as anybody would. */
export async function modelsOf(send: (call: ApiCall) => Promise<ApiResponse>, orgId: string): Promise<Models> {
  const snapshot = await collect({ api: { send }, orgId, resources, baseUrl: 'emulator:', now: now() });
  return snapshot.resources as unknown as Models;
}

/** Thrown where a process would end: nothing after it may take effect. */
class Killed extends Error {}

/** The kinds of trouble that a client passes on to apply: what may be retried was retried. */
function faulty(
  send: (call: ApiCall) => Promise<ApiResponse>,
  share: number,
  chance: () => number,
): (call: ApiCall) => Promise<ApiResponse> {
  const lost = (call: ApiCall) =>
    new Failure({ code: 'answer-lost', what: `${call.operation.id}?`, why: 'The connection broke.', fix: 'Look.' }, 4);
  return async (call) => {
    if (chance() >= share) return send(call);
    if (call.method === 'GET') {
      // Five attempts that all fail.
      if (chance() < share ** 4)
        throw new Failure({ code: 'connection-failed', what: 'No answer.', why: 'Resets.', fix: 'Try again.' });
      return send(call);
    }
    if (chance() < 0.5) throw lost(call);
    await send(call);
    throw lost(call);
  };
}

/** Ports that count what happens, for apply and rollback alike. */
export type DyingPorts = Omit<ApplyPorts, 'onStep'> & { readonly events: () => number };

/** One world, its journal, and ports that can be made to die. */
export interface Stage {
  readonly world: World;
  readonly performed: string[];
  readonly lines: string[];
  readonly secrets: string[];
  /** Ports of one run that dies at its n-th event; Infinity: never. */
  ports(diesAt: number): DyingPorts;
}

/** Sets the sample up, in this process. */
export function stageForKills(faults: number, chance: () => number, more: readonly SeedModel[] = []): Stage {
  const performed: string[] = [];
  const world = worldOf([...startup.models, ...more], startup.orgId, watchedResources(performed));
  const lines: string[] = [];
  const secrets: string[] = [];
  const send = faulty(world.send, faults, chance);
  return {
    world,
    performed,
    lines,
    secrets,
    ports: (diesAt) => {
      let events = 0;
      let dead = false;
      const tick = () => {
        events += 1;
        if (events >= diesAt) dead = true;
        if (dead) throw new Killed('killed');
      };
      return {
        events: () => events,
        now: world.now,
        sleep: async (milliseconds) => world.pass(Math.ceil(milliseconds / 1000)),
        send: async (call) => {
          tick();
          const answer = await send(call);
          tick();
          return answer;
        },
        append: async (line) => {
          tick();
          lines.push(line);
          tick();
        },
        readLines: async () => [...lines],
        secretFor: async () => new Secret(PASSWORD),
        takeSecret: async ({ field, value }) => {
          tick();
          secrets.push(`${field} ${value.reveal()}`);
          tick();
        },
      };
    },
  };
}

const MOST_RUNS = 60;

/** Kills at random events inside this process, under faults; then resumes until it is done. */
export async function simulateKills(options: {
  readonly points: number;
  readonly seed: number;
  readonly faults: number;
}): Promise<KillCounts> {
  const chance = chanceFrom(options.seed);
  const steps = stepsOfEverySort();
  const calm = stageForKills(0, () => 1);
  const whole = calm.ports(Number.POSITIVE_INFINITY);
  await applyPlan('kills', steps, resources, whole);
  const total = { points: options.points, kills: 0, runs: 0, lost: 0, repeated: 0, halfApplied: 0 };
  for (let point = 0; point < options.points; point += 1) {
    const stage = stageForKills(options.faults, chance);
    let diesAt = 1 + Math.floor(chance() * whole.events());
    for (let run = 1; ; run += 1) {
      total.runs += 1;
      const done = await applyPlan('kills', steps, resources, stage.ports(diesAt)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Killed) total.kills += 1;
          else if (!(error instanceof Failure) || run >= MOST_RUNS) throw error;
          return false;
        },
      );
      if (done) break;
      // Half of the resumed runs are killed too.
      diesAt = run < 4 && chance() < 0.5 ? 1 + Math.floor(chance() * whole.events()) : Number.POSITIVE_INFINITY;
    }
    const damage = countDamage(steps, await modelsOf(stage.world.send, startup.orgId), stage.performed);
    total.lost += damage.lost;
    total.repeated += damage.repeated;
    total.halfApplied += damage.halfApplied;
  }
  return total;
}

/** Applies, dies, rolls back with kills, and tells whether the organization is what it was before. */
export async function simulateRollback(options: {
  readonly seed: number;
  readonly faults: number;
  readonly steps: readonly Step[];
}): Promise<{ readonly before: Models; readonly after: Models; readonly left: readonly string[] }> {
  const chance = chanceFrom(options.seed);
  const stage = stageForKills(options.faults, chance);
  const before = await modelsOf(stage.world.send, startup.orgId);
  const most = 200;
  let last: Error | undefined;
  const attempt = async (work: (ports: DyingPorts) => Promise<unknown>, diesAt: number): Promise<boolean> =>
    work(stage.ports(diesAt)).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof Killed || error instanceof Failure)) throw error;
        last = error;
        return false;
      },
    );
  await attempt((ports) => applyPlan('kills', options.steps, resources, ports), 1 + Math.floor(chance() * most));
  let left: readonly string[] = [];
  for (let run = 1; ; run += 1) {
    if (run > MOST_RUNS)
      throw new Error(`rollback does not come to an end: ${last?.message}\n${stage.lines.join('\n')}`);
    const diesAt = run < 4 ? 1 + Math.floor(chance() * most) : Number.POSITIVE_INFINITY;
    const done = await attempt(async (ports) => {
      const result = await rollback('kills', options.steps, resources, ports);
      left = result.left.map(({ step }) => step.id);
    }, diesAt);
    if (done) break;
  }
  return { before, after: await modelsOf(stage.world.send, startup.orgId), left };
}

/** Kills the shipped program with SIGKILL at random moments of its talk with an emulated Atlas, and runs it again. */
export async function killProgram(options: {
  readonly program: Program;
  readonly points: number;
  readonly seed: number;
  /** As `fivefold emulator --faults` takes them. */
  readonly faults?: string;
  /** How many at a time; a run waits for most of its time, since faults are answered with patience. */
  readonly sideBySide?: number;
}): Promise<KillCounts> {
  const { sideBySide = 6 } = options;
  const steps = stepsOfEverySort();
  const total = { points: options.points, kills: 0, runs: 0, lost: 0, repeated: 0, halfApplied: 0 };
  let usual = 60;

  async function killAt(point: number): Promise<void> {
    const chance = chanceFrom(options.seed + point * 7919);
    const performed: string[] = [];
    const server = await startEmulatorServer({
      resources: watchedResources(performed),
      credentials: [OWNER.serviceAccount],
      rateLimits: false,
      ...(options.faults === undefined
        ? {}
        : { faults: parseFaults(`${options.faults},seed=${options.seed + point}`) }),
    });
    seedModels(server.emulator.store, resources, startup.models, now());
    const folder = options.program.scratch();
    writePlan(folder, steps);
    try {
      for (let run = 1; ; run += 1) {
        total.runs += 1;
        const from = server.counters().requests;
        const diesAfter = run === 1 ? 1 + Math.floor(chance() * usual) : Number.POSITIVE_INFINITY;
        const child = startApply(options.program, folder, server.url);
        const ended = await watched(child, () => server.counters().requests - from >= diesAfter, chance() * 4);
        if (ended.killed) total.kills += 1;
        else if (ended.code === 0) {
          if (run === 1) usual = Math.max(10, server.counters().requests - from);
          break;
        } else if (run >= MOST_RUNS) throw new Error(`apply does not come to an end: ${ended.stderr}`);
      }
      const damage = countDamage(steps, await throughServer(server.url), performed);
      total.lost += damage.lost;
      total.repeated += damage.repeated;
      total.halfApplied += damage.halfApplied;
      checkSecrets(folder);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  let next = 0;
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      while (next < options.points) await killAt(next++);
    }),
  );
  return total;
}

/** No file but the one that was asked for may hold a secret. */
function checkSecrets(folder: string): void {
  const journal = readFileSync(join(folder, '.fivefold', journalName(folder)), 'utf8');
  const secrets = readFileSync(join(folder, 'secrets'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { value: string }).value);
  if (secrets.length === 0) throw new Error('the new secret was not handed over');
  for (const secret of [...secrets, PASSWORD])
    if (journal.includes(secret)) throw new Error('the journal holds a secret');
}

function journalName(folder: string): string {
  const { fingerprint } = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as { fingerprint: string };
  return `apply-${fingerprint.slice(0, 12)}.journal`;
}

/** Writes a plan of these steps as `fivefold plan` would. */
export function writePlan(folder: string, steps: readonly Step[]): void {
  const body = {
    formatVersion: 1,
    madeAt: now(),
    organization: { id: startup.orgId, name: 'Nimbus Bikes' },
    steps,
    manual: [],
    needs: [],
    conflicts: [],
  };
  mkdirSync(join(folder, '.fivefold'), { recursive: true });
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ ...body, fingerprint: fingerprintOf(body, sha256) }));
}

function startApply(program: Program, folder: string, url: string): ChildProcess {
  const args = ['apply', '--plan', 'plan.json', '--secrets-to', 'secrets', '--json'];
  return spawn(process.execPath, [join(program.folder, 'bin/fivefold.js'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...environmentOf(url), FIVEFOLD_DATABASE_USER_PASSWORD: PASSWORD },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Waits for the end; sends SIGKILL a little after `due` says so. */
function watched(
  child: ChildProcess,
  due: () => boolean,
  laterMilliseconds: number,
): Promise<{ readonly killed: boolean; readonly code: number | null; readonly stderr: string }> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const watch = setInterval(() => {
    if (!due()) return;
    clearInterval(watch);
    setTimeout(() => child.kill('SIGKILL'), laterMilliseconds);
  }, 1);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => {
      clearInterval(watch);
      done({ killed: signal === 'SIGKILL', code, stderr });
    });
  });
}

async function throughServer(url: string): Promise<Models> {
  const { createAtlasApi } = await import('../../src/io/atlas-api/create-atlas-api.ts');
  const { id, secret } = OWNER.serviceAccount;
  const api = await createAtlasApi({
    baseUrl: url,
    credentials: { type: 'service-account', clientId: id, clientSecret: new Secret(secret) },
    maximumAttempts: 12,
    sleep: async () => undefined,
  });
  try {
    return await modelsOf((call) => api.send(call), startup.orgId);
  } finally {
    await api.close();
  }
}
