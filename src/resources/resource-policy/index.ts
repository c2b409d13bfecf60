import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ResourcePolicy, resourcePolicy } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const noOpenAccessList: ResourcePolicy = {
  orgId: exampleIds.orgId,
  id: '6600000000000000000000f1',
  name: 'No open IP access list',
  description: 'Nobody may admit the whole internet.',
  policies: [
    'forbid (\n  principal,\n  action == cloud::Action::"project.edit",\n  resource\n) when {\n  context.project.ipAccessList.contains(ip("0.0.0.0/0"))\n};\n',
  ],
  version: 'v1',
  createdDate: '2026-02-03T10:00:00Z',
  lastUpdatedDate: '2026-02-03T10:00:00Z',
};

export default defineResource({
  kind: 'resource-policy',
  title: 'resource policy',
  parentKind: 'organization',
  model: resourcePolicy,
  path: (policy) => [policy.orgId, policy.id],
  parentPath: (policy) => [policy.orgId],
  label: (policy) => policy.name,
  lifecycle: 'managed',
  assigned: ['id', 'version', 'createdDate', 'lastUpdatedDate'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    noOpenAccessList,
    {
      ...noOpenAccessList,
      id: '6600000000000000000000f2',
      name: 'Europe only',
      description: '',
      policies: [
        'forbid (principal, action == cloud::Action::"cluster.createEdit", resource) unless {\n  [cloud::region::"aws:eu-west-1"].containsAll(context.cluster.regions)\n};',
        'forbid (principal, action == cloud::Action::"cluster.createEdit", resource) when {\n  context.cluster.cloudProviders.containsAny([cloud::cloudProvider::"gcp"])\n};',
      ],
    },
  ],
  exampleUpdates: [
    { before: noOpenAccessList, after: { ...noOpenAccessList, name: 'No open list', description: 'Closed.' } },
    {
      before: noOpenAccessList,
      after: {
        ...noOpenAccessList,
        policies: [
          'forbid (principal, action == ResourcePolicy::Action::"project.ipAccessList.modify", resource) when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) };',
        ],
      },
    },
  ],
});
