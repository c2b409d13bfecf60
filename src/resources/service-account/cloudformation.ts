import type { CloudFormationType } from '../../core/resource.ts';
import { hoursOfFirstSecret, type ServiceAccount } from './model.ts';

export const cloudformation: CloudFormationType<ServiceAccount> = {
  type: 'MongoDB::Atlas::ServiceAccount',
  mode: 'whole',
  fields: ['orgId', 'name', 'description', 'roles'],
  properties: (account) => ({
    OrgId: account.orgId,
    Name: account.name,
    Description: account.description,
    Roles: account.roles,
    // The type asks for it even where the account exists, and uses it for the first secret only.
    SecretExpiresAfterHours: hoursOfFirstSecret(account),
  }),
  parse: (given, base) => ({
    ...base,
    orgId: String(given.OrgId),
    name: String(given.Name),
    description: String(given.Description),
    roles: (given.Roles as readonly string[]).map(String),
  }),
  identifier: ({ orgId, clientId }) => ({ OrgId: orgId, ClientId: clientId }),
};
