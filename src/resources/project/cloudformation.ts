import type { CloudFormationType } from '../../core/resource.ts';
import type { Project } from './model.ts';

export const cloudformation: CloudFormationType<Project> = {
  type: 'MongoDB::Atlas::Project',
  mode: 'whole',
  fields: ['orgId', 'name', 'withDefaultAlertsSettings', 'regionUsageRestrictions'],
  properties: (model) => ({
    OrgId: model.orgId,
    Name: model.name,
    WithDefaultAlertsSettings: model.withDefaultAlertsSettings,
    RegionUsageRestrictions: model.regionUsageRestrictions ?? undefined,
  }),
  parse: (given, base) => ({
    ...base,
    orgId: String(given.OrgId),
    name: String(given.Name),
    withDefaultAlertsSettings: given.WithDefaultAlertsSettings === true,
    regionUsageRestrictions: given.RegionUsageRestrictions === undefined ? null : String(given.RegionUsageRestrictions),
  }),
  identifier: ({ id }) => ({ Id: id }),
  // What Tags takes could not be confirmed.
  cannot: (change) =>
    change.type === 'create' && change.after.tags.length > 0
      ? 'Tags of a project are left to another dialect: what the type takes for them could not be confirmed.'
      : undefined,
};
