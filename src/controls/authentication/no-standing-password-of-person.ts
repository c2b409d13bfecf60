import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

/** Names before the @ that stand for a task, not for a person. */
const TASKS = new Set([
  'admin',
  'api',
  'app',
  'atlas',
  'backend',
  'backup',
  'billing',
  'ci',
  'contact',
  'data',
  'database',
  'deploy',
  'dev',
  'devops',
  'frontend',
  'grafana',
  'hello',
  'info',
  'infra',
  'it',
  'jenkins',
  'metrics',
  'mongo',
  'mongodb',
  'monitoring',
  'office',
  'ops',
  'platform',
  'prod',
  'reporting',
  'root',
  'sales',
  'security',
  'service',
  'support',
  'system',
  'team',
  'terraform',
  'test',
  'web',
]);

/** Who seems to log in, and whether they are a member. */
interface Person {
  readonly mail: string;
  readonly isMember: boolean;
}

const isMailAddress = (name: string) => /^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i.test(name);

/** Whose login it seems to be: a mail address, or the part before the @ of a member's. */
function personOf(user: DatabaseUser, users: readonly OrganizationUser[]): Person | undefined {
  const name = user.username.toLowerCase();
  const members = users.flatMap(({ membershipStatus, username }) =>
    membershipStatus === 'ACTIVE' ? [username.toLowerCase()] : [],
  );
  if (isMailAddress(name)) return { mail: name, isMember: members.includes(name) };
  // An application is often named as its database is, and so may a mailbox be.
  if (TASKS.has(name) || user.roles.some(({ databaseName }) => databaseName.toLowerCase() === name)) return undefined;
  const mail = members.find((member) => member.split('@')[0] === name);
  return mail === undefined ? undefined : { mail, isMember: true };
}

const ada = organizationUser.examples[0] as OrganizationUser;
const user: DatabaseUser = {
  ...(databaseUser.examples.find(({ mechanism }) => mechanism.type === 'scram') as DatabaseUser),
  deleteAfterDate: null,
};
const named = (username: string, changes: Partial<DatabaseUser> = {}) => ({
  'organization-user': [ada],
  'database-user': [{ ...user, username, ...changes }],
});

export default defineControl({
  id: 'authentication/no-standing-password-of-person',
  title: 'No person has a password of their own in the database for good',
  layer: 'authentication',
  scope: 'project',
  severity: 'medium',
  confidence: 'low',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A password in the database knows no second factor, and keeps working when the person leaves: taking the Atlas account away does not touch it. ' +
    'People sign in through the identity provider, or get a temporary user for as long as a task takes. Whose login it is, is told by its name alone: ' +
    'a mail address, or the name of a member.',
  sources: ['listGroupDatabaseUsers', 'listOrgUsers', 'https://www.mongodb.com/docs/atlas/security-oidc/'],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:8.2.5',
    'nist-800-53:AC-2(2)',
    'csa-ccm:IAM-07',
    'cis:5.6',
    'ism:ISM-1647',
  ],
  reads: ['database-user', 'organization-user'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'database-user': users, 'organization-user': members }) {
    return failOrPass(
      users
        .filter(({ mechanism, deleteAfterDate }) => mechanism.type === 'scram' && deleteAfterDate === null)
        .flatMap((item): readonly Violation[] => {
          const person = personOf(item, members);
          if (person === undefined) return [];
          const at = databaseUser.address(item);
          const who = `Database user ${databaseUser.label(item)}`;
          // That it is a password, authentication/no-password-user says of every user in production.
          return person.isMember
            ? [
                {
                  at,
                  because: `${who} seems to be ${person.mail}, whose password here outlives their account.`,
                  severity: 'low',
                },
              ]
            : [{ at, because: `${who} is named after somebody who is no member, and its password has no end.` }];
        }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Let people sign in to the database through an OIDC identity provider for the workforce, with roles by group.',
      'Until then make a temporary database user (at most 7 days) when somebody needs one.',
      'Delete the standing user. Where an application borrowed it, give the application a user of its own first.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'an application', resources: named('shop-api') },
      {
        name: 'for a week',
        resources: named('ada', {
          deleteAfterDate: '2026-11-28T00:00:00Z' as NonNullable<DatabaseUser['deleteAfterDate']>,
        }),
      },
      {
        name: 'a task that a member’s address is named after',
        resources: {
          'organization-user': [{ ...ada, username: 'admin@example.com' }],
          'database-user': [{ ...user, username: 'admin' }],
        },
      },
      {
        name: 'an application that is named as its database',
        resources: {
          'organization-user': [{ ...ada, username: 'shop@example.com' }],
          'database-user': [{ ...user, username: 'shop' }],
        },
      },
      {
        name: 'a person with a certificate',
        resources: named('ada', { databaseName: '$external', mechanism: { type: 'x509', issuer: 'customer' } }),
      },
    ],
    fail: [
      { name: 'named as a member', resources: named('Ada') },
      { name: 'a mail address, of nobody who is a member', resources: named('gone@example.com') },
    ],
  },
});
