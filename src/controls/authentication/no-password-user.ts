import { defineControl, failOrPass } from '../../core/control.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';

const user = databaseUser.examples.find(({ mechanism }) => mechanism.type === 'scram') as DatabaseUser;
const workload = databaseUser.examples.find(({ mechanism }) => mechanism.type === 'aws-iam') as DatabaseUser;

export default defineControl({
  id: 'authentication/no-password-user',
  title: 'Database users in production prove who they are without a password',
  layer: 'authentication',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A password in a connection string is copied into files, logs and chats, and works for whoever has it. X.509, AWS IAM and OIDC ' +
    'prove an identity that expires. Temporary users may have a password: they are gone within 7 days.',
  sources: ['listGroupDatabaseUsers', 'https://www.mongodb.com/docs/atlas/security/config-db-auth/'],
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
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : `The project is for ${environment}.`),
  severityFor: ({ profile }) => (({ low: 'high', medium: 'medium', high: 'low' }) as const)[profile.riskTolerance],
  evaluate({ 'database-user': users }) {
    return failOrPass(
      users
        .filter(({ mechanism, deleteAfterDate }) => mechanism.type === 'scram' && deleteAfterDate === null)
        .map((item) => ({
          at: databaseUser.address(item),
          because: `Database user ${databaseUser.label(item)} logs in with a password.`,
        })),
    );
  },
  remedy: (_, { profile }) => ({
    type: 'manual',
    steps: [
      profile.cloudProviders.includes('AWS')
        ? 'Make a user of the application’s own identity: its IAM role on AWS, OIDC on Azure and Google Cloud, or an X.509 certificate.'
        : 'Make a user of the application’s own identity: OIDC on Azure and Google Cloud, or an X.509 certificate.',
      'Change the application’s connection string, see it work, then remove the user with the password.',
      'Where a password has to stay, let a secrets engine (for example Vault) make and rotate it.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'AWS IAM', resources: { 'database-user': [workload] } }],
    fail: [{ name: 'a password', resources: { 'database-user': [user] } }],
    notApplicable: [
      { name: 'development', resources: { 'database-user': [user] }, profile: { environment: 'development' } },
    ],
  },
});
