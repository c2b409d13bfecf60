import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import userSecurity from '../../resources/user-security/index.ts';
import type { UserSecurity } from '../../resources/user-security/model.ts';
import { SOUND_CA } from '../example-certificates.ts';

/** Why nobody can log in as the user, as a part of a sentence; undefined where somebody can, or where we cannot tell. */
function obstacleOf({ mechanism }: DatabaseUser, { customerCas, ldap }: UserSecurity): string | undefined {
  switch (mechanism.type) {
    case 'scram':
      return undefined;
    case 'x509':
      if (mechanism.issuer === 'customer')
        return customerCas === null ? 'its certificate authority is not set in the project' : undefined;
      if (ldap.authorizationEnabled) return 'LDAP authorization is on, which shuts out certificates by Atlas';
      // Certificates that were issued before may still work; createGroupDatabaseUserCert answers CANNOT_GENERATE_CERT_IF_ADVANCED_X509.
      return undefined;
    case 'ldap':
      if (!ldap.authenticationEnabled) return 'LDAP authentication is off';
      return mechanism.principal === 'group' && !ldap.authorizationEnabled
        ? 'LDAP authorization is off, which roles by group need'
        : undefined;
    case 'aws-iam':
    case 'oidc':
      return ldap.authorizationEnabled ? 'LDAP authorization is on, which shuts out AWS IAM and OIDC' : undefined;
    default:
      return mechanism satisfies never;
  }
}

const userOf = (type: DatabaseUser['mechanism']['type']) =>
  databaseUser.examples.find(({ mechanism }) => mechanism.type === type) as DatabaseUser;
const ownX509 = databaseUser.examples.find(
  ({ mechanism }) => mechanism.type === 'x509' && mechanism.issuer === 'customer',
) as DatabaseUser;
const none = userSecurity.examples[0] as UserSecurity;
const ldap: UserSecurity = {
  ...none,
  ldap: { ...none.ldap, authenticationEnabled: true, authorizationEnabled: true, hostname: 'ldap.example.com' },
};
const project = (user: DatabaseUser, security: UserSecurity) => ({
  'database-user': [user],
  'user-security': [security],
});

export default defineControl({
  id: 'authentication/every-database-user-can-log-in',
  title: 'No database user waits for a way of logging in that is switched off',
  layer: 'authentication',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A user whose way of logging in is off has its roles still. Whoever turns LDAP on again, or uploads a certificate authority for another purpose, ' +
    'brings it back to life with all of them, and its name in the directory may belong to somebody else by then.',
  sources: [
    'listGroupDatabaseUsers',
    'getGroupUserSecurity',
    'https://www.mongodb.com/docs/atlas/security-ldaps/',
    'https://www.mongodb.com/docs/atlas/security-self-managed-x509/',
  ],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:8.2.5',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-07',
    'cis:5.3',
    'ism:ISM-1404',
  ],
  reads: ['database-user', 'user-security'],
  evaluate({ 'database-user': users, 'user-security': [security] }) {
    const external = users.filter(({ mechanism }) => mechanism.type !== 'scram');
    if (external.length === 0)
      return { status: 'not-applicable', because: 'Every database user of the project has a password.' };
    if (security === undefined)
      return { status: 'unknown', because: 'Atlas does not say which ways of logging in are on.' };
    return failOrPass(
      external.flatMap((item): readonly Violation[] => {
        const obstacle = obstacleOf(item, security);
        if (obstacle === undefined) return [];
        const because = `Nobody can log in as database user ${databaseUser.label(item)}: ${obstacle}. Its roles stay.`;
        return [{ at: databaseUser.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Ask whether the user is to log in. If so, set up what it waits for: the certificate authority, or LDAP authorization off.',
      'If not, delete it (deleteGroupDatabaseUser): nothing can be using it.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'AWS IAM', resources: project(userOf('aws-iam'), none) },
      { name: 'its certificate authority is set', resources: project(ownX509, { ...none, customerCas: SOUND_CA }) },
      { name: 'LDAP is on', resources: project(userOf('ldap'), ldap) },
    ],
    fail: [
      { name: 'LDAP is off', resources: project(userOf('ldap'), none) },
      {
        name: 'a group, without LDAP authorization',
        resources: project(
          { ...userOf('ldap'), databaseName: 'admin', mechanism: { type: 'ldap', principal: 'group' } },
          { ...ldap, ldap: { ...ldap.ldap, authorizationEnabled: false } },
        ),
      },
      { name: 'no certificate authority', resources: project(ownX509, none) },
      { name: 'LDAP authorization shuts out OIDC', resources: project(userOf('oidc'), ldap) },
      { name: 'and certificates by Atlas', resources: project(userOf('x509'), ldap) },
    ],
    notApplicable: [{ name: 'passwords only', resources: project(userOf('scram'), none) }],
  },
});
