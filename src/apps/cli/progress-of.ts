import { artifacts } from '../../artifacts/index.generated.ts';
import { controls } from '../../controls/catalogue.generated.ts';
import type { Finding } from '../../core/control.ts';
import { indexSnapshot, type Snapshot } from '../../core/snapshot.ts';
import { placed, progressOf, type StepProgress } from '../../guide/progress.ts';
import { guideSteps } from '../../guide/steps.generated.ts';
import { analyzers } from '../../hazards/analyzers.generated.ts';
import { resources } from '../../resources/index.generated.ts';
import { judge } from '../../workflows/judge.ts';
import { makePlan } from '../../workflows/make-plan.ts';
import { sha256 } from '../platform.ts';
import type { Desk } from './command.ts';
import { profileFor, snapshotFor } from './inputs.ts';
import type { SNAPSHOT_OPTION } from './options.ts';

/** The organization judged and planned, and how every step of the guide stands; nothing is saved. */
export async function readProgress(desk: Desk<typeof SNAPSHOT_OPTION>): Promise<{
  readonly snapshot: Snapshot;
  readonly findings: readonly Finding[];
  readonly progress: readonly StepProgress[];
}> {
  const { profile } = await profileFor(desk);
  const snapshot = await snapshotFor(desk);
  const { findings } = judge(snapshot, controls, profile, resources);
  const plan = makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });
  return {
    snapshot,
    findings,
    progress: progressOf(placed(guideSteps, controls), findings, indexSnapshot(snapshot), plan, artifacts),
  };
}
