import { defineControl, failOrPass } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import { sharedWithProduction } from '../shared-with-production.ts';

/** A key in use: its service, and what names it there whatever its version. */
interface UsedKey {
  readonly projectId: string;
  readonly settings: EncryptionAtRest;
  readonly name: string;
}

function usedKeys(settings: EncryptionAtRest): readonly UsedKey[] {
  const { awsKms, azureKeyVault, googleCloudKms } = settings;
  // The id alone: one key can be named by its ARN or its id, and the replicas of a multi-Region key share it.
  const aws = awsKms.keyId?.replace(/^arn:[\w-]+:kms:[^:]*:[^:]*:key\//, '');
  const google = googleCloudKms.keyVersionResourceId?.replace(/\/cryptoKeyVersions\/.*$/, '');
  // https://<vault>.vault.azure.net/keys/<name>/<version>
  const azure = azureKeyVault.keyIdentifier?.replace(/(\/keys\/[^/]+)\/.*$/, '$1');
  return [
    // An alias without its account may be any account's.
    ...(awsKms.enabled && aws !== undefined && !aws.startsWith('alias/') ? [`AWS KMS ${aws}`] : []),
    ...(azureKeyVault.enabled && azure !== undefined ? [`Azure Key Vault ${azure}`] : []),
    ...(googleCloudKms.enabled && google !== undefined ? [`Google Cloud KMS ${google}`] : []),
  ].map((name) => ({ projectId: settings.projectId, settings, name }));
}

const [production, development] = project.examples as readonly [Project, Project];
const [none, aws, azure, google] = encryptionAtRest.examples as readonly [
  EncryptionAtRest,
  EncryptionAtRest,
  EncryptionAtRest,
  EncryptionAtRest,
];
const elsewhere = (settings: EncryptionAtRest): EncryptionAtRest => ({ ...settings, projectId: development.id });
const withKey = (keyId: string): EncryptionAtRest => ({ ...aws, awsKms: { ...aws.awsKms, keyId } });
const both = (first: EncryptionAtRest, second: EncryptionAtRest) => ({
  project: [production, development],
  'encryption-at-rest': [first, second],
});
const apart = { projects: { [development.name]: { environment: 'development' } } } as const;

export default defineControl({
  id: 'encryption/key-of-one-environment',
  title: 'The key that encrypts production encrypts nothing else',
  layer: 'encryption',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever runs a test project has a say over its key: who may use it, when it is rotated, when it is disabled. With one key for both, a ' +
    'mistake there shuts production down, and a right that was given there decrypts production.',
  sources: ['getGroupEncryptionAtRest', 'https://www.mongodb.com/docs/atlas/security-kms-encryption/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'iso27001:A.8.31',
    'pci-dss:3.7.6',
    'nist-800-53:SC-12',
    'csa-ccm:CEK-08',
    'ism:ISM-0507',
  ],
  reads: ['encryption-at-rest', 'project'],
  evaluate({ 'encryption-at-rest': all, project: projects }, { profile }) {
    const keys = all.flatMap(usedKeys);
    if (keys.length === 0) return { status: 'not-applicable', because: 'No project uses a key of its own.' };
    return failOrPass(
      sharedWithProduction(keys, ({ name }) => name, projects, profile).map(
        ({ item, project: name, production: names }) => ({
          at: encryptionAtRest.address(item.settings),
          because: `${item.name} encrypts project ${name} and ${names.join(', ')}, which is for production.`,
        }),
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a key for the project that is not for production, with a role or service principal of its own.',
      'Set it as the project’s key; Atlas encrypts the clusters anew with it. Keep the old key: snapshots that were taken with it need it.',
      'Take the project’s role out of the policy of the production key.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      {
        name: 'a key each',
        resources: both(
          aws,
          elsewhere({ ...aws, awsKms: { ...aws.awsKms, keyId: 'arn:aws:kms:eu-west-1:444455556666:key/a' } }),
        ),
        profile: apart,
      },
      { name: 'both for production', resources: both(aws, elsewhere(aws)) },
      {
        name: 'one alias, perhaps of two accounts, beside a key',
        resources: {
          project: [production, development],
          'encryption-at-rest': [
            { ...withKey('alias/atlas'), azureKeyVault: azure.azureKeyVault },
            elsewhere(withKey('alias/atlas')),
          ],
        },
        profile: apart,
      },
      {
        name: 'no longer enabled',
        resources: both(aws, elsewhere({ ...aws, awsKms: { ...aws.awsKms, enabled: false } })),
        profile: apart,
      },
    ],
    fail: [
      { name: 'one key in AWS', resources: both(aws, elsewhere(aws)), profile: apart },
      {
        name: 'two replicas of one key in AWS, one named by its id',
        resources: both(
          withKey('arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab'),
          elsewhere(withKey('mrk-1234abcd12ab34cd56ef1234567890ab')),
        ),
        profile: apart,
      },
      {
        name: 'two versions of one key in Azure',
        resources: both(
          azure,
          elsewhere({
            ...azure,
            azureKeyVault: {
              ...azure.azureKeyVault,
              keyIdentifier: 'https://payments-atlas.vault.azure.net/keys/atlas/ffffffffffffffffffffffffffffffff',
            },
          }),
        ),
        profile: apart,
      },
      { name: 'one key in Google Cloud', resources: both(google, elsewhere(google)), profile: apart },
    ],
    notApplicable: [{ name: 'no key', resources: both(none, elsewhere(none)), profile: apart }],
  },
});
