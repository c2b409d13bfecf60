import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { ProjectIpAccessListEntry } from './model.ts';

export const terraform: TerraformDialect<ProjectIpAccessListEntry> = {
  type: 'mongodbatlas_project_ip_access_list',
  mode: 'whole',
  name: (model) => terraformName(`access_${model.entry}`),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      ...(model.type === 'cidr' ? { cidr_block: model.entry } : { aws_security_group: model.entry }),
      ...(model.comment === '' ? {} : { comment: model.comment }),
    },
  }),
  fromHcl: ({ attributes }) => {
    const group = attributes.aws_security_group;
    return {
      projectId: String(attributes.project_id),
      type: group === undefined ? 'cidr' : 'aws-security-group',
      entry: String(group ?? attributes.cidr_block ?? attributes.ip_address),
      comment: typeof attributes.comment === 'string' ? attributes.comment : '',
      deleteAfterDate: null,
    };
  },
  importId: (model) => `${model.projectId}-${model.entry}`,
  // Resource schema of mongodbatlas_project_ip_access_list: no attribute for the expiry, and `comment` is force-new.
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    if (change.after.deleteAfterDate !== null)
      return 'Terraform cannot write a temporary entry: the provider has no attribute for its expiry.';
    return change.type === 'update'
      ? 'Terraform removes an entry and makes it again to change its comment, and shuts its addresses out meanwhile.'
      : undefined;
  },
  omitted: (model) =>
    model.comment === '' ? [{ attribute: 'comment', providerDefault: '', live: model.comment }] : [],
};
