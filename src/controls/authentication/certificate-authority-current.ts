import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, isBefore } from '../../core/instant.ts';
import userSecurity from '../../resources/user-security/index.ts';
import type { UserSecurity } from '../../resources/user-security/model.ts';
import { readCertificates } from '../certificate.ts';
import { ENDED_CA, ENDING_CA, SOUND_CA } from '../example-certificates.ts';

const WARN_DAYS = 60;

const none = userSecurity.examples.find(({ customerCas }) => customerCas === null) as UserSecurity;
const trusting = (customerCas: string) => ({ 'user-security': [{ ...none, customerCas }] });

export default defineControl({
  id: 'authentication/certificate-authority-current',
  title: 'Every certificate authority that database users are trusted by is valid for some time yet',
  layer: 'authentication',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'When your own certificate authority expires, every database user whose certificate it has issued is locked out at once, whatever the ' +
    'certificates themselves say. A new one takes a rolling restart and new certificates, so it takes weeks. The option warnDays says how early to warn.',
  sources: [
    'getGroupUserSecurity',
    'disableGroupUserSecurityCustomerX509',
    'https://www.mongodb.com/docs/atlas/security-self-managed-x509/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.24',
    'hipaa:164.312(d)',
    'pci-dss:4.2.1.1',
    'nist-800-53:SC-17',
    'csa-ccm:CEK-12',
    'ism:ISM-0507',
  ],
  reads: ['user-security'],
  options: { warnDays: WARN_DAYS },
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate({ 'user-security': all }, { environment, now, options }) {
    const warnDays = typeof options.warnDays === 'number' ? options.warnDays : WARN_DAYS;
    const bundles = all.flatMap((item) =>
      item.customerCas === null ? [] : [{ item, certificates: readCertificates(item.customerCas) }],
    );
    if (bundles.length === 0)
      return { status: 'not-applicable', because: 'The project trusts no certificate authority of your own.' };
    if (bundles.some(({ certificates }) => certificates === undefined))
      return { status: 'unknown', because: 'The certificates of the certificate authority could not be read.' };
    return failOrPass(
      bundles.flatMap(({ item, certificates = [] }): readonly Violation[] =>
        certificates.flatMap(({ commonName, notAfter }): readonly Violation[] => {
          const at = userSecurity.address(item);
          const name = `Certificate authority "${commonName ?? 'without a name'}"`;
          const date = notAfter.slice(0, 10);
          // One that has ended beside others is left over from a rotation; nobody can log in with it.
          if (isBefore(notAfter, now)) {
            const alone = certificates.every((other) => isBefore(other.notAfter, now));
            return [
              {
                at,
                because: `${name} expired on ${date}${alone ? ', and no other is trusted: nobody can log in with a certificate' : ' and is still in the bundle'}.`,
                ...(alone ? {} : { severity: 'low' as const }),
              },
            ];
          }
          if (daysBetween(now, notAfter) >= warnDays) return [];
          const because = `${name} expires on ${date}; whoever holds a certificate of it cannot log in then.`;
          // Another one that goes on is what a rotation looks like that is under way.
          const isReplaced = certificates.some((other) => daysBetween(now, other.notAfter) >= warnDays);
          return [
            { at, because, ...(isReplaced && environment !== 'development' ? { severity: 'medium' as const } : {}) },
          ];
        }),
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Put the new certificate authority into the bundle beside the old one (Database & Network Access, Advanced, Self-Managed X.509). Each change restarts the nodes one by one.',
      'Issue new certificates to every application and see them connect.',
      'Then take the old certificate authority out of the bundle.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'until 2035', resources: trusting(SOUND_CA) }],
    fail: [
      { name: 'ends in two weeks', resources: trusting(ENDING_CA) },
      { name: 'ended', resources: trusting(ENDED_CA) },
      { name: 'ends in two weeks, beside the next one', resources: trusting(`${ENDING_CA}${SOUND_CA}`) },
      { name: 'one that ended, beside a sound one', resources: trusting(`${SOUND_CA}${ENDED_CA}`) },
      {
        name: 'later than the option asks',
        resources: trusting(SOUND_CA),
        profile: { controls: { 'authentication/certificate-authority-current': { warnDays: 3650 } } },
      },
    ],
    notApplicable: [{ name: 'none', resources: { 'user-security': [none] } }],
  },
});
