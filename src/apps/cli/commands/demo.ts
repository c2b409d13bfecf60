import { defineCommand } from '../command.ts';
import { DEMO_OPTIONS, demo } from '../demo.ts';

export default defineCommand({
  name: 'demo',
  order: 0,
  summary: 'the whole job on a sample organization, in an emulator',
  description:
    'Asks the tailoring questions on a terminal, reads, judges, plans, rehearses, applies, verifies. Nothing leaves this machine.',
  examples: ['fivefold demo --yes', 'fivefold demo --keep'],
  options: DEMO_OPTIONS,
  run: demo,
});
