import { assess, type Judgement, type KindParents } from '../core/assess.ts';
import type { AnyControl, Finding } from '../core/control.ts';
import type { Instant } from '../core/instant.ts';
import type { Profile } from '../core/profile.ts';
import type { AnyResource } from '../core/resource.ts';
import { indexSnapshot, type Snapshot } from '../core/snapshot.ts';

/** A snapshot judged: what each control says, and all findings in one list. */
export interface Judged {
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
}

/** Which kind lives in which, from the registry. */
export function kindParents(resources: readonly AnyResource[]): KindParents {
  return new Map(resources.map((resource) => [resource.kind, resource.parentKind]));
}

/** Judges a snapshot with these controls under this profile. */
export function judge(
  snapshot: Snapshot,
  controls: readonly AnyControl[],
  profile: Profile,
  resources: readonly AnyResource[],
  now: Instant = snapshot.takenAt,
): Judged {
  const judgements = assess({
    index: indexSnapshot(snapshot),
    controls,
    profile,
    parents: kindParents(resources),
    now,
  });
  return { judgements, findings: judgements.flatMap((judgement) => judgement.findings) };
}

/** The kinds that these controls read, without repetition. */
export function kindsRead(controls: readonly AnyControl[]): readonly string[] {
  return [
    ...new Set(controls.flatMap((control) => [control.scope as string, ...(control.reads as readonly string[])])),
  ].sort();
}
