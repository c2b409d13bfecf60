import { stageClients } from '../../../access/index.ts';
import { controls } from '../../../controls/catalogue.generated.ts';
import { addHours } from '../../../core/instant.ts';
import { analyzers } from '../../../hazards/analyzers.generated.ts';
import { planLines } from '../../../reports/terminal.ts';
import { resources } from '../../../resources/index.generated.ts';
import { makePlan } from '../../../workflows/make-plan.ts';
import { now, sha256 } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { profileFor, profileWithObserved, snapshotFor } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';

/** How long a temporary entry keeps a client in: Atlas removes it by itself. */
const STAGED_HOURS = 6;

export default defineCommand({
  name: 'plan',
  order: 40,
  summary: 'plan the way to a safe configuration (only GET requests)',
  description:
    'Orders the changes, names their hazards, and keeps the plan with the snapshot that it was made from. Nothing is changed.',
  examples: [
    'fivefold plan --profile fivefold.yaml',
    'fivefold plan --stage',
    'fivefold plan --snapshot .fivefold/snapshot.json --json',
  ],
  options: {
    ...SNAPSHOT_OPTION,
    stage: {
      type: 'boolean',
      text: 'keep whoever the plan would cut off at an IP access list in, by a temporary entry of 6 hours',
    },
  },
  async run(desk) {
    const { profile } = await profileFor(desk);
    const snapshot = await snapshotFor(desk);
    const inputs = { controls, snapshot, profile, resources, analyzers, sha256 };
    let plan = makePlan(inputs);
    if (desk.values.stage === true) {
      const observed = await profileWithObserved(desk);
      const { staged, left } = stageClients(snapshot, plan.steps, observed, addHours(now(), STAGED_HOURS));
      const waveOf = (id: string) => plan.steps.find((step) => step.id === id)?.wave ?? 0;
      plan = makePlan({
        ...inputs,
        also: staged.map(({ change, before }) => ({ change, closes: [], wave: waveOf(before) })),
      });
      const clients = new Set(staged.flatMap((one) => one.clients)).size;
      desk.note(
        clients === 0
          ? 'Nobody who is named or was observed would be cut off at a list: nothing to stage.'
          : `${clients} ${clients === 1 ? 'client keeps its way' : 'clients keep their way'} in for 6 hours, by ${staged.length} temporary ${staged.length === 1 ? 'entry' : 'entries'}.`,
      );
      for (const { client, from, step, because } of left)
        desk.note(`No entry of a list helps ${client}: ${step} cuts it off from ${from}. ${because}`);
    }
    await desk.workspace.write('snapshot.json', `${JSON.stringify(snapshot)}\n`);
    const path = await desk.workspace.write('plan.json', `${JSON.stringify(plan)}\n`);
    if (desk.json) {
      desk.print(JSON.stringify(plan));
      return 0;
    }
    for (const text of planLines(plan, desk.style)) desk.print(text);
    desk.print(
      plan.steps.length === 0
        ? 'Nothing that Fivefold could do by itself.'
        : `\nSaved in ${path}. Next: \`fivefold rehearse\`, then \`fivefold apply\`.`,
    );
    return 0;
  },
});
