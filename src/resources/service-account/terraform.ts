import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { hoursOfFirstSecret, type ServiceAccount } from './model.ts';

export const terraform: TerraformDialect<ServiceAccount> = {
  type: 'mongodbatlas_service_account',
  mode: 'whole',
  name: (model) => terraformName(`service_account_${model.name}`),
  toHcl: (model) => ({
    attributes: {
      org_id: model.orgId,
      name: model.name,
      description: model.description,
      roles: model.roles,
      secret_expires_after_hours: hoursOfFirstSecret(model),
    },
  }),
  // Beside an account that was imported, the provider answers it with an error (the provider's guide on rotation).
  createOnly: ['secret_expires_after_hours'],
  fromHcl: ({ attributes }, base) => ({
    orgId: String(attributes.org_id),
    clientId: base?.clientId ?? (typeof attributes.client_id === 'string' ? attributes.client_id : ''),
    name: String(attributes.name),
    description: String(attributes.description),
    createdAt: base?.createdAt ?? '',
    roles: [...((attributes.roles ?? []) as readonly unknown[])].map(String).sort(),
    secrets: base?.secrets ?? [],
  }),
  importId: (model) => `${model.orgId}/${model.clientId}`,
};
