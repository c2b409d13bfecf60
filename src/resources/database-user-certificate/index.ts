import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type DatabaseUserCertificate, databaseUserCertificate } from './model.ts';

/** Belongs to the example of the folder database-user that has a certificate by Atlas. */
const batch: DatabaseUserCertificate = {
  projectId: exampleIds.projectId,
  username: 'CN=batch',
  subject: 'CN=batch',
  createdAt: '2026-10-01T09:00:00Z',
  notAfter: '2027-01-01T10:00:00Z',
};

export default defineResource({
  kind: 'database-user-certificate',
  title: 'certificate of a database user',
  parentKind: 'database-user',
  model: databaseUserCertificate,
  path: (certificate) => [certificate.projectId, certificate.username, certificate.createdAt],
  // Users with certificates by Atlas authenticate against $external.
  parentPath: (certificate) => [certificate.projectId, '$external', certificate.username],
  label: (certificate) => `${certificate.subject}, until ${certificate.notAfter}`,
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [batch, { ...batch, createdAt: '2026-03-01T09:00:00Z', notAfter: '2028-03-01T10:00:00Z' }],
});
