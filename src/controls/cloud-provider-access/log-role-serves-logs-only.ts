import { defineControl, failOrPass } from '../../core/control.ts';
import accessRole from '../../resources/cloud-provider-access-role/index.ts';
import type { AwsAccessRole, CloudProviderAccessRole } from '../../resources/cloud-provider-access-role/model.ts';

/** Exports of logs, the new and the retired one (CloudProviderAccessFeatureUsage: ATLAS_LOG_INTEGRATION, PUSH_BASED_LOG_EXPORT). */
function isLogs(use: string): boolean {
  return use.includes('LOG_INTEGRATION') || use.includes('LOG_EXPORT');
}

/** What else the role does. Of one that uses the key too, cloud-provider-access/key-role-serves-encryption-only speaks. */
function othersOf({ usedBy }: CloudProviderAccessRole): readonly string[] {
  return usedBy.includes('ENCRYPTION_AT_REST') ? [] : usedBy.filter((use) => !isLogs(use));
}

const role: AwsAccessRole = {
  ...(accessRole.examples.find((item) => item.authorizedDate !== null) as AwsAccessRole),
  usedBy: ['ATLAS_LOG_INTEGRATION'],
};
const azure = accessRole.examples.find(({ provider }) => provider === 'AZURE') as CloudProviderAccessRole;

export default defineControl({
  id: 'cloud-provider-access/log-role-serves-logs-only',
  title: 'The role that writes logs into your buckets does nothing else',
  layer: 'cloud-provider-access',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Audit logs are evidence against whoever misuses the data. Data Federation and exports of snapshots need rights that their users set up ' +
    'and widen; where the role of the logs has them too, those who handle the data come near the logs of what they did. In Azure all roles of ' +
    'a tenant are one service principal, so roles of AWS alone are judged.',
  sources: ['listGroupCloudProviderAccess', 'https://www.mongodb.com/docs/atlas/security/set-up-unified-aws-access/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.5.3',
    'pci-dss:10.3.2',
    'nist-800-53:AU-9(4)',
    'csa-ccm:LOG-04',
    'ism:ISM-1985',
  ],
  reads: ['cloud-provider-access-role'],
  evaluate({ 'cloud-provider-access-role': all }) {
    const logRoles = all.filter(({ provider, usedBy }) => provider === 'AWS' && usedBy.some(isLogs));
    if (logRoles.length === 0)
      return { status: 'not-applicable', because: 'No role in AWS of the project writes logs.' };
    return failOrPass(
      logRoles
        .filter((item) => othersOf(item).length > 0)
        .map((item) => ({
          at: accessRole.address(item),
          because: `${accessRole.label(item)} writes logs and serves ${othersOf(item).join(', ')} too.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set up a role for the logs that may write into their bucket and nothing else.',
      'Put it into the log integration (updateGroupLogIntegration), see logs arrive, then take the rights on that bucket from the old role.',
    ],
    verifiedBy: 'listGroupCloudProviderAccess shows one use for each role.',
  }),
  examples: {
    pass: [
      { name: 'logs alone', resources: { 'cloud-provider-access-role': [role] } },
      {
        name: 'both exports of logs',
        resources: {
          'cloud-provider-access-role': [{ ...role, usedBy: ['ATLAS_LOG_INTEGRATION', 'PUSH_BASED_LOG_EXPORT'] }],
        },
      },
      {
        name: 'with the key, which another control judges',
        resources: {
          'cloud-provider-access-role': [
            { ...role, usedBy: ['ATLAS_LOG_INTEGRATION', 'ENCRYPTION_AT_REST', 'EXPORT_SNAPSHOT'] },
          ],
        },
      },
    ],
    fail: [
      {
        name: 'snapshots too',
        resources: {
          'cloud-provider-access-role': [{ ...role, usedBy: ['ATLAS_LOG_INTEGRATION', 'EXPORT_SNAPSHOT'] }],
        },
      },
      {
        name: 'Data Federation beside the retired export',
        resources: {
          'cloud-provider-access-role': [{ ...role, usedBy: ['ATLAS_DATA_LAKE', 'PUSH_BASED_LOG_EXPORT'] }],
        },
      },
    ],
    notApplicable: [
      { name: 'no logs', resources: { 'cloud-provider-access-role': [{ ...role, usedBy: ['EXPORT_SNAPSHOT'] }] } },
      {
        name: 'Azure',
        resources: {
          'cloud-provider-access-role': [{ ...azure, usedBy: ['ATLAS_LOG_INTEGRATION', 'EXPORT_SNAPSHOT'] }],
        },
      },
    ],
  },
});
