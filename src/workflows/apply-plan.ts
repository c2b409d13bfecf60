import type { ApiCall, ApiResponse } from '../core/call.ts';
import { afterOf, beforeOf, type Change, type SecretSource } from '../core/change.ts';
import { Failure, isFailure, type Problem } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import {
  type JournalEvent,
  type JournalState,
  NO_JOURNAL,
  readJournal,
  type StepState,
  wasSent,
} from '../core/journal.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource } from '../core/resource.ts';
import type { Secret } from '../core/secret.ts';
import { type Attempt, cannotWrite, carryOut, type NewSecret } from './carry-out.ts';

/** What apply needs from outside. */
export interface ApplyPorts {
  readonly send: (call: ApiCall) => Promise<ApiResponse>;
  readonly now: () => Instant;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Appends a line and syncs it to disk before it returns. */
  readonly append: (line: string) => Promise<void>;
  readonly readLines: () => Promise<readonly string[]>;
  /** The value of a secret that a write takes; undefined: there is none. Absent: no secret can be had. */
  readonly secretFor?: (source: SecretSource) => Promise<Secret | undefined>;
  /** Takes a secret that Atlas shows once. Absent: a plan that makes one is refused. */
  readonly takeSecret?: (secret: NewSecret) => Promise<void>;
  readonly onStep?: (step: Step, outcome: 'applied' | 'already') => void;
  readonly onWait?: (step: Step, waitedSeconds: number) => void;
}

/** What apply did. */
export interface Applied {
  readonly applied: readonly string[];
  /** Steps whose result was already there: a resumed run, or somebody else was quicker. */
  readonly already: readonly string[];
}

/**
 * Applies steps in order, one after the other. The journal is written before and after every call; after a kill the same
 * plan goes on where it stopped, because each step begins by reading what is really there.
 */
export async function applyPlan(
  fingerprint: string,
  steps: readonly Step[],
  resources: readonly AnyResource[],
  ports: ApplyPorts,
): Promise<Applied> {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const { state, resumed } = await openJournal(fingerprint, ports);
  const isDone = (step: Step) => resumed && state.steps.get(step.id)?.status === 'done';
  const secrets = await secretsFor(
    steps.filter((step) => !isDone(step)),
    registry,
    ports,
  );
  if (!resumed) {
    await record(ports, {
      event: 'started',
      formatVersion: 1,
      fingerprint,
      steps: steps.map(({ id }) => id),
      at: ports.now(),
    });
  }
  const names = new Renames();
  const applied: string[] = [];
  const already: string[] = [];
  for (const step of steps) {
    const earlier = state.steps.get(step.id);
    const resource = registry.get(step.change.kind);
    if (resource?.write === undefined) throw cannotWrite(step);
    if (isDone(step)) {
      names.learn(resource, step.change, earlier);
      already.push(step.id);
      continue;
    }
    try {
      const change = names.applied(step.change, resource);
      const { outcome, made } = await carryOut(
        { id: step.id, change },
        resource,
        {
          send: ports.send,
          sleep: ports.sleep,
          secrets: secrets.get(step.id) ?? new Map(),
          ...(ports.takeSecret === undefined ? {} : { takeSecret: ports.takeSecret }),
          beforeSending: (known) =>
            record(ports, {
              event: 'sending',
              step: step.id,
              ...(known.length === 0 ? {} : { known }),
              at: ports.now(),
            }),
          afterSending: () => record(ports, { event: 'sent', step: step.id, at: ports.now() }),
          onWait: (seconds) => ports.onWait?.(step, seconds),
        },
        attemptOf(earlier, resumed),
      );
      const done: JournalEvent = {
        event: 'done',
        step: step.id,
        ...(made === undefined ? {} : { made }),
        ...(outcome === 'already' ? { already: true } : {}),
        at: ports.now(),
      };
      await record(ports, done);
      if (made !== undefined) names.learn(resource, step.change, { status: 'done', made });
      ports.onStep?.(step, outcome);
      (outcome === 'applied' ? applied : already).push(step.id);
    } catch (error) {
      // Where the journal itself cannot be written, the error to tell of is the first one.
      await record(ports, {
        event: 'failed',
        step: step.id,
        because: (error as Error).message,
        ...(isFailure(error, 'write-refused') ? { performed: false } : {}),
        at: ports.now(),
      }).catch(() => undefined);
      throw stopped(error);
    }
  }
  await record(ports, { event: 'finished', at: ports.now() });
  return { applied, already };
}

/** Whatever goes wrong between two steps leaves the plan half-way: exit code 4. */
export function stopped(error: unknown): unknown {
  return error instanceof Failure && error.exitCode !== 4 ? new Failure(error.problems, 4) : error;
}

/** What the journal says of an earlier attempt; one of a run that finished counts only by what it made. */
function attemptOf(state: StepState | undefined, resumed: boolean): Attempt {
  if (state === undefined) return {};
  if ('made' in state && state.made !== undefined) return { made: state.made };
  if (!resumed || !('known' in state) || state.known === undefined) return {};
  return { known: state.known, sent: wasSent(state) };
}

/** Ids that a plan could not know, and what Atlas gave in their place. */
export class Renames {
  readonly #given = new Map<string, string>();

  /** Remembers the ids that Atlas gave to what a step made. */
  learn(resource: AnyResource, change: Change, state: StepState | undefined): void {
    if (state === undefined || !('made' in state) || state.made === undefined) return;
    // What a step made, or what was made again when it was undone.
    const expected = change.type === 'create' ? change.after : change.type === 'delete' ? change.before : undefined;
    if (expected === undefined) return;
    this.#given.set(change.address, resource.address(state.made));
    const planned = expected as Record<string, unknown>;
    const made = state.made as Record<string, unknown>;
    for (const field of resource.assigned ?? []) {
      const [from, to] = [planned[field], made[field]];
      if (typeof from === 'string' && from !== '' && typeof to === 'string' && from !== to) this.#given.set(from, to);
    }
  }

  /** The change with the ids that exist. */
  applied(change: Change, resource: AnyResource): Change {
    if (this.#given.size === 0) return change;
    const renamed = this.#replace(change) as Change;
    const model = renamed.type === 'delete' ? renamed.before : renamed.after;
    return { ...renamed, address: resource.address(model), parent: resource.parent(model) };
  }

  #replace(value: unknown): unknown {
    if (typeof value === 'string') return this.#given.get(value) ?? value;
    if (Array.isArray(value)) return value.map((item) => this.#replace(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.#replace(item)]));
  }
}

/** Everything that must be known before the first call: each missing secret is named at once. */
export async function secretsFor(
  steps: readonly Pick<Step, 'id' | 'what' | 'change'>[],
  registry: ReadonlyMap<string, AnyResource>,
  ports: Pick<ApplyPorts, 'secretFor' | 'takeSecret'>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Secret>>> {
  const all = new Map<string, ReadonlyMap<string, Secret>>();
  const problems: Problem[] = [];
  const sourcesOf = sourcesByStep(steps, registry);
  for (const step of steps) {
    const write = registry.get(step.change.kind)?.write;
    const what = `Could not begin: ${step.id} (${step.what}).`;
    if (step.change.type === 'create' && write?.yieldsSecrets !== undefined && ports.takeSecret === undefined) {
      problems.push({
        code: 'secret-sink-missing',
        what,
        why: `Atlas shows its ${write.yieldsSecrets.map((path) => path.split('.').at(-1)).join(' and ')} once, and nobody has said where it should go.`,
        fix: 'Name a file or a command with --secrets-to.',
      });
    }
    const found = new Map<string, Secret>();
    for (const [field, source] of Object.entries(sourcesOf.get(step.id) ?? {})) {
      const secret = await ports.secretFor?.(source);
      if (secret !== undefined) found.set(field, secret);
      else
        problems.push({
          code: 'secret-missing',
          what,
          why: `It needs a ${field}, and ${source.name} holds none.`,
          fix:
            source.from === 'environment'
              ? `Set the environment variable ${source.name}, or run the command on a terminal to be asked.`
              : 'Run the command on a terminal to be asked.',
        });
    }
    all.set(step.id, found);
  }
  if (problems.length > 0) throw new Failure(problems, 2);
  return all;
}

/**
 * Where each step's secrets come from. Two users must not get one password because both ask for the same variable: where
 * several steps would share a default name, each gets one of its own, with what it is called at the end.
 */
function sourcesByStep(
  steps: readonly Pick<Step, 'id' | 'change'>[],
  registry: ReadonlyMap<string, AnyResource>,
): ReadonlyMap<string, Readonly<Record<string, SecretSource>>> {
  const wanted = steps.map(({ id, change }) => {
    const resource = registry.get(change.kind);
    const named = change.secrets !== undefined;
    return { id, change, resource, named, sources: change.secrets ?? resource?.write?.secretInputs?.(change) ?? {} };
  });
  const uses = new Map<string, number>();
  for (const { named, sources } of wanted) {
    if (named) continue;
    for (const { name } of Object.values(sources)) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const taken = new Set<string>();
  const ownName = ({ id, change, resource }: (typeof wanted)[number], name: string): string => {
    const label = resource?.label(afterOf(change) ?? beforeOf(change)) ?? '';
    const suffix = label.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
    const own = `${name}_${suffix}`;
    const free = taken.has(own) ? `${own}_${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}` : own;
    taken.add(free);
    return free;
  };
  return new Map(
    wanted.map((step) => {
      const entries = Object.entries(step.sources).map(([field, source]): [string, SecretSource] => [
        field,
        step.named || (uses.get(source.name) ?? 0) < 2 ? source : { ...source, name: ownName(step, source.name) },
      ]);
      return [step.id, Object.fromEntries(entries)];
    }),
  );
}

/** What the journal says; refused where it cannot be read or belongs to a plan that stopped half-way. */
export async function openJournal(
  fingerprint: string,
  ports: Pick<ApplyPorts, 'readLines'>,
): Promise<{ readonly state: JournalState; readonly resumed: boolean }> {
  const lines = await ports.readLines();
  const outcome = lines.length === 0 ? { state: NO_JOURNAL } : readJournal(lines);
  if ('brokenLine' in outcome) {
    throw new Failure(
      {
        code: 'journal-broken',
        what: 'Could not resume the apply.',
        why: `Line ${outcome.brokenLine} of the journal is no JSON, and it is not the last one, so it was not cut off by a kill.`,
        fix: 'Move the journal away, make a new plan with `fivefold plan` and apply that: it starts from what is really there.',
      },
      4,
    );
  }
  const { state } = outcome;
  if (state.fingerprint !== undefined && state.fingerprint !== fingerprint && !state.finished) {
    throw new Failure(
      {
        code: 'journal-of-another-plan',
        what: 'Could not apply this plan.',
        why: 'The journal holds another plan that stopped half-way.',
        fix: 'Apply that plan again to finish it, or roll it back with `fivefold rollback`.',
      },
      4,
    );
  }
  return { state, resumed: state.fingerprint === fingerprint && !state.finished };
}

/** Writes one event down. */
export function record(ports: Pick<ApplyPorts, 'append'>, event: JournalEvent): Promise<void> {
  return ports.append(JSON.stringify(event));
}
