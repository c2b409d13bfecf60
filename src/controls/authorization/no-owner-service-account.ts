import { defineControl, failOrPass } from '../../core/control.ts';
import { addSeconds, type Instant } from '../../core/instant.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import { hasEnded, type ServiceAccount } from '../../resources/service-account/model.ts';

/** How long a token lives that was made just before a secret ended (createServiceAccountToken). */
const TOKEN_LIFE_SECONDS = 3600;

function owners(accounts: readonly ServiceAccount[]): readonly ServiceAccount[] {
  return accounts.filter(({ roles }) => roles.includes('ORG_OWNER'));
}

/** Nobody can use it: it has no secret, or all have ended, and so have the tokens that were made with them. */
function isDead({ secrets }: ServiceAccount, now: Instant): boolean {
  return secrets.every((secret) => hasEnded(secret, addSeconds(now, -TOKEN_LIFE_SECONDS)));
}

const account: ServiceAccount = { ...(serviceAccount.examples[0] as ServiceAccount), roles: ['ORG_READ_ONLY'] };

export default defineControl({
  id: 'authorization/no-owner-service-account',
  title: 'No service account owns the organization',
  layer: 'authorization',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Whoever has the secret of an owner can make a database user, open the access list and read everything, without ever logging in ' +
    'to a database. Programs need the roles of the projects that they work on.',
  sources: ['listOrgServiceAccounts', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.5',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-09',
    'ism:ISM-1508',
    'ism:ISM-1883',
  ],
  reads: ['service-account'],
  evaluate({ 'service-account': accounts }) {
    return failOrPass(
      owners(accounts).map((item) => ({
        at: serviceAccount.address(item),
        because: `Service account "${item.name}" (${item.clientId}) owns the organization.`,
      })),
      accounts.length === 0 ? 'The organization has no service account.' : undefined,
    );
  },
  remedy({ 'service-account': accounts }, { now }) {
    const owning = owners(accounts);
    if (owning.every((item) => isDead(item, now))) {
      return {
        type: 'changes',
        changes: owning.map((item) => {
          const rest = item.roles.filter((role) => role !== 'ORG_OWNER');
          return serviceAccount.update(
            item,
            { roles: rest.length === 0 ? ['ORG_MEMBER'] : rest },
            'No secret of it is valid: nobody uses it, and whoever gets it a new one should not own the organization.',
          );
        }),
      };
    }
    return {
      type: 'manual',
      steps: [
        'Find out what uses the account: the organization’s activity feed names it beside every change.',
        'Make an account with only the roles that this needs, move the program over, and see it work.',
        'Delete the old account.',
      ],
      verifiedBy: 'fivefold assess',
    };
  },
  examples: {
    pass: [{ resources: { 'service-account': [account] } }],
    fail: [
      { name: 'with a valid secret', resources: { 'service-account': [{ ...account, roles: ['ORG_OWNER'] }] } },
      {
        name: 'without a secret',
        resources: { 'service-account': [{ ...account, roles: ['ORG_OWNER'], secrets: [] }] },
      },
      {
        name: 'with secrets that have ended, and another role',
        resources: {
          'service-account': [
            {
              ...account,
              roles: ['ORG_OWNER', 'ORG_READ_ONLY'],
              secrets: account.secrets.map((secret) => ({ ...secret, expiresAt: '2026-11-20T12:00:00Z' })),
            },
          ],
        },
      },
    ],
  },
});
