import type { CloudFormationType, TemplateObject } from '../../core/resource.ts';
import { type BackupPolicyItem, sortPolicyItems } from '../backup-schedule/model.ts';
import type { BackupCompliancePolicy } from './model.ts';

const BACKUP_FREQUENCIES = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;

type Amount = Pick<BackupPolicyItem, 'frequencyInterval' | 'retentionUnit' | 'retentionValue'>;

const itemOf = ({ frequencyInterval, retentionUnit, retentionValue }: Amount): TemplateObject => ({
  FrequencyInterval: frequencyInterval,
  RetentionUnit: retentionUnit,
  RetentionValue: retentionValue,
});

const amountOf = ({ FrequencyInterval, RetentionUnit, RetentionValue }: TemplateObject): Amount => ({
  frequencyInterval: Number(FrequencyInterval),
  retentionUnit: RetentionUnit as Amount['retentionUnit'],
  retentionValue: Number(RetentionValue),
});

const many = (items: readonly BackupPolicyItem[], frequency: string) =>
  items.filter(({ frequencyType }) => frequencyType === frequency).length > 1;

export const cloudformation: CloudFormationType<BackupCompliancePolicy> = {
  type: 'MongoDB::Atlas::BackupCompliancePolicy',
  mode: 'whole',
  identifiedByProfile: false,
  fields: [
    'projectId',
    'configured',
    'authorizedEmail',
    'authorizedUserFirstName',
    'authorizedUserLastName',
    'copyProtectionEnabled',
    'encryptionAtRestEnabled',
    'pitEnabled',
    'restoreWindowDays',
    'scheduledPolicyItems',
    'onDemandPolicyItem',
  ],
  isCreation: (before) => !before.configured,
  properties: (policy) => {
    const of = (frequency: string) =>
      policy.scheduledPolicyItems.filter(({ frequencyType }) => frequencyType === frequency).map(itemOf);
    const many = (frequency: string) => {
      const items = of(frequency);
      return items.length === 0 ? undefined : items;
    };
    return {
      ProjectId: policy.projectId,
      AuthorizedEmail: policy.authorizedEmail,
      AuthorizedUserFirstName: policy.authorizedUserFirstName,
      AuthorizedUserLastName: policy.authorizedUserLastName,
      CopyProtectionEnabled: policy.copyProtectionEnabled,
      EncryptionAtRestEnabled: policy.encryptionAtRestEnabled,
      PitEnabled: policy.pitEnabled,
      RestoreWindowDays: policy.restoreWindowDays,
      OnDemandPolicyItem: policy.onDemandPolicyItem === null ? undefined : itemOf(policy.onDemandPolicyItem),
      PolicyItemHourly: of('hourly')[0],
      PolicyItemDaily: of('daily')[0],
      PolicyItemWeekly: many('weekly'),
      PolicyItemMonthly: many('monthly'),
      PolicyItemYearly: many('yearly'),
    };
  },
  parse: (given, base) => ({
    ...base,
    projectId: String(given.ProjectId),
    configured: true,
    authorizedEmail: String(given.AuthorizedEmail),
    authorizedUserFirstName: String(given.AuthorizedUserFirstName),
    authorizedUserLastName: String(given.AuthorizedUserLastName),
    copyProtectionEnabled: given.CopyProtectionEnabled === true,
    encryptionAtRestEnabled: given.EncryptionAtRestEnabled === true,
    pitEnabled: given.PitEnabled === true,
    restoreWindowDays: Number(given.RestoreWindowDays),
    onDemandPolicyItem:
      given.OnDemandPolicyItem === undefined ? null : amountOf(given.OnDemandPolicyItem as TemplateObject),
    scheduledPolicyItems: sortPolicyItems(
      BACKUP_FREQUENCIES.flatMap((frequencyType) => {
        const item = given[`PolicyItem${frequencyType.charAt(0).toUpperCase()}${frequencyType.slice(1)}`];
        const items = (item === undefined ? [] : Array.isArray(item) ? item : [item]) as readonly TemplateObject[];
        return items.map((one) => ({ frequencyType, ...amountOf(one) }));
      }),
    ),
  }),
  identifier: ({ projectId }) => ({ ProjectId: projectId }),
  cannot: (change) => {
    if (change.type === 'delete' || !change.after.configured)
      return 'Only MongoDB Support can take a backup compliance policy away.';
    if (change.type === 'update' && !change.before.configured && change.after.configured) return undefined;
    return many(change.after.scheduledPolicyItems, 'hourly') || many(change.after.scheduledPolicyItems, 'daily')
      ? 'The type has room for one hourly and one daily policy item only.'
      : undefined;
  },
};
