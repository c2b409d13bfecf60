/** The emulator over real HTTP: real digest and OAuth, its state file, faults, clocks, and what a snapshot could not show. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { stageOf } from '../../src/apps/compose.ts';
import { type StartedEmulator, type StartOptions, startEmulator } from '../../src/apps/emulator/start.ts';
import { addressOf } from '../../src/core/address.ts';
import type { Instant } from '../../src/core/instant.ts';
import { Secret } from '../../src/core/secret.ts';
import { type Snapshot, sortSnapshot } from '../../src/core/snapshot.ts';
import { createFaultPlan, parseFaults } from '../../src/emulator/faults.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { createAtlasApi } from '../../src/io/atlas-api/create-atlas-api.ts';
import { resources } from '../../src/resources/index.generated.ts';
import projectIpAccessList from '../../src/resources/project-ip-access-list/index.ts';
import { collect } from '../../src/workflows/collect.ts';
import { readOnly } from '../../src/workflows/ports.ts';
import { rehearse } from '../../src/workflows/rehearse.ts';

const NOW = '2026-11-24T12:00:00Z' as Instant;
const { orgId } = startup;
const SHOP = '656000000000000000000001';
const V1 = 'application/vnd.atlas.2023-01-01+json';
const V2024 = 'application/vnd.atlas.2024-08-05+json';
const ORG = `/api/atlas/v2/orgs/${orgId}`;
const LIST = `/api/atlas/v2/groups/${SHOP}/accessList`;

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function start(changes: Partial<StartOptions> = {}): Promise<StartedEmulator> {
  const started = await startEmulator({ resources, content: startup, now: NOW, ...changes });
  opened.push(() => started.close());
  return started;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'fivefold-emulator-'));
  opened.unshift(() => rm(path, { recursive: true, force: true }));
  return path;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Digest authentication as RFC 7616 describes it, by hand: the emulator is not to be tested with its own client alone. */
async function digest(base: string, key: { id: string; secret: string }, path: string, asked: Asked = {}) {
  const { method = 'GET', body, headers = {} } = asked;
  const sent = {
    method,
    headers: { accept: V1, ...(body === undefined ? {} : { 'content-type': V1 }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
  const challenge = await fetch(`${base}${path}`, sent);
  const asks = challenge.headers.get('www-authenticate') ?? '';
  if (challenge.status !== 401 || asks === '') return challenge;
  const nonce = /nonce="([^"]+)"/.exec(asks)?.[1] ?? '';
  const realm = /realm="([^"]+)"/.exec(asks)?.[1] ?? '';
  const cnonce = randomBytes(8).toString('hex');
  const response = md5(
    `${md5(`${key.id}:${realm}:${key.secret}`)}:${nonce}:00000001:${cnonce}:auth:${md5(`${method}:${path}`)}`,
  );
  const authorization = `Digest username="${key.id}", realm="${realm}", nonce="${nonce}", uri="${path}", qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}", algorithm=MD5`;
  return fetch(`${base}${path}`, { ...sent, headers: { ...sent.headers, authorization } });
}

async function token(base: string, account: { id: string; secret?: string }): Promise<Response> {
  return fetch(`${base}/api/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${account.id}:${account.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
}

function keyOf({ apiKey }: StartedEmulator): { id: string; secret: string } {
  return { id: apiKey.id, secret: apiKey.secret as string };
}

async function made(started: StartedEmulator, roles: readonly string[]) {
  const answer = await digest(started.server.url, keyOf(started), `${ORG}/apiKeys`, {
    method: 'POST',
    body: { desc: 'made by a test', roles },
  });
  const body = (await answer.json()) as { id: string; publicKey: string; privateKey: string };
  return { key: { id: body.publicKey, secret: body.privateKey }, keyId: body.id };
}

describe('credentials', () => {
  it('hands out a service account and an API key that both own the organization', async () => {
    const started = await start();
    const { url } = started.server;
    expect((await digest(url, keyOf(started), ORG)).status).toBe(200);
    expect((await digest(url, { ...keyOf(started), secret: 'wrong' }, ORG)).status).toBe(401);
    const answer = await token(url, started.serviceAccount);
    const { access_token } = (await answer.json()) as { access_token: string };
    const bearer = { authorization: `Bearer ${access_token}`, accept: V1 };
    expect((await fetch(`${url}${ORG}`, { headers: bearer })).status).toBe(200);
    expect((await token(url, { ...started.serviceAccount, secret: 'wrong' })).status).toBe(401);
  });

  it('lets a key that the API made log in, with its own roles, until it is deleted', async () => {
    const started = await start();
    const { url } = started.server;
    const { key, keyId } = await made(started, ['ORG_READ_ONLY']);
    expect((await digest(url, key, LIST)).status).toBe(200);
    const refused = await digest(url, key, LIST, { method: 'POST', body: [{ cidrBlock: '198.51.100.0/24' }] });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ errorCode: 'USER_UNAUTHORIZED' });
    await digest(url, keyOf(started), `${ORG}/apiKeys/${keyId}`, { method: 'DELETE' });
    expect((await digest(url, key, LIST)).status).toBe(401);
  });

  it('holds a caller to its own access list, and believes no forwarding header', async () => {
    const started = await start();
    const { url } = started.server;
    const { key, keyId } = await made(started, ['ORG_READ_ONLY']);
    const listed = await digest(url, keyOf(started), `${ORG}/apiKeys/${keyId}/accessList`, {
      method: 'POST',
      body: [{ ipAddress: '203.0.113.9' }],
    });
    expect(listed.status).toBe(200);
    const claims = { 'x-forwarded-for': '203.0.113.9', 'x-emulator-remote-address': '203.0.113.9' };
    const refused = await digest(url, key, ORG, { headers: claims });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST',
      parameters: ['127.0.0.1'],
    });
  });

  it('takes a claimed address where a test asks for it', async () => {
    const started = await start({ trustAddressHeader: true });
    const { key, keyId } = await made(started, ['ORG_READ_ONLY']);
    const { url } = started.server;
    await digest(url, keyOf(started), `${ORG}/apiKeys/${keyId}/accessList`, {
      method: 'POST',
      body: [{ ipAddress: '203.0.113.9' }],
    });
    expect((await digest(url, key, ORG, { headers: { 'x-emulator-remote-address': '203.0.113.9' } })).status).toBe(200);
  });

  it('gives the token endpoint a bucket of its own', async () => {
    const { server, serviceAccount } = await start();
    const answers: number[] = [];
    for (let call = 0; call < 51; call += 1) answers.push((await token(server.url, serviceAccount)).status);
    expect(answers.slice(0, 50).every((status) => status === 200)).toBe(true);
    const last = await token(server.url, serviceAccount);
    expect(last.status).toBe(429);
    expect(await last.json()).toMatchObject({ errorCode: 'RATE_LIMITED', parameters: ['/api/oauth/token', 50, 1] });
  });
});

describe('the wire', () => {
  it.each([
    ['no version', {}, { headers: { accept: '*/*' } }, 406, 'INVALID_VERSION_DATE'],
    [
      'a version to come',
      {},
      { headers: { accept: 'application/vnd.atlas.2099-01-01+json' } },
      406,
      'INVALID_VERSION_DATE',
    ],
    ['no body', {}, { method: 'POST', body: '' }, 400, 'MISSING_ATTRIBUTE'],
    ['broken JSON', {}, { method: 'POST', body: '[{' }, 400, 'MALFORMED_JSON'],
    ['an unknown field', {}, { method: 'POST', body: [{ cidr: '198.51.100.0/24' }] }, 400, 'INVALID_ATTRIBUTE'],
    [
      'another media type',
      {},
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
  ] as const)('refuses %s', async (_, __, asked, status, errorCode) => {
    const started = await start();
    const answer = await digest(started.server.url, keyOf(started), LIST, asked as Asked);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('x-error-code')).toBe(errorCode);
    expect(await answer.json()).toMatchObject({ error: status, errorCode });
  });

  it('answers what is not there as recorded, with rate limits on refusals too', async () => {
    const started = await start();
    const { url } = started.server;
    const nowhere = await digest(url, keyOf(started), '/api/atlas/v2/nowhere');
    expect(await nowhere.json()).toMatchObject({
      errorCode: 'RESOURCE_NOT_FOUND',
      parameters: ['/api/atlas/v2/nowhere'],
    });
    const method = await digest(url, keyOf(started), ORG, { method: 'PUT', body: {} });
    expect([method.status, await method.text()]).toEqual([405, '']);
    const none = await digest(url, keyOf(started), '/api/atlas/v2/groups/111111111111111111111111/accessList');
    expect(await none.json()).toMatchObject({ errorCode: 'GROUP_NOT_FOUND' });
    expect(none.headers.get('ratelimit-limit')).toBe('1200');
  });

  it('announces an older version that is still served', async () => {
    const started = await start();
    const path = `/api/atlas/v2/groups/${SHOP}/clusters`;
    const older = await digest(started.server.url, keyOf(started), path, {
      headers: { accept: 'application/vnd.atlas.2023-02-01+json' },
    });
    expect(older.headers.get('content-type')).toBe('application/vnd.atlas.2023-02-01+json;charset=utf-8');
    expect(older.headers.get('deprecation')).toMatch(/GMT$/);
    const newest = await digest(started.server.url, keyOf(started), path, { headers: { accept: V2024 } });
    expect(newest.headers.get('deprecation')).toBeNull();
  });

  it('knows HEAD, pretty, envelope, and the first of two equal parameters', async () => {
    const started = await start();
    const { url } = started.server;
    const head = await digest(url, keyOf(started), LIST, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const pretty = await (await digest(url, keyOf(started), `${ORG}?pretty=true`)).text();
    expect(pretty).toContain(`"id" : "${orgId}"`);
    const wrapped = await (await digest(url, keyOf(started), `${ORG}?envelope=true`)).json();
    expect(wrapped).toMatchObject({ status: 200, content: { id: orgId } });
    const page = await (
      await digest(url, keyOf(started), `${LIST}?itemsPerPage=1&itemsPerPage=2&envelope=true`)
    ).json();
    expect(page).toMatchObject({ status: 200, results: [expect.anything()], totalCount: 2 });
  });
});

describe('what goes with a project', () => {
  it('goes, and the project answers as deleted ones do', async () => {
    const started = await start();
    const { url, emulator } = started.server;
    const staging = '656000000000000000000002';
    for (const kind of ['cluster', 'flex-cluster'])
      for (const { parent, id } of emulator.store.list(kind, staging)) emulator.store.remove(kind, parent, id);
    emulator.store.commit();
    expect(emulator.store.list('project-ip-access-list', staging).length).toBeGreaterThan(0);
    const gone = await digest(url, keyOf(started), `/api/atlas/v2/groups/${staging}`, { method: 'DELETE' });
    expect(gone.status).toBe(202);
    expect(emulator.store.save().documents.filter(({ parent }) => parent.startsWith(staging))).toEqual([]);
  });
});

describe('time', () => {
  it('stands still under a manual clock until it is moved; temporary entries go, and so do tokens', async () => {
    const started = await start({ clock: 'manual' });
    const { url } = started.server;
    const bearer = async () => {
      const { access_token } = (await (await token(url, started.serviceAccount)).json()) as { access_token: string };
      return { authorization: `Bearer ${access_token}`, accept: V1, 'content-type': V1 };
    };
    const headers = await bearer();
    const { now } = (await (await fetch(`${url}/fivefold/clock`)).json()) as { now: Instant };
    const until = new Date(Date.parse(now) + 7_200_000).toISOString().replace(/\.\d+/, '');
    const post = await fetch(`${url}${LIST}`, {
      method: 'POST',
      headers,
      body: JSON.stringify([{ cidrBlock: '203.0.113.77/32', deleteAfterDate: until }]),
    });
    expect(post.status).toBe(201);
    const advance = (advanceSeconds: unknown, type = 'application/json') =>
      fetch(`${url}/fivefold/clock`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify({ advanceSeconds }),
      });
    expect((await advance(-1)).status).toBe(400);
    expect((await advance(10, 'text/plain')).status).toBe(415);
    expect((await advance(7_201)).status).toBe(200);
    expect((await fetch(`${url}${LIST}`, { headers })).status).toBe(401);
    const after = (await (await fetch(`${url}${LIST}`, { headers: await bearer() })).json()) as {
      results: { cidrBlock: string }[];
    };
    expect(after.results.map(({ cidrBlock }) => cidrBlock)).not.toContain('203.0.113.77/32');
  });

  it('cannot be moved under another clock', async () => {
    const { server } = await start();
    const answer = await fetch(`${server.url}/fivefold/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"advanceSeconds":1}',
    });
    expect(answer.status).toBe(409);
  });
});

describe('the state file', () => {
  it("is its owner's, holds no secret, and goes on with the same credentials and resources", async () => {
    const path = join(await folder(), 'atlas.json');
    const first = await start({ stateFile: path });
    const { key } = await made(first, ['ORG_READ_ONLY']);
    const added = await digest(first.server.url, keyOf(first), LIST, {
      method: 'POST',
      body: [{ cidrBlock: '192.0.2.0/24' }],
    });
    expect(added.status).toBe(201);
    await first.close();
    const text = await readFile(path, 'utf8');
    for (const secret of [first.apiKey.secret, first.serviceAccount.secret, key.secret]) {
      expect(secret?.length).toBeGreaterThan(20);
      expect(text).not.toContain(secret);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(path, '..'))).toEqual(['atlas.json']);
    const second = await start({ stateFile: path });
    expect(second).toMatchObject({ continued: true, orgId, apiKey: { id: first.apiKey.id } });
    expect(second.apiKey.secret).toBeUndefined();
    const list = (await (await digest(second.server.url, keyOf(first), LIST)).json()) as {
      results: { cidrBlock: string }[];
    };
    expect(list.results.map(({ cidrBlock }) => cidrBlock)).toContain('192.0.2.0/24');
    expect((await digest(second.server.url, key, LIST)).status).toBe(200);
    expect((await token(second.server.url, first.serviceAccount)).status).toBe(200);
  });

  it('is written while the emulator runs', async () => {
    const path = join(await folder(), 'atlas.json');
    const started = await start({ stateFile: path });
    await digest(started.server.url, keyOf(started), LIST, { method: 'POST', body: [{ cidrBlock: '192.0.2.0/24' }] });
    await expect.poll(() => readFile(path, 'utf8')).toContain('192.0.2.0/24');
  });

  it.each([
    ['truncated', (text: string) => text.slice(0, text.length / 2), 'state-invalid'],
    ['newer', (text: string) => text.replace('"formatVersion":1', '"formatVersion":2'), 'state-newer'],
    ['foreign', () => '{"resources":[]}', 'state-invalid'],
    ['broken', (text: string) => text.replace('"documents"', '"documentz"'), 'state-invalid'],
  ])('is refused where it is %s, and left as it is', async (_, damage, code) => {
    const path = join(await folder(), 'atlas.json');
    await (await start({ stateFile: path })).close();
    const damaged = damage(await readFile(path, 'utf8'));
    await writeFile(path, damaged);
    await expect(start({ stateFile: path })).rejects.toMatchObject({ problems: [{ code }] });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  it('that cannot be written stops the start', async () => {
    const path = join(await folder(), 'nowhere', 'atlas.json');
    await expect(start({ stateFile: path })).rejects.toMatchObject({ problems: [{ code: 'state-not-writable' }] });
  });
});

describe('faults', () => {
  it('are the same for the same seed, whatever comes between, and as many as asked for', () => {
    const spec = parseFaults('429=10%,500=5%,reset=5%,timeout=5%,html=2%,half=2%,seed=7');
    const draw = (plan = createFaultPlan(spec)) => Array.from({ length: 4000 }, () => plan.next('x', 'GET', '/a'));
    const busy = createFaultPlan(spec);
    const between = Array.from({ length: 4000 }, () => {
      busy.next('y', 'GET', '/b');
      return busy.next('x', 'GET', '/a');
    });
    expect(between).toEqual(draw());
    const share = draw().filter((fault) => fault !== undefined).length / 4000;
    expect(share).toBeGreaterThan(0.26);
    expect(share).toBeLessThan(0.32);
    expect(draw(createFaultPlan({ ...spec, seed: '8' }))).not.toEqual(draw());
    const kinds = new Set(
      draw().map((fault) => (fault && 'when' in fault ? `${fault.type} ${fault.when}` : fault?.type)),
    );
    expect([...kinds].sort()).toEqual(
      ['half', 'html', 'reset after', 'reset before', 'status', 'timeout after', 'timeout before', undefined].sort(),
    );
  });

  it.each(['500', '700=5%', '429=60%,500=60%', 'reset=150%', 'explode=5%', ''])(
    'refuse the specification "%s"',
    (text) => {
      expect(() => parseFaults(text)).toThrow(/Could not read the faults/);
    },
  );

  const create = (url: string, key: { id: string; secret: string }) =>
    digest(url, key, LIST, { method: 'POST', body: [{ cidrBlock: '192.0.2.0/24' }] });
  const has = ({ server }: StartedEmulator) =>
    server.emulator.store.list('project-ip-access-list', SHOP).some(({ id }) => id === '192.0.2.0/24');

  // The first of two requests is the challenge: the second is the call itself.
  it.each([
    ['reset-before', false],
    ['reset-after', true],
    ['half', true],
  ])('%s breaks the connection, and the change is %s', async (fault, changed) => {
    const started = await start();
    const { url } = started.server;
    const broken = await start({
      faults: parseFaults(`createGroupAccessListEntry:${fault}=2`),
      trustAddressHeader: true,
    });
    const { access_token } = (await (await token(broken.server.url, broken.serviceAccount)).json()) as {
      access_token: string;
    };
    const send = async () => {
      const answer = await fetch(`${broken.server.url}${LIST}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access_token}`, accept: V1, 'content-type': V1 },
        body: '[{"cidrBlock":"192.0.2.0/24"}]',
      });
      return answer.text();
    };
    await expect(send()).rejects.toThrow();
    expect(has(broken)).toBe(changed);
    expect(broken.server.counters().faults).toBe(1);
    expect((await create(url, keyOf(started))).status).toBe(201);
  });

  it('answers with statuses and a gateway page, and lets the next call through', async () => {
    const started = await start({ faults: parseFaults('getOrg:429=1,getOrg:500=1,getOrg:html=1') });
    const statuses: unknown[] = [];
    for (let call = 0; call < 4; call += 1) {
      const answer = await fetch(`${started.server.url}${ORG}`, { headers: { accept: V1 } });
      statuses.push([answer.status, answer.headers.get('retry-after'), (await answer.text()).startsWith('<html>')]);
    }
    expect(statuses).toEqual([
      [429, '1', false],
      [500, null, false],
      [502, null, true],
      [401, null, false],
    ]);
  });

  it('keeps silent for a timeout', async () => {
    const { server } = await start({ faults: parseFaults('getOrg:timeout-after=1') });
    const silent = fetch(`${server.url}${ORG}`, { headers: { accept: V1 }, signal: AbortSignal.timeout(300) });
    await expect(silent).rejects.toThrow(/timeout|abort/i);
  });

  it("leaves the project's own client with a complete read", async () => {
    const started = await start({ faults: parseFaults('429=8%,500=8%,reset=8%,half=4%,seed=11') });
    const api = await createAtlasApi({
      baseUrl: started.server.url,
      credentials: {
        type: 'service-account',
        clientId: started.serviceAccount.id,
        clientSecret: new Secret(started.serviceAccount.secret as string),
      },
    });
    opened.push(() => api.close());
    const kinds = ['project-ip-access-list', 'api-key', 'organization-settings'];
    const snapshot = await collect({
      api: readOnly(api),
      orgId,
      kinds,
      resources,
      baseUrl: started.server.url,
      now: NOW,
    });
    expect(started.server.counters().faults).toBeGreaterThan(0);
    expect(snapshot.reads.filter(({ notRead }) => notRead !== undefined)).toEqual([]);
    expect(snapshot.resources.filter(({ kind }) => kind === 'project-ip-access-list')).toHaveLength(4);
  }, 60_000);
});

describe('from a snapshot', () => {
  async function snapshotWith(notRead: NonNullable<Snapshot['reads'][number]['notRead']>): Promise<Snapshot> {
    const started = await start();
    const api = await createAtlasApi({
      baseUrl: started.server.url,
      credentials: {
        type: 'api-key',
        publicKey: started.apiKey.id,
        privateKey: new Secret(started.apiKey.secret as string),
      },
    });
    opened.push(() => api.close());
    const snapshot = await collect({ api: readOnly(api), orgId, resources, baseUrl: started.server.url, now: NOW });
    const isHidden = (kind: string, parent: string | null) =>
      kind === 'project-ip-access-list' && parent === addressOf('project', SHOP);
    expect(snapshot.reads.some(({ kind, parent }) => isHidden(kind, parent))).toBe(true);
    return sortSnapshot({
      ...snapshot,
      resources: snapshot.resources.filter(({ kind, parent }) => !isHidden(kind, parent)),
      reads: snapshot.reads.map((read) => (isHidden(read.kind, read.parent) ? { ...read, notRead } : read)),
    });
  }

  it('keeps the ids, and answers what was not read as Atlas did', async () => {
    const snapshot = await snapshotWith({
      cause: 'forbidden',
      because: 'Atlas answered 401 USER_UNAUTHORIZED to listGroupAccessListEntries.',
      answer: { status: 401, errorCode: 'USER_UNAUTHORIZED' },
    });
    const started = await start({ content: { snapshot } });
    expect(started.orgId).toBe(orgId);
    const { url } = started.server;
    const refused = await digest(url, keyOf(started), LIST);
    expect([refused.status, refused.headers.get('x-error-code')]).toEqual([401, 'USER_UNAUTHORIZED']);
    const other = `/api/atlas/v2/groups/656000000000000000000002/accessList`;
    expect((await digest(url, keyOf(started), other)).status).toBe(200);
    const write = await digest(url, keyOf(started), LIST, { method: 'POST', body: [{ cidrBlock: '192.0.2.0/24' }] });
    expect(write.status).toBe(401);
  });

  it('calls no step rehearsed that depends on what was not read', async () => {
    const snapshot = await snapshotWith({
      cause: 'forbidden',
      because: 'Atlas answered 401 USER_UNAUTHORIZED to listGroupAccessListEntries.',
      answer: { status: 401, errorCode: 'USER_UNAUTHORIZED' },
    });
    const entry = (projectId: string) =>
      projectIpAccessList.create({
        projectId,
        type: 'cidr',
        entry: '192.0.2.0/24',
        comment: 'x',
        deleteAfterDate: null,
      });
    const step = (id: string, projectId: string, after: readonly string[] = []) => ({
      id,
      what: id,
      change: entry(projectId),
      closes: [],
      hazards: [],
      after,
      wave: 0,
    });
    const result = await rehearse({
      snapshot,
      steps: [step('hidden', SHOP), step('later', '656000000000000000000002', ['hidden'])],
      controls: [],
      profile: startup.profile,
      resources,
      stage: stageOf(snapshot, resources, ['project-ip-access-list']),
    });
    expect(result.applied).toEqual([]);
    expect(result.notRehearsed.map(({ step: id }) => id)).toEqual(['hidden', 'later']);
    const seen = await rehearse({
      snapshot,
      steps: [step('seen', '656000000000000000000002')],
      controls: [],
      profile: startup.profile,
      resources,
      stage: stageOf(snapshot, resources, ['project-ip-access-list']),
    });
    expect([seen.applied, seen.notRehearsed]).toEqual([['seen'], []]);
  });

  it('is empty where it was not read and Atlas was not asked', async () => {
    const snapshot = await snapshotWith({ cause: 'not-collected', because: 'It was not chosen.' });
    const started = await start({ content: { snapshot } });
    const answer = await digest(started.server.url, keyOf(started), LIST);
    expect(await answer.json()).toMatchObject({ results: [] });
  });
});
