import { sameJson } from '../../core/json.ts';
import type { CloudFormationType, TemplateValue } from '../../core/resource.ts';
import { fromWire, typesOf } from './api.ts';
import type { DatabaseUser } from './model.ts';

const listOf = (value: TemplateValue | undefined) => (value ?? []) as readonly Readonly<Record<string, unknown>>[];

const emptied = (before: DatabaseUser, after: DatabaseUser) =>
  (before.scopes.length > 0 && after.scopes.length === 0) || (before.labels.length > 0 && after.labels.length === 0);

export const cloudformation: CloudFormationType<DatabaseUser> = {
  type: 'MongoDB::Atlas::DatabaseUser',
  mode: 'whole',
  fields: [
    'projectId',
    'databaseName',
    'username',
    'mechanism',
    'roles',
    'scopes',
    'labels',
    'description',
    'deleteAfterDate',
  ],
  properties: (user) => {
    const { awsIAMType, ldapAuthType, oidcAuthType, x509Type } = typesOf(user.mechanism);
    const kept = (value: string) => (value === 'NONE' ? undefined : value);
    return {
      ProjectId: user.projectId,
      DatabaseName: user.databaseName,
      Username: user.username,
      AWSIAMType: kept(awsIAMType),
      LdapAuthType: kept(ldapAuthType),
      OIDCAuthType: kept(oidcAuthType),
      X509Type: kept(x509Type),
      Roles: user.roles.map(({ roleName, databaseName, collectionName }) => ({
        RoleName: roleName,
        DatabaseName: databaseName,
        CollectionName: collectionName ?? undefined,
      })),
      // The schema asks for one item at least.
      Scopes: user.scopes.length === 0 ? undefined : user.scopes.map(({ name, type }) => ({ Name: name, Type: type })),
      Labels: user.labels.length === 0 ? undefined : user.labels.map(({ key, value }) => ({ Key: key, Value: value })),
      Description: user.description === '' ? undefined : user.description,
      DeleteAfterDate: user.deleteAfterDate ?? undefined,
    };
  },
  parse: (given) =>
    fromWire(
      {
        databaseName: given.DatabaseName,
        username: given.Username,
        awsIAMType: given.AWSIAMType ?? 'NONE',
        ldapAuthType: given.LdapAuthType ?? 'NONE',
        oidcAuthType: given.OIDCAuthType ?? 'NONE',
        x509Type: given.X509Type ?? 'NONE',
        description: given.Description,
        deleteAfterDate: given.DeleteAfterDate,
        roles: listOf(given.Roles).map((role) => ({
          roleName: role.RoleName,
          databaseName: role.DatabaseName,
          collectionName: role.CollectionName,
        })),
        scopes: listOf(given.Scopes).map((scope) => ({ name: scope.Name, type: scope.Type })),
        labels: listOf(given.Labels).map((label) => ({ key: label.Key, value: label.Value })),
      },
      String(given.ProjectId),
    ),
  identifier: ({ projectId, databaseName, username }) => ({
    ProjectId: projectId,
    DatabaseName: databaseName,
    Username: username,
  }),
  secrets: ({ mechanism, username }, purpose): Readonly<Record<string, string>> =>
    mechanism.type === 'scram' && purpose === 'create' ? { Password: `the password of ${username}` } : {},
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    if (change.type === 'update' && !sameJson(change.before.mechanism, change.after.mechanism))
      return 'Atlas cannot change how a user authenticates: make a new user and remove this one when no client needs it.';
    // `Type` of a scope is CLUSTER or DATA_LAKE in the schema.
    if (change.after.scopes.some(({ type }) => type === 'STREAM'))
      return 'The type has no scope for stream processing.';
    return change.type === 'update' && emptied(change.before, change.after)
      ? 'The type asks for one scope and one label at least, so that it cannot take the last one away.'
      : undefined;
  },
};
