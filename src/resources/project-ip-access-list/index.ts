import { defineResource } from '../../core/define-resource.ts';
import type { Instant } from '../../core/instant.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ProjectIpAccessListEntry, projectIpAccessListEntry } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const office: ProjectIpAccessListEntry = {
  projectId: exampleIds.projectId,
  type: 'cidr',
  entry: '198.51.100.0/24',
  comment: 'Office in Dublin',
  deleteAfterDate: null,
};

export default defineResource({
  kind: 'project-ip-access-list',
  title: 'IP access list entry',
  parentKind: 'project',
  model: projectIpAccessListEntry,
  path: (entry) => [entry.projectId, entry.entry],
  parentPath: (entry) => [entry.projectId],
  label: (entry) => entry.entry,
  lifecycle: 'managed',
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    office,
    { ...office, entry: '203.0.113.7/32', comment: '' },
    { ...office, entry: '2001:db8::/48', comment: 'Offices on IPv6' },
    { ...office, entry: '192.0.2.0/25', comment: '', deleteAfterDate: '2026-11-26T00:00:00Z' as Instant },
  ],
  exampleUpdates: [{ before: office, after: { ...office, comment: 'Office in Dublin, 4th floor' } }],
});
