import { controls } from '../../../controls/catalogue.generated.ts';
import { analyzers } from '../../../hazards/analyzers.generated.ts';
import { planLines } from '../../../reports/terminal.ts';
import { resources } from '../../../resources/index.generated.ts';
import { makePlan } from '../../../workflows/make-plan.ts';
import { sha256 } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { profileFor, snapshotFor } from '../inputs.ts';
import { SNAPSHOT_OPTION } from '../options.ts';

export default defineCommand({
  name: 'plan',
  order: 40,
  summary: 'plan the way to a safe configuration (only GET requests)',
  description:
    'Orders the changes, names their hazards, and keeps the plan with the snapshot that it was made from. Nothing is changed.',
  examples: ['fivefold plan --profile fivefold.yaml', 'fivefold plan --snapshot .fivefold/snapshot.json --json'],
  options: { ...SNAPSHOT_OPTION },
  async run(desk) {
    const { profile } = await profileFor(desk);
    const snapshot = await snapshotFor(desk);
    const plan = makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });
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
