import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import type { ResourcePolicy } from './model.ts';

export const cloudformation: CloudFormationType<ResourcePolicy> = {
  type: 'MongoDB::Atlas::ResourcePolicy',
  mode: 'whole',
  fields: ['orgId', 'name', 'description', 'policies'],
  properties: (model) => ({
    OrgId: model.orgId,
    Name: model.name,
    Description: model.description === '' ? undefined : model.description,
    Policies: model.policies.map((body) => ({ Body: body })),
  }),
  parse: (given, base) => ({
    ...base,
    orgId: String(given.OrgId),
    name: String(given.Name),
    description: given.Description === undefined ? '' : String(given.Description),
    policies: (given.Policies as readonly TemplateObject[]).map(({ Body }) => String(Body)),
  }),
  identifier: ({ orgId, id }) => ({ OrgId: orgId, Id: id }),
};
