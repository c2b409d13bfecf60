import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, OidcIdentityProvider } from '../../resources/identity-provider/model.ts';

/** Issuers that give tokens to everybody, for an audience that the caller names or that any account can ask for; and who that is. */
const SHARED: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/accounts\.google\.com$/, 'every account of Google'],
  [/^https:\/\/token\.actions\.githubusercontent\.com$/, 'every workflow on GitHub'],
  [/^https:\/\/gitlab\.com$/, 'every pipeline on GitLab.com'],
  [
    /^https:\/\/(?:login\.microsoftonline\.com|sts\.windows\.net)\/(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(?:\/v2\.0)?$/,
    'every account of Microsoft',
  ],
];

function isOidc(item: IdentityProvider): item is OidcIdentityProvider {
  return item.protocol === 'OIDC';
}

function holdersOf({ issuerUri }: OidcIdentityProvider): string | undefined {
  const issuer = (issuerUri ?? '').toLowerCase().replace(/\/+$/, '');
  return SHARED.find(([pattern]) => pattern.test(issuer))?.[1];
}

/** What lets strangers in beside the subjects that are named, as a part of a sentence. */
function opening({ authorizationType, groupsClaim, userClaim }: OidcIdentityProvider): string | undefined {
  if (authorizationType === 'GROUP') return `rights follow the claim "${groupsClaim ?? 'groups'}"`;
  return userClaim === null || userClaim === 'sub' ? undefined : `users are known by the claim "${userClaim}"`;
}

const workload = identityProvider.examples
  .filter(isOidc)
  .find(({ idpType }) => idpType === 'WORKLOAD') as OidcIdentityProvider;
const github: OidcIdentityProvider = {
  ...workload,
  issuerUri: 'https://token.actions.githubusercontent.com',
  authorizationType: 'USER',
  userClaim: 'sub',
};

export default defineControl({
  id: 'authentication/oidc-shared-issuer-names-subjects',
  title: 'An issuer that serves everybody is trusted for named subjects only',
  layer: 'authentication',
  scope: 'organization',
  severity: 'high',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Anybody gets a valid token from GitHub, GitLab.com, Google or the common endpoints of Microsoft, and may choose its audience. Then only the subject ' +
    'tells yours from theirs: a group, an owner or a branch name is a claim that strangers can carry, too.',
  sources: [
    'listFederationSettingIdentityProviders',
    'https://www.mongodb.com/docs/atlas/workload-oidc/',
    'https://docs.github.com/en/actions/concepts/security/openid-connect',
  ],
  standards: [
    'soc2:CC6.1',
    'iso27001:A.8.5',
    'hipaa:164.312(d)',
    'pci-dss:8.2.1',
    'nist-800-53:IA-9',
    'csa-ccm:IAM-14',
  ],
  reads: ['identity-provider'],
  evaluate({ 'identity-provider': all }) {
    const shared = all.filter(isOidc).flatMap((item) => {
      const holders = holdersOf(item);
      return holders === undefined ? [] : [{ item, holders }];
    });
    if (shared.length === 0)
      return { status: 'not-applicable', because: 'No OIDC identity provider is one that serves everybody.' };
    return failOrPass(
      shared.flatMap(({ item, holders }): readonly Violation[] => {
        const open = opening(item);
        if (open === undefined) return [];
        const because = `Identity provider "${item.displayName}" gives tokens to ${holders} (${item.issuerUri}), and ${open}.`;
        return [{ at: identityProvider.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set the authorization type of the identity provider to user, with the claim sub, in the Federation Management App.',
      'Make one database user for each subject that may log in, spelled out in full (for GitHub: repo:ORGANIZATION/REPOSITORY:environment:NAME).',
      'Or use an issuer of your own: your tenant, your GitHub Enterprise, your cluster.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'GitHub, by subject', resources: { 'identity-provider': [github] } },
      {
        name: 'Google, as Atlas describes it',
        resources: { 'identity-provider': [{ ...github, issuerUri: 'https://accounts.google.com' }] },
      },
    ],
    fail: [
      {
        name: 'GitHub, by owner',
        resources: { 'identity-provider': [{ ...github, userClaim: 'repository_owner' }] },
      },
      {
        name: 'GitLab, by group',
        resources: {
          'identity-provider': [
            { ...github, issuerUri: 'https://gitlab.com/', authorizationType: 'GROUP', groupsClaim: 'namespace_path' },
          ],
        },
      },
      {
        name: 'every tenant of Microsoft, by group',
        resources: {
          'identity-provider': [
            {
              ...github,
              issuerUri: 'https://login.microsoftonline.com/common/v2.0',
              authorizationType: 'GROUP',
              groupsClaim: 'groups',
            },
          ],
        },
      },
    ],
    notApplicable: [
      {
        name: 'an issuer of your own, by group',
        resources: { 'identity-provider': [{ ...workload, authorizationType: 'GROUP' }] },
      },
      { name: 'none', resources: { 'identity-provider': [] } },
    ],
  },
});
