import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type ThirdPartyIntegration, thirdPartyIntegration } from './model.ts';

const datadog: ThirdPartyIntegration = {
  projectId: exampleIds.projectId,
  id: '660000000000000000000c01',
  type: 'DATADOG',
  region: 'EU',
  origin: null,
  signed: null,
  enabled: null,
  serviceDiscovery: null,
};

export default defineResource({
  kind: 'third-party-integration',
  title: 'third-party integration',
  parentKind: 'project',
  model: thirdPartyIntegration,
  path: (integration) => [integration.projectId, integration.type],
  parentPath: (integration) => [integration.projectId],
  label: (integration) => integration.type,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    datadog,
    {
      ...datadog,
      id: '660000000000000000000c02',
      type: 'WEBHOOK',
      region: null,
      origin: 'https://hooks.example.com',
      signed: true,
    },
    { ...datadog, id: '660000000000000000000c03', type: 'PAGER_DUTY', region: 'US' },
    {
      ...datadog,
      id: '660000000000000000000c04',
      type: 'PROMETHEUS',
      region: null,
      enabled: true,
      serviceDiscovery: 'file',
    },
  ],
});
