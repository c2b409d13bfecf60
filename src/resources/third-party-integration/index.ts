import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ThirdPartyIntegration, thirdPartyIntegration } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const datadog: ThirdPartyIntegration = {
  projectId: exampleIds.projectId,
  id: '660000000000000000000c01',
  type: 'DATADOG',
  region: 'EU',
  routingKey: null,
  origin: null,
  signed: null,
  templated: null,
  enabled: null,
  serviceDiscovery: null,
  username: null,
  sends: ['database-metrics'],
};

const plain = { ...datadog, region: null, sends: [] };

const webhook: ThirdPartyIntegration = {
  ...plain,
  id: '660000000000000000000c02',
  type: 'WEBHOOK',
  origin: 'https://hooks.example.com',
  signed: true,
  templated: false,
};

const pagerDuty: ThirdPartyIntegration = { ...plain, id: '660000000000000000000c03', type: 'PAGER_DUTY', region: 'US' };

const prometheus: ThirdPartyIntegration = {
  ...plain,
  id: '660000000000000000000c04',
  type: 'PROMETHEUS',
  enabled: true,
  serviceDiscovery: 'file',
  username: 'prom_user',
};

const victorOps: ThirdPartyIntegration = {
  ...plain,
  id: '660000000000000000000c05',
  type: 'VICTOR_OPS',
  routingKey: 'database-team',
};

export default defineResource({
  kind: 'third-party-integration',
  title: 'third-party integration',
  parentKind: 'project',
  model: thirdPartyIntegration,
  path: (integration) => [integration.projectId, integration.type],
  parentPath: (integration) => [integration.projectId],
  label: (integration) => integration.type,
  lifecycle: 'managed',
  assigned: ['id'],
  irreversible: (change) =>
    change.type === 'delete'
      ? 'A removed integration can be set up again, but not with its keys: Atlas never shows them.'
      : undefined,
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    datadog,
    webhook,
    pagerDuty,
    prometheus,
    victorOps,
    { ...plain, id: '660000000000000000000c06', type: 'OPS_GENIE', region: 'US' },
    { ...plain, id: '660000000000000000000c07', type: 'MICROSOFT_TEAMS' },
    { ...plain, id: '660000000000000000000c08', type: 'NEW_RELIC' },
    { ...plain, id: '660000000000000000000c09', type: 'SLACK' },
  ],
  exampleUpdates: [
    { before: { ...webhook, signed: false }, after: webhook },
    { before: { ...webhook, origin: 'http://hooks.example.com' }, after: webhook },
    { before: datadog, after: { ...datadog, region: 'US5', sends: ['collection-latency', 'query-stats'] } },
    { before: datadog, after: { ...datadog, sends: [] } },
    { before: prometheus, after: { ...prometheus, enabled: false, sends: ['resource-tags'] } },
    { before: pagerDuty, after: { ...pagerDuty, region: 'EU' } },
    { before: victorOps, after: { ...victorOps, routingKey: 'security-team' } },
  ],
});
