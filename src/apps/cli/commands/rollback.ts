import { resources } from '../../../resources/index.generated.ts';
import { nothingApplied, rollback } from '../../../workflows/rollback.ts';
import { carryPorts, checkOrganization, clearWait, journalOf } from '../carry.ts';
import { defineCommand } from '../command.ts';
import { savedPlan, withSession } from '../inputs.ts';
import { PLAN_OPTION } from '../options.ts';

export default defineCommand({
  name: 'rollback',
  order: 90,
  summary: 'undo what an apply has done, last step first',
  description:
    'Works from the journal: only steps that are done are undone, each after a look at what is there now; what somebody else changed since is left alone and said. ' +
    'A step that cannot be undone stays, and so does what it was built on.',
  examples: ['fivefold rollback', 'fivefold rollback --plan .fivefold/apply-0a1b2c3d4e5f.plan.json'],
  options: { ...PLAN_OPTION },
  async run(desk) {
    const plan = await savedPlan(desk);
    const names = journalOf(plan);
    if ((await desk.workspace.lines(names.journal)).length === 0)
      throw nothingApplied(`${desk.workspace.folder}/${names.journal}`);
    return withSession(desk, 'write', async (session) => {
      checkOrganization(plan, session);
      const release = await desk.workspace.lock('apply.lock');
      try {
        const ports = await carryPorts(desk, session, names.journal, undefined);
        const { undone, left } = await rollback(plan.fingerprint, plan.steps, resources, {
          ...ports,
          onStep: (step, outcome) => {
            clearWait();
            desk.note(`${outcome === 'undone' ? 'undid' : 'was undone already'} ${step.id}: ${step.what}`);
          },
        });
        if (desk.json)
          desk.print(
            JSON.stringify({
              formatVersion: 1,
              undone,
              left: left.map(({ step, because }) => ({ step: step.id, because })),
            }),
          );
        else {
          desk.print(`Undid ${undone.length} steps.`);
          for (const { step, because } of left) desk.print(`  stays ${step.id} (${step.what}): ${because}`);
        }
        return left.length > 0 ? 4 : 0;
      } catch (error) {
        clearWait();
        desk.note(`The journal is ${desk.workspace.folder}/${names.journal}.`);
        throw error;
      } finally {
        await release();
      }
    });
  },
});
