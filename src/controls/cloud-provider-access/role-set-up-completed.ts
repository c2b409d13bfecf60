import { defineControl, failOrPass } from '../../core/control.ts';
import accessRole from '../../resources/cloud-provider-access-role/index.ts';
import type { CloudProviderAccessRole } from '../../resources/cloud-provider-access-role/model.ts';

const pending = accessRole.examples.find(
  (item) => item.provider === 'AWS' && item.authorizedDate === null,
) as CloudProviderAccessRole;
const authorized = accessRole.examples.find(
  (item) => item.provider === 'AWS' && item.authorizedDate !== null,
) as CloudProviderAccessRole;

export default defineControl({
  id: 'cloud-provider-access/role-set-up-completed',
  title: 'Every cloud provider access role that was begun is authorised',
  layer: 'cloud-provider-access',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A role that was begun and never authorised does nothing, but its external id stands ready: whoever makes an IAM role that trusts ' +
    'it can finish what nobody remembers.',
  sources: ['listGroupCloudProviderAccess', 'authorizeGroupCloudProviderAccessRole'],
  standards: ['soc2:CC6.3', 'iso27001:A.5.18', 'nist-800-53:AC-6', 'csa-ccm:IAM-08'],
  reads: ['cloud-provider-access-role'],
  evaluate({ 'cloud-provider-access-role': all }) {
    const aws = all.filter(({ provider }) => provider === 'AWS');
    if (aws.length === 0) return { status: 'not-applicable', because: 'The project has no access role for AWS.' };
    return failOrPass(
      aws
        .filter(({ authorizedDate }) => authorizedDate === null)
        .map((item) => ({
          at: accessRole.address(item),
          because: `Access role ${item.id ?? 'without an id'} was begun${item.createdDate === null ? '' : ` on ${item.createdDate.slice(0, 10)}`} and never authorised.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'If the role is still wanted, put Atlas’s account and the external id into the trust policy of an IAM role, and authorise it in Atlas.',
      'If not, remove it under Project Settings, AWS IAM Role Access.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'cloud-provider-access-role': [authorized] } }],
    fail: [{ resources: { 'cloud-provider-access-role': [pending] } }],
    notApplicable: [{ resources: { 'cloud-provider-access-role': [] } }],
  },
});
