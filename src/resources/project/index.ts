import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type Project, project } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const production: Project = {
  id: exampleIds.projectId,
  orgId: exampleIds.orgId,
  name: 'shop-production',
  tags: [
    { key: 'environment', value: 'production' },
    { key: 'owner', value: 'payments@example.com' },
  ],
  created: '2026-01-12T08:30:00Z',
  clusterCount: 0,
  withDefaultAlertsSettings: true,
  regionUsageRestrictions: null,
};

const development: Project = {
  ...production,
  id: exampleIds.otherProjectId,
  name: 'shop-development',
  tags: [],
  created: '2026-01-12T08:31:00Z',
};

export default defineResource({
  kind: 'project',
  title: 'project',
  parentKind: 'organization',
  model: project,
  path: (model) => [model.id],
  parentPath: (model) => [model.orgId],
  label: (model) => model.name,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'delete'
      ? 'A deleted project cannot be brought back: its id, its users and its settings are gone.'
      : undefined,
  assigned: ['id', 'created', 'clusterCount'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [production, development, { ...development, withDefaultAlertsSettings: false }],
  exampleUpdates: [
    { before: development, after: { ...development, tags: [{ key: 'environment', value: 'development' }] } },
    { before: production, after: { ...production, name: 'shop-live', tags: [] } },
  ],
});
