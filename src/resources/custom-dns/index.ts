import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type CustomDns, customDns } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const off: CustomDns = { projectId: exampleIds.projectId, enabled: false };
const on: CustomDns = { projectId: exampleIds.projectId, enabled: true };

export default defineResource({
  kind: 'custom-dns',
  title: 'custom DNS on AWS',
  parentKind: 'project',
  model: customDns,
  path: (mode) => [mode.projectId],
  parentPath: (mode) => [mode.projectId],
  label: () => 'custom DNS on AWS',
  lifecycle: 'singleton',
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [off, on],
  exampleUpdates: [
    { before: off, after: on },
    { before: on, after: off },
  ],
});
