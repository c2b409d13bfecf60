import { Failure, type Problem } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';
import type { AtlasCredentials } from '../../workflows/ports.ts';
import { type ProfileMachine, readAtlasCliProfile } from './atlas-cli-profile.ts';

/** Credentials, and what was said beside them. */
export interface FoundCredentials {
  readonly credentials: AtlasCredentials;
  readonly baseUrl: string;
  readonly orgId?: string;
  /** Where they come from, for a person to read. */
  readonly from: string;
}

/** Atlas's public host. */
const ATLAS_BASE_URL = 'https://cloud.mongodb.com';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the credentials: a profile of the Atlas CLI where one is named, else the environment, service account first.
 * A profile that was asked for wins over the environment; MONGODB_ATLAS_ORG_ID and MONGODB_ATLAS_BASE_URL fill its gaps.
 */
export async function findCredentials(
  env: Environment,
  options: { readonly atlasProfile?: string | undefined } & ProfileMachine = {},
): Promise<FoundCredentials> {
  const orgId = settingOf(env, 'MONGODB_ATLAS_ORG_ID');
  const { atlasProfile, ...machine } = options;
  if (atlasProfile !== undefined) {
    const profile = await readAtlasCliProfile(atlasProfile, env, machine);
    return { ...(orgId === undefined ? {} : { orgId }), ...profile, from: `Atlas CLI profile "${atlasProfile}"` };
  }
  const baseUrl = (settingOf(env, 'MONGODB_ATLAS_BASE_URL') ?? ATLAS_BASE_URL).replace(/\/+$/, '');
  const common = { baseUrl, ...(orgId === undefined ? {} : { orgId }) };
  const clientId = settingOf(env, 'MONGODB_ATLAS_CLIENT_ID');
  const clientSecret = settingOf(env, 'MONGODB_ATLAS_CLIENT_SECRET');
  if (clientId !== undefined && clientSecret !== undefined) {
    return {
      ...common,
      credentials: { type: 'service-account', clientId, clientSecret: new Secret(clientSecret) },
      from: 'MONGODB_ATLAS_CLIENT_ID',
    };
  }
  const publicKey = settingOf(env, 'MONGODB_ATLAS_PUBLIC_API_KEY');
  const privateKey = settingOf(env, 'MONGODB_ATLAS_PRIVATE_API_KEY');
  if (publicKey !== undefined && privateKey !== undefined) {
    return {
      ...common,
      credentials: { type: 'api-key', publicKey, privateKey: new Secret(privateKey) },
      from: 'MONGODB_ATLAS_PUBLIC_API_KEY',
    };
  }
  throw missing(env);
}

// A line break at the end of a pasted secret is a common accident, and no id or secret of Atlas holds white space.
function settingOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

const PAIRS = [
  ['MONGODB_ATLAS_CLIENT_ID', 'MONGODB_ATLAS_CLIENT_SECRET'],
  ['MONGODB_ATLAS_PUBLIC_API_KEY', 'MONGODB_ATLAS_PRIVATE_API_KEY'],
] as const;

function missing(env: Environment): Failure {
  const halves: Problem[] = [];
  for (const [first, second] of PAIRS) {
    const [has, lacks] = settingOf(env, first) === undefined ? [second, first] : [first, second];
    if (settingOf(env, has) === undefined) continue;
    halves.push({
      code: 'credentials-missing',
      what: 'Half of the Atlas credentials is missing.',
      why: `${has} is set, but ${lacks} is not.`,
      fix: `Set ${lacks} too.`,
    });
  }
  if (halves.length > 0) return new Failure(halves, 2);
  return new Failure(
    {
      code: 'credentials-missing',
      what: 'There are no Atlas credentials.',
      why: 'Neither a service account nor an API key is set, and no profile of the Atlas CLI was named.',
      fix: [
        'Give one of these:',
        '  a service account (preferred): MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET;',
        '  an API key: MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY;',
        '  a profile of the Atlas CLI: --atlas-profile NAME.',
        'The organization comes from --org or MONGODB_ATLAS_ORG_ID, Atlas for Government from MONGODB_ATLAS_BASE_URL=https://cloud.mongodbgov.com.',
        'Organization Read Only is enough to read almost everything. Auditing, LDAP and X.509 settings, the backup compliance policy and log integrations need Project Owner, federation needs Organization Owner; without these roles they stay unknown.',
        'To look without credentials: fivefold demo.',
      ].join('\n'),
    },
    2,
  );
}
