import type { ApiCall, ApiResponse } from '../core/call.ts';
import type { AnyControl, Finding } from '../core/control.ts';
import { findingId, isOpenFinding } from '../core/control.ts';
import type { Instant } from '../core/instant.ts';
import type { Step } from '../core/plan.ts';
import type { Profile } from '../core/profile.ts';
import type { AnyResource } from '../core/resource.ts';
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

/** Steps on a kind that could not be read where they act, and steps that come after one of them. */
function dependingOnUnknown(
  snapshot: Snapshot,
  steps: readonly Step[],
  resources: readonly AnyResource[],
): Rehearsal['notRehearsed'] {
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const { outcome } = indexSnapshot(snapshot);
  const left = new Map<string, string>();
  for (const { id, change, after } of steps) {
    const resource = byKind.get(change.kind);
    const parent = resource?.parent(change.type === 'delete' ? change.before : change.after) ?? null;
    const unread = outcome(change.kind, parent)?.notRead;
    const earlier = after.find((other) => left.has(other));
    if (unread !== undefined)
      left.set(id, `The ${resource?.title ?? change.kind} could not be read: ${unread.because}`);
    else if (earlier !== undefined) left.set(id, `It comes after ${earlier}, which could not be rehearsed.`);
  }
  return [...left].map(([step, because]) => ({ step, because }));
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
