import { defineControl, failOrPass } from '../../core/control.ts';
import accessRole from '../../resources/cloud-provider-access-role/index.ts';
import type { CloudProviderAccessRole } from '../../resources/cloud-provider-access-role/model.ts';

/** AWS roles count once Atlas has been authorised to assume them; the other clouds' are usable from the start. */
function isUsable(role: CloudProviderAccessRole): boolean {
  return role.provider !== 'AWS' || role.authorizedDate !== null;
}

const role: CloudProviderAccessRole = {
  ...(accessRole.examples.find(isUsable) as CloudProviderAccessRole),
  usedBy: ['ENCRYPTION_AT_REST'],
};

export default defineControl({
  id: 'cloud-provider-access/no-unused-role',
  title: 'Every cloud provider access role serves something',
  layer: 'cloud-provider-access',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A role lets Atlas act in your own cloud account. One that no feature uses is access that nobody needs and nobody watches. ' +
    'Atlas names the features it knows of; a data source of your own making may use a role without being named, hence the confidence.',
  sources: ['listGroupCloudProviderAccess', 'https://www.mongodb.com/docs/atlas/security/set-up-unified-aws-access/'],
  standards: ['soc2:CC6.3', 'iso27001:A.5.18', 'pci-dss:7.2.4', 'nist-800-53:AC-6', 'csa-ccm:IAM-08'],
  reads: ['cloud-provider-access-role'],
  evaluate({ 'cloud-provider-access-role': all }) {
    if (all.length === 0)
      return { status: 'not-applicable', because: 'The project has no cloud provider access role.' };
    return failOrPass(
      all
        .filter((item) => isUsable(item) && item.usedBy.length === 0)
        .map((item) => ({
          at: accessRole.address(item),
          because: `Atlas may use the ${accessRole.label(item)} in your cloud account, but no feature of the project does.`,
        })),
    );
  },
  remedy({ 'cloud-provider-access-role': all }) {
    return {
      type: 'changes',
      changes: all
        .filter((item) => isUsable(item) && item.usedBy.length === 0)
        .map((item) => accessRole.delete(item, 'No feature of the project uses it.')),
    };
  },
  examples: {
    pass: [{ resources: { 'cloud-provider-access-role': [role] } }],
    fail: [{ resources: { 'cloud-provider-access-role': [{ ...role, usedBy: [] }] } }],
    notApplicable: [{ resources: { 'cloud-provider-access-role': [] } }],
  },
});
