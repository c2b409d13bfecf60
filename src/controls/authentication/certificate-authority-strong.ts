import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { isBefore } from '../../core/instant.ts';
import userSecurity from '../../resources/user-security/index.ts';
import type { UserSecurity } from '../../resources/user-security/model.ts';
import { type Certificate, readCertificates } from '../certificate.ts';
import { SHA_1_CA, SMALL_KEY_CA, SOUND_CA } from '../example-certificates.ts';

/** What NIST SP 800-57 part 1 still allows: a strength of 112 bits. */
const LEAST_BITS = { RSA: 2048, EC: 224 } as const;

/** What is weak about a certificate authority, as parts of a sentence. */
function weaknessesOf({ key, digest, selfIssued }: Certificate): readonly string[] {
  return [
    ...(key.type !== 'other' && key.bits !== null && key.bits < LEAST_BITS[key.type]
      ? [`has a key of ${key.bits} bits (${key.type}), which can be computed`]
      : []),
    // Nobody checks the signature of a root: it is trusted because it stands in the bundle.
    ...(!selfIssued && (digest === 'SHA-1' || digest === 'MD5')
      ? [`was issued with a ${digest} signature, which can be forged`]
      : []),
  ];
}

const none = userSecurity.examples.find(({ customerCas }) => customerCas === null) as UserSecurity;
const trusting = (customerCas: string) => ({ 'user-security': [{ ...none, customerCas }] });

export default defineControl({
  id: 'authentication/certificate-authority-strong',
  title: 'No certificate authority that database users are trusted by can be forged',
  layer: 'authentication',
  scope: 'project',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever computes the key of a certificate authority can make a certificate for any database user of the project, and no log shows it. RSA keys ' +
    'below 2048 bits, elliptic curves below 224 bits, and SHA-1 signatures of authorities that another one has issued are within reach.',
  sources: [
    'getGroupUserSecurity',
    'https://www.mongodb.com/docs/atlas/security-self-managed-x509/',
    'https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.24',
    'hipaa:164.312(d)',
    'pci-dss:4.2.1',
    'nist-800-53:SC-13',
    'csa-ccm:CEK-04',
    'ism:ISM-0507',
  ],
  reads: ['user-security'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'high'),
  evaluate({ 'user-security': all }, { now }) {
    const bundles = all.flatMap((item) =>
      item.customerCas === null ? [] : [{ item, certificates: readCertificates(item.customerCas) }],
    );
    if (bundles.length === 0)
      return { status: 'not-applicable', because: 'The project trusts no certificate authority of your own.' };
    if (bundles.some(({ certificates }) => certificates === undefined))
      return { status: 'unknown', because: 'The certificates of the certificate authority could not be read.' };
    return failOrPass(
      bundles.flatMap(({ item, certificates = [] }): readonly Violation[] =>
        certificates
          .filter(({ notAfter }) => !isBefore(notAfter, now))
          .flatMap((certificate): readonly Violation[] => {
            const weaknesses = weaknessesOf(certificate);
            if (weaknesses.length === 0) return [];
            const because = `Certificate authority "${certificate.commonName ?? 'without a name'}" ${weaknesses.join(', and ')}.`;
            return [{ at: userSecurity.address(item), because }];
          }),
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a certificate authority with a P-256 or P-384 key (or RSA with at least 3072 bits) and SHA-256 signatures.',
      'Put it into the bundle beside the old one, issue new certificates to every application, and see them connect.',
      'Then take the old one out of the bundle.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'P-256 with SHA-256', resources: trusting(SOUND_CA) }],
    fail: [
      { name: 'RSA with 1024 bits', resources: trusting(SMALL_KEY_CA) },
      { name: 'issued with SHA-1, beside a sound one', resources: trusting(`${SOUND_CA}${SHA_1_CA}`) },
    ],
    notApplicable: [{ name: 'none', resources: { 'user-security': [none] } }],
  },
});
