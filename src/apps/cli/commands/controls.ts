import { controls } from '../../../controls/catalogue.generated.ts';
import { LAYERS } from '../../../core/control.ts';
import { wrap } from '../../../reports/style.ts';
import { defineCommand } from '../command.ts';
import { usage } from '../inputs.ts';

export default defineCommand({
  name: 'controls',
  order: 100,
  summary: 'list the controls, or show one',
  words: '[list | show ID]',
  examples: ['fivefold controls', 'fivefold controls show network/no-open-ip-access-list'],
  options: {},
  async run(desk) {
    const [action = 'list', id] = desk.words;
    if (action === 'list') {
      const rows = controls.map(({ id: name, title, layer, scope, severity, confidence, stage, since }) => {
        return { id: name, title, layer, scope, severity, confidence, stage, since };
      });
      if (desk.json) {
        desk.print(JSON.stringify({ formatVersion: 1, controls: rows }));
        return 0;
      }
      const width = Math.max(...rows.map((row) => row.id.length)) + 2;
      for (const layer of LAYERS) {
        for (const row of rows.filter((candidate) => candidate.layer === layer)) {
          const text = wrap(row.title, Math.max(30, desk.style.width - width - 9), ' '.repeat(width + 9));
          desk.print(`${row.severity.padEnd(9)}${row.id.padEnd(width)}${desk.style.dim(text)}`);
        }
      }
      return 0;
    }
    const control = controls.find((candidate) => candidate.id === id);
    if (action !== 'show' || control === undefined) {
      throw usage(
        action === 'show' ? `There is no control "${id ?? ''}".` : `\`controls ${action}\` is not known.`,
        `The catalogue holds ${controls.length} controls.`,
        'List them with `fivefold controls list`, then `fivefold controls show ID`.',
      );
    }
    const { title, layer, severity, confidence, stage, since, scope, rationale, sources, standards, options } = control;
    const reads = control.reads as readonly string[];
    if (desk.json) {
      desk.print(
        JSON.stringify({
          formatVersion: 1,
          id,
          title,
          layer,
          severity,
          confidence,
          stage,
          since,
          scope,
          rationale,
          sources,
          standards,
          reads,
          options: options ?? {},
        }),
      );
      return 0;
    }
    const { style } = desk;
    desk.print(style.bold(wrap(title, style.width, '')));
    desk.print(style.dim(`${id} · ${severity} · confidence ${confidence} · per ${scope} · ${stage} since ${since}`));
    desk.print(`\n${wrap(rationale, style.width, '')}\n`);
    desk.print(`reads          ${wrap(reads.join(', '), style.width - 15, ' '.repeat(15))}`);
    desk.print(`sources        ${wrap(sources.join(' · '), style.width - 15, ' '.repeat(15))}`);
    desk.print(`helps to meet  ${wrap(standards.join(', '), style.width - 15, ' '.repeat(15))}`);
    if (options !== undefined) desk.print(`options        ${JSON.stringify(options)} (fivefold.yaml: controls)`);
    return 0;
  },
});
