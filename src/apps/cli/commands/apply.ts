import { resources } from '../../../resources/index.generated.ts';
import { applyPlan } from '../../../workflows/apply-plan.ts';
import { selectSteps } from '../../../workflows/make-plan.ts';
import { now } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { savedPlan, withSession } from '../inputs.ts';
import { PLAN_OPTION, STEP_OPTIONS } from '../options.ts';

export default defineCommand({
  name: 'apply',
  order: 70,
  summary: 'apply the plan: by default only steps without hazard',
  description:
    'Writes a journal before and after every call, reads each change back, stops at the first failure and goes on there when it is run again.',
  examples: ['fivefold apply', 'fivefold apply --step s-91f8fa --accept restart'],
  options: { ...PLAN_OPTION, ...STEP_OPTIONS },
  async run(desk) {
    const plan = await savedPlan(desk);
    const { chosen, left } = selectSteps(plan, { ids: desk.values.step ?? [], hazards: desk.values.accept ?? [] });
    for (const { step, because } of left) desk.note(`left out ${step.id} (${step.what}): ${because}`);
    const journal = `apply-${plan.fingerprint.slice(0, 12)}.journal`;
    return withSession(desk, 'write', async (session) => {
      const release = await desk.workspace.lock('apply.lock');
      try {
        const result = await applyPlan(plan.fingerprint, chosen, resources, {
          send: (call) => session.api.send(call),
          now,
          sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
          append: (text) => desk.workspace.appendLine(journal, text),
          readLines: () => desk.workspace.lines(journal),
          onStep: (step, outcome) => desk.note(`${outcome} ${step.id}: ${step.what}`),
        });
        if (desk.json)
          desk.print(JSON.stringify({ formatVersion: 1, ...result, leftOut: left.map(({ step }) => step.id) }));
        else
          desk.print(
            `Applied ${result.applied.length} steps, ${result.already.length} were already there, ${left.length} left out.`,
          );
        return 0;
      } catch (error) {
        desk.note(`The journal is ${desk.workspace.folder}/${journal}.`);
        throw error;
      } finally {
        await release();
      }
    });
  },
});
