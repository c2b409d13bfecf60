import { defineControl, failOrPass } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';

const example = apiKey.examples[0] as ApiKey;

export default defineControl({
  id: 'authorization/no-organization-owner-api-key',
  title: 'No API key owns the organization',
  layer: 'authorization',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An API key that owns the organization can make itself a database user in every project and open every access list. ' +
    'It has no second factor, and whoever finds it in a repository holds all data.',
  sources: ['listOrgApiKeys', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: ['soc2:CC6.3', 'iso27001:A.8.2', 'pci-dss:7.2.5', 'nist-800-53:AC-6(5)', 'ism:ISM-1508', 'ism:ISM-1883'],
  reads: ['api-key'],
  evaluate({ 'api-key': keys }) {
    return failOrPass(
      keys
        .filter((key) => key.roles.some(({ role }) => role === 'ORG_OWNER'))
        .map((key) => ({
          at: apiKey.address(key),
          because: `API key "${key.description}" (${key.publicKey}) owns the organization.`,
        })),
    );
  },
  remedy() {
    return {
      type: 'manual',
      steps: [
        'Find out what uses the key: the organization’s activity feed names its public key beside every change.',
        'Make a service account with only the roles that this needs, move the program over, and see it work.',
        'Delete the key.',
      ],
      verifiedBy: 'fivefold assess',
    };
  },
  examples: {
    pass: [{ resources: { 'api-key': [{ ...example, roles: [{ role: 'ORG_READ_ONLY', orgId: example.orgId }] }] } }],
    fail: [{ resources: { 'api-key': [{ ...example, roles: [{ role: 'ORG_OWNER', orgId: example.orgId }] }] } }],
  },
});
