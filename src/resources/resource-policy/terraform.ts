import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { ResourcePolicy } from './model.ts';

export const terraform: TerraformDialect<ResourcePolicy> = {
  type: 'mongodbatlas_resource_policy',
  mode: 'whole',
  name: (model) => terraformName(model.name),
  toHcl: (model) => ({
    attributes: {
      org_id: model.orgId,
      name: model.name,
      ...(model.description === '' ? {} : { description: model.description }),
      policies: model.policies.map((body) => ({ body })),
    },
  }),
  fromHcl: ({ attributes: a }, base) => ({
    orgId: String(a.org_id),
    id: base?.id ?? '',
    name: String(a.name),
    description: typeof a.description === 'string' ? a.description : '',
    policies: (a.policies as readonly { readonly body: string }[]).map(({ body }) => body),
    version: base?.version ?? null,
    createdDate: base?.createdDate ?? null,
    lastUpdatedDate: base?.lastUpdatedDate ?? null,
  }),
  importId: (model) => `${model.orgId}-${model.id}`,
};
