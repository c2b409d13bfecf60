import { defaultsOf } from '../../../guide/defaults.ts';
import { hang } from '../../../reports/style.ts';
import { defineCommand } from '../command.ts';
import { SNAPSHOT_OPTION } from '../options.ts';
import { readProgress } from '../progress-of.ts';

export default defineCommand({
  name: 'defaults',
  order: 22,
  summary: 'which secure defaults of Atlas still hold, and which were weakened (only GET requests)',
  examples: ['fivefold defaults', 'fivefold defaults --snapshot .fivefold/snapshot.json --json'],
  options: { ...SNAPSHOT_OPTION },
  async run(desk) {
    const { findings } = await readProgress(desk);
    const rows = defaultsOf(findings);
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, defaults: rows }));
    else {
      const { style } = desk;
      const said = {
        holds: style.green('holds'),
        fixed: style.green('fixed'),
        weakened: style.red('weakened'),
        unknown: style.yellow('unknown'),
      };
      for (const { title, initially, state, because } of rows) {
        desk.print(`${said[state]}${' '.repeat(10 - state.length)}${style.bold(title)}`);
        desk.print(`          ${hang(initially, style, 10)}`);
        for (const text of because.slice(0, 3))
          desk.print(`          ${state === 'weakened' ? style.red('now: ') : ''}${hang(text, style, 15, 10)}`);
        if (because.length > 3) desk.print(style.dim(`          and ${because.length - 3} more`));
      }
    }
    return rows.some(({ state }) => state === 'weakened') ? 1 : 0;
  },
});
