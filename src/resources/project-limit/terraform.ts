import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { ProjectLimit } from './model.ts';

export const terraform: TerraformDialect<ProjectLimit> = {
  type: 'mongodbatlas_project',
  mode: 'part',
  name: (model) => terraformName(`project_${model.projectId}`),
  toHcl: ({ name, value }) => ({ attributes: {}, blocks: [{ type: 'limits', body: { attributes: { name, value } } }] }),
  fromHcl: ({ attributes, blocks }, base) => {
    const [limit] = blocks.limits ?? [];
    return {
      projectId: base?.projectId ?? String(attributes.id ?? ''),
      name: String(limit?.attributes.name),
      value: Number(limit?.attributes.value),
      defaultLimit: base?.defaultLimit ?? null,
      maximumLimit: base?.maximumLimit ?? null,
      currentUsage: base?.currentUsage ?? null,
    };
  },
  importId: () => undefined,
};
