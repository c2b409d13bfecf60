import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type AuditConfiguration, auditConfiguration } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const off: AuditConfiguration = {
  projectId: exampleIds.projectId,
  enabled: false,
  auditAuthorizationSuccess: false,
  auditFilter: null,
  configurationType: 'NONE',
};

const on: AuditConfiguration = {
  projectId: exampleIds.projectId,
  enabled: true,
  auditAuthorizationSuccess: false,
  // The odd spacing is meant: Atlas keeps a filter byte for byte.
  auditFilter: '{"atype": {"$in": ["authenticate", "authCheck", "createUser",  "dropUser"]}}',
  configurationType: 'FILTER_JSON',
};

export default defineResource({
  kind: 'audit-configuration',
  title: 'audit configuration',
  parentKind: 'project',
  model: auditConfiguration,
  path: (configuration) => [configuration.projectId],
  parentPath: (configuration) => [configuration.projectId],
  label: () => 'audit configuration',
  lifecycle: 'singleton',
  assigned: ['configurationType'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [off, on, { ...on, enabled: false }, { ...on, auditFilter: '{}' }],
  exampleUpdates: [
    { before: off, after: on },
    { before: on, after: off },
    { before: on, after: { ...on, auditAuthorizationSuccess: true } },
    { before: on, after: { ...on, enabled: false } },
    { before: on, after: { ...on, auditFilter: '{"users": {"$elemMatch": {"db": "$external"}}}' } },
  ],
});
