import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { daysBetween, type Instant, isBefore, parseInstant } from '../../core/instant.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, SamlIdentityProvider } from '../../resources/identity-provider/model.ts';

const WARN_DAYS = 30;

function isSaml(item: IdentityProvider): item is SamlIdentityProvider {
  return item.protocol === 'SAML';
}

/** Signatures that can be forged. */
function takesSha1({ responseSignatureAlgorithm }: SamlIdentityProvider): boolean {
  return /SHA-?1$/i.test(responseSignatureAlgorithm ?? '');
}

/** The end of the certificate that lasts longest. */
function lastEnd({ certificates }: SamlIdentityProvider): Instant | undefined {
  return certificates
    .flatMap(({ notAfter }) => parseInstant(notAfter) ?? [])
    .sort()
    .at(-1);
}

function isActiveSaml(item: IdentityProvider): item is SamlIdentityProvider {
  return isSaml(item) && item.status !== 'INACTIVE';
}

const saml: SamlIdentityProvider = {
  ...(identityProvider.examples.find(isSaml) as SamlIdentityProvider),
  status: 'ACTIVE',
  responseSignatureAlgorithm: 'SHA-256',
  certificates: [{ notBefore: '2026-01-01T00:00:00Z', notAfter: '2028-01-01T00:00:00Z' }],
};
const provider = (patch: Partial<SamlIdentityProvider>) => ({ 'identity-provider': [{ ...saml, ...patch }] });

export default defineControl({
  id: 'authentication/saml-provider-sound',
  title: 'SAML sign-in rests on SHA-256 and a certificate that is valid for some time yet',
  layer: 'authentication',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'SHA-1 signatures can be forged by whoever can pay for it. When the provider’s certificate expires, nobody whose domain is mapped ' +
    'can sign in any more, owners included. The option warnDays says how early to warn; signsWithSha256 says that every provider signs ' +
    'with SHA-256 already, so that Atlas may ask for it.',
  sources: [
    'listFederationSettingIdentityProviders',
    'https://www.mongodb.com/docs/atlas/security/manage-federated-auth/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.5',
    'hipaa:164.312(d)',
    'pci-dss:8.2.1',
    'nist-800-53:IA-2',
    'csa-ccm:IAM-14',
    'ism:ISM-1919',
  ],
  reads: ['identity-provider'],
  options: { warnDays: WARN_DAYS, signsWithSha256: false },
  evaluate({ 'identity-provider': all }, { now, options }) {
    const warnDays = typeof options.warnDays === 'number' ? options.warnDays : WARN_DAYS;
    const active = all.filter(isActiveSaml);
    if (active.length === 0)
      return { status: 'not-applicable', because: 'The organization has no active SAML identity provider.' };
    return failOrPass(
      active.flatMap((item): readonly Violation[] => {
        const at = identityProvider.address(item);
        const name = `SAML identity provider "${item.displayName}"`;
        const last = lastEnd(item);
        return [
          ...(takesSha1(item) ? [{ at, because: `${name} takes responses that are signed with SHA-1.` }] : []),
          ...(last !== undefined && isBefore(last, now)
            ? [{ at, because: `The certificate of ${name} expired on ${last.slice(0, 10)}.` }]
            : last !== undefined && daysBetween(now, last) < warnDays
              ? [
                  {
                    at,
                    because: `The certificate of ${name} expires on ${last.slice(0, 10)}; nobody can sign in through it then.`,
                  },
                ]
              : []),
        ];
      }),
    );
  },
  remedy({ 'identity-provider': all }, { now, options }) {
    const warnDays = typeof options.warnDays === 'number' ? options.warnDays : WARN_DAYS;
    const active = all.filter(isActiveSaml);
    const ending = active.some((item) => {
      const last = lastEnd(item);
      return last !== undefined && daysBetween(now, last) < warnDays;
    });
    // Only the identity provider can make a new certificate.
    if (ending)
      return {
        type: 'manual',
        steps: [
          'At the identity provider, make a new signing certificate and choose SHA-256.',
          'In the Federation Management App, upload it and set the response signature algorithm to SHA-256.',
          'Keep one owner signed in until a test sign-in has worked.',
        ],
        verifiedBy: 'fivefold assess',
      };
    const weak = active.filter(takesSha1);
    if (options.signsWithSha256 !== true) {
      const names = weak.map(({ displayName }) => `"${displayName}"`).join(', ');
      const what = `Does ${names} sign its responses with SHA-256? If it does not, nobody could sign in through it after the change: set it there first, then signsWithSha256 here.`;
      return { type: 'needs', needs: [{ what, where: 'controls.authentication/saml-provider-sound.signsWithSha256' }] };
    }
    return {
      type: 'changes',
      changes: weak.map((item) =>
        identityProvider.update(
          item,
          { responseSignatureAlgorithm: 'SHA-256' },
          `Identity provider "${item.displayName}" signs with SHA-256, and Atlas takes nothing weaker.`,
        ),
      ),
    };
  },
  examples: {
    pass: [{ resources: provider({}) }],
    fail: [
      { name: 'SHA-1', resources: provider({ responseSignatureAlgorithm: 'SHA-1' }) },
      {
        name: 'SHA-1, and the provider signs with SHA-256',
        resources: provider({ responseSignatureAlgorithm: 'SHA-1' }),
        profile: { controls: { 'authentication/saml-provider-sound': { signsWithSha256: true } } },
      },
      {
        name: 'expires next week',
        resources: provider({
          certificates: [{ notBefore: '2024-12-01T00:00:00Z', notAfter: '2026-12-01T00:00:00Z' }],
        }),
      },
    ],
    notApplicable: [
      { name: 'none', resources: { 'identity-provider': [] } },
      { name: 'inactive', resources: provider({ status: 'INACTIVE', responseSignatureAlgorithm: 'SHA-1' }) },
    ],
  },
});
