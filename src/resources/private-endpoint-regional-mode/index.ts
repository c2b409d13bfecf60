import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type PrivateEndpointRegionalMode, privateEndpointRegionalMode } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const off: PrivateEndpointRegionalMode = { projectId: exampleIds.projectId, enabled: false };
const on: PrivateEndpointRegionalMode = { projectId: exampleIds.projectId, enabled: true };

export default defineResource({
  kind: 'private-endpoint-regional-mode',
  title: 'regional mode of private endpoints',
  parentKind: 'project',
  model: privateEndpointRegionalMode,
  path: (mode) => [mode.projectId],
  parentPath: (mode) => [mode.projectId],
  label: () => 'regional mode of private endpoints',
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
