import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ServiceAccountSecret, serviceAccountSecret } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** The secret of the first example of the folder service-account. */
const inUse: ServiceAccountSecret = {
  orgId: exampleIds.orgId,
  clientId: 'mdb_sa_id_6600000000000000000000b1',
  id: '6600000000000000000000b2',
  createdAt: '2026-10-20T10:00:00Z',
  expiresAt: '2027-01-18T10:00:00Z',
  lastUsedAt: '2026-11-24T02:00:00Z',
};

export default defineResource({
  kind: 'service-account-secret',
  title: 'secret of service account',
  parentKind: 'service-account',
  model: serviceAccountSecret,
  path: (secret) => [secret.orgId, secret.clientId, secret.id],
  parentPath: (secret) => [secret.orgId, secret.clientId],
  label: (secret) => `${secret.clientId}: ${secret.id}`,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'delete'
      ? 'A deleted secret cannot be brought back: a new one has another value.'
      : 'A secret that the account already has ends within 7 days then, and removing the new one does not undo that.',
  assigned: ['id', 'createdAt', 'expiresAt', 'lastUsedAt'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    inUse,
    {
      ...inUse,
      id: '6600000000000000000000b7',
      createdAt: '2026-11-24T08:00:00Z',
      expiresAt: '2026-11-24T16:00:00Z',
      lastUsedAt: null,
    },
  ],
});
