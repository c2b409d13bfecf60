import { readFile as readFromDisk } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';

/** Credentials with where they were found, and what else stood there. */
export interface FoundCredentials {
  readonly credentials:
    | { readonly type: 'service-account'; readonly clientId: string; readonly clientSecret: Secret }
    | { readonly type: 'api-key'; readonly publicKey: string; readonly privateKey: Secret };
  /** For people: "the environment", or the Atlas CLI's profile. */
  readonly from: string;
  readonly orgId?: string;
  readonly baseUrl: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => Promise<string>;

const CLOUD = 'https://cloud.mongodb.com';
const GOVERNMENT = 'https://cloud.mongodbgov.com';

/**
 * Finds credentials: the profile of the Atlas CLI where one is named, else the environment, else the CLI's default
 * profile. Nothing found is one Failure that lists every way.
 */
export async function findCredentials(
  env: Environment,
  options: { readonly atlasProfile?: string; readonly readFile?: ReadFile } = {},
): Promise<FoundCredentials> {
  const read = options.readFile ?? ((path: string) => readFromDisk(path, 'utf8'));
  const fromEnvironment = options.atlasProfile === undefined ? readEnvironment(env) : undefined;
  if (fromEnvironment !== undefined) return fromEnvironment;
  const name = options.atlasProfile ?? 'default';
  const paths = configPaths(env);
  for (const path of paths) {
    let text: string;
    try {
      text = await read(path);
    } catch {
      continue;
    }
    const profile = parseProfiles(text).get(name);
    if (profile === undefined) continue;
    const found = fromProfile(profile, name, path, env);
    if (found !== undefined) return found;
  }
  throw nothingFound(options.atlasProfile, paths);
}

function readEnvironment(env: Environment): FoundCredentials | undefined {
  const value = (name: string) => env[name]?.trim() || undefined;
  const common = {
    from: 'the environment',
    baseUrl: value('MONGODB_ATLAS_BASE_URL') ?? CLOUD,
    ...optionalOrg(value('MONGODB_ATLAS_ORG_ID')),
  };
  const clientId = value('MONGODB_ATLAS_CLIENT_ID');
  const clientSecret = value('MONGODB_ATLAS_CLIENT_SECRET');
  const publicKey = value('MONGODB_ATLAS_PUBLIC_API_KEY');
  const privateKey = value('MONGODB_ATLAS_PRIVATE_API_KEY');
  if (clientId !== undefined && clientSecret !== undefined) {
    return { credentials: { type: 'service-account', clientId, clientSecret: new Secret(clientSecret) }, ...common };
  }
  if (publicKey !== undefined && privateKey !== undefined) {
    return { credentials: { type: 'api-key', publicKey, privateKey: new Secret(privateKey) }, ...common };
  }
  const half =
    (clientId ?? clientSecret) !== undefined
      ? ['MONGODB_ATLAS_CLIENT_ID', 'MONGODB_ATLAS_CLIENT_SECRET']
      : (publicKey ?? privateKey) !== undefined
        ? ['MONGODB_ATLAS_PUBLIC_API_KEY', 'MONGODB_ATLAS_PRIVATE_API_KEY']
        : undefined;
  if (half === undefined) return undefined;
  throw new Failure(
    {
      code: 'credentials-incomplete',
      what: 'Half of the Atlas credentials are missing.',
      why: `Of ${half.join(' and ')} only one is set.`,
      fix: 'Set both, or neither.',
    },
    2,
  );
}

function optionalOrg(orgId: string | undefined): { readonly orgId?: string } {
  return orgId === undefined ? {} : { orgId };
}

/** Where the Atlas CLI keeps `config.toml` on Linux, macOS and Windows. */
function configPaths(env: Environment): readonly string[] {
  const home = env.HOME ?? env.USERPROFILE ?? homedir();
  const bases = [
    env.XDG_CONFIG_HOME,
    join(home, '.config'),
    join(home, 'Library', 'Application Support'),
    env.APPDATA,
  ].filter((base): base is string => base !== undefined && base !== '');
  return [...new Set(bases.map((base) => join(base, 'atlascli', 'config.toml')))];
}

/** The tables of `config.toml`: the Atlas CLI writes flat tables of strings and booleans, no more of TOML is needed. */
function parseProfiles(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const table = /^\s*\[\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\]\s*(?:#.*)?$/.exec(line);
    if (table) {
      current = new Map();
      profiles.set((table[1] ?? table[2] ?? table[3]) as string, current);
      continue;
    }
    const entry = /^\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s#]+))/.exec(line);
    if (entry) current?.set(entry[1] as string, entry[2]?.replace(/\\(.)/g, '$1') ?? entry[3] ?? entry[4] ?? '');
  }
  return profiles;
}

function fromProfile(
  profile: ReadonlyMap<string, string>,
  name: string,
  path: string,
  env: Environment,
): FoundCredentials | undefined {
  const value = (key: string) => profile.get(key) || undefined;
  const common = {
    from: `the Atlas CLI profile "${name}" (${path})`,
    baseUrl:
      env.MONGODB_ATLAS_BASE_URL?.trim() ||
      value('ops_manager_url') ||
      (value('service') === 'cloudgov' ? GOVERNMENT : CLOUD),
    ...optionalOrg(env.MONGODB_ATLAS_ORG_ID?.trim() || value('org_id')),
  };
  const [clientId, clientSecret] = [value('client_id'), value('client_secret')];
  if (clientId !== undefined && clientSecret !== undefined) {
    return { credentials: { type: 'service-account', clientId, clientSecret: new Secret(clientSecret) }, ...common };
  }
  const [publicKey, privateKey] = [value('public_api_key'), value('private_api_key')];
  if (publicKey !== undefined && privateKey !== undefined) {
    return { credentials: { type: 'api-key', publicKey, privateKey: new Secret(privateKey) }, ...common };
  }
  return undefined;
}

function nothingFound(profile: string | undefined, paths: readonly string[]): Failure {
  const looked = `in ${paths.join(', ')}`;
  return new Failure(
    {
      code: 'credentials-missing',
      what: 'No Atlas credentials were found.',
      why:
        profile === undefined
          ? `Neither the environment nor a profile "default" of the Atlas CLI holds any (looked ${looked}).`
          : `No profile "${profile}" of the Atlas CLI with an id and a secret was found (looked ${looked}). The CLI may keep secrets in the system's keychain, which is not read.`,
      fix: [
        'Make a service account with the role Organization Read Only, which is enough to assess, and give it in one of these ways:',
        'MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET (a service account);',
        'MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY (an API key);',
        'or a profile of the Atlas CLI.',
      ].join(' '),
    },
    2,
  );
}
