import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { hoursOfSecret } from '../service-account/model.ts';
import type { ServiceAccountSecret } from './model.ts';

export const terraform: TerraformDialect<ServiceAccountSecret> = {
  type: 'mongodbatlas_service_account_secret',
  mode: 'whole',
  name: ({ clientId, id }) => terraformName(`service_account_${clientId}_secret_${id}`),
  toHcl: (model) => ({
    attributes: {
      org_id: model.orgId,
      client_id: model.clientId,
      secret_expires_after_hours: hoursOfSecret(model),
    },
  }),
  createOnly: ['secret_expires_after_hours'],
  fromHcl: ({ attributes }, base) => ({
    orgId: String(attributes.org_id),
    clientId: String(attributes.client_id),
    id: base?.id ?? (typeof attributes.secret_id === 'string' ? attributes.secret_id : ''),
    createdAt: base?.createdAt ?? '',
    expiresAt: base?.expiresAt ?? '',
    lastUsedAt: base?.lastUsedAt ?? null,
  }),
  importId: ({ orgId, clientId, id }) => `${orgId}/${clientId}/${id}`,
};
