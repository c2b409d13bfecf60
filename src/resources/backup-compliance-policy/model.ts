import { z } from 'zod';
import { type BackupPolicyItem, backupPolicyItem } from '../backup-schedule/model.ts';

/** The project's minimum for backups that nobody in the organization can lower again: only MongoDB Support with the named person. */
export interface BackupCompliancePolicy {
  readonly projectId: string;
  /** False: there is none, and the fields below hold Atlas's defaults. */
  readonly configured: boolean;
  /** The person who alone may ask MongoDB Support to lower it. */
  readonly authorizedEmail: string;
  readonly authorizedUserFirstName: string;
  readonly authorizedUserLastName: string;
  /** Whether copies of snapshots are protected too. */
  readonly copyProtectionEnabled: boolean;
  /** Whether every cluster must use the project's own key. */
  readonly encryptionAtRestEnabled: boolean;
  /** Whether every cluster must keep continuous backup. */
  readonly pitEnabled: boolean;
  readonly restoreWindowDays: number;
  /** The least that every cluster's schedule must hold, sorted as in a schedule. */
  readonly scheduledPolicyItems: readonly BackupPolicyItem[];
  /** The least retention of snapshots taken by hand; null: none. */
  readonly onDemandPolicyItem: Pick<BackupPolicyItem, 'frequencyInterval' | 'retentionUnit' | 'retentionValue'> | null;
  /** How far Atlas is with it; null where there is none. */
  readonly state: 'ENABLING' | 'ACTIVE' | 'UPDATING' | 'DISABLING' | null;
}

export const backupCompliancePolicy: z.ZodType<BackupCompliancePolicy> = z.strictObject({
  projectId: z.string().min(1),
  configured: z.boolean(),
  authorizedEmail: z.string(),
  authorizedUserFirstName: z.string(),
  authorizedUserLastName: z.string(),
  copyProtectionEnabled: z.boolean(),
  encryptionAtRestEnabled: z.boolean(),
  pitEnabled: z.boolean(),
  restoreWindowDays: z.number().int(),
  scheduledPolicyItems: z.array(backupPolicyItem),
  onDemandPolicyItem: z
    .strictObject({
      frequencyInterval: z.number().int(),
      retentionUnit: z.enum(['days', 'weeks', 'months', 'years']),
      retentionValue: z.number().int(),
    })
    .nullable(),
  state: z.enum(['ENABLING', 'ACTIVE', 'UPDATING', 'DISABLING']).nullable(),
});
