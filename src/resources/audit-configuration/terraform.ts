import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { AuditConfiguration } from './model.ts';

export const terraform: TerraformDialect<AuditConfiguration> = {
  type: 'mongodbatlas_auditing',
  mode: 'whole',
  name: (model) => terraformName(`auditing_${model.projectId}`),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      enabled: model.enabled,
      audit_authorization_success: model.auditAuthorizationSuccess,
      ...(model.auditFilter === null ? {} : { audit_filter: model.auditFilter }),
    },
  }),
  fromHcl: ({ attributes }, base) => {
    const auditFilter =
      typeof attributes.audit_filter === 'string' ? attributes.audit_filter : (base?.auditFilter ?? null);
    return {
      projectId: String(attributes.project_id),
      // All three are optional and computed: left out, the provider leaves what Atlas has.
      enabled: typeof attributes.enabled === 'boolean' ? attributes.enabled : (base?.enabled ?? false),
      auditAuthorizationSuccess:
        typeof attributes.audit_authorization_success === 'boolean'
          ? attributes.audit_authorization_success
          : (base?.auditAuthorizationSuccess ?? false),
      auditFilter,
      configurationType: base?.configurationType ?? (auditFilter === null ? 'NONE' : 'FILTER_JSON'),
    };
  },
  importId: (model) => model.projectId,
  cannot: (change) =>
    change.type === 'update' && change.before.auditFilter !== null && change.after.auditFilter === null
      ? 'Terraform cannot remove an audit filter: the provider keeps the one that Atlas has where audit_filter is left out.'
      : undefined,
  omitted: (model) =>
    model.auditFilter === null ? [{ attribute: 'audit_filter', providerDefault: null, live: null }] : [],
};
