import type { HclNestedBlock } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { type BackupFrequency, type BackupPolicyItem, sortPolicyItems } from '../backup-schedule/model.ts';
import type { BackupCompliancePolicy } from './model.ts';

const FREQUENCIES: readonly BackupFrequency[] = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'];

type Retention = NonNullable<BackupCompliancePolicy['onDemandPolicyItem']>;

function itemToHcl(type: string, { frequencyInterval, retentionUnit, retentionValue }: Retention): HclNestedBlock {
  return {
    type,
    body: {
      attributes: {
        frequency_interval: frequencyInterval,
        retention_unit: retentionUnit,
        retention_value: retentionValue,
      },
    },
  };
}

function itemFromHcl(attributes: Readonly<Record<string, unknown>>): Retention {
  return {
    frequencyInterval: Number(attributes.frequency_interval),
    retentionUnit: attributes.retention_unit as BackupPolicyItem['retentionUnit'],
    retentionValue: Number(attributes.retention_value),
  };
}

const isMany = (items: readonly BackupPolicyItem[], frequency: BackupFrequency) =>
  items.filter(({ frequencyType }) => frequencyType === frequency).length > 1;

export const terraform: TerraformDialect<BackupCompliancePolicy> = {
  type: 'mongodbatlas_backup_compliance_policy',
  mode: 'whole',
  name: () => 'backup_compliance_policy',
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      authorized_email: model.authorizedEmail,
      authorized_user_first_name: model.authorizedUserFirstName,
      authorized_user_last_name: model.authorizedUserLastName,
      copy_protection_enabled: model.copyProtectionEnabled,
      encryption_at_rest_enabled: model.encryptionAtRestEnabled,
      pit_enabled: model.pitEnabled,
      restore_window_days: model.restoreWindowDays,
    },
    blocks: [
      ...(model.onDemandPolicyItem === null ? [] : [itemToHcl('on_demand_policy_item', model.onDemandPolicyItem)]),
      ...model.scheduledPolicyItems.map((item) => itemToHcl(`policy_item_${item.frequencyType}`, item)),
    ],
  }),
  fromHcl: ({ attributes: a, blocks }, base) => {
    const onDemand = blocks.on_demand_policy_item?.[0]?.attributes;
    return {
      projectId: String(a.project_id),
      configured: base?.configured ?? true,
      authorizedEmail: String(a.authorized_email),
      authorizedUserFirstName: String(a.authorized_user_first_name),
      authorizedUserLastName: String(a.authorized_user_last_name),
      copyProtectionEnabled: a.copy_protection_enabled === true,
      encryptionAtRestEnabled: a.encryption_at_rest_enabled === true,
      pitEnabled: a.pit_enabled === true,
      restoreWindowDays: Number(a.restore_window_days ?? 0),
      scheduledPolicyItems: sortPolicyItems(
        FREQUENCIES.flatMap((frequencyType) =>
          (blocks[`policy_item_${frequencyType}`] ?? []).map(({ attributes }) => ({
            frequencyType,
            ...itemFromHcl(attributes),
          })),
        ),
      ),
      onDemandPolicyItem: onDemand ? itemFromHcl(onDemand) : null,
      state: base?.state ?? null,
    };
  },
  importId: (model) => (model.configured ? model.projectId : undefined),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { after } = change;
    if (!after.configured) return 'Terraform says that there is no policy by having no resource for it.';
    return isMany(after.scheduledPolicyItems, 'hourly') || isMany(after.scheduledPolicyItems, 'daily')
      ? 'The provider has room for one hourly and one daily policy item only.'
      : undefined;
  },
};
