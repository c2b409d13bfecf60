import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../core/failure.ts';
import { atlasCliConfigPath, parseProfiles } from './atlas-cli-profile.ts';
import { findCredentials } from './find-credentials.ts';

const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Failure);
  return outcome as Failure;
};

describe('credentials from the environment', () => {
  const serviceAccount = { MONGODB_ATLAS_CLIENT_ID: 'mdb_sa_id_1', MONGODB_ATLAS_CLIENT_SECRET: 'mdb_sa_sk_1\n' };
  const apiKey = { MONGODB_ATLAS_PUBLIC_API_KEY: 'abcdefgh', MONGODB_ATLAS_PRIVATE_API_KEY: 'private' };

  it('prefers the service account, trims what was pasted, and never prints the secret', async () => {
    const found = await findCredentials({ ...serviceAccount, ...apiKey, MONGODB_ATLAS_ORG_ID: 'org' });
    expect(found).toMatchObject({ baseUrl: 'https://cloud.mongodb.com', orgId: 'org' });
    if (found.credentials.type !== 'service-account') throw new Error('the API key was taken');
    expect(found.credentials.clientSecret.reveal()).toBe('mdb_sa_sk_1');
    expect(JSON.stringify(found)).not.toContain('mdb_sa_sk_1');
  });

  it('takes an API key and another host', async () => {
    const found = await findCredentials({ ...apiKey, MONGODB_ATLAS_BASE_URL: 'https://cloud.mongodbgov.com/' });
    expect(found.credentials).toMatchObject({ type: 'api-key', publicKey: 'abcdefgh' });
    expect(found.baseUrl).toBe('https://cloud.mongodbgov.com');
  });

  it('names every half that is missing, and all the ways where there is nothing', async () => {
    const halves = await failureOf(
      findCredentials({
        MONGODB_ATLAS_CLIENT_SECRET: 'x',
        MONGODB_ATLAS_PUBLIC_API_KEY: 'y',
        MONGODB_ATLAS_CLIENT_ID: ' ',
      }),
    );
    expect(halves.problems.map(({ why }) => why)).toEqual([
      'MONGODB_ATLAS_CLIENT_SECRET is set, but MONGODB_ATLAS_CLIENT_ID is not.',
      'MONGODB_ATLAS_PUBLIC_API_KEY is set, but MONGODB_ATLAS_PRIVATE_API_KEY is not.',
    ]);
    const none = await failureOf(findCredentials({}));
    expect(none.exitCode).toBe(2);
    for (const word of [
      'MONGODB_ATLAS_CLIENT_ID',
      'MONGODB_ATLAS_PUBLIC_API_KEY',
      '--atlas-profile',
      'Organization Read Only',
      'Project Owner',
    ]) {
      expect(none.message).toContain(word);
    }
  });
});

describe('profiles of the Atlas CLI', () => {
  let home: string;
  const machine = () => ({ platform: 'linux' as const, home });
  const config = async (text: string) => {
    const path = atlasCliConfigPath({}, machine());
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'fivefold-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('knows where each operating system keeps them', () => {
    expect(atlasCliConfigPath({}, { platform: 'linux', home: '/h' })).toBe('/h/.config/atlascli/config.toml');
    expect(atlasCliConfigPath({ XDG_CONFIG_HOME: '/x' }, { platform: 'linux', home: '/h' })).toBe(
      '/x/atlascli/config.toml',
    );
    expect(atlasCliConfigPath({}, { platform: 'darwin', home: '/h' })).toBe(
      '/h/Library/Application Support/atlascli/config.toml',
    );
    expect(atlasCliConfigPath({ APPDATA: 'C:\\A' }, { platform: 'win32', home: 'C:\\h' })).toBe(
      'C:\\A\\atlascli\\config.toml',
    );
  });

  it('reads keys, service accounts and Atlas for Government', async () => {
    await config(
      'skip_update_check = true\nversion = 2\n\n[default]\n  public_api_key = "abcdefgh" # a comment\n  private_api_key = \'p-q\'\n  org_id = "o1"\n\n["My Gov"]\nservice = "cloudgov"\nclient_id = "mdb_sa_id_2"\nclient_secret = "s\\"2"\n[my.nested]\nclient_id = "no"\n',
    );
    const plain = await findCredentials({}, { atlasProfile: 'Default', ...machine() });
    expect(plain).toMatchObject({
      orgId: 'o1',
      baseUrl: 'https://cloud.mongodb.com',
      credentials: { publicKey: 'abcdefgh' },
    });
    const gov = await findCredentials({ MONGODB_ATLAS_ORG_ID: 'o2' }, { atlasProfile: 'my gov', ...machine() });
    expect(gov).toMatchObject({
      orgId: 'o2',
      baseUrl: 'https://cloud.mongodbgov.com',
      credentials: { clientId: 'mdb_sa_id_2' },
    });
    if (gov.credentials.type !== 'service-account') throw new Error('not a service account');
    expect(gov.credentials.clientSecret.reveal()).toBe('s"2');
  });

  it('says which profiles there are, and where the secret may be', async () => {
    const absent = await failureOf(findCredentials({}, { atlasProfile: 'default', ...machine() }));
    expect(absent.message).toContain('ENOENT');
    await config('[default]\norg_id = "o1"\n[manager]\nservice = "ops-manager"\n');
    expect((await failureOf(findCredentials({}, { atlasProfile: 'prod', ...machine() }))).message).toContain(
      'default, manager',
    );
    expect((await failureOf(findCredentials({}, { atlasProfile: 'manager', ...machine() }))).message).toContain(
      'ops-manager',
    );
    const keyring = await failureOf(findCredentials({}, { atlasProfile: 'default', ...machine() }));
    expect(keyring.message).toContain('atlascli_default');
  });

  it('passes over what is no table of strings', () => {
    const profiles = parseProfiles('[a]\nx = 1\ny = "\\u0041"\nz = """no"""\n[[b]]\ny = "lost"\n');
    expect([...profiles]).toEqual([['a', { y: 'A' }]]);
  });
});
