import { resources } from '../../../resources/index.generated.ts';
import { DIALECTS, type Dialect, renderPlan } from '../../../workflows/render-files.ts';
import { defineCommand } from '../command.ts';
import { savedPlan, usage } from '../inputs.ts';
import { PLAN_OPTION } from '../options.ts';
import { writeFolder } from '../write-folder.ts';

const isDialect = (text: string): text is Dialect => (DIALECTS as readonly string[]).includes(text);

export default defineCommand({
  name: 'render',
  order: 50,
  summary: 'write the plan as Terraform, CloudFormation, Atlas CLI, Admin API calls or console steps',
  description:
    'For whoever carries changes out with other tools. Reads the saved plan only; talks to nobody. What a tool cannot say is ' +
    'named, with the next best. `--out` writes a directory with a README: order, hazards, how to run it.',
  examples: [
    'fivefold render --dialect terraform --out terraform/',
    'fivefold render --dialect cloudformation --out stack/',
    'fivefold render --dialect console > steps.md',
    'fivefold render --dialect api > fivefold.sh',
  ],
  options: {
    ...PLAN_OPTION,
    dialect: { type: 'string', value: DIALECTS.join('|'), text: 'what to write; default terraform' },
    out: { type: 'string', value: 'FOLDER', text: 'write a directory with a README, instead of standard output' },
    force: { type: 'boolean', text: 'with --out: replace files of the same names in a folder that is not empty' },
  },
  async run(desk) {
    const { dialect = 'terraform', out, force = false } = desk.values;
    if (!isDialect(dialect))
      throw usage(
        `There is no dialect "${dialect}".`,
        `Dialects are ${DIALECTS.slice(0, -1).join(', ')} and ${DIALECTS.at(-1)}.`,
        'Use one of them.',
      );
    if (force && out === undefined)
      throw usage('--force has nothing to replace.', 'It belongs to --out.', 'Add --out FOLDER.');
    const { text, files } = renderPlan(await savedPlan(desk), resources, dialect);
    if (out === undefined) {
      desk.print(desk.json ? JSON.stringify({ formatVersion: 1, dialect, text }) : text);
      return 0;
    }
    await writeFolder(out, files, force);
    const names = files.map(({ name }) => name);
    if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, dialect, folder: out, files: names }));
    else desk.print(`Wrote ${names.join(', ')} to ${out}. Begin with README.md.`);
    return 0;
  },
});
