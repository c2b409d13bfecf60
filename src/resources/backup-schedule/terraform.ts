import { type HclNestedBlock, terraformName } from '../../core/hcl.ts';
import type { TerraformBlockBody, TerraformDialect } from '../../core/resource.ts';
import { type BackupFrequency, type BackupPolicyItem, type BackupSchedule, sortPolicyItems } from './model.ts';

const FREQUENCIES: readonly BackupFrequency[] = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'];

function itemToHcl(item: BackupPolicyItem): HclNestedBlock {
  const { frequencyInterval, retentionUnit, retentionValue } = item;
  return {
    type: `policy_item_${item.frequencyType}`,
    body: {
      attributes: {
        frequency_interval: frequencyInterval,
        retention_unit: retentionUnit,
        retention_value: retentionValue,
      },
    },
  };
}

function itemsFromHcl(blocks: Readonly<Record<string, readonly TerraformBlockBody[]>>): readonly BackupPolicyItem[] {
  const items = FREQUENCIES.flatMap((frequencyType) =>
    (blocks[`policy_item_${frequencyType}`] ?? []).map(({ attributes }) => ({
      frequencyType,
      frequencyInterval: Number(attributes.frequency_interval),
      retentionUnit: attributes.retention_unit as BackupPolicyItem['retentionUnit'],
      retentionValue: Number(attributes.retention_value),
    })),
  );
  return sortPolicyItems(items);
}

const isMany = (items: readonly BackupPolicyItem[], frequency: BackupFrequency) =>
  items.filter(({ frequencyType }) => frequencyType === frequency).length > 1;

export const terraform: TerraformDialect<BackupSchedule> = {
  type: 'mongodbatlas_cloud_backup_schedule',
  mode: 'whole',
  name: (model) => terraformName(`backup_${model.clusterName}`),
  toHcl: (model) => ({
    attributes: {
      project_id: model.projectId,
      cluster_name: model.clusterName,
      reference_hour_of_day: model.referenceHourOfDay,
      reference_minute_of_hour: model.referenceMinuteOfHour,
      restore_window_days: model.restoreWindowDays,
      auto_export_enabled: model.autoExportEnabled,
      use_org_and_group_names_in_export_prefix: model.useOrgAndGroupNamesInExportPrefix,
    },
    blocks: [
      ...model.policyItems.map(itemToHcl),
      ...model.copySettings.map((copy) => ({
        type: 'copy_settings',
        body: {
          attributes: {
            cloud_provider: copy.cloudProvider,
            frequencies: copy.frequencies,
            region_name: copy.regionName,
            zone_id: copy.zoneId,
            should_copy_oplogs: copy.shouldCopyOplogs,
          },
        },
      })),
      ...(model.export === null
        ? []
        : [
            {
              type: 'export',
              body: {
                attributes: {
                  export_bucket_id: model.export.exportBucketId,
                  frequency_type: model.export.frequencyType,
                },
              },
            },
          ]),
    ],
  }),
  fromHcl: ({ attributes: a, blocks }, base) => {
    const exported = blocks.export?.[0]?.attributes;
    return {
      projectId: String(a.project_id),
      clusterName: String(a.cluster_name),
      restoreWindowDays: Number(a.restore_window_days ?? base?.restoreWindowDays ?? 0),
      referenceHourOfDay: Number(a.reference_hour_of_day ?? base?.referenceHourOfDay ?? 0),
      referenceMinuteOfHour: Number(a.reference_minute_of_hour ?? base?.referenceMinuteOfHour ?? 0),
      policyItems: itemsFromHcl(blocks),
      copySettings: (blocks.copy_settings ?? []).map(({ attributes }) => ({
        cloudProvider: attributes.cloud_provider as BackupSchedule['copySettings'][number]['cloudProvider'],
        regionName: String(attributes.region_name),
        zoneId: String(attributes.zone_id ?? ''),
        frequencies: Array.isArray(attributes.frequencies) ? attributes.frequencies.map(String).sort() : [],
        shouldCopyOplogs: attributes.should_copy_oplogs === true,
      })),
      autoExportEnabled: a.auto_export_enabled === true,
      export: exported
        ? {
            exportBucketId: String(exported.export_bucket_id),
            frequencyType: exported.frequency_type as 'monthly' | 'yearly',
          }
        : null,
      useOrgAndGroupNamesInExportPrefix: a.use_org_and_group_names_in_export_prefix === true,
      extraRetention: base?.extraRetention ?? [],
      policyId: base?.policyId ?? null,
      nextSnapshot: base?.nextSnapshot ?? null,
    };
  },
  importId: (model) => `${model.projectId}-${model.clusterName}`,
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    const { after } = change;
    // One block each for the hourly and the daily item (resource schema of mongodbatlas_cloud_backup_schedule).
    if (isMany(after.policyItems, 'hourly') || isMany(after.policyItems, 'daily')) {
      return 'The provider has room for one hourly and one daily policy item only.';
    }
    return after.extraRetention.length > 0 ? 'The provider has no attribute for extra retention.' : undefined;
  },
};
