import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import { type BackupPolicyItem, type BackupSchedule, sortPolicyItems } from './model.ts';

export const cloudformation: CloudFormationType<BackupSchedule> = {
  type: 'MongoDB::Atlas::CloudBackupSchedule',
  mode: 'whole',
  fields: [
    'projectId',
    'clusterName',
    'restoreWindowDays',
    'referenceHourOfDay',
    'referenceMinuteOfHour',
    'policyItems',
    'autoExportEnabled',
    'export',
    'useOrgAndGroupNamesInExportPrefix',
  ],
  properties: (schedule) => ({
    ProjectId: schedule.projectId,
    ClusterName: schedule.clusterName,
    RestoreWindowDays: schedule.restoreWindowDays,
    ReferenceHourOfDay: schedule.referenceHourOfDay,
    ReferenceMinuteOfHour: schedule.referenceMinuteOfHour,
    AutoExportEnabled: schedule.autoExportEnabled,
    UseOrgAndGroupNamesInExportPrefix: schedule.useOrgAndGroupNamesInExportPrefix,
    Export:
      schedule.export === null
        ? undefined
        : { ExportBucketId: schedule.export.exportBucketId, FrequencyType: schedule.export.frequencyType },
    Policies: [
      {
        ID: schedule.policyId ?? undefined,
        PolicyItems: schedule.policyItems.map((item) => ({
          FrequencyType: item.frequencyType,
          FrequencyInterval: item.frequencyInterval,
          RetentionUnit: item.retentionUnit,
          RetentionValue: item.retentionValue,
        })),
      },
    ],
  }),
  parse: (given, base) => {
    const [policy = {}] = given.Policies as readonly TemplateObject[];
    const exported = given.Export as TemplateObject | undefined;
    return {
      ...base,
      projectId: String(given.ProjectId),
      clusterName: String(given.ClusterName),
      restoreWindowDays: Number(given.RestoreWindowDays),
      referenceHourOfDay: Number(given.ReferenceHourOfDay),
      referenceMinuteOfHour: Number(given.ReferenceMinuteOfHour),
      autoExportEnabled: given.AutoExportEnabled === true,
      useOrgAndGroupNamesInExportPrefix: given.UseOrgAndGroupNamesInExportPrefix === true,
      export:
        exported === undefined
          ? null
          : {
              exportBucketId: String(exported.ExportBucketId),
              frequencyType: exported.FrequencyType as 'monthly' | 'yearly',
            },
      policyItems: sortPolicyItems(
        (policy.PolicyItems as readonly TemplateObject[]).map((item) => ({
          frequencyType: item.FrequencyType as BackupPolicyItem['frequencyType'],
          frequencyInterval: Number(item.FrequencyInterval),
          retentionUnit: item.RetentionUnit as BackupPolicyItem['retentionUnit'],
          retentionValue: Number(item.RetentionValue),
        })),
      ),
    };
  },
  identifier: ({ projectId, clusterName }) => ({ ProjectId: projectId, ClusterName: clusterName }),
  cannot: (change) => {
    if (change.type === 'delete') return undefined;
    // Copy settings take a ReplicationSpecId there, Atlas today a zone (both resource schemas).
    if (change.after.copySettings.length > 0)
      return 'The type names the zone of a copy by an id that Atlas gives no more.';
    return change.after.extraRetention.length > 0 ? 'The type has no property for extra retention.' : undefined;
  },
};
