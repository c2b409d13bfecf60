import { defineControl, failOrPass, type Severity, type Violation } from '../../core/control.ts';
import identityProvider from '../../resources/identity-provider/index.ts';
import type { IdentityProvider, OidcIdentityProvider } from '../../resources/identity-provider/model.ts';

/** Audiences of services that everybody's clients have tokens for: Microsoft Graph, Azure's own services and Google. */
const OTHERS: readonly string[] = [
  '00000003-0000-0000-c000-000000000000',
  '00000002-0000-0000-c000-000000000000',
  'https://graph.microsoft.com',
  'https://graph.windows.net',
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://storage.azure.com',
  'https://vault.azure.net',
  'https://database.windows.net',
  'https://ossrdbms-aad.database.windows.net',
  'https://www.googleapis.com',
];

function isOidc(item: IdentityProvider): item is OidcIdentityProvider {
  return item.protocol === 'OIDC';
}

/** Audiences of the token that a pod has anyway; drivers take that one on Kubernetes (ENVIRONMENT:k8s), so it is common there. */
const OF_PODS: readonly string[] = [
  'api://azureadtokenexchange',
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
  'sts.amazonaws.com',
];

/** How bad an audience is; undefined: it is nobody else's. */
function weightOf(audience: string): Severity | undefined {
  const plain = audience.toLowerCase().replace(/\/+$/, '');
  if (OTHERS.includes(plain)) return 'medium';
  return OF_PODS.includes(plain) ? 'low' : undefined;
}

const workload = identityProvider.examples
  .filter(isOidc)
  .find(({ idpType }) => idpType === 'WORKLOAD') as OidcIdentityProvider;
const provider = (audience: string | null) => ({ 'identity-provider': [{ ...workload, audience }] });

export default defineControl({
  id: 'authentication/oidc-audience-of-its-own',
  title: 'Tokens that open databases are made for databases',
  layer: 'authentication',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The audience says whom a token is meant for. Where it is the one of Microsoft Graph, of AWS, of the Kubernetes API or of another service, a token ' +
    'that a database user made for that service opens the database too, and whoever receives or steals it there can use it here. The token that a pod has ' +
    'anyway is what drivers take on Kubernetes; it weighs less.',
  sources: [
    'listFederationSettingIdentityProviders',
    'https://www.mongodb.com/docs/atlas/workload-oidc/',
    'https://www.rfc-editor.org/rfc/rfc8725#section-3.9',
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
    const named = all
      .filter(isOidc)
      .flatMap((item) => (item.audience === null ? [] : [{ item, audience: item.audience }]));
    if (named.length === 0)
      return { status: 'not-applicable', because: 'No OIDC identity provider with an audience is set up.' };
    return failOrPass(
      named.flatMap(({ item, audience }): readonly Violation[] => {
        const severity = weightOf(audience);
        if (severity === undefined) return [];
        const because = `Identity provider "${item.displayName}" takes tokens for ${audience}, which are made for another service.`;
        return [{ at: identityProvider.address(item), because, severity }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Register an application for the databases at the identity provider (its id, or an URI such as api://atlas-databases, is the audience).',
      'Let clients ask for tokens with that audience, then set it in the Federation Management App; tokens for the old one are refused from then on.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'an URI of its own', resources: provider('api://atlas-databases') },
      { name: 'the id of an application', resources: provider('0a7c2e54-7d1f-4f0a-8a55-3f8a0e6b9d22') },
    ],
    fail: [
      { name: 'Microsoft Graph', resources: provider('00000003-0000-0000-c000-000000000000') },
      { name: 'the Kubernetes API', resources: provider('https://kubernetes.default.svc.cluster.local/') },
      { name: 'AWS', resources: provider('sts.amazonaws.com') },
    ],
    notApplicable: [
      { name: 'none', resources: { 'identity-provider': [] } },
      { name: 'without an audience', resources: provider(null) },
    ],
  },
});
