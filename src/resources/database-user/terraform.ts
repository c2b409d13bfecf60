import { terraformName } from '../../core/hcl.ts';
import type { TerraformBlockBody, TerraformDialect } from '../../core/resource.ts';
import { fromWire, typesOf } from './api.ts';
import type { DatabaseUser } from './model.ts';

const name = ({ databaseName, username }: DatabaseUser) =>
  terraformName(databaseName === 'admin' ? username : `external_${username}`);

const values = (blocks: readonly TerraformBlockBody[] | undefined) => (blocks ?? []).map((block) => block.attributes);

export const terraform: TerraformDialect<DatabaseUser> = {
  type: 'mongodbatlas_database_user',
  mode: 'whole',
  name,
  toHcl: (user, blockName = name(user)) => {
    const { awsIAMType, ldapAuthType, oidcAuthType, x509Type } = typesOf(user.mechanism);
    const kept = (value: string) => (value === 'NONE' ? undefined : value);
    return {
      attributes: {
        project_id: user.projectId,
        auth_database_name: user.databaseName,
        username: user.username,
        // Write-only, so that the password stands in no state file (provider 2.x, Terraform 1.11 and later).
        ...(user.mechanism.type === 'scram'
          ? { password_wo: { ref: `var.${blockName}_password` }, password_wo_version: 1 }
          : {}),
        aws_iam_type: kept(awsIAMType),
        ldap_auth_type: kept(ldapAuthType),
        oidc_auth_type: kept(oidcAuthType),
        x509_type: kept(x509Type),
        ...(user.description === '' ? {} : { description: user.description }),
      },
      blocks: [
        ...user.roles.map(({ roleName, databaseName, collectionName }) => ({
          type: 'roles',
          body: {
            attributes: {
              role_name: roleName,
              database_name: databaseName,
              ...(collectionName === null ? {} : { collection_name: collectionName }),
            },
          },
        })),
        ...user.scopes.map((scope) => ({
          type: 'scopes',
          body: { attributes: { name: scope.name, type: scope.type } },
        })),
        ...user.labels.map(({ key, value }) => ({ type: 'labels', body: { attributes: { key, value } } })),
      ],
    };
  },
  fromHcl: ({ attributes, blocks }) =>
    fromWire(
      {
        databaseName: attributes.auth_database_name,
        username: attributes.username,
        awsIAMType: attributes.aws_iam_type ?? 'NONE',
        ldapAuthType: attributes.ldap_auth_type ?? 'NONE',
        oidcAuthType: attributes.oidc_auth_type ?? 'NONE',
        x509Type: attributes.x509_type ?? 'NONE',
        description: attributes.description,
        roles: values(blocks.roles).map((role) => ({
          roleName: role.role_name,
          databaseName: role.database_name,
          // The provider reads an empty name as none.
          collectionName: role.collection_name === '' ? undefined : role.collection_name,
        })),
        scopes: values(blocks.scopes),
        labels: values(blocks.labels),
      },
      String(attributes.project_id),
    ),
  // `-` parts the one form, `/` the other; a name that has both cannot be imported (provider documentation).
  importId: ({ projectId, databaseName, username }) => {
    if (!username.includes('/')) return `${projectId}/${username}/${databaseName}`;
    return username.includes('-') ? undefined : `${projectId}-${username}-${databaseName}`;
  },
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    if (change.after.deleteAfterDate !== null || (change.type === 'update' && change.before.deleteAfterDate !== null)) {
      return 'Terraform cannot write a temporary user: the provider has no attribute for its expiry.';
    }
    if (change.after.roles.length === 0) return 'mongodbatlas_database_user asks for at least one role.';
    return change.type === 'update' && change.before.mechanism.type !== change.after.mechanism.type
      ? 'Atlas cannot change how a user authenticates: make a new user and remove this one when no client needs it.'
      : undefined;
  },
  omitted: ({ mechanism }) => {
    const { awsIAMType, ldapAuthType, oidcAuthType, x509Type } = typesOf(mechanism);
    const types = {
      aws_iam_type: awsIAMType,
      ldap_auth_type: ldapAuthType,
      oidc_auth_type: oidcAuthType,
      x509_type: x509Type,
    };
    return Object.entries(types)
      .filter(([, live]) => live === 'NONE')
      .map(([attribute, live]) => ({ attribute, providerDefault: 'NONE', live }));
  },
};
