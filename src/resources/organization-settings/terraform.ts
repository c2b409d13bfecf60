import { changedFields } from '../../core/change.ts';
import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import type { OrganizationSettings } from './model.ts';

/** Our field → the attribute of mongodbatlas_organization. */
const FLAGS = {
  apiAccessListRequired: 'api_access_list_required',
  multiFactorAuthRequired: 'multi_factor_auth_required',
  restrictEmployeeAccess: 'restrict_employee_access',
  genAIFeaturesEnabled: 'gen_ai_features_enabled',
} as const;

const SETTABLE: readonly string[] = [...Object.keys(FLAGS), 'securityContact'];

const UNSET: OrganizationSettings = {
  orgId: '',
  apiAccessListRequired: false,
  multiFactorAuthRequired: false,
  restrictEmployeeAccess: false,
  genAIFeaturesEnabled: true,
  maxServiceAccountSecretValidityInHours: null,
  securityContact: null,
  operationsContact: null,
  customSessionTimeouts: { absoluteSessionTimeoutInSeconds: null, idleSessionTimeoutInSeconds: null },
  streamsCrossGroupEnabled: false,
};

export const terraform: TerraformDialect<OrganizationSettings> = {
  type: 'mongodbatlas_organization',
  mode: 'difference',
  name: (model) => terraformName(`organization_${model.orgId}`),
  toHcl: (model) => ({
    attributes: {
      ...Object.fromEntries(
        Object.entries(FLAGS).map(([field, attribute]) => [attribute, model[field as keyof typeof FLAGS]]),
      ),
      security_contact: model.securityContact ?? '',
    },
  }),
  fromHcl: ({ attributes }, base = UNSET) => {
    const flag = (field: keyof typeof FLAGS) => {
      const value = attributes[FLAGS[field]];
      return typeof value === 'boolean' ? value : base[field];
    };
    const contact = attributes.security_contact;
    return {
      ...base,
      orgId: base.orgId === '' ? String(attributes.org_id ?? '') : base.orgId,
      apiAccessListRequired: flag('apiAccessListRequired'),
      multiFactorAuthRequired: flag('multiFactorAuthRequired'),
      restrictEmployeeAccess: flag('restrictEmployeeAccess'),
      genAIFeaturesEnabled: flag('genAIFeaturesEnabled'),
      securityContact: typeof contact === 'string' ? contact || null : base.securityContact,
    };
  },
  importId: (model) => model.orgId,
  cannot: (change) => {
    if (change.type !== 'update') return undefined;
    const beyond = changedFields(change).filter((field) => !SETTABLE.includes(field));
    return beyond.length === 0
      ? undefined
      : `Terraform cannot set ${beyond.join(', ')}: mongodbatlas_organization has no such attribute.`;
  },
};
