import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ApiKeyAccessListEntry, apiKeyAccessListEntry } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** The first example of the folder api-key. */
const runner: ApiKeyAccessListEntry = {
  orgId: exampleIds.orgId,
  apiKeyId: '6600000000000000000000a1',
  entry: '203.0.113.25/32',
  created: '2026-02-03T10:00:00Z',
  count: 412,
  lastUsed: '2026-11-23T02:00:07Z',
  lastUsedAddress: '203.0.113.25',
};

const unused = { created: '2026-02-03T10:00:00Z', count: 0, lastUsed: null, lastUsedAddress: null };

export default defineResource({
  kind: 'api-key-access-list-entry',
  title: 'access list entry of API key',
  parentKind: 'api-key',
  model: apiKeyAccessListEntry,
  path: (entry) => [entry.orgId, entry.apiKeyId, entry.entry],
  parentPath: (entry) => [entry.orgId, entry.apiKeyId],
  label: (entry) => `${entry.apiKeyId}: ${entry.entry}`,
  lifecycle: 'managed',
  assigned: ['created', 'count', 'lastUsed', 'lastUsedAddress'],
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
    { ...runner, ...unused, entry: '2001:db8:12::/48' },
  ],
});
