import { defineControl, failOrPass } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';

const key = apiKey.examples[0] as ApiKey;

export default defineControl({
  id: 'authentication/service-accounts-instead-of-api-keys',
  title: 'Programs use service accounts, not API keys',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An API key never expires, and it cannot be rotated without a second key. A service account has tokens for an hour and secrets ' +
    'with an end; MongoDB calls keys the legacy way.',
  sources: ['listOrgApiKeys', 'https://www.mongodb.com/docs/atlas/api/service-accounts-overview/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.17',
    'hipaa:164.308(a)(5)(ii)(D)',
    'pci-dss:8.6.3',
    'nist-800-53:IA-5',
    'csa-ccm:IAM-15',
    'ism:ISM-1590',
    'ism:ISM-1685',
  ],
  reads: ['api-key'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate({ 'api-key': keys }) {
    return failOrPass(
      keys.map((item) => ({
        at: apiKey.address(item),
        because: `API key "${item.description}" (${item.publicKey}) has no end.`,
      })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out what uses the key: the organization’s activity feed names its public key beside every change.',
      'Make a service account with the same roles and an access list, move the program over, and see it work.',
      'Delete the key.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: { pass: [{ resources: { 'api-key': [] } }], fail: [{ resources: { 'api-key': [key] } }] },
});
