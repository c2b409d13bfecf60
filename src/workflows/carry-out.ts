import type { ApiCall, ApiResponse } from '../core/call.ts';
import {
  afterOf,
  beforeOf,
  type Change,
  type CreateChange,
  changedFields,
  isBetween,
  rebaseUpdate,
  type UpdateChange,
} from '../core/change.ts';
import { callsOf } from '../core/change-calls.ts';
import { Failure, isFailure } from '../core/failure.ts';
import { isObject, sameJson } from '../core/json.ts';
import type { AnyResource } from '../core/resource.ts';
import { Secret, withSecrets } from '../core/secret.ts';
import { listItems } from './ports.ts';

/** A secret that Atlas shows once, on its way to where it was asked for. */
export interface NewSecret {
  /** The step that made it. */
  readonly step: string;
  readonly address: string;
  /** The field of Atlas's answer: `privateKey`. */
  readonly field: string;
  /** What a file of its own is called. */
  readonly fileName: string;
  readonly value: Secret;
}

/** What carrying out a change needs from outside. */
export interface CarryPorts {
  readonly send: (call: ApiCall) => Promise<ApiResponse>;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** The secrets that the change's writes take, by field. */
  readonly secrets?: ReadonlyMap<string, Secret>;
  /** Takes a secret that Atlas shows once. It has it safely when the promise resolves. */
  readonly takeSecret?: (secret: NewSecret) => Promise<void>;
  /** Written down before anything is sent, with the look-alikes that are there already. */
  readonly beforeSending: (known: readonly string[]) => Promise<void>;
  readonly afterSending: () => Promise<void>;
  /** Told while Atlas works on an accepted change. */
  readonly onWait?: (waitedSeconds: number) => void;
}

/** What is known of an earlier attempt at the same change. */
export interface Attempt {
  /** It was about to be sent, perhaps it was: addresses of the look-alikes that were there before. */
  readonly known?: readonly string[];
  /** Atlas took every call, and a new secret is where it was asked for. */
  readonly sent?: boolean;
  /** The resource that it made. */
  readonly made?: unknown;
}

/** How it ended. */
export interface Carried {
  readonly outcome: 'applied' | 'already';
  /** The resource as Atlas made it, for kinds whose id Atlas gives. */
  readonly made?: unknown;
}

const FIRST_POLL_MILLISECONDS = 1_000;
const LONGEST_POLL_MILLISECONDS = 15_000;
/** Atlas takes up to hours to encrypt a large cluster anew; a wait beyond this is given up, and can be resumed. */
const LONGEST_WAIT_MILLISECONDS = 4 * 3_600_000;
/** A read right after a write may be answered by a server that has not seen it yet. */
const READ_BACK_ATTEMPTS = 3;
const MOST_SENDINGS = 3;

/**
 * Carries one change out: looks at what is there, writes only where that is what the change starts from, waits until
 * Atlas has finished, and reads it back. Where an answer was lost, what is really there decides.
 */
export async function carryOut(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  ports: CarryPorts,
  earlier: Attempt = {},
): Promise<Carried> {
  const { change } = step;
  let { known, sent } = earlier;
  for (let sending = 1; ; sending += 1) {
    // Once something was sent, what stands there may be ours: half of it, or with its secret lost.
    const attempt = { ...earlier, ...(known === undefined ? {} : { known }), ...(sent === undefined ? {} : { sent }) };
    const found = await locate(step, resource, ports, attempt);
    if ('orphan' in found) {
      await removeOrphan(step, resource, ports, found.orphan);
      sent = false;
    }
    const current = 'orphan' in found ? undefined : found.current;
    if (isReached(change, current, resource)) {
      await settle(step, change, resource, ports);
      const now = change.type === 'create' ? current : await lookAgain(change, resource, ports, attempt);
      if (!isReached(change, now, resource)) throw changedMeanwhile(step);
      return { outcome: known === undefined ? 'already' : 'applied', ...madeOf(change, resource, now) };
    }
    const effective = startingFrom(change, current, resource, known !== undefined);
    if (effective === undefined) throw changedMeanwhile(step);
    const calls = callsOf(effective, resource);
    if (calls.length === 0) throw cannotWrite(step);
    const first = known === undefined;
    known ??= 'orphan' in found ? [] : found.lookAlikes;
    await ports.beforeSending(known);
    const outcome = await sendAll(step, resource, calls, ports);
    if (outcome.ended === 'lost') {
      if (sending >= MOST_SENDINGS) throw outcome.failure;
      await waitForLateEffect(step, resource, ports, { ...earlier, known });
      continue;
    }
    if (outcome.ended === 'refused') {
      if (first && outcome.performed === 0) throw refused(step, outcome.call, outcome.response);
      if (!isUnderWay(change, outcome.response)) {
        // An earlier sending may have taken effect in the meantime, and then this one is refused for it.
        if (sending >= MOST_SENDINGS || !(await hasMoved(step, resource, ports, { ...earlier, known }, current)))
          throw halfWay(step, outcome.call, outcome.response);
        continue;
      }
    } else await ports.afterSending();
    await settle(step, effective, resource, ports);
    return { outcome: 'applied', ...(await verified(step, effective, resource, ports, known)) };
  }
}

type Sent =
  | { readonly ended: 'sent' }
  | { readonly ended: 'lost'; readonly failure: unknown }
  | {
      readonly ended: 'refused';
      readonly call: ApiCall;
      readonly response: ApiResponse;
      /** How many of the calls before it took effect. */
      readonly performed: number;
    };

async function sendAll(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  calls: readonly ApiCall[],
  ports: CarryPorts,
): Promise<Sent> {
  for (const [performed, call] of calls.entries()) {
    try {
      const response = await write(step, resource, call, ports);
      if (response.status >= 400) return { ended: 'refused', call, response, performed };
    } catch (error) {
      if (!isFailure(error, 'answer-lost')) throw error;
      return { ended: 'lost', failure: error };
    }
  }
  return { ended: 'sent' };
}

/** A call whose answer was lost may still be at work: sending it again at once could make a second one. */
async function waitForLateEffect(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  ports: CarryPorts,
  attempt: Attempt,
): Promise<void> {
  const twice = step.change.type === 'create' && resource.write?.isSame !== undefined;
  for (let pause = FIRST_POLL_MILLISECONDS; pause <= (twice ? 4 : 1) * FIRST_POLL_MILLISECONDS; pause *= 2) {
    await ports.sleep(pause);
    const found = await locate(step, resource, ports, attempt);
    if ('orphan' in found || isReached(step.change, found.current, resource)) return;
  }
}

/** Does something else stand there than before the call that was refused? */
async function hasMoved(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  ports: CarryPorts,
  attempt: Attempt,
  before: unknown,
): Promise<boolean> {
  const found = await locate(step, resource, ports, attempt);
  return 'orphan' in found || !sameJson(found.current, before);
}

async function lookAgain(
  change: Change,
  resource: AnyResource,
  ports: CarryPorts,
  { made }: Attempt,
): Promise<unknown> {
  return readOne(change, resource, made ?? beforeOf(change) ?? afterOf(change), ports);
}

/** Refusals that say that an earlier sending of the same removal is at work (recorded: 400 while a cluster is DELETING). */
function isUnderWay(change: Change, { body }: ApiResponse): boolean {
  const errorCode = isObject(body) ? String(body.errorCode) : '';
  return change.type === 'delete' && /ALREADY_REQUESTED_DELETION$/.test(errorCode);
}

function madeOf(change: Change, resource: AnyResource, current: unknown): { readonly made?: unknown } {
  const given = change.type === 'create' && resource.write?.isSame !== undefined && current !== undefined;
  return given ? { made: current } : {};
}

async function write(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  call: ApiCall,
  ports: CarryPorts,
): Promise<ApiResponse> {
  const body = call.body === undefined ? undefined : withSecrets(call.body, ports.secrets ?? new Map());
  const response = await ports.send(
    body === undefined ? call : { ...call, body: body as NonNullable<ApiCall['body']> },
  );
  if (response.status >= 400) {
    // What is gone already need not be removed; reading it back decides whether it is.
    return step.change.type === 'delete' && response.status === 404 ? { ...response, status: 204 } : response;
  }
  if (step.change.type !== 'create') return response;
  const address = addressOfMade(response.body, step.change, resource);
  for (const [field, value] of newSecretsIn(response.body, resource.write?.yieldsSecrets ?? [])) {
    const fileName = `${address}.${field}`.replace(/[^\p{L}\p{N}._-]+/gu, '_');
    await ports.takeSecret?.({ step: step.id, address, field, fileName, value: new Secret(value) });
  }
  return response;
}

/** The address with the ids that Atlas gave. Where the answer has another shape than known, the secret is not lost for it. */
function addressOfMade(body: unknown, change: CreateChange, resource: AnyResource): string {
  try {
    return resource.write?.answered === undefined
      ? change.address
      : resource.address(resource.write.answered(body, change.after));
  } catch {
    return change.address;
  }
}

/** Every new secret with its field's name. An answer that is text is the secret itself, under the first name. */
function newSecretsIn(body: unknown, fields: readonly string[]): readonly (readonly [field: string, value: string])[] {
  const places = typeof body === 'string' ? fields.slice(0, 1) : fields;
  return places.flatMap((field) =>
    (typeof body === 'string' ? [body] : textsAt(body, field.split('.')))
      .filter((value) => value !== '')
      .map((value) => [field, value] as const),
  );
}

/** The texts that stand at a path; a list on the way stands for each of its items. */
function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path));
  const [name, ...rest] = path;
  if (name !== undefined) return isObject(value) ? textsAt(value[name], rest) : [];
  return typeof value === 'string' ? [value] : [];
}

type Located =
  | { readonly current: unknown; readonly lookAlikes: readonly string[] }
  /** Made by an earlier attempt whose answer, with a secret in it, was lost. */
  | { readonly orphan: unknown };

/** What stands there now: by its address, or, where Atlas gives the id, by what marks it. */
async function locate(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  ports: Pick<CarryPorts, 'send'>,
  earlier: Attempt,
): Promise<Located> {
  const { change } = step;
  const isSame = resource.write?.isSame;
  if (change.type !== 'create' || isSame === undefined || earlier.made !== undefined) {
    const model = earlier.made ?? beforeOf(change) ?? afterOf(change);
    return { current: await readOne(change, resource, model, ports), lookAlikes: [] };
  }
  const alike = (await readAll(change, resource, ports)).filter((model) => isSame(change.after, model));
  const addresses = alike.map((model) => resource.address(model) as string);
  if (earlier.known === undefined) {
    // Nothing was sent yet: what looks alike is somebody else's, or the work of an earlier plan.
    const equal = alike.find((model) => isReached(change, model, resource));
    // One whose secret nobody has is no use: a second one is made beside it.
    if (resource.write?.yieldsSecrets !== undefined) return { current: undefined, lookAlikes: addresses };
    return { current: equal ?? alike[0], lookAlikes: addresses };
  }
  const { known } = earlier;
  const fresh = alike.filter((model) => !known.includes(resource.address(model)));
  if (fresh.length > 1) throw undecided(step, fresh.length);
  const [made] = fresh;
  if (made === undefined) return { current: undefined, lookAlikes: addresses };
  const lostSecret = resource.write?.yieldsSecrets !== undefined && earlier.sent !== true;
  // Somebody may have made another one of the same name: only what is just as planned is taken for ours and removed.
  if (lostSecret && !isReached(change, made, resource)) throw undecided(step, 1);
  return lostSecret ? { orphan: made } : { current: made, lookAlikes: addresses };
}

/** What a create that stopped half-way has made, for kinds whose id Atlas gives; undefined: nothing. */
export async function whatItMade(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  ports: Pick<CarryPorts, 'send'>,
  known: readonly string[],
): Promise<unknown> {
  const found = await locate(step, resource, ports, { known });
  return 'orphan' in found ? found.orphan : found.current;
}

async function readOne(
  change: Change,
  resource: AnyResource,
  model: unknown,
  ports: Pick<CarryPorts, 'send'>,
): Promise<unknown> {
  const found = resource.write?.find(model);
  if (!found) return undefined;
  const response = await ports.send(found.call);
  if (response.status < 400) return found.parse(response.body);
  const errorCode = isObject(response.body) ? response.body.errorCode : undefined;
  // A project or organization that is not there, or not to be seen, says nothing of what lives in it.
  const elsewhere = resource.kind !== 'project' && /^(GROUP|ORG|PROJECT)_NOT_FOUND$/.test(String(errorCode));
  if (!elsewhere && (response.status === 404 || /_NOT_FOUND$/.test(String(errorCode)))) return undefined;
  throw cannotRead(change, found.call, response);
}

/** Everything of the kind beside the one that is to be made. */
async function readAll(
  change: Change,
  resource: AnyResource,
  ports: Pick<CarryPorts, 'send'>,
): Promise<readonly unknown[]> {
  const model = afterOf(change);
  const path = resource.parentPath(model) ?? [];
  const parent = resource.write?.parentOf?.(model) ?? { id: path.at(-1) };
  const calls: readonly ApiCall[] = resource.read.calls(parent as never, String(path[0]));
  const models: unknown[] = [];
  for (const call of calls) {
    const answer = await listItems(ports, call);
    if (!answer.ok) throw cannotRead(change, call, answer.response);
    for (const item of answer.items) models.push(...resource.read.parse(item, parent as never, call));
  }
  return models;
}

async function removeOrphan(
  step: { readonly id: string; readonly change: Change },
  resource: AnyResource,
  ports: CarryPorts,
  orphan: unknown,
): Promise<void> {
  const removal: Change = resource.delete(orphan);
  const calls = callsOf(removal, resource);
  if (calls.length === 0) throw undecided(step, 1);
  for (let sending = 1; ; sending += 1) {
    const outcome = await sendAll({ id: step.id, change: removal }, resource, calls, ports);
    await settle(step, removal, resource, ports);
    if ((await readOne(removal, resource, orphan, ports)) === undefined) return;
    if (outcome.ended === 'refused') throw halfWay(step, outcome.call, outcome.response);
    if (sending >= MOST_SENDINGS) throw undecided(step, 1);
    await ports.sleep(FIRST_POLL_MILLISECONDS);
  }
}

/** The model without what Atlas or time sets. */
function comparable(model: unknown, resource: AnyResource): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...(model as Record<string, unknown>) };
  for (const field of resource.assigned ?? []) delete copy[field];
  return copy;
}

/** The fields that an update sets, without what Atlas or time sets. */
function ownFields(change: UpdateChange, resource: AnyResource): readonly string[] {
  const assigned = new Set<string>(resource.assigned ?? []);
  return changedFields(change).filter((field) => !assigned.has(field));
}

function isReached(change: Change, current: unknown, resource: AnyResource): boolean {
  if (change.type === 'delete') return current === undefined;
  if (current === undefined) return false;
  if (change.type === 'create') return sameJson(comparable(current, resource), comparable(change.after, resource));
  const now = current as Record<string, unknown>;
  const after = change.after as Record<string, unknown>;
  return ownFields(change, resource).every((field) => sameJson(now[field], after[field]));
}

/**
 * The change as it has to be written on what stands there now; undefined where that is not what it starts from. Of an
 * update only its own fields count; once it was begun, each part of them may be as it was or as it shall be, because an
 * attempt may have stopped between two calls.
 */
function startingFrom(change: Change, current: unknown, resource: AnyResource, begun: boolean): Change | undefined {
  if (change.type === 'create') return current === undefined ? change : undefined;
  if (current === undefined) return undefined;
  if (change.type === 'delete') {
    const same = sameJson(comparable(current, resource), comparable(change.before, resource));
    return same ? { ...change, before: current } : undefined;
  }
  const now = current as Record<string, unknown>;
  const before = change.before as Record<string, unknown>;
  const after = change.after as Record<string, unknown>;
  const fits = ownFields(change, resource).every((field) =>
    begun ? isBetween(now[field], before[field], after[field]) : sameJson(now[field], before[field]),
  );
  return fits ? rebaseUpdate(change, current) : undefined;
}

async function settle(
  step: { readonly id: string },
  change: Change,
  resource: AnyResource,
  ports: CarryPorts,
): Promise<void> {
  for (const { call, state } of resource.write?.settle?.(change) ?? []) {
    let waited = 0;
    for (let pause = FIRST_POLL_MILLISECONDS; ; pause = Math.min(pause * 1.5, LONGEST_POLL_MILLISECONDS)) {
      const { status, body } = await ports.send(call);
      const reached = state(status, body);
      if (reached === 'settled') break;
      if (typeof reached === 'object' || waited >= LONGEST_WAIT_MILLISECONDS) {
        throw new Failure(
          {
            code: 'not-settled',
            what: `${step.id} was accepted, but Atlas did not finish it.`,
            why:
              typeof reached === 'object'
                ? reached.failed
                : `It was still at work after ${Math.round(waited / 3_600_000)} hours.`,
            fix: 'Look at the resource in Atlas; apply the same plan again to wait for it once more.',
          },
          4,
        );
      }
      await ports.sleep(pause);
      waited += pause;
      ports.onWait?.(Math.round(waited / 1000));
    }
  }
}

async function verified(
  step: { readonly id: string; readonly change: Change },
  effective: Change,
  resource: AnyResource,
  ports: CarryPorts,
  known: readonly string[],
): Promise<{ readonly made?: unknown }> {
  const isSame = resource.write?.isSame;
  for (let attempt = 1; ; attempt += 1) {
    let current: unknown;
    if (effective.type === 'create' && isSame !== undefined) {
      const fresh = (await readAll(effective, resource, ports)).filter(
        (model) => isSame(effective.after, model) && !known.includes(resource.address(model)),
      );
      if (fresh.length > 1) throw undecided(step, fresh.length);
      current = fresh[0];
    } else {
      const model = beforeOf(effective) ?? afterOf(effective);
      current = await readOne(effective, resource, model, ports);
    }
    if (isReached(effective, current, resource)) return madeOf(effective, resource, current);
    if (attempt >= READ_BACK_ATTEMPTS) throw notVerified(step, effective, current, resource);
    await ports.sleep(FIRST_POLL_MILLISECONDS);
  }
}

function changedMeanwhile(step: { readonly id: string; readonly change: Change }): Failure {
  return new Failure(
    {
      code: 'changed-meanwhile',
      what: `Could not apply ${step.id}: ${step.change.type} ${step.change.address}.`,
      why: 'It is not what it was when the plan was made: somebody or something else changed it.',
      fix: 'Look at it, then make a new plan with `fivefold plan`. Nothing was overwritten.',
    },
    4,
  );
}

function undecided(step: { readonly id: string; readonly change: Change }, count: number): Failure {
  return new Failure(
    {
      code: 'create-undecided',
      what: `Could not tell whether ${step.id} (${step.change.type} ${step.change.address}) took effect.`,
      why: `The answer was lost, and ${count} of its kind that were not there before look like it.`,
      fix: 'Look at them in Atlas, remove what is too many, then make a new plan with `fivefold plan`.',
    },
    4,
  );
}

function notVerified(step: { readonly id: string }, change: Change, current: unknown, resource: AnyResource): Failure {
  const now = (current ?? {}) as Record<string, unknown>;
  const after = ((change as { after?: unknown }).after ?? {}) as Record<string, unknown>;
  const fields = change.type === 'update' ? ownFields(change, resource) : Object.keys(comparable(after, resource));
  const differing = fields.filter((field) => !sameJson(now[field], after[field]));
  return new Failure(
    {
      code: 'not-verified',
      what: `Atlas accepted ${step.id}, but reading ${change.address} back shows something else.`,
      why:
        change.type === 'delete'
          ? 'It is still there.'
          : current === undefined
            ? 'It is not there.'
            : `These fields are not as planned: ${differing.join(', ')}.`,
      fix: 'Look at it in Atlas, then make a new plan with `fivefold plan`.',
    },
    4,
  );
}

function cannotRead(change: Change, call: ApiCall, response: ApiResponse): Failure {
  const { errorCode = 'no error code' } = (isObject(response.body) ? response.body : {}) as { errorCode?: string };
  return new Failure(
    {
      code: 'cannot-read-back',
      what: `Could not read ${change.address}.`,
      why: `Atlas answered ${response.status} ${errorCode} to ${call.operation.id}.`,
      fix: "Check the credential's roles with `fivefold collect --preflight`, then apply the same plan again.",
    },
    4,
  );
}

function refused(
  step: { readonly id: string; readonly change: Change },
  call: ApiCall,
  response: ApiResponse,
): Failure {
  const body = (isObject(response.body) ? response.body : {}) as { errorCode?: string; detail?: string };
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

/** A refusal after something may have taken effect already. */
function halfWay(
  step: { readonly id: string; readonly change: Change },
  call: ApiCall,
  response: ApiResponse,
): Failure {
  const problems = refused(step, call, response).problems.map((problem) => ({
    ...problem,
    code: 'write-refused-half-way',
    why: `${problem.why} An earlier call of the step may have taken effect.`,
  }));
  return new Failure(problems, 4);
}

/** A step that no call carries out: the kind has no writes yet, or this change of it takes a person between two calls. */
export function cannotWrite(step: { readonly id: string; readonly change: Change }): Failure {
  return new Failure(
    {
      code: 'read-only-kind',
      what: `Could not apply ${step.id}.`,
      why: `Fivefold has no call that would ${step.change.type} this ${step.change.kind}.`,
      fix: 'Leave the step out, or carry it out by hand with `fivefold render`.',
    },
    4,
  );
}
