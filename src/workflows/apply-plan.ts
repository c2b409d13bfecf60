import type { ApiCall, ApiResponse } from '../core/call.ts';
import { beforeOf, type Change } from '../core/change.ts';
import { callsOf } from '../core/change-calls.ts';
import { Failure } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import { type JournalEvent, type JournalState, NO_JOURNAL, readJournal } from '../core/journal.ts';
import { sameJson } from '../core/json.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource } from '../core/resource.ts';

/** What apply needs from outside. */
export interface ApplyPorts {
  readonly send: (call: ApiCall) => Promise<ApiResponse>;
  readonly now: () => Instant;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Appends a line and syncs it to disk before it returns. */
  readonly append: (line: string) => Promise<void>;
  readonly readLines: () => Promise<readonly string[]>;
  readonly onStep?: (step: Step, outcome: 'applied' | 'already') => void;
}

/** What apply did. */
export interface Applied {
  readonly applied: readonly string[];
  /** Steps whose result was already there: a resumed run, or somebody else was quicker. */
  readonly already: readonly string[];
}

const POLL_MILLISECONDS = 1_000;
const MAXIMUM_POLLS = 1_800;

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
  const journal = await openJournal(fingerprint, steps, ports);
  const applied: string[] = [];
  const already: string[] = [];
  for (const step of steps) {
    if (journal.steps.get(step.id)?.status === 'done') {
      already.push(step.id);
      continue;
    }
    const resource = registry.get(step.change.kind);
    if (resource?.write === undefined) throw cannotWrite(step);
    try {
      const outcome = await applyStep(step, resource, ports);
      await record(ports, { event: 'done', step: step.id, at: ports.now() });
      ports.onStep?.(step, outcome);
      (outcome === 'applied' ? applied : already).push(step.id);
    } catch (error) {
      await record(ports, { event: 'failed', step: step.id, because: (error as Error).message, at: ports.now() });
      throw error;
    }
  }
  await record(ports, { event: 'finished', at: ports.now() });
  return { applied, already };
}

async function openJournal(fingerprint: string, steps: readonly Step[], ports: ApplyPorts): Promise<JournalState> {
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
  if (state.fingerprint === fingerprint && !state.finished) return state;
  await record(ports, {
    event: 'started',
    formatVersion: 1,
    fingerprint,
    steps: steps.map(({ id }) => id),
    at: ports.now(),
  });
  return NO_JOURNAL;
}

function record(ports: ApplyPorts, event: JournalEvent): Promise<void> {
  return ports.append(JSON.stringify(event));
}

async function applyStep(step: Step, resource: AnyResource, ports: ApplyPorts): Promise<'applied' | 'already'> {
  const { change } = step;
  const current = await findNow(change, resource, ports);
  if (isReached(change, current, resource)) return 'already';
  if (!isWhere(change, current, resource)) {
    throw new Failure(
      {
        code: 'changed-meanwhile',
        what: `Could not apply ${step.id}: ${change.type} ${change.address}.`,
        why: 'It is not what it was when the plan was made: somebody or something else changed it.',
        fix: 'Look at it, then make a new plan with `fivefold plan`. Nothing was overwritten.',
      },
      4,
    );
  }
  await record(ports, { event: 'sending', step: step.id, at: ports.now() });
  const calls = callsOf(change, resource);
  if (calls.length === 0) throw cannotWrite(step);
  for (const call of calls) {
    const response = await ports.send(call);
    if (response.status >= 400) throw refused(step, call, response);
  }
  await record(ports, { event: 'sent', step: step.id, at: ports.now() });
  await settle(step, resource, ports);
  const after = await findNow(change, resource, ports);
  if (!isReached(change, after, resource)) {
    throw new Failure(
      {
        code: 'not-verified',
        what: `Atlas accepted ${step.id}, but reading ${change.address} back shows something else.`,
        why: `Expected ${change.type === 'delete' ? 'it to be gone' : 'the planned values'}.`,
        fix: 'Look at it in Atlas, then make a new plan with `fivefold plan`.',
      },
      4,
    );
  }
  return 'applied';
}

async function findNow(change: Change, resource: AnyResource, ports: ApplyPorts): Promise<unknown> {
  const model = beforeOf(change) ?? (change as { after?: unknown }).after;
  const found = resource.write?.find(model);
  if (!found) return undefined;
  const { call, parse } = found;
  const response = await ports.send(call);
  if (response.status === 404) return undefined;
  if (response.status >= 400) {
    const { errorCode = 'no error code' } = (response.body ?? {}) as { errorCode?: string };
    throw new Failure(
      {
        code: 'cannot-read-back',
        what: `Could not read ${change.address}.`,
        why: `Atlas answered ${response.status} ${errorCode} to ${call.operation.id}.`,
        fix: "Check the credential's roles with `fivefold collect --preflight`, then apply the same plan again.",
      },
      4,
    );
  }
  return parse(response.body);
}

/** The model without what Atlas or time sets. */
function comparable(model: unknown, resource: AnyResource): unknown {
  const copy: Record<string, unknown> = { ...(model as Record<string, unknown>) };
  for (const field of resource.assigned ?? []) delete copy[field];
  return copy;
}

function isReached(change: Change, current: unknown, resource: AnyResource): boolean {
  if (change.type === 'delete') return current === undefined;
  return current !== undefined && sameJson(comparable(current, resource), comparable(change.after, resource));
}

function isWhere(change: Change, current: unknown, resource: AnyResource): boolean {
  if (change.type === 'create') return current === undefined;
  return current !== undefined && sameJson(comparable(current, resource), comparable(change.before, resource));
}

async function settle(step: Step, resource: AnyResource, ports: ApplyPorts): Promise<void> {
  for (const { call, state } of resource.write?.settle?.(step.change) ?? []) {
    for (let poll = 0; ; poll += 1) {
      const { status, body } = await ports.send(call);
      const reached = state(status, body);
      if (reached === 'settled') break;
      if (typeof reached === 'object' || poll >= MAXIMUM_POLLS) {
        throw new Failure(
          {
            code: 'not-settled',
            what: `${step.id} was accepted, but Atlas did not finish it.`,
            why: typeof reached === 'object' ? reached.failed : `It was still pending after ${MAXIMUM_POLLS} polls.`,
            fix: 'Look at the resource in Atlas; apply the same plan again to wait for it once more.',
          },
          4,
        );
      }
      await ports.sleep(POLL_MILLISECONDS);
    }
  }
}

function refused(step: Step, call: ApiCall, response: ApiResponse): Failure {
  const body = (response.body ?? {}) as { errorCode?: string; detail?: string };
  return new Failure(
    {
      code: 'write-refused',
      what: `Could not apply ${step.id}: ${step.change.type} ${step.change.address}.`,
      why: `Atlas answered ${response.status} ${body.errorCode ?? ''} to ${call.operation.id}: ${body.detail ?? 'without a word'}`,
      fix: 'Mend the cause, then apply the same plan again: it goes on where it stopped.',
    },
    4,
  );
}

function cannotWrite(step: Step): Failure {
  return new Failure({
    code: 'read-only-kind',
    what: `Could not apply ${step.id}.`,
    why: `Fivefold cannot write ${step.change.kind} yet.`,
    fix: 'Leave the step out, or carry it out by hand with `fivefold render`.',
  });
}
