import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'demo',
  order: 0,
  summary: 'the whole job on a sample organization, in an emulator',
  examples: ['fivefold demo', 'fivefold demo --keep'],
  options: {
    keep: { type: 'boolean', text: 'leave the emulator running afterwards' },
    yes: { type: 'boolean', text: 'ask nothing; use the sample profile' },
  },
  async run(desk) {
    const { demo } = await import('../demo.ts');
    return demo({
      print: desk.print,
      style: desk.style,
      keep: desk.values.keep === true,
      workspaceFolder: desk.workspace.folder,
    });
  },
});
