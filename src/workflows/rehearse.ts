import { type Address, parseAddress } from '../core/address.ts';
import type { ApiCall, ApiResponse } from '../core/call.ts';
import type { AnyControl, Finding } from '../core/control.ts';
import { findingId, isOpenFinding } from '../core/control.ts';
import { Failure } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import type { Step } from '../core/plan.ts';
import type { Profile } from '../core/profile.ts';
import type { AnyResource } from '../core/resource.ts';
import { Secret } from '../core/secret.ts';
import { indexSnapshot, type Snapshot, sortSnapshot } from '../core/snapshot.ts';
import { applyPlan } from './apply-plan.ts';
import { judge } from './judge.ts';

/** An emulator of the organization, as a rehearsal needs it. */
export interface Stage {
  readonly send: (call: ApiCall) => Promise<ApiResponse>;
  readonly now: () => Instant;
  /** Lets the emulated time pass. */
  readonly pass: (milliseconds: number) => void;
  /** Reads the emulated organization as the real one is read. */
  readonly collect: () => Promise<Snapshot>;
}

/** What the rehearsal showed. */
export interface Rehearsal {
  readonly applied: readonly string[];
  /** Steps that depend on what was not read: they were not tried, and say nothing about the real organization. */
  readonly notRehearsed: readonly { readonly step: string; readonly because: string }[];
  /** Findings that were open before and are not any more. */
  readonly closed: readonly Finding[];
  /** Findings that were not open before. None in a good plan. */
  readonly opened: readonly Finding[];
  readonly stillOpen: readonly Finding[];
  readonly after: Snapshot;
}

/** Applies steps to an emulator of the snapshot, reads it again and judges it again. What was unknown stays unknown. */
export async function rehearse(options: {
  readonly snapshot: Snapshot;
  readonly steps: readonly Step[];
  readonly controls: readonly AnyControl[];
  readonly profile: Profile;
  readonly resources: readonly AnyResource[];
  readonly stage: Stage;
}): Promise<Rehearsal> {
  const { snapshot, steps, controls, profile, resources, stage } = options;
  const lines: string[] = [];
  const notRehearsed = dependingOnUnknown(snapshot, steps, resources);
  const left = new Set(notRehearsed.map(({ step }) => step));
  const tried = steps.filter(({ id }) => !left.has(id));
  const { applied } = await applyPlan('rehearsal', tried, resources, {
    send: stage.send,
    now: stage.now,
    sleep: async (milliseconds) => stage.pass(milliseconds),
    append: async (line) => void lines.push(line),
    readLines: async () => lines,
    // The emulator takes any secret, and what it gives out opens nothing.
    secretFor: async () => new Secret('Stand-in-9f2c-7b1e-secret'),
    takeSecret: async () => undefined,
  }).catch((error: unknown) => {
    // Nothing was stopped half-way but an emulator.
    throw error instanceof Failure ? new Failure(error.problems, 3) : error;
  });
  const after = keepUnknown(snapshot, await stage.collect());
  const before = judge(snapshot, controls, profile, resources).findings.filter(isOpenFinding);
  const later = judge(after, controls, profile, resources, snapshot.takenAt).findings.filter(isOpenFinding);
  const beforeIds = new Set(before.map(findingId));
  const laterIds = new Set(later.map(findingId));
  return {
    applied,
    notRehearsed,
    closed: before.filter((finding) => !laterIds.has(findingId(finding))),
    opened: later.filter((finding) => !beforeIds.has(findingId(finding))),
    stillOpen: later.filter((finding) => beforeIds.has(findingId(finding))),
    after,
  };
}

/**
 * Steps that an emulator of the snapshot cannot speak for: on a kind that was not read where they act, on something that
 * they depend on or wait for and that was not read, and steps that come after one of them.
 */
function dependingOnUnknown(
  snapshot: Snapshot,
  steps: readonly Step[],
  resources: readonly AnyResource[],
): Rehearsal['notRehearsed'] {
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const { outcome, byAddress } = indexSnapshot(snapshot);
  const created = new Set<Address>();
  const left = new Map<string, string>();
  const titleOf = (kind: string) => byKind.get(kind)?.title ?? kind;
  const unreadAt = (kind: string, parent: Address | null): string | undefined => {
    const read = outcome(kind, parent);
    if (read?.notRead !== undefined) return `The ${titleOf(kind)} could not be read: ${read.notRead.because}`;
    const ownRead = byKind.get(kind)?.read.from === (byKind.get(kind)?.parentKind ?? null);
    const known = parent === null || byAddress.has(parent);
    return read === undefined && ownRead && known ? `The ${titleOf(kind)} was not read.` : undefined;
  };
  const unreadDependency = (address: Address): string | undefined => {
    if (byAddress.has(address) || created.has(address)) return undefined;
    const { kind, path } = parseAddress(address) ?? { kind: '', path: [] };
    const gap = snapshot.reads.find((read) => read.kind === kind && read.notRead && holds(read.parent, path));
    return gap?.notRead && `It depends on a ${titleOf(kind)} that could not be read: ${gap.notRead.because}`;
  };
  for (const { id, change, after } of steps) {
    const resource = byKind.get(change.kind);
    const model = change.type === 'delete' ? change.before : change.after;
    const waitsFor = new Set(resource?.write?.settle?.(change as never).map(({ call }) => call.operation.id));
    const earlier = after.find((other) => left.has(other));
    const unseen = snapshot.reads.find(
      ({ notRead, parent }) => notRead?.operationId && waitsFor.has(notRead.operationId) && parent === change.parent,
    )?.notRead;
    const because =
      unreadAt(change.kind, change.parent) ??
      (resource?.dependsOn?.(model) ?? []).map(unreadDependency).find((text) => text !== undefined) ??
      (unseen && `What it waits for could not be read: ${unseen.because}`) ??
      (earlier && `It comes after ${earlier}, which could not be rehearsed.`);
    if (because !== undefined) left.set(id, because);
    else if (change.type === 'create') created.add(change.address);
  }
  return [...left].map(([step, because]) => ({ step, because }));
}

/** Does this path lead through the resource at that address? */
function holds(parent: Address | null, path: readonly string[]): boolean {
  const above = parent === null ? [] : (parseAddress(parent)?.path ?? []);
  return above.every((segment, index) => path[index] === segment);
}

/** An emulator answers everything; what the real organization did not show is taken out again. */
function keepUnknown(before: Snapshot, after: Snapshot): Snapshot {
  const notRead = new Map(
    before.reads.filter((read) => read.notRead).map((read) => [`${read.kind} ${read.parent}`, read]),
  );
  return sortSnapshot({
    ...after,
    resources: after.resources.filter((resource) => !notRead.has(`${resource.kind} ${resource.parent}`)),
    reads: after.reads.map((read) => notRead.get(`${read.kind} ${read.parent}`) ?? read),
  });
}
