import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type DatabaseUserCertificate, databaseUserCertificate } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

/** Belongs to the example of the folder database-user that has a certificate by Atlas. */
const batch: DatabaseUserCertificate = {
  projectId: exampleIds.projectId,
  username: 'CN=batch',
  subject: 'CN=batch',
  monthsUntilExpiration: 3,
  createdAt: '2026-10-01T09:00:00Z',
  notAfter: '2027-01-01T10:00:00Z',
};

export default defineResource({
  kind: 'database-user-certificate',
  title: 'certificate of database user',
  parentKind: 'database-user',
  model: databaseUserCertificate,
  path: (certificate) => [certificate.projectId, certificate.username, certificate.createdAt],
  // Users with certificates by Atlas authenticate against $external.
  parentPath: (certificate) => [certificate.projectId, '$external', certificate.username],
  label: (certificate) => `${certificate.subject}, until ${certificate.notAfter}`,
  lifecycle: 'managed',
  irreversible: (change) =>
    change.type === 'create'
      ? `Atlas cannot take a certificate back: for ${change.after.monthsUntilExpiration} months whoever has its key logs in as ${change.after.username}, unless the user is removed.`
      : undefined,
  assigned: ['subject', 'createdAt', 'notAfter'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [
    batch,
    { ...batch, monthsUntilExpiration: 24, createdAt: '2026-03-01T09:00:00Z', notAfter: '2028-03-01T10:00:00Z' },
  ],
});
