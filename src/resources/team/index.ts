import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type Team, team } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const onCall: Team = { orgId: exampleIds.orgId, id: '6600000000000000000000d1', name: 'Payments on call' };

export default defineResource({
  kind: 'team',
  title: 'team',
  parentKind: 'organization',
  model: team,
  path: (model) => [model.orgId, model.id],
  parentPath: (model) => [model.orgId],
  label: (model) => model.name,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'delete' ? 'Who was in the team is forgotten: one that is made again is empty.' : undefined,
  assigned: ['id'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [onCall],
  exampleUpdates: [{ before: onCall, after: { ...onCall, name: 'Payments, on call' } }],
});
