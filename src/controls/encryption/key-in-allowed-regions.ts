import { defineControl, type Violation } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

const [none, aws, azure, google] = encryptionAtRest.examples as readonly [
  EncryptionAtRest,
  EncryptionAtRest,
  EncryptionAtRest,
  EncryptionAtRest,
];
const ireland = { dataResidency: ['EU_WEST_1'] } as const;

export default defineControl({
  id: 'encryption/key-in-allowed-regions',
  title: 'The key lives in a region that the data may live in',
  layer: 'encryption',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Data that must not leave a jurisdiction is kept there by its key: who holds the key somewhere else can be ordered to use it there. Atlas ' +
    'says where a key of AWS KMS lives; of the others only that a key of Google Cloud is global.',
  sources: ['getGroupEncryptionAtRest', 'https://www.mongodb.com/docs/atlas/security-aws-kms/'],
  standards: ['soc2:C1.1', 'iso27001:A.8.24', 'gdpr:Art.44', 'nist-800-53:SA-9(5)', 'csa-ccm:DSP-10', 'ism:ISM-1395'],
  reads: ['encryption-at-rest'],
  notApplicable: ({ profile }) =>
    profile.dataResidency.length === 0 ? 'The profile names no regions that data must stay in.' : undefined,
  severityFor: ({ profile }) => (profile.compliance.includes('gdpr') ? 'high' : 'medium'),
  evaluate({ 'encryption-at-rest': all }, { profile }) {
    const used = all.filter((item) => item.awsKms.enabled || item.azureKeyVault.enabled || item.googleCloudKms.enabled);
    if (used.length === 0) return { status: 'not-applicable', because: 'The project uses no customer-managed key.' };
    const allowed = profile.dataResidency.join(', ');
    const violations = used.flatMap((item): readonly Violation[] => {
      const at = encryptionAtRest.address(item);
      const { awsKms, googleCloudKms } = item;
      return [
        ...(awsKms.enabled && awsKms.region !== null && !profile.dataResidency.includes(awsKms.region)
          ? [{ at, because: `The project’s key in AWS KMS lives in ${awsKms.region}, outside of ${allowed}.` }]
          : []),
        ...(googleCloudKms.enabled && googleCloudKms.keyVersionResourceId?.includes('/locations/global/')
          ? [{ at, because: `The project’s key in Google Cloud KMS is global: it is not held in ${allowed} alone.` }]
          : []),
      ];
    });
    if (violations.length > 0) return { status: 'fail', violations };
    const unsaid = used.flatMap((item) => [
      ...(item.awsKms.enabled && item.awsKms.region === null ? ['AWS KMS'] : []),
      ...(item.azureKeyVault.enabled ? ['Azure Key Vault'] : []),
      ...(item.googleCloudKms.enabled ? ['Google Cloud KMS'] : []),
    ]);
    return unsaid.length === 0
      ? { status: 'pass' }
      : {
          status: 'unknown',
          because: `In which region of Atlas’s list the key in ${unsaid.join(', ')} lives, Atlas does not say.`,
        };
  },
  remedy: (_, { profile }) => ({
    type: 'manual',
    steps: [
      `Make a key in ${profile.dataResidency.join(' or ')}; one that has replicas in several of them can be moved between them later.`,
      'Set it as the project’s key: Atlas encrypts the clusters anew. The old key must be valid while it does.',
      'Keep the old key until every snapshot that was taken with it has expired.',
    ],
    verifiedBy: 'getGroupEncryptionAtRest shows the region of the key.',
  }),
  examples: {
    pass: [{ name: 'in Ireland', resources: { 'encryption-at-rest': [aws] }, profile: ireland }],
    fail: [
      {
        name: 'in Virginia',
        resources: { 'encryption-at-rest': [{ ...aws, awsKms: { ...aws.awsKms, region: 'US_EAST_1' } }] },
        profile: ireland,
      },
      {
        name: 'a global key, beside one whose region is not said',
        resources: {
          'encryption-at-rest': [
            {
              ...google,
              azureKeyVault: azure.azureKeyVault,
              googleCloudKms: {
                ...google.googleCloudKms,
                keyVersionResourceId:
                  'projects/payments-prod-1/locations/global/keyRings/atlas/cryptoKeys/atlas/cryptoKeyVersions/1',
              },
            },
          ],
        },
        profile: ireland,
      },
    ],
    notApplicable: [
      { name: 'data may live anywhere', resources: { 'encryption-at-rest': [aws] } },
      { name: 'no key', resources: { 'encryption-at-rest': [none] }, profile: ireland },
    ],
  },
});
