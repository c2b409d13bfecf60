import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import userSecurity from '../../resources/user-security/index.ts';
import type { UserSecurity } from '../../resources/user-security/model.ts';

const ldap = userSecurity.examples.find((item) => item.ldap.authenticationEnabled) as UserSecurity;
const none = userSecurity.examples.find((item) => !item.ldap.authenticationEnabled) as UserSecurity;

export default defineControl({
  id: 'authentication/no-ldap',
  title: 'Nobody logs in to a database through LDAP',
  layer: 'authentication',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'LDAP is deprecated since MongoDB 8.0 and sends the password to the directory with every login, over a port that must be open to ' +
    'Atlas. OIDC (workforce identity federation) takes its place.',
  sources: ['getGroupUserSecurity', 'https://www.mongodb.com/docs/atlas/security-ldaps/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.5',
    'hipaa:164.312(d)',
    'pci-dss:6.3.3',
    'nist-800-53:SA-22',
    'csa-ccm:IAM-14',
    'ism:ISM-1905',
  ],
  reads: ['user-security'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate({ 'user-security': all }) {
    return failOrPass(
      all.flatMap((item): readonly Violation[] => {
        const { authenticationEnabled, authorizationEnabled, hostname } = item.ldap;
        if (!authenticationEnabled && !authorizationEnabled) return [];
        const what = authorizationEnabled ? 'logs in and gets its roles' : 'logs in';
        return [
          {
            at: userSecurity.address(item),
            because: `Whoever the directory at ${hostname ?? 'an unnamed host'} knows ${what} through LDAP.`,
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set up an OIDC identity provider for the workforce in the Federation Management App, and map its groups to database roles.',
      'Move people over, watch the access history until no LDAP login is left, then turn LDAP off.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ resources: { 'user-security': [none] } }],
    fail: [{ resources: { 'user-security': [ldap] } }],
  },
});
