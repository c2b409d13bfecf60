import { type Change, invertChange } from '../core/change.ts';
import { Failure } from '../core/failure.ts';
import type { StepState } from '../core/journal.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource } from '../core/resource.ts';
import type { Secret } from '../core/secret.ts';
import { type ApplyPorts, openJournal, Renames, record, secretsFor, stopped } from './apply-plan.ts';
import { cannotWrite, carryOut, whatItMade } from './carry-out.ts';

/** What rollback needs from outside. */
export type RollbackPorts = Omit<ApplyPorts, 'onStep'> & {
  readonly onStep?: (step: Step, outcome: 'undone' | 'already') => void;
};

/** What was undone, and what was not. */
export interface RolledBack {
  readonly undone: readonly string[];
  readonly left: readonly { readonly step: Step; readonly because: string }[];
}

/** Reasons to leave one step alone and go on with those that do not depend on it. */
const LEAVES_ALONE = [
  'changed-meanwhile',
  'create-undecided',
  'read-only-kind',
  'write-refused',
  'write-refused-half-way',
] as const;

/**
 * Undoes what the journal says was done or begun, last first, each after a look at what is there now. A step that cannot be
 * undone stays, and so does every step that it was built on: an entry that replaced an open range is not taken away while
 * the range stays closed.
 */
export async function rollback(
  fingerprint: string,
  steps: readonly Step[],
  resources: readonly AnyResource[],
  ports: RollbackPorts,
): Promise<RolledBack> {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const { state } = await openJournal(fingerprint, ports);
  const names = new Renames();
  for (const step of steps) {
    const resource = registry.get(step.change.kind);
    if (resource !== undefined) names.learn(resource, step.change, state.steps.get(step.id));
  }
  const ours = steps.filter((step) => isOurs(state.steps.get(step.id))).reverse();
  const undoable = ours.filter(({ change }) => registry.get(change.kind)?.irreversible?.(change) === undefined);
  const secrets = await secretsFor(
    undoable.map((step) => ({ ...step, change: invertChange(step.change) })),
    registry,
    ports,
  );
  const undone: string[] = [];
  const left: { step: Step; because: string }[] = [];
  for (const step of ours) {
    const resource = registry.get(step.change.kind);
    if (resource?.write === undefined) throw cannotWrite(step);
    const change = names.applied(step.change, resource);
    const blocker = left.find((kept) => isBuiltOn(kept.step, step));
    const irreversible = resource.irreversible?.(change);
    if (blocker !== undefined) {
      left.push({ step, because: `${blocker.step.id} stays, and it was built on this.` });
      continue;
    }
    if (irreversible !== undefined) {
      left.push({ step, because: irreversible });
      continue;
    }
    try {
      const outcome = await undo(step, change, resource, state.steps.get(step.id), secrets.get(step.id));
      undone.push(step.id);
      ports.onStep?.(step, outcome);
    } catch (error) {
      const reason = error instanceof Failure ? error.problems[0] : undefined;
      if (reason === undefined || !LEAVES_ALONE.some((code) => code === reason.code)) throw stopped(error);
      left.push({ step, because: reason.why });
    }
  }
  return { undone, left };

  async function undo(
    step: Step,
    change: Change,
    resource: AnyResource,
    earlier: StepState | undefined,
    given: ReadonlyMap<string, Secret> | undefined,
  ): Promise<'undone' | 'already'> {
    const done = await asMade({ id: step.id, change }, resource, earlier);
    let made: unknown;
    let outcome: 'undone' | 'already' = 'already';
    if (done !== undefined) {
      const inverse = invertChange(done);
      const carried = await carryOut(
        { id: step.id, change: inverse },
        resource,
        {
          send: ports.send,
          sleep: ports.sleep,
          ...(given === undefined ? {} : { secrets: given }),
          ...(ports.takeSecret === undefined ? {} : { takeSecret: ports.takeSecret }),
          beforeSending: (known) =>
            record(ports, {
              event: 'undoing',
              step: step.id,
              ...(known.length === 0 ? {} : { known }),
              at: ports.now(),
            }),
          afterSending: async () => undefined,
          onWait: (seconds) => ports.onWait?.(step, seconds),
        },
        // A step or an undoing that stopped half-way may have left a part of it.
        earlier?.status === 'done' ? {} : { known: earlier?.status === 'undoing' ? (earlier.known ?? []) : [] },
      );
      made = carried.made;
      outcome = carried.outcome === 'applied' ? 'undone' : 'already';
    }
    await record(ports, {
      event: 'undone',
      step: step.id,
      ...(made === undefined ? {} : { made }),
      at: ports.now(),
    });
    if (made !== undefined) names.learn(resource, step.change, { status: 'undone', made });
    return outcome;
  }

  /** The change with the ids that Atlas gave, so that its inverse removes what was made; undefined: it made nothing. */
  async function asMade(
    step: { readonly id: string; readonly change: Change },
    resource: AnyResource,
    earlier: StepState | undefined,
  ): Promise<Change | undefined> {
    const { change } = step;
    if (change.type !== 'create' || resource.write?.isSame === undefined) return change;
    if (earlier !== undefined && 'made' in earlier && earlier.made !== undefined) return withMade(change, earlier.made);
    if (earlier?.status === 'done' || earlier?.status === 'undoing') return change;
    const known = earlier !== undefined && 'known' in earlier ? (earlier.known ?? []) : [];
    const found = await whatItMade(step, resource, ports, known);
    return found === undefined ? undefined : withMade(change, found);
  }
}

/** True where something was sent for the step: what was there already is not ours to undo. */
function isOurs(state: StepState | undefined): boolean {
  switch (state?.status) {
    case 'done':
      return state.already !== true;
    case 'failed':
      return state.known !== undefined;
    case 'sending':
    case 'sent':
    case 'undoing':
      return true;
    case 'waiting':
    case 'undone':
    case undefined:
      return false;
    default:
      return state satisfies never;
  }
}

/** Would undoing `step` take away what `kept` stands on? */
function isBuiltOn(kept: Step, step: Step): boolean {
  const under = kept.change.address === step.change.address || kept.change.parent === step.change.address;
  return kept.after.includes(step.id) || (under && step.change.type === 'create');
}

function withMade(change: Change & { readonly type: 'create' }, made: unknown): Change {
  return { ...change, after: made };
}

/** There is nothing to roll back. */
export function nothingApplied(journal: string): Failure {
  return new Failure(
    {
      code: 'nothing-applied',
      what: 'There is nothing to roll back.',
      why: `${journal} does not exist, or none of its steps is done.`,
      fix: 'Name the plan that was applied with --plan FILE; `fivefold apply` keeps it beside its journal.',
    },
    2,
  );
}
