import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { team } from './model.ts';

export default defineResource({
  kind: 'team',
  title: 'team',
  parentKind: 'organization',
  model: team,
  path: (model) => [model.orgId, model.id],
  parentPath: (model) => [model.orgId],
  label: (model) => model.name,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [{ orgId: exampleIds.orgId, id: '6600000000000000000000d1', name: 'Payments on call' }],
});
