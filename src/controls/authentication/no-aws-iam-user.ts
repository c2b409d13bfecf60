import { defineControl, failOrPass } from '../../core/control.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';

const role = databaseUser.examples.find(({ mechanism }) => mechanism.type === 'aws-iam') as DatabaseUser;
const user: DatabaseUser = {
  ...role,
  username: 'arn:aws:iam::123456789012:user/shop-api',
  mechanism: { type: 'aws-iam', principal: 'user' },
};
const scram = databaseUser.examples.find(({ mechanism }) => mechanism.type === 'scram') as DatabaseUser;

export default defineControl({
  id: 'authentication/no-aws-iam-user',
  title: 'AWS identities of database users are roles, not IAM users',
  layer: 'authentication',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An IAM user proves itself with an access key that has no end and lies in a file; it is a password by another name. A role hands out credentials ' +
    'that end within hours, to what runs on AWS, and nothing has to be stored.',
  sources: ['listGroupDatabaseUsers', 'https://www.mongodb.com/docs/atlas/security/aws-iam-authentication/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.17',
    'hipaa:164.312(d)',
    'pci-dss:8.6.3',
    'nist-800-53:IA-5',
    'csa-ccm:IAM-14',
    'ism:ISM-1685',
  ],
  reads: ['database-user'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'database-user': users }) {
    const byAws = users.filter(({ mechanism }) => mechanism.type === 'aws-iam');
    if (byAws.length === 0)
      return { status: 'not-applicable', because: 'No database user of the project is an AWS identity.' };
    return failOrPass(
      byAws
        .filter(({ mechanism }) => mechanism.type === 'aws-iam' && mechanism.principal === 'user')
        .map((item) => ({
          at: databaseUser.address(item),
          because: `Database user ${item.username} is an IAM user: its access key has no end.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Give the application an IAM role where it runs (instance profile, task role, IRSA), and people a role of AWS IAM Identity Center.',
      'Make a database user of that role’s ARN with the same roles, and see the application connect.',
      'Delete the database user of the IAM user, then its access keys in AWS.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'a role', resources: { 'database-user': [role] } }],
    fail: [
      { name: 'an IAM user', resources: { 'database-user': [user] } },
      { name: 'one beside a role', resources: { 'database-user': [role, user] } },
    ],
    notApplicable: [{ name: 'passwords only', resources: { 'database-user': [scram] } }],
  },
});
