import { hang } from '../../../reports/style.ts';
import { defineCommand } from '../command.ts';
import { SNAPSHOT_OPTION } from '../options.ts';
import { readProgress } from '../progress-of.ts';

export default defineCommand({
  name: 'shared-responsibility',
  order: 21,
  summary: 'what Atlas does, what you do, and how each of yours stands (only GET requests)',
  description: 'The same items as the guide, for an auditor or for whoever asks who is responsible for what.',
  examples: ['fivefold shared-responsibility', 'fivefold shared-responsibility --json'],
  options: { ...SNAPSHOT_OPTION },
  async run(desk) {
    const { snapshot, progress } = await readProgress(desk);
    if (desk.json) {
      const rows = progress.flatMap(({ step, items }) =>
        items.map(({ item: { id, title, atlas, yours }, state, left }) => ({
          step: step.id,
          id,
          title,
          atlas,
          yours,
          state,
          left: left.length,
        })),
      );
      desk.print(
        JSON.stringify({
          formatVersion: 1,
          organization: snapshot.source.organization,
          takenAt: snapshot.takenAt,
          rows,
        }),
      );
      return 0;
    }
    const { style } = desk;
    for (const { step, items } of progress) {
      desk.print(style.bold(step.title));
      for (const { item, state, left } of items) {
        desk.print(`  ${item.title}`);
        desk.print(`    Atlas  ${hang(item.atlas, style, 11)}`);
        desk.print(`    you    ${hang(item.yours, style, 11)}`);
        const stands =
          state === 'done' ? style.green('done') : state === 'by-hand' ? 'nothing that can be read says' : state;
        desk.print(`    stands ${stands}${left.length === 0 ? '' : style.red(`, ${left.length} left`)}`);
      }
    }
    return 0;
  },
});
