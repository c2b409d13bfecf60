import { defineControl, type Violation } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

const SERVICES = [
  ['awsKms', 'AWS KMS'],
  ['azureKeyVault', 'Azure Key Vault'],
  ['googleCloudKms', 'Google Cloud KMS'],
] as const;

const none = encryptionAtRest.examples[0] as EncryptionAtRest;
const aws = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;

export default defineControl({
  id: 'encryption/customer-managed-key-valid',
  title: 'Atlas can use the customer-managed key that the project names',
  layer: 'encryption',
  scope: 'project',
  severity: 'critical',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Atlas checks the key every 15 minutes. When the key is disabled, deleted or its permission is gone, Atlas shuts down every node ' +
    'that is encrypted with it, and no node that restarts comes back.',
  sources: ['getGroupEncryptionAtRest', 'https://www.mongodb.com/docs/atlas/security-kms-encryption/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(a)(2)(iv)',
    'pci-dss:3.6.1',
    'nist-800-53:SC-12',
    'csa-ccm:CEK-08',
    'ism:ISM-0507',
  ],
  reads: ['encryption-at-rest'],
  evaluate({ 'encryption-at-rest': all }) {
    const enabled = all.flatMap((settings) =>
      SERVICES.filter(([service]) => settings[service].enabled).map(([service, name]) => ({ settings, service, name })),
    );
    if (enabled.length === 0) return { status: 'not-applicable', because: 'The project uses no customer-managed key.' };
    const violations = enabled.flatMap(({ settings, service, name }): readonly Violation[] =>
      settings.valid[service] === false
        ? [{ at: encryptionAtRest.address(settings), because: `Atlas cannot use the project's key in ${name}.` }]
        : [],
    );
    if (violations.length > 0) return { status: 'fail', violations };
    const unsaid = enabled.filter(({ settings, service }) => settings.valid[service] === null);
    return unsaid.length === 0
      ? { status: 'pass' }
      : { status: 'unknown', because: `Atlas does not say whether it can use the key in ${unsaid[0]?.name}.` };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'In your own cloud account, look whether the key is enabled and whether Atlas’s role or service principal may use it.',
      'Restore the key or the permission; do not delete the key, for data that it encrypts is lost with it.',
      'In Atlas, open Database & Network Access, Advanced, Encryption at Rest, and save again: Atlas checks at once.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'valid', resources: { 'encryption-at-rest': [aws] } }],
    fail: [
      { name: 'not valid', resources: { 'encryption-at-rest': [{ ...aws, valid: { ...none.valid, awsKms: false } }] } },
    ],
    notApplicable: [{ name: 'no key', resources: { 'encryption-at-rest': [none] } }],
  },
});
