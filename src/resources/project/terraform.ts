import { changedFields } from '../../core/change.ts';
import { terraformName } from '../../core/hcl.ts';
import { isObject } from '../../core/json.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { Project } from './model.ts';

function tagsFrom(value: unknown, fallback: Project['tags']): Project['tags'] {
  if (!isObject(value)) return fallback;
  return Object.entries(value)
    .map(([key, text]) => ({ key, value: String(text) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

export const terraform: TerraformDialect<Project> = {
  type: 'mongodbatlas_project',
  // A whole block for a project that exists would set every flag that it leaves out: only the difference is shown.
  mode: 'difference',
  name: (model) => terraformName(model.name),
  toHcl: (model) => ({
    attributes: {
      name: model.name,
      org_id: model.orgId,
      tags: Object.fromEntries(model.tags.map(({ key, value }) => [key, value])),
      with_default_alerts_settings: model.withDefaultAlertsSettings,
      ...(model.regionUsageRestrictions === null ? {} : { region_usage_restrictions: model.regionUsageRestrictions }),
    },
  }),
  fromHcl: ({ attributes }, base) => ({
    id: base?.id ?? String(attributes.id ?? ''),
    orgId: typeof attributes.org_id === 'string' ? attributes.org_id : (base?.orgId ?? ''),
    name: typeof attributes.name === 'string' ? attributes.name : (base?.name ?? ''),
    tags: tagsFrom(attributes.tags, base?.tags ?? []),
    created: base?.created ?? '',
    clusterCount: base?.clusterCount ?? 0,
    withDefaultAlertsSettings:
      typeof attributes.with_default_alerts_settings === 'boolean'
        ? attributes.with_default_alerts_settings
        : (base?.withDefaultAlertsSettings ?? true),
    regionUsageRestrictions:
      typeof attributes.region_usage_restrictions === 'string'
        ? attributes.region_usage_restrictions
        : (base?.regionUsageRestrictions ?? null),
  }),
  importId: (model) => model.id,
  // CreateOnly in the provider's schema: a changed value is an error of the plan.
  cannot: (change) =>
    change.type === 'update' && changedFields(change).includes('withDefaultAlertsSettings')
      ? 'Terraform cannot change with_default_alerts_settings of a project that exists: the provider takes it at creation only.'
      : undefined,
};
