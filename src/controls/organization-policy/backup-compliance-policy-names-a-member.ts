import { defineControl, failOrPass } from '../../core/control.ts';
import backupCompliancePolicy from '../../resources/backup-compliance-policy/index.ts';
import type { BackupCompliancePolicy } from '../../resources/backup-compliance-policy/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

const [none, strict] = backupCompliancePolicy.examples as readonly [BackupCompliancePolicy, BackupCompliancePolicy];
const member: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  username: strict.authorizedEmail,
  membershipStatus: 'ACTIVE',
};

export default defineControl({
  id: 'organization-policy/backup-compliance-policy-names-a-member',
  title: 'The person whom the backup compliance policy names is still there',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'MongoDB Support changes the policy only together with the person whom it names. When they have left, nobody can lower it, and whoever gets ' +
    'their mailbox may speak for them. Someone outside of the organization can be named on purpose, hence the confidence.',
  sources: [
    'getGroupBackupCompliancePolicy',
    'listOrgUsers',
    'https://www.mongodb.com/docs/atlas/backup/cloud-backup/backup-compliance-policy/',
  ],
  standards: ['soc2:CC6.2', 'iso27001:A.5.18', 'pci-dss:8.2.5', 'nist-800-53:PS-4', 'csa-ccm:IAM-07', 'ism:ISM-1404'],
  reads: ['backup-compliance-policy', 'organization-user'],
  evaluate({ 'backup-compliance-policy': all, 'organization-user': users }, { project }) {
    const policies = all.filter(({ configured }) => configured);
    if (policies.length === 0)
      return { status: 'not-applicable', because: 'The project has no backup compliance policy.' };
    const members = new Set(
      users
        .filter(({ membershipStatus }) => membershipStatus === 'ACTIVE')
        .map(({ username }) => username.toLowerCase()),
    );
    return failOrPass(
      policies
        .filter(({ authorizedEmail }) => !members.has(authorizedEmail.toLowerCase()))
        .map((policy) => ({
          at: backupCompliancePolicy.address(policy),
          because: `The backup compliance policy of project "${project?.name}" names ${policy.authorizedUserFirstName} ${policy.authorizedUserLastName} (${policy.authorizedEmail}), who is no active member of the organization.`,
        })),
    );
  },
  remedy: ({ 'backup-compliance-policy': all }, { project }) => ({
    type: 'needs',
    needs: [
      {
        what: `Who speaks for the backups of project "${project?.name}" from now on, in place of ${all[0]?.authorizedEmail}? Change the person while the named one can still be reached.`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [
      { name: 'a member', resources: { 'backup-compliance-policy': [strict], 'organization-user': [member] } },
      {
        name: 'in other letters',
        resources: {
          'backup-compliance-policy': [strict],
          'organization-user': [{ ...member, username: strict.authorizedEmail.toUpperCase() }],
        },
      },
    ],
    fail: [
      { name: 'nobody', resources: { 'backup-compliance-policy': [strict] } },
      {
        name: 'invited only',
        resources: {
          'backup-compliance-policy': [strict],
          'organization-user': [{ ...member, membershipStatus: 'PENDING', createdAt: null, lastAuth: null }],
        },
      },
    ],
    notApplicable: [
      { name: 'no policy', resources: { 'backup-compliance-policy': [none], 'organization-user': [member] } },
    ],
  },
});
