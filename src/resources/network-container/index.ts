import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type NetworkContainer, networkContainer } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const ireland: NetworkContainer = {
  projectId: exampleIds.projectId,
  provider: 'AWS',
  region: 'EU_WEST_1',
  cidrBlock: '10.8.0.0/21',
  regions: [],
  id: '66c0000000000000000000a1',
  provisioned: false,
  networkName: null,
};

export default defineResource({
  kind: 'network-container',
  title: 'network container',
  parentKind: 'project',
  model: networkContainer,
  path: ({ projectId, provider, region }) => [projectId, provider, ...(region === null ? [] : [region])],
  parentPath: (container) => [container.projectId],
  label: ({ provider, region, cidrBlock }) => `${[provider, region].filter(Boolean).join(' ')} ${cidrBlock}`,
  lifecycle: 'managed',
  assigned: ['id', 'provisioned', 'networkName'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    ireland,
    { ...ireland, provider: 'AZURE', region: 'EUROPE_NORTH', cidrBlock: '10.9.0.0/21', id: '66c0000000000000000000a2' },
    { ...ireland, provider: 'GCP', region: null, cidrBlock: '10.64.0.0/18', id: '66c0000000000000000000a3' },
  ],
  exampleUpdates: [{ before: ireland, after: { ...ireland, cidrBlock: '10.16.0.0/21' } }],
});
