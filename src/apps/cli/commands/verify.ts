import { controls } from '../../../controls/catalogue.generated.ts';
import { findingId, isOpenFinding } from '../../../core/control.ts';
import { resources } from '../../../resources/index.generated.ts';
import { judge } from '../../../workflows/judge.ts';
import { defineCommand } from '../command.ts';
import { KINDS_JUDGED, profileFor, savedPlan, withSession } from '../inputs.ts';
import { PLAN_OPTION } from '../options.ts';

export default defineCommand({
  name: 'verify',
  order: 80,
  summary: 'read again and say what of the plan holds (only GET requests)',
  examples: ['fivefold verify'],
  options: { ...PLAN_OPTION },
  async run(desk) {
    const plan = await savedPlan(desk);
    const { profile } = await profileFor(desk);
    return withSession(desk, 'read', async (session) => {
      const snapshot = await session.collect(KINDS_JUDGED);
      const { findings } = judge(snapshot, controls, profile, resources);
      const open = new Set(findings.filter(isOpenFinding).map(findingId));
      const unknown = new Set(findings.filter(({ verdict }) => verdict === 'unknown').map(({ control }) => control));
      const promised = [...new Set(plan.steps.flatMap((step) => step.closes))];
      const stillOpen = promised.filter((id) => open.has(id));
      // A control that cannot be judged any more has not been proven to hold.
      const notProven = promised.filter((id) => !open.has(id) && unknown.has(id.split(' ')[0] as string));
      const closed = promised.filter((id) => !open.has(id) && !notProven.includes(id));
      if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, closed, stillOpen, notProven }));
      else {
        desk.print(`${closed.length} of ${promised.length} findings that the plan promised to close are closed.`);
        for (const id of stillOpen) {
          const step = plan.steps.find(({ closes }) => closes.includes(id));
          const way = step === undefined ? '' : `; step ${step.id} closes it (${step.what})`;
          desk.print(`  still open: ${id.replace(' ', ' at ')}${way}`);
        }
        for (const id of notProven) desk.print(`  not proven, for it cannot be read now: ${id.replace(' ', ' at ')}`);
      }
      return stillOpen.length > 0 ? 1 : notProven.length > 0 ? 3 : 0;
    });
  },
});
