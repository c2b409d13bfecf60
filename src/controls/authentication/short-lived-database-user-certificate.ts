import { type ControlContext, defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, isBefore, parseInstant } from '../../core/instant.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import certificateResource from '../../resources/database-user-certificate/index.ts';
import type { DatabaseUserCertificate } from '../../resources/database-user-certificate/model.ts';

/** A little more than three, six and twelve months. */
const LONGEST_DAYS = { low: 95, medium: 190, high: 370 } as const;

function longestDays({ options, profile }: Pick<ControlContext, 'options' | 'profile'>): number {
  return typeof options.longestDays === 'number' ? options.longestDays : LONGEST_DAYS[profile.riskTolerance];
}

const certificate = certificateResource.examples[0] as DatabaseUserCertificate;
const user = databaseUser.examples.find(({ username }) => username === certificate.username) as DatabaseUser;
const living = (createdAt: string, notAfter: string) => ({
  'database-user': [user],
  'database-user-certificate': [{ ...certificate, createdAt, notAfter }],
});

export default defineControl({
  id: 'authentication/short-lived-database-user-certificate',
  title: 'Certificates that Atlas issues to database users live for months, not years',
  layer: 'authentication',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Atlas issues a certificate for up to 24 months and shows its private key once, in a file that gets copied. It lists no way to revoke a single one: ' +
    'its end is what limits a copy. With medium risk tolerance six months will do, with low three; the option longestDays sets it exactly.',
  sources: [
    'createGroupDatabaseUserCert',
    'listGroupDatabaseUserCerts',
    'https://www.mongodb.com/docs/atlas/security-self-managed-x509/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.17',
    'hipaa:164.312(d)',
    'pci-dss:8.6.3',
    'nist-800-53:IA-5(2)',
    'csa-ccm:CEK-12',
    'ism:ISM-0507',
  ],
  reads: ['database-user', 'database-user-certificate'],
  severityFor: ({ profile, environment }) =>
    profile.riskTolerance === 'low' && environment !== 'development' ? 'medium' : 'low',
  evaluate({ 'database-user-certificate': certificates }, context) {
    const longest = longestDays(context);
    const valid = certificates.flatMap((item) => {
      const start = parseInstant(item.createdAt);
      const end = parseInstant(item.notAfter);
      return start === undefined || end === undefined || isBefore(end, context.now) ? [] : [{ item, start, end }];
    });
    if (valid.length === 0)
      return { status: 'not-applicable', because: 'Atlas has issued no certificate that is valid.' };
    return failOrPass(
      valid.flatMap(({ item, start, end }): readonly Violation[] => {
        const days = daysBetween(start, end);
        if (days <= longest) return [];
        const because = `A certificate of database user ${item.username} lives for ${days} days, until ${end.slice(0, 10)}, and cannot be revoked by itself.`;
        return [{ at: certificateResource.address(item), because }];
      }),
    );
  },
  remedy: (_, context) => ({
    type: 'manual',
    steps: [
      `Let the application fetch a new certificate by itself, with at most ${Math.floor(longestDays(context) / 30)} months until it ends (createGroupDatabaseUserCert, monthsUntilExpiration).`,
      'Where a copy of the old one may be about, make a user of another name for the application and delete this one: its certificates are worthless then.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: "Atlas's own choice of three months", resources: living('2026-10-01T09:00:00Z', '2027-01-01T10:00:00Z') },
      { name: 'six months', resources: living('2026-09-01T09:00:00Z', '2027-03-01T10:00:00Z') },
      {
        name: 'three months with low tolerance',
        resources: living('2026-10-01T09:00:00Z', '2027-01-01T10:00:00Z'),
        profile: { riskTolerance: 'low' },
      },
    ],
    fail: [
      { name: 'two years', resources: living('2026-03-01T09:00:00Z', '2028-03-01T10:00:00Z') },
      {
        name: 'six months with low tolerance',
        resources: living('2026-09-01T09:00:00Z', '2027-03-01T10:00:00Z'),
        profile: { riskTolerance: 'low' },
      },
    ],
    notApplicable: [{ name: 'no certificate', resources: { 'database-user': [user] } }],
  },
});
