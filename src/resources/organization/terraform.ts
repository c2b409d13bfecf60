import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { Organization } from './model.ts';

export const terraform: TerraformDialect<Organization> = {
  type: 'mongodbatlas_organization',
  // Making one puts a new owner key into the state; an organization that exists is imported or shown in part.
  mode: 'difference',
  name: (model) => terraformName(model.name),
  toHcl: (model) => ({
    attributes: { name: model.name, skip_default_alerts_settings: model.skipDefaultAlertsSettings },
  }),
  fromHcl: ({ attributes }, base) => ({
    id: base?.id ?? String(attributes.org_id ?? ''),
    name: typeof attributes.name === 'string' ? attributes.name : (base?.name ?? ''),
    skipDefaultAlertsSettings:
      typeof attributes.skip_default_alerts_settings === 'boolean'
        ? attributes.skip_default_alerts_settings
        : (base?.skipDefaultAlertsSettings ?? false),
  }),
  importId: (model) => model.id,
};
