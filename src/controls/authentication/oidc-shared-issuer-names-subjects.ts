import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, OidcIdentityProvider } from '../../resources/identity-provider/model.ts';

/** An issuer that gives tokens to everybody, for an audience that the caller names or that any account can ask for. */
interface SharedIssuer {
  readonly pattern: RegExp;
  readonly holders: string;
  /** Claims that the issuer fills in by itself, so that no stranger's token has your value in them. */
  readonly own: readonly string[];
}

const SHARED: readonly SharedIssuer[] = [
  { pattern: /^https:\/\/accounts\.google\.com$/, holders: 'every account of Google', own: ['email', 'hd'] },
  {
    pattern: /^https:\/\/token\.actions\.githubusercontent\.com$/,
    holders: 'every workflow on GitHub',
    own: ['enterprise', 'enterprise_id', 'repository', 'repository_id', 'repository_owner', 'repository_owner_id'],
  },
  {
    pattern: /^https:\/\/gitlab\.com$/,
    holders: 'every pipeline on GitLab.com',
    own: ['namespace_id', 'namespace_path', 'project_id', 'project_path'],
  },
  {
    pattern:
      /^https:\/\/(?:login\.microsoftonline\.com|sts\.windows\.net)\/(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(?:\/v2\.0)?$/,
    holders: 'every account of Microsoft',
    own: ['oid', 'tid'],
  },
];

function isOidc(item: IdentityProvider): item is OidcIdentityProvider {
  return item.protocol === 'OIDC';
}

function sharedBy({ issuerUri }: OidcIdentityProvider): SharedIssuer | undefined {
  const issuer = (issuerUri ?? '').toLowerCase().replace(/\/+$/, '');
  return SHARED.find(({ pattern }) => pattern.test(issuer));
}

/** What lets strangers in, as a part of a sentence. */
function opening(item: OidcIdentityProvider, { own }: SharedIssuer): string | undefined {
  const byGroup = item.authorizationType === 'GROUP';
  const claim = byGroup ? (item.groupsClaim ?? 'groups') : (item.userClaim ?? 'sub');
  if (claim === 'sub' || own.includes(claim)) return undefined;
  return `${byGroup ? 'rights follow' : 'users are known by'} the claim "${claim}", which strangers may have as well`;
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
  title: 'An issuer that serves everybody is trusted by claims that strangers cannot have',
  layer: 'authentication',
  scope: 'organization',
  severity: 'high',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Anybody gets a valid token from GitHub, GitLab.com, Google or the common endpoints of Microsoft, and may choose its audience. Then only what the ' +
    'issuer fills in by itself tells yours from theirs (the subject, the repository, its owner): a branch, an environment, a workflow or the name of a ' +
    'group is chosen by whoever asks for the token.',
  sources: [
    'listFederationSettingIdentityProviders',
    'https://www.mongodb.com/docs/atlas/workload-oidc/',
    'https://docs.github.com/en/actions/concepts/security/openid-connect',
    'https://docs.gitlab.com/ci/secrets/id_token_authentication/',
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
      const issuer = sharedBy(item);
      return issuer === undefined ? [] : [{ item, issuer }];
    });
    if (shared.length === 0)
      return { status: 'not-applicable', because: 'No OIDC identity provider is one that serves everybody.' };
    return failOrPass(
      shared.flatMap(({ item, issuer }): readonly Violation[] => {
        const open = opening(item, issuer);
        if (open === undefined) return [];
        const because = `Identity provider "${item.displayName}" gives tokens to ${issuer.holders} (${item.issuerUri}), and ${open}.`;
        return [{ at: identityProvider.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Set the authorization type of the identity provider to user, with the claim sub, in the Federation Management App.',
      'Make one database user for each subject that may log in, spelled out in full (for GitHub: repo:ORGANIZATION/REPOSITORY:environment:NAME), and see them connect.',
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
      {
        name: 'GitHub, by owner, as a group',
        resources: {
          'identity-provider': [{ ...github, authorizationType: 'GROUP', groupsClaim: 'repository_owner' }],
        },
      },
    ],
    fail: [
      {
        name: 'GitHub, by environment',
        resources: { 'identity-provider': [{ ...github, userClaim: 'environment' }] },
      },
      {
        name: 'GitLab, by the branch as a group',
        resources: {
          'identity-provider': [
            { ...github, issuerUri: 'https://gitlab.com/', authorizationType: 'GROUP', groupsClaim: 'ref' },
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
