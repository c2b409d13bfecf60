import type { CloudFormationType } from '../../core/resource.ts';
import type { ApiKeyAccessListEntry } from './model.ts';

export const cloudformation: CloudFormationType<ApiKeyAccessListEntry> = {
  type: 'MongoDB::Atlas::AccessListAPIKey',
  mode: 'whole',
  fields: ['orgId', 'apiKeyId', 'entry'],
  properties: ({ orgId, apiKeyId, entry }) => ({ OrgId: orgId, APIUserId: apiKeyId, CidrBlock: entry }),
  parse: ({ OrgId, APIUserId, CidrBlock }, base) => ({
    ...base,
    orgId: String(OrgId),
    apiKeyId: String(APIUserId),
    entry: String(CidrBlock),
  }),
};
