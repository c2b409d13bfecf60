import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { DatabaseUserCertificate } from './model.ts';

export const terraform: TerraformDialect<DatabaseUserCertificate> = {
  type: 'mongodbatlas_x509_authentication_database_user',
  mode: 'whole',
  name: ({ username }) => terraformName(`certificate_${username}`),
  toHcl: ({ projectId, username, monthsUntilExpiration }) => ({
    attributes: { project_id: projectId, username, months_until_expiration: monthsUntilExpiration },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    projectId: String(a.project_id),
    username: String(a.username),
    subject: base?.subject ?? '',
    monthsUntilExpiration: Number(a.months_until_expiration),
    createdAt: base?.createdAt ?? '',
    notAfter: base?.notAfter ?? '',
  }),
  // An import does not learn the months, and their absence would make another certificate.
  importId: () => undefined,
  caution: () => 'Removing the block revokes nothing: whoever has the certificate logs in with it until it ends.',
};
