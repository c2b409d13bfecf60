import type { ArtifactOptions, ArtifactValues } from '../artifact.ts';

/** Whose tokens Atlas shall trust. */
export const VENDORS = ['okta', 'entra', 'ping', 'google'] as const;
export type Vendor = (typeof VENDORS)[number];

/** As people call them. */
export const VENDOR_NAMES: Readonly<Record<Vendor, string>> = {
  okta: 'Okta',
  entra: 'Microsoft Entra ID',
  ping: 'PingOne',
  google: 'Google Cloud',
};

/** Where mongosh and Compass wait for the browser (Atlas, "Set up Workforce Identity Federation with OIDC"). */
export const REDIRECT_URI = 'http://localhost:27097/redirect';

/** The claim that carries groups: Atlas’s own default. */
export const GROUPS_CLAIM = 'groups';

/** How long an access token lives: whoever leaves can still use it for that long. */
export const TOKEN_MINUTES = 60;

export const OPTIONS = {
  'identity-provider': { type: 'string', choices: VENDORS, text: 'who issues the tokens' },
  for: {
    type: 'string',
    choices: ['workforce', 'workload'],
    text: 'people (workforce, the default) or programs (workload)',
  },
  name: { type: 'string', value: 'NAME', text: 'what the provider is called in Atlas; default that of its vendor' },
  tenant: { type: 'string', value: 'ID', text: 'Entra ID: the tenant' },
  'oidc-issuer': {
    type: 'string',
    value: 'URL',
    text: 'Okta: the authorization server’s issuer, PingOne: the environment’s; as it stands in tokens',
  },
  'client-id': { type: 'string', value: 'ID', text: 'the application, where it exists already: then none is made' },
  audience: {
    type: 'string',
    value: 'TEXT',
    text: 'what tokens are issued for; default the client id, or a name that is this organization’s own',
  },
  'user-claim': { type: 'string', value: 'CLAIM', text: 'what names a person or program in the token; default sub' },
  scope: { type: 'string', multiple: true, value: 'SCOPE', text: 'workforce: a scope that clients ask for besides' },
  'device-flow': { type: 'boolean', text: 'workforce: also for machines without a browser (device authorization)' },
  group: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    text: 'a group that gets a database user, as the token names it: a name (Okta, PingOne) or an object id (Entra ID)',
  },
  subject: {
    type: 'string',
    multiple: true,
    value: 'ID',
    text: 'a person or program that gets a database user of its own, as the token names it',
  },
  grant: {
    type: 'string',
    multiple: true,
    value: 'ROLE@DB',
    text: 'what they may do: readWrite@shop, or a custom role @admin',
  },
  cluster: { type: 'string', value: 'NAME', text: 'the only cluster that the database users are for' },
} as const satisfies ArtifactOptions;

/** The values that were given. */
export type Values = ArtifactValues<typeof OPTIONS>;

/** What was asked for, with what follows from it. */
export interface Setup {
  readonly vendor: Vendor;
  readonly purpose: 'workforce' | 'workload';
  readonly name: string;
  readonly authorization: 'GROUP' | 'USER';
  /** Groups or subjects, as tokens name them. */
  readonly principals: readonly string[];
  readonly userClaim: string;
  readonly withDeviceFlow: boolean;
  /** Scopes that were asked for. */
  readonly scopes: readonly string[];
  readonly tenant: string | undefined;
  readonly issuer: string | undefined;
  readonly clientId: string | undefined;
  readonly audience: string | undefined;
  /** The audience where nothing better is known: no token of another organization has it. */
  readonly ownAudience: string;
}
