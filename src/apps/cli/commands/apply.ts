import { resources } from '../../../resources/index.generated.ts';
import { applyPlan } from '../../../workflows/apply-plan.ts';
import { selectSteps } from '../../../workflows/make-plan.ts';
import { refuseLockOut } from '../../../workflows/refuse-lock-out.ts';
import { now } from '../../platform.ts';
import { carryPorts, checkOrganization, clearWait, journalOf } from '../carry.ts';
import { defineCommand } from '../command.ts';
import { ownClient, profileWithObserved, savedPlan, snapshotBeside, withSession } from '../inputs.ts';
import { PLAN_OPTION, SECRETS_OPTION, STEP_OPTIONS } from '../options.ts';
import { watchIt, watchOrder } from '../watch.ts';

export default defineCommand({
  name: 'apply',
  order: 70,
  summary: 'apply the plan: by default only steps without hazard',
  description:
    'Writes a journal before and after every call, reads each change back, stops at the first failure and goes on there when it is run again. ' +
    'Secrets that a step needs come from the environment variables that it names, or are asked for on a terminal.',
  examples: [
    'fivefold apply',
    'fivefold apply --watch 30 --auto-revert',
    'fivefold apply --step s-91f8fad8c4 --accept restart',
  ],
  options: {
    ...PLAN_OPTION,
    ...STEP_OPTIONS,
    ...SECRETS_OPTION,
    watch: {
      type: 'string',
      value: 'MINUTES',
      text: 'then look whether the observed clients still log in (needs `fivefold evidence collect`)',
    },
    'auto-revert': {
      type: 'boolean',
      text: 'with --watch: open a closed range again for 6 hours where a client is refused or falls silent',
    },
  },
  async run(desk) {
    const plan = await savedPlan(desk);
    const { chosen, left } = selectSteps(plan, { ids: desk.values.step ?? [], hazards: desk.values.accept ?? [] });
    const observed = await profileWithObserved(desk);
    const profile = { ...observed, knownClients: [...observed.knownClients, ...(await ownClient(desk))] };
    const before = await snapshotBeside(desk, plan);
    if (before !== undefined)
      refuseLockOut(before, chosen, profile, { letGo: desk.values['cut-off'] ?? [], at: now() });
    else
      desk.note('The snapshot that this plan was made from is not in the workspace: named clients are not replayed.');
    const order = await watchOrder(desk, desk.values.watch, desk.values['auto-revert'] === true, chosen);
    return withSession(desk, 'write', async (session) => {
      checkOrganization(plan, session);
      const names = journalOf(plan);
      const release = await desk.workspace.lock('apply.lock');
      try {
        for (const { step, because } of left) desk.note(`left out ${step.id} (${step.what}): ${because}`);
        const ports = await carryPorts(desk, session, names.journal, desk.values['secrets-to']);
        // A rollback works from this copy, whatever becomes of plan.json.
        await desk.workspace.write(names.plan, `${JSON.stringify(plan)}\n`);
        const since = now();
        const result = await applyPlan(plan.fingerprint, chosen, resources, {
          ...ports,
          onStep: (step, outcome) => {
            clearWait();
            desk.note(`${outcome} ${step.id}: ${step.what}`);
          },
        });
        if (desk.json)
          desk.print(JSON.stringify({ formatVersion: 1, ...result, leftOut: left.map(({ step }) => step.id) }));
        else {
          const already = result.already.length === 0 ? '' : `, ${result.already.length} were already there`;
          desk.print(`Applied ${result.applied.length} steps${already}, ${left.length} left out.`);
          desk.print('Next: `fivefold verify`. To undo: `fivefold rollback`.');
        }
        if (order === undefined) return 0;
        return await watchIt(desk, session, order, chosen, ports, names.journal, since);
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
