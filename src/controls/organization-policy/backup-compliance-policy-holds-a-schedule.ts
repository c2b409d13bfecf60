import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import backupCompliancePolicy from '../../resources/backup-compliance-policy/index.ts';
import type { BackupCompliancePolicy } from '../../resources/backup-compliance-policy/model.ts';
import { retentionDays } from '../../resources/backup-schedule/model.ts';

const [none, strict] = backupCompliancePolicy.examples as readonly [BackupCompliancePolicy, BackupCompliancePolicy];
const keeping = (days: number): BackupCompliancePolicy => ({
  ...strict,
  scheduledPolicyItems: [{ frequencyType: 'daily', frequencyInterval: 1, retentionUnit: 'days', retentionValue: days }],
});

export default defineControl({
  id: 'organization-policy/backup-compliance-policy-holds-a-schedule',
  title: 'The backup compliance policy says how often snapshots are taken and how long they are kept',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A policy without a schedule keeps the snapshots that exist, and lets an owner empty every schedule: no new one is taken, and the old ones ' +
    'run out. A policy that was made in a hurry, or by a test, looks the same in the console. The option keptDays says how long is long enough.',
  sources: [
    'getGroupBackupCompliancePolicy',
    'https://www.mongodb.com/docs/atlas/backup/cloud-backup/backup-compliance-policy/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(A)',
    'nist-800-53:CP-9(8)',
    'csa-ccm:BCR-08',
    'cis:11.3',
    'ism:ISM-1707',
  ],
  reads: ['backup-compliance-policy'],
  options: { keptDays: 7 },
  evaluate({ 'backup-compliance-policy': all }, { project, options }) {
    const policies = all.filter(({ configured }) => configured);
    if (policies.length === 0)
      return { status: 'not-applicable', because: 'The project has no backup compliance policy.' };
    const keptDays = options.keptDays as number;
    return failOrPass(
      policies.flatMap((policy): readonly Violation[] => {
        const at = backupCompliancePolicy.address(policy);
        const name = `The backup compliance policy of project "${project?.name}"`;
        if (policy.scheduledPolicyItems.length === 0)
          return [{ at, because: `${name} asks for no snapshot at all: schedules can be emptied.` }];
        const longest = Math.max(...policy.scheduledPolicyItems.map(retentionDays));
        return longest >= keptDays
          ? []
          : [{ at, because: `${name} keeps no snapshot for ${keptDays} days (longest: ${longest}).`, severity: 'low' }];
      }),
    );
  },
  remedy: (_, { project }) => ({
    type: 'needs',
    needs: [
      {
        what: `How often must snapshots of project "${project?.name}" be taken, and how long kept, for good? Schedules must hold that first, and it cannot be lowered again (updateGroupBackupCompliancePolicy, scheduledPolicyItems).`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'a week', resources: { 'backup-compliance-policy': [keeping(7)] } },
      { name: 'several', resources: { 'backup-compliance-policy': [strict] } },
    ],
    fail: [
      { name: 'none', resources: { 'backup-compliance-policy': [{ ...strict, scheduledPolicyItems: [] }] } },
      { name: 'six days', resources: { 'backup-compliance-policy': [keeping(6)] } },
      {
        name: 'less than is asked for',
        resources: { 'backup-compliance-policy': [keeping(30)] },
        profile: { controls: { 'organization-policy/backup-compliance-policy-holds-a-schedule': { keptDays: 90 } } },
      },
    ],
    notApplicable: [{ name: 'no policy', resources: { 'backup-compliance-policy': [none] } }],
  },
});
