import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { entryOf } from '../api-access-list.ts';
import type { ServiceAccountAccessListEntry } from './model.ts';

export const terraform: TerraformDialect<ServiceAccountAccessListEntry> = {
  type: 'mongodbatlas_service_account_access_list_entry',
  mode: 'whole',
  name: (model) => terraformName(`service_account_${model.clientId}_access_${model.entry}`),
  toHcl: (model) => ({
    attributes: { org_id: model.orgId, client_id: model.clientId, cidr_block: model.entry },
  }),
  fromHcl: ({ attributes }, base) => ({
    orgId: String(attributes.org_id),
    clientId: String(attributes.client_id),
    entry: entryOf(String(attributes.cidr_block ?? attributes.ip_address)),
    createdAt: base?.createdAt ?? null,
    requestCount: base?.requestCount ?? 0,
    lastUsedAt: base?.lastUsedAt ?? null,
    lastUsedAddress: base?.lastUsedAddress ?? null,
  }),
  // An id with a block is read as `cidr_block`, one without as `ip_address`: a change of either would replace the entry.
  importId: ({ orgId, clientId, entry }) => `${orgId}/${clientId}/${entry}`,
};
