import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { Failure } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';
import type { AtlasCredentials } from '../../workflows/ports.ts';

/** What this machine is like; tests give their own. */
export interface ProfileMachine {
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/** The parts of an Atlas CLI profile that matter here. */
export interface AtlasCliProfile {
  readonly credentials: AtlasCredentials;
  readonly baseUrl: string;
  readonly orgId?: string;
}

/** Where the Atlas CLI keeps its `config.toml` (its documentation, "Save Connection Settings"). */
export function atlasCliConfigPath(env: Readonly<Record<string, string | undefined>>, machine: ProfileMachine): string {
  const { platform = process.platform, home = homedir() } = machine;
  if (platform === 'win32') {
    return win32.join(env.AppData ?? env.APPDATA ?? win32.join(home, 'AppData', 'Roaming'), 'atlascli', 'config.toml');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'atlascli', 'config.toml');
  return posix.join(env.XDG_CONFIG_HOME || posix.join(home, '.config'), 'atlascli', 'config.toml');
}

/** Reads a profile of the Atlas CLI; every way in which it cannot serve is a Failure that says what to do instead. */
export async function readAtlasCliProfile(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  machine: ProfileMachine = {},
): Promise<AtlasCliProfile> {
  const path = atlasCliConfigPath(env, machine);
  const refuse = (why: string, fix: string): never => {
    throw new Failure(
      { code: 'atlas-profile-unusable', what: `Could not use the Atlas CLI profile "${name}".`, why, fix },
      2,
    );
  };
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    refuse(
      `${path} could not be read: ${error.code ?? error.message}.`,
      'Make a profile with `atlas config init`, or set MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET.',
    ),
  );
  const profiles = parseProfiles(text);
  // The Atlas CLI keeps names in lower case and takes them in any.
  const profile =
    profiles.get(name.toLowerCase()) ??
    refuse(
      `${path} has ${profiles.size === 0 ? 'no profile' : `the profiles ${[...profiles.keys()].sort().join(', ')}`}.`,
      'Name one of them with --atlas-profile.',
    );
  const service = profile.service ?? 'cloud';
  if (service !== 'cloud' && service !== 'cloudgov') {
    refuse(`It is a profile for the service "${service}".`, 'Name a profile for Atlas: service "cloud" or "cloudgov".');
  }
  const shared = {
    baseUrl:
      (profile.ops_manager_url ?? profile.base_url)?.replace(/\/+$/, '') ??
      (service === 'cloudgov' ? 'https://cloud.mongodbgov.com' : 'https://cloud.mongodb.com'),
    ...(profile.org_id === undefined ? {} : { orgId: profile.org_id }),
  };
  const {
    client_id: clientId,
    client_secret: clientSecret,
    public_api_key: publicKey,
    private_api_key: privateKey,
  } = profile;
  if (clientId !== undefined && clientSecret !== undefined) {
    return { ...shared, credentials: { type: 'service-account', clientId, clientSecret: new Secret(clientSecret) } };
  }
  if (publicKey !== undefined && privateKey !== undefined) {
    return { ...shared, credentials: { type: 'api-key', publicKey, privateKey: new Secret(privateKey) } };
  }
  return refuse(
    `Its section in ${path} holds no complete id and secret. The Atlas CLI keeps them in the operating system's keyring where there is one (service "atlascli_${name.toLowerCase()}"), and a profile of \`atlas auth login\` holds a person's session, which Fivefold does not use.`,
    'Set MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET from the keyring, or make a service account for Fivefold.',
  );
}

/**
 * The profiles of a config.toml: tables of strings. It is the part of TOML that the Atlas CLI writes; values of other
 * types, nested tables and arrays are passed over.
 */
export function parseProfiles(text: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const profiles = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const table = /^\s*\[\s*(?:"([^"\\]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*\]\s*(?:#.*)?$/.exec(line);
    if (table) {
      current = {};
      profiles.set((table[1] ?? table[2] ?? table[3] ?? '').toLowerCase(), current);
      continue;
    }
    if (/^\s*\[/.test(line)) current = undefined;
    const pair = /^\s*"?([A-Za-z0-9_-]+)"?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?$/.exec(line);
    if (!pair || current === undefined) continue;
    const value = pair[2] === undefined ? (pair[3] as string) : unescaped(pair[2]);
    if (value !== '') current[pair[1] as string] = value;
  }
  return profiles;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', '\\': '\\' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g, (all, short, long, character: string) => {
    const code = (short ?? long) as string | undefined;
    return code === undefined ? (ESCAPES[character] ?? all) : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
