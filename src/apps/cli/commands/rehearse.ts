import { controls } from '../../../controls/catalogue.generated.ts';
import { findingId } from '../../../core/control.ts';
import { resources } from '../../../resources/index.generated.ts';
import { selectSteps } from '../../../workflows/make-plan.ts';
import { refuseLockOut } from '../../../workflows/refuse-lock-out.ts';
import { rehearse } from '../../../workflows/rehearse.ts';
import { stageOf } from '../../compose.ts';
import { defineCommand } from '../command.ts';
import { KINDS_JUDGED, profileFor, profileWithObserved, savedPlan, snapshotOfPlan } from '../inputs.ts';
import { PLAN_OPTION, STEP_OPTIONS } from '../options.ts';

export default defineCommand({
  name: 'rehearse',
  order: 60,
  summary: 'carry the plan out on an emulator of your organization',
  description:
    'Takes the same steps as `fivefold apply` with the same options, on an emulator made from the snapshot, and judges the result. Talks to nobody.',
  examples: ['fivefold rehearse', 'fivefold rehearse --accept restart'],
  options: { ...PLAN_OPTION, ...STEP_OPTIONS },
  async run(desk) {
    const plan = await savedPlan(desk);
    const { profile } = await profileFor(desk);
    const snapshot = await snapshotOfPlan(desk);
    const { chosen, left } = selectSteps(plan, { ids: desk.values.step ?? [], hazards: desk.values.accept ?? [] });
    const { decisions } = refuseLockOut(snapshot, chosen, await profileWithObserved(desk), {
      letGo: desk.values['cut-off'] ?? [],
    });
    const result = await rehearse({
      snapshot,
      steps: chosen,
      controls,
      profile,
      resources,
      stage: stageOf(snapshot, resources, KINDS_JUDGED),
    });
    if (desk.json) {
      desk.print(
        JSON.stringify({
          formatVersion: 1,
          applied: result.applied,
          notRehearsed: result.notRehearsed,
          closed: result.closed.map(findingId),
          opened: result.opened,
          stillOpen: result.stillOpen.map(findingId),
          leftOut: left.map(({ step, because }) => ({ step: step.id, because })),
        }),
      );
    } else {
      const { applied, notRehearsed, closed, opened, stillOpen } = result;
      desk.print(
        `Rehearsed ${applied.length} steps: ${closed.length} findings closed, ${opened.length} new, ${stillOpen.length} still open.`,
      );
      if (decisions > 0)
        desk.print(
          (desk.values['cut-off'] ?? []).length > 0
            ? '  Every other named client keeps its way in, after each step.'
            : '  Every named client keeps its way in, after each step.',
        );
      for (const { step, because } of notRehearsed) desk.print(`  not rehearsed ${step}: ${because}`);
      for (const { step, because } of left) desk.print(`  left out ${step.id}: ${step.what}: ${because}`);
      for (const finding of opened) desk.print(desk.style.red(`  new: ${finding.because}`));
    }
    return result.opened.length > 0 ? 1 : 0;
  },
});
