import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ServiceAccountAccessListEntry, serviceAccountAccessListEntry } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** The first example of the folder service-account. */
const runner: ServiceAccountAccessListEntry = {
  orgId: exampleIds.orgId,
  clientId: 'mdb_sa_id_6600000000000000000000b1',
  entry: '203.0.113.25/32',
  createdAt: '2026-02-03T10:00:00Z',
  requestCount: 96,
  lastUsedAt: '2026-11-24T02:00:00Z',
  lastUsedAddress: '203.0.113.25',
};

const unused = { requestCount: 0, lastUsedAt: null, lastUsedAddress: null };

export default defineResource({
  kind: 'service-account-access-list-entry',
  title: 'access list entry of service account',
  parentKind: 'service-account',
  model: serviceAccountAccessListEntry,
  path: (entry) => [entry.orgId, entry.clientId, entry.entry],
  parentPath: (entry) => [entry.orgId, entry.clientId],
  label: (entry) => `${entry.clientId}: ${entry.entry}`,
  lifecycle: 'managed',
  assigned: ['createdAt', 'requestCount', 'lastUsedAt', 'lastUsedAddress'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    runner,
    { ...runner, ...unused, entry: '198.51.100.0/24' },
    { ...runner, ...unused, entry: '2001:db8:12::/48', createdAt: null },
  ],
});
