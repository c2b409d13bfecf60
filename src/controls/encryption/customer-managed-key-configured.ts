import { defineControl } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

/** Duties whose assessors ask for a key under the customer's control. */
const DUTIES = ['hipaa', 'pci-dss', 'fedramp', 'irap'] as const;

function hasKey(settings: EncryptionAtRest): boolean {
  return settings.awsKms.enabled || settings.azureKeyVault.enabled || settings.googleCloudKms.enabled;
}

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const none = encryptionAtRest.examples[0] as EncryptionAtRest;
const withKey = encryptionAtRest.examples.find(hasKey) as EncryptionAtRest;
const pci = { compliance: ['pci-dss'] } as const;

export default defineControl({
  id: 'encryption/customer-managed-key-configured',
  title: 'Data at rest is encrypted with a key that you manage',
  layer: 'encryption',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Atlas always encrypts disks with the cloud provider’s keys. With a key of your own you decide who may decrypt, you see each use, ' +
    'and you can withdraw it. Some duties ask for that; without one of them, and unless little risk is accepted, it is your choice.',
  sources: ['getGroupEncryptionAtRest', 'https://www.mongodb.com/docs/atlas/security-kms-encryption/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(a)(2)(iv)',
    'pci-dss:3.5.1',
    'nist-800-53:SC-28',
    'csa-ccm:CEK-03',
    'ism:ISM-0459',
    'ism:ISM-0507',
  ],
  reads: ['cluster', 'encryption-at-rest'],
  notApplicable({ profile, environment }) {
    if (profile.riskTolerance === 'low' || DUTIES.some((duty) => profile.compliance.includes(duty))) {
      return environment === 'development' ? 'The project is for development.' : undefined;
    }
    return 'No duty of the profile asks for a key of your own, and its risk tolerance is not low.';
  },
  severityFor: ({ profile }) => (DUTIES.some((duty) => profile.compliance.includes(duty)) ? 'high' : 'medium'),
  evaluate({ cluster: clusters, 'encryption-at-rest': all }) {
    const encryptable = clusters.filter(isDedicated);
    if (encryptable.length === 0)
      return {
        status: 'not-applicable',
        because: 'Only dedicated clusters (M10 and larger) can use a key of your own; the project has none.',
      };
    if (all.some(hasKey)) return { status: 'pass' };
    const names = encryptable.map(({ name }) => name).join(', ');
    return {
      status: 'fail',
      violations: all.map((settings) => ({
        at: encryptionAtRest.address(settings),
        because: `The project names no key of its own, so the cloud provider’s keys encrypt ${names}.`,
      })),
    };
  },
  remedy: (_, { profile }) => ({
    type: 'needs',
    needs: [
      {
        what: `Which key should encrypt the project (${profile.cloudProviders.join(', ')})? Make it in your own account, and let Atlas use it through a cloud provider access role.`,
        where: 'outside',
      },
    ],
  }),
  examples: {
    pass: [{ resources: { cluster: [dedicated], 'encryption-at-rest': [withKey] }, profile: pci }],
    fail: [
      { name: 'a duty asks for it', resources: { cluster: [dedicated], 'encryption-at-rest': [none] }, profile: pci },
      {
        name: 'little risk is accepted',
        resources: { cluster: [dedicated], 'encryption-at-rest': [none] },
        profile: { riskTolerance: 'low' },
      },
    ],
    notApplicable: [
      { name: 'nobody asks', resources: { cluster: [dedicated], 'encryption-at-rest': [none] } },
      { name: 'a free cluster', resources: { cluster: [free], 'encryption-at-rest': [none] }, profile: pci },
    ],
  },
});
