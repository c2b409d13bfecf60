import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ServiceAccount, serviceAccount } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const deployer: ServiceAccount = {
  orgId: exampleIds.orgId,
  clientId: 'mdb_sa_id_6600000000000000000000b1',
  name: 'deployer',
  description: 'Runs Terraform in the delivery pipeline',
  createdAt: '2026-02-03T10:00:00Z',
  roles: ['ORG_MEMBER'],
  secrets: [
    {
      id: '6600000000000000000000b2',
      createdAt: '2026-10-20T10:00:00Z',
      expiresAt: '2027-01-18T10:00:00Z',
      lastUsedAt: '2026-11-24T02:00:00Z',
    },
  ],
};

const forgotten: ServiceAccount = {
  ...deployer,
  clientId: 'mdb_sa_id_6600000000000000000000b3',
  name: 'forgotten-script',
  description: 'Nobody knows',
  roles: ['ORG_GROUP_CREATOR', 'ORG_OWNER'],
  secrets: [
    {
      id: '6600000000000000000000b4',
      createdAt: '2025-12-01T10:00:00Z',
      expiresAt: '2026-12-01T10:00:00Z',
      lastUsedAt: null,
    },
    {
      id: '6600000000000000000000b5',
      createdAt: '2025-06-01T10:00:00Z',
      expiresAt: '2026-06-01T10:00:00Z',
      lastUsedAt: '2026-05-30T10:00:00Z',
    },
  ],
};

export default defineResource({
  kind: 'service-account',
  title: 'service account',
  parentKind: 'organization',
  model: serviceAccount,
  path: (account) => [account.orgId, account.clientId],
  parentPath: (account) => [account.orgId],
  label: (account) => account.name,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'delete'
      ? 'A deleted service account cannot be brought back: a new one has another client id and other secrets.'
      : undefined,
  assigned: ['clientId', 'createdAt', 'secrets'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    deployer,
    forgotten,
    { ...deployer, clientId: 'mdb_sa_id_6600000000000000000000b6', name: 'no-secret', secrets: [] },
  ],
  exampleUpdates: [
    { before: deployer, after: { ...deployer, description: 'Runs Terraform for the shop' } },
    { before: deployer, after: { ...deployer, name: 'shop-deployer', roles: ['ORG_GROUP_CREATOR', 'ORG_MEMBER'] } },
    { before: forgotten, after: { ...forgotten, roles: ['ORG_MEMBER'] } },
  ],
});
