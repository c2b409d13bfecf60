import { defineControl, failOrPass } from '../../core/control.ts';
import encryptionAtRest from '../../resources/encryption-at-rest/index.ts';
import type { EncryptionAtRest } from '../../resources/encryption-at-rest/model.ts';

const none = encryptionAtRest.examples[0] as EncryptionAtRest;
const aws = encryptionAtRest.examples.find(({ awsKms }) => awsKms.enabled) as EncryptionAtRest;

export default defineControl({
  id: 'encryption/search-nodes-use-customer-managed-key',
  title: 'Search nodes are encrypted with the project’s key too',
  layer: 'encryption',
  scope: 'project',
  severity: 'low',
  confidence: 'low',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Dedicated search nodes hold a copy of what is indexed. They use the project’s key only where a switch of their own is on. ' +
    'Whether the project has search nodes is not read yet, hence the low confidence.',
  sources: ['getGroupEncryptionAtRest'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(a)(2)(iv)',
    'pci-dss:3.5.1',
    'nist-800-53:SC-28',
    'ism:ISM-0459',
  ],
  reads: ['encryption-at-rest'],
  evaluate({ 'encryption-at-rest': all }, { scope }) {
    const used = all.filter((s) => s.awsKms.enabled || s.azureKeyVault.enabled || s.googleCloudKms.enabled);
    if (used.length === 0) return { status: 'not-applicable', because: 'The project uses no customer-managed key.' };
    return failOrPass(
      used
        .filter((settings) => !settings.enabledForSearchNodes)
        .map((settings) => ({
          at: encryptionAtRest.address(settings),
          because: `Search nodes of project ${scope.name}, where it has any, are not encrypted with its own key.`,
        })),
    );
  },
  remedy({ 'encryption-at-rest': all }) {
    return {
      type: 'changes',
      changes: all
        .filter((settings) => !settings.enabledForSearchNodes)
        .map((settings) =>
          encryptionAtRest.update(
            settings,
            { enabledForSearchNodes: true },
            'Encrypts search nodes with the same key.',
          ),
        ),
    };
  },
  examples: {
    pass: [{ resources: { 'encryption-at-rest': [{ ...aws, enabledForSearchNodes: true }] } }],
    fail: [{ resources: { 'encryption-at-rest': [{ ...aws, enabledForSearchNodes: false }] } }],
    notApplicable: [{ resources: { 'encryption-at-rest': [none] } }],
  },
});
