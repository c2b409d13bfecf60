import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { entryName, entryOf } from '../api-access-list.ts';
import type { ApiKeyAccessListEntry } from './model.ts';

export const terraform: TerraformDialect<ApiKeyAccessListEntry> = {
  type: 'mongodbatlas_access_list_api_key',
  mode: 'whole',
  name: (model) => terraformName(`api_key_${model.apiKeyId}_access_${model.entry}`),
  toHcl: (model) => ({
    attributes: { org_id: model.orgId, api_key_id: model.apiKeyId, cidr_block: model.entry },
  }),
  fromHcl: ({ attributes }, base) => ({
    orgId: String(attributes.org_id),
    apiKeyId: String(attributes.api_key_id),
    entry: entryOf(String(attributes.cidr_block ?? attributes.ip_address)),
    created: base?.created ?? null,
    count: base?.count ?? 0,
    lastUsed: base?.lastUsed ?? null,
    lastUsedAddress: base?.lastUsedAddress ?? null,
  }),
  importId: (model) => `${model.orgId}-${model.apiKeyId}-${entryName(model.entry)}`,
};
