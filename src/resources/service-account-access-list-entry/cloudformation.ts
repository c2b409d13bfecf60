import type { CloudFormationType } from '../../core/resource.ts';
import type { ServiceAccountAccessListEntry } from './model.ts';

export const cloudformation: CloudFormationType<ServiceAccountAccessListEntry> = {
  type: 'MongoDB::Atlas::ServiceAccountAccessListEntry',
  mode: 'whole',
  fields: ['orgId', 'clientId', 'entry'],
  properties: ({ orgId, clientId, entry }) => ({ OrgId: orgId, ClientId: clientId, CIDRBlock: entry }),
  parse: ({ OrgId, ClientId, CIDRBlock }, base) => ({
    ...base,
    orgId: String(OrgId),
    clientId: String(ClientId),
    entry: String(CIDRBlock),
  }),
};
