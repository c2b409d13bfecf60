import { defineControl, failOrPass } from '../../core/control.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, OidcIdentityProvider } from '../../resources/identity-provider/model.ts';

/** Claims that whoever has the account, or who runs the directory, can set to somebody else's value (OpenID Connect Core 1.0, 5.7). */
const CHANGEABLE: readonly string[] = [
  'email',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'phone_number',
  'preferred_username',
  'unique_name',
  'upn',
  'username',
];

function isOidc(item: IdentityProvider): item is OidcIdentityProvider {
  return item.protocol === 'OIDC';
}

const workload = identityProvider.examples
  .filter(isOidc)
  .find(({ idpType }) => idpType === 'WORKLOAD') as OidcIdentityProvider;
const provider = (changes: Partial<OidcIdentityProvider>) => ({ 'identity-provider': [{ ...workload, ...changes }] });

export default defineControl({
  id: 'authentication/oidc-user-claim-stable',
  title: 'Database users of an identity provider are known by a name that cannot be taken over',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Where rights are given to single users, the user claim is the identity. Mail addresses and user names change and are given to somebody else after ' +
    'their owner leaves; some providers let users set them. Only the subject is promised to be unique and never used twice.',
  sources: [
    'listFederationSettingIdentityProviders',
    'https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability',
    'https://www.mongodb.com/docs/atlas/workload-oidc/',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.5.16',
    'hipaa:164.312(a)(2)(i)',
    'pci-dss:8.2.1',
    'nist-800-53:IA-4',
    'csa-ccm:IAM-13',
  ],
  reads: ['identity-provider'],
  evaluate({ 'identity-provider': all }) {
    const byUser = all.filter(isOidc).filter(({ authorizationType }) => authorizationType === 'USER');
    if (byUser.length === 0)
      return { status: 'not-applicable', because: 'No identity provider gives rights in databases to single users.' };
    return failOrPass(
      byUser
        .filter(({ userClaim }) => userClaim !== null && CHANGEABLE.includes(userClaim))
        .map((item) => ({
          at: identityProvider.address(item),
          because: `Identity provider "${item.displayName}" tells database users apart by the claim "${item.userClaim}", which can change and be given to somebody else.`,
        })),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find the stable identifier of each user or workload: sub, or oid where Microsoft Entra ID issues the tokens.',
      'Make database users of those names with the same roles, change the user claim in the Federation Management App, and see them connect.',
      'Delete the database users of the old names.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'the subject', resources: provider({ userClaim: 'sub' }) },
      { name: 'an object id of Microsoft Entra ID', resources: provider({ userClaim: 'oid' }) },
      { name: 'the default', resources: provider({ userClaim: null }) },
    ],
    fail: [
      { name: 'the mail address', resources: provider({ userClaim: 'email' }) },
      {
        name: 'the user name, of people',
        resources: provider({ idpType: 'WORKFORCE', userClaim: 'preferred_username' }),
      },
    ],
    notApplicable: [
      { name: 'none', resources: { 'identity-provider': [] } },
      {
        name: 'rights by group',
        resources: provider({ authorizationType: 'GROUP', groupsClaim: 'groups', userClaim: 'email' }),
      },
    ],
  },
});
