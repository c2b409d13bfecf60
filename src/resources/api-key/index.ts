import { addressOf } from '../../core/address.ts';
import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { projectRolesOf, read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ApiKey, apiKey } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const { orgId, projectId, otherProjectId } = exampleIds;

const reader: ApiKey = {
  orgId,
  id: '6600000000000000000000a1',
  publicKey: 'qwertyui',
  description: 'Nightly assessment',
  roles: [{ role: 'ORG_READ_ONLY', orgId }],
};

const deployer: ApiKey = {
  orgId,
  id: '6600000000000000000000a2',
  publicKey: 'asdfghjk',
  description: 'Deployments of the shop',
  roles: [
    { role: 'ORG_MEMBER', orgId },
    { role: 'GROUP_CLUSTER_MANAGER', projectId },
    { role: 'GROUP_DATABASE_ACCESS_ADMIN', projectId },
  ],
};

export default defineResource({
  kind: 'api-key',
  title: 'API key',
  parentKind: 'organization',
  model: apiKey,
  path: (key) => [key.orgId, key.id],
  parentPath: (key) => [key.orgId],
  label: (key) => (key.description === '' ? key.publicKey : key.description),
  lifecycle: 'managed',
  dependsOn: (key) => [...projectRolesOf(key).keys()].map((project) => addressOf('project', project)),
  irreversible: (change) =>
    change.type === 'delete' ? 'A deleted API key cannot be brought back: a new one has new credentials.' : undefined,
  assigned: ['id', 'publicKey'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [reader, deployer],
  exampleUpdates: [
    { before: reader, after: { ...reader, description: 'Nightly assessment, read only' } },
    { before: { ...reader, roles: [{ role: 'ORG_OWNER', orgId }] }, after: reader },
    {
      before: deployer,
      after: {
        ...deployer,
        roles: [
          { role: 'ORG_MEMBER', orgId },
          { role: 'GROUP_READ_ONLY', projectId },
        ],
      },
    },
    { before: deployer, after: { ...deployer, roles: [{ role: 'ORG_MEMBER', orgId }] } },
    {
      before: deployer,
      after: { ...deployer, roles: [...deployer.roles, { role: 'GROUP_READ_ONLY', projectId: otherProjectId }] },
    },
  ],
});
