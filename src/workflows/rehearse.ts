import type { ApiCall, ApiResponse } from '../core/call.ts';
import type { AnyControl, Finding } from '../core/control.ts';
import { findingId, isOpenFinding } from '../core/control.ts';
import type { Instant } from '../core/instant.ts';
import type { Step } from '../core/plan.ts';
import type { Profile } from '../core/profile.ts';
import type { AnyResource } from '../core/resource.ts';
import { type Snapshot, sortSnapshot } from '../core/snapshot.ts';
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
  const { applied } = await applyPlan('rehearsal', steps, resources, {
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
    closed: before.filter((finding) => !laterIds.has(findingId(finding))),
    opened: later.filter((finding) => !beforeIds.has(findingId(finding))),
    stillOpen: later.filter((finding) => beforeIds.has(findingId(finding))),
    after,
  };
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
