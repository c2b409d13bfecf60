import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, isBefore, parseInstant } from '../../core/instant.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import certificateResource from '../../resources/database-user-certificate/index.ts';
import type { DatabaseUserCertificate } from '../../resources/database-user-certificate/model.ts';

const WARN_DAYS = 30;

const certificate = certificateResource.examples[0] as DatabaseUserCertificate;
const user: DatabaseUser = {
  ...(databaseUser.examples[0] as DatabaseUser),
  projectId: certificate.projectId,
  databaseName: '$external',
  username: certificate.username,
  mechanism: { type: 'x509', issuer: 'managed' },
};
const ending = (...ends: readonly string[]) => ({
  'database-user': [user],
  'database-user-certificate': ends.map((notAfter, index) => ({
    ...certificate,
    createdAt: `2026-0${index + 1}-01T09:00:00Z`,
    notAfter,
  })),
});

export default defineControl({
  id: 'authentication/database-user-certificate-current',
  title: 'Every database user with an Atlas-managed certificate has one that is valid for some time yet',
  layer: 'authentication',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'When the last certificate of a user expires, the application that uses it cannot connect any more. Atlas does not renew it. ' +
    'The option warnDays says how early to warn.',
  sources: ['listGroupDatabaseUserCerts', 'https://www.mongodb.com/docs/atlas/security-self-managed-x509/'],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(d)',
    'pci-dss:4.2.1.1',
    'nist-800-53:IA-5',
    'csa-ccm:CEK-12',
    'ism:ISM-0507',
  ],
  reads: ['database-user', 'database-user-certificate'],
  options: { warnDays: WARN_DAYS },
  evaluate({ 'database-user': users, 'database-user-certificate': certificates }, { now, options }) {
    const warnDays = typeof options.warnDays === 'number' ? options.warnDays : WARN_DAYS;
    const managed = users.filter(({ mechanism }) => mechanism.type === 'x509' && mechanism.issuer === 'managed');
    if (managed.length === 0)
      return {
        status: 'not-applicable',
        because: 'The project has no database user with an Atlas-managed certificate.',
      };
    return failOrPass(
      managed.flatMap((item): readonly Violation[] => {
        const ends = certificates
          .filter(({ username }) => username === item.username)
          .flatMap(({ notAfter }) => parseInstant(notAfter) ?? [])
          .sort();
        const last = ends.at(-1);
        const at = databaseUser.address(item);
        const name = `database user ${item.username}`;
        if (last === undefined)
          return [{ at, because: `No certificate of ${name} is valid, so nothing can log in as it.`, severity: 'low' }];
        const date = last.slice(0, 10);
        if (isBefore(last, now)) return [{ at, because: `The last certificate of ${name} expired on ${date}.` }];
        return daysBetween(now, last) < warnDays
          ? [{ at, because: `The last certificate of ${name} expires on ${date}; what uses it stops then.` }]
          : [];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a new certificate for the user (Database Users, Edit, or createGroupDatabaseUserCert); Atlas shows it once.',
      'Give it to the application and see it connect before the old one ends; both work until then.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'three months left', resources: ending('2027-02-24T12:00:00Z') },
      { name: 'an old one beside a new one', resources: ending('2026-11-01T12:00:00Z', '2027-06-01T12:00:00Z') },
    ],
    fail: [
      { name: 'expires next week', resources: ending('2026-12-01T12:00:00Z') },
      { name: 'expired', resources: ending('2026-11-01T12:00:00Z') },
      { name: 'none', resources: ending() },
    ],
    notApplicable: [{ name: 'no such user', resources: { 'database-user': [] } }],
  },
});
