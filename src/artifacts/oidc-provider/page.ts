import type { HclValue } from '../../core/hcl.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import type { OidcIdentityProvider } from '../../resources/identity-provider/model.ts';
import type { ArtifactFile } from '../artifact.ts';
import type { External } from './external.ts';
import { logInLines } from './log-in.ts';
import { GROUPS_CLAIM, type Setup, VENDOR_NAMES } from './setup.ts';

/** The page for whoever sets the provider up by hand, and for whoever logs in. */
export function pageOf(
  setup: Setup,
  external: External,
  existing: OidcIdentityProvider | undefined,
  clusters: readonly Cluster[],
): ArtifactFile {
  const vendor = VENDOR_NAMES[setup.vendor];
  const isForPeople = setup.purpose === 'workforce';
  const settings = existing === undefined ? settingsOf(setup, external) : settingsThere(existing);
  const lines = [
    `# Database logins with ${vendor}`,
    '',
    ...(existing === undefined
      ? [`## At ${vendor}`, '', ...external.steps.map((step, position) => `${position + 1}. ${step}`), '']
      : []),
    '## In Atlas',
    '',
    `In the Federation Management App: Identity Providers, ${isForPeople ? 'Workforce Identity Federation, OIDC for Data Access' : 'Workload Identity Provider'}, ${existing === undefined ? 'with these values.' : `where \`${existing.id}\` has these values.`}`,
    '',
    '| Setting | Value |',
    '| --- | --- |',
    ...settings.map(([setting, value]) => `| ${setting} | ${value.replaceAll('|', '\\|')} |`),
    '',
    'Then Connect Organizations: a provider that no organization is connected to lets nobody in.',
    '',
    '## Log in',
    '',
    ...logInLines(setup, external, clusters),
    '',
  ];
  return {
    name: 'log-in.md',
    format: 'markdown',
    text: lines.join('\n'),
    about: `What to set at ${vendor} and in Atlas by hand, and how to log in.`,
  };
}

type Settings = readonly (readonly [string, string])[];

function settingsOf(setup: Setup, external: External): Settings {
  return [
    ['Configuration Name', setup.name],
    ['Issuer URI', shown(external.issuer)],
    ...(setup.purpose === 'workforce' ? ([['Client ID', shown(external.clientId)]] as const) : []),
    ['Audience', shown(external.audience)],
    ...(setup.purpose === 'workforce' ? ([['Requested Scopes', external.scopes.map(shown).join(', ')]] as const) : []),
    ['Authorization Type', AUTHORIZATIONS[setup.authorization]],
    ...(setup.authorization === 'GROUP' ? ([['Groups Claim', GROUPS_CLAIM]] as const) : []),
    ['User Claim', setup.userClaim],
  ];
}

function settingsThere(provider: OidcIdentityProvider): Settings {
  const { displayName, issuerUri, clientId, audience, requestedScopes, authorizationType, groupsClaim, userClaim } =
    provider;
  return [
    ['Configuration Name', displayName],
    ['Issuer URI', issuerUri ?? ''],
    ...(clientId === null ? [] : ([['Client ID', clientId]] as const)),
    ['Audience', audience ?? ''],
    ...(requestedScopes.length === 0 ? [] : ([['Requested Scopes', requestedScopes.join(', ')]] as const)),
    ['Authorization Type', authorizationType === null ? '' : AUTHORIZATIONS[authorizationType]],
    ...(authorizationType === 'GROUP' ? ([['Groups Claim', groupsClaim ?? GROUPS_CLAIM]] as const) : []),
    ['User Claim', userClaim ?? 'sub'],
  ];
}

/** As the Federation Management App calls them. */
const AUTHORIZATIONS = { GROUP: 'Group Membership', USER: 'User ID' } as const;

/** A value for a person; what is not known yet is said in words. */
function shown(value: HclValue): string {
  return typeof value === 'string'
    ? value
    : `what ${(value as { readonly ref: string }).ref.replaceAll(/["{}$]/g, '')} becomes`;
}
