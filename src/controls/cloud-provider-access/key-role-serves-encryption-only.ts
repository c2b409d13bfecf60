import { defineControl, failOrPass } from '../../core/control.ts';
import accessRole from '../../resources/cloud-provider-access-role/index.ts';
import type { CloudProviderAccessRole } from '../../resources/cloud-provider-access-role/model.ts';

const KEY = 'ENCRYPTION_AT_REST';

const role: CloudProviderAccessRole = {
  ...(accessRole.examples.find((item) => item.authorizedDate !== null) as CloudProviderAccessRole),
  usedBy: [KEY],
};

export default defineControl({
  id: 'cloud-provider-access/key-role-serves-encryption-only',
  title: 'The role that may use the encryption key serves nothing else',
  layer: 'cloud-provider-access',
  scope: 'project',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A role that decrypts the data and also writes snapshots or logs into buckets joins two permissions that should be apart: ' +
    'a change for one takes the other with it, and losing the key shuts the clusters down.',
  sources: ['listGroupCloudProviderAccess'],
  standards: ['soc2:CC6.3', 'iso27001:A.5.3', 'pci-dss:7.2.2', 'nist-800-53:AC-6', 'csa-ccm:IAM-04'],
  reads: ['cloud-provider-access-role'],
  evaluate({ 'cloud-provider-access-role': all }) {
    const keyRoles = all.filter(({ usedBy }) => usedBy.includes(KEY));
    if (keyRoles.length === 0)
      return { status: 'not-applicable', because: 'No access role of the project uses an encryption key.' };
    return failOrPass(
      keyRoles
        .filter(({ usedBy }) => usedBy.length > 1)
        .map((item) => ({
          at: accessRole.address(item),
          because: `The ${accessRole.label(item)} uses the encryption key and serves ${item.usedBy.filter((use) => use !== KEY).join(', ')} too.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set up a role of its own for the other features, and move them to it one by one.',
      'Then take their permissions from the role that uses the key.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'cloud-provider-access-role': [role] } }],
    fail: [{ resources: { 'cloud-provider-access-role': [{ ...role, usedBy: [KEY, 'EXPORT_SNAPSHOT'] }] } }],
    notApplicable: [{ resources: { 'cloud-provider-access-role': [{ ...role, usedBy: [] }] } }],
  },
});
