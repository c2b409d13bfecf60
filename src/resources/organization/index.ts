import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type Organization, organization } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const example: Organization = {
  id: exampleIds.orgId,
  name: 'Fivefold Examples',
  skipDefaultAlertsSettings: false,
};

export default defineResource({
  kind: 'organization',
  title: 'organization',
  parentKind: null,
  model: organization,
  path: (model) => [model.id],
  parentPath: () => undefined,
  label: (model) => model.name,
  lifecycle: 'singleton',
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [example, { ...example, skipDefaultAlertsSettings: true }],
  exampleUpdates: [
    { before: { ...example, skipDefaultAlertsSettings: true }, after: example },
    { before: example, after: { ...example, name: 'Fivefold Examples Ltd.' } },
  ],
});
