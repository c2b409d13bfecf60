import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktn/hcl2json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/apps/cli/commands.generated.ts';
import { commonOptions } from '../../src/apps/cli/help.ts';
import type { EmulatorServer } from '../../src/apps/emulator/server.ts';
import {
  buildProgram,
  type Ended,
  environmentOf,
  listen,
  NOBODY,
  OWNER,
  type Program,
  serveStartup,
  standBetween,
} from './program.ts';

const SLOW = 120_000;

let program: Program;
let emulator: EmulatorServer;
/** A workspace with a snapshot and a plan; tests that change one copy it. */
let planned: string;

beforeAll(async () => {
  program = buildProgram();
  emulator = await serveStartup();
  planned = program.scratch();
  const env = environmentOf(emulator.url);
  expect((await program.run(['plan', '--workspace', planned], { env })).code).toBe(0);
}, SLOW);

afterAll(async () => {
  await emulator.close();
  program.remove();
});

function copyOfPlanned(): string {
  const folder = program.scratch();
  for (const name of ['snapshot.json', 'plan.json'])
    writeFileSync(join(folder, name), readFileSync(join(planned, name)));
  return folder;
}

interface Told {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** The problems of a run, which must have been told in JSON on standard output and nothing else. */
function problemsOf(ended: Ended): readonly Told[] {
  const { formatVersion, problems } = JSON.parse(ended.stdout) as { formatVersion: number; problems: readonly Told[] };
  expect(formatVersion).toBe(1);
  expect(problems.length).toBeGreaterThan(0);
  for (const { code, what, why, fix } of problems) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
    for (const sentence of [what, why, fix]) expect(sentence.trim().length).toBeGreaterThan(8);
  }
  return problems;
}

/** Runs a command that must fail with this code, exit code and evidence, told alike as text and as JSON. */
async function fails(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  expected: { readonly code: string; readonly exit: number; readonly why: RegExp; readonly fix?: RegExp },
  cwd?: string,
): Promise<readonly Told[]> {
  const place = cwd === undefined ? {} : { cwd };
  const [json, text] = await Promise.all([
    program.run([...args, '--json'], { env, ...place }),
    program.run(args, { env, ...place }),
  ]);
  expect(json.code, json.stderr).toBe(expected.exit);
  expect(text.code).toBe(expected.exit);
  const problems = problemsOf(json);
  expect(problems.map(({ code }) => code)).toContain(expected.code);
  const problem = problems.find(({ code }) => code === expected.code) as Told;
  expect(problem.why).toMatch(expected.why);
  if (expected.fix !== undefined) expect(problem.fix).toMatch(expected.fix);
  expect(text.stderr).toMatch(/^ {2}why: .+$/m);
  expect(text.stderr).toMatch(/^ {2}fix: .+$/m);
  expect(text.stderr).toContain(problem.what);
  expect(`${json.stderr}${text.stderr}`).not.toMatch(/^ +at .+:\d+:\d+/m);
  return problems;
}

describe('help', () => {
  it('knows every command', async () => {
    const { code, stdout, stderr } = await program.run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(commands.length).toBeGreaterThanOrEqual(10);
    for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} +`, 'm'));
    for (const { summary } of commands) expect(stdout).toContain(summary);
    expect(stdout).toContain(
      'Exit codes: 0 clean · 1 findings · 2 usage · 3 could not look · 4 apply stopped half-way',
    );
  });

  for (const command of commands) {
    const { name, summary, topics = {} } = command;
    it(`shows what ${name} takes`, async () => {
      const { code, stdout, stderr } = await program.run([name, '--help']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`fivefold ${name}: ${summary}`);
      for (const option of [...Object.keys(commonOptions(command)), 'json', 'org', 'project', 'profile', 'no-color'])
        expect(stdout).toContain(`--${option}`);
      for (const topic of Object.keys(topics)) expect(stdout).toContain(`  ${topic} `);
    });
    for (const [topic, { options }] of Object.entries(topics))
      it(`shows what ${name} ${topic} takes`, async () => {
        const { code, stdout, stderr } = await program.run([name, topic, '--help']);
        expect([code, stderr]).toEqual([0, '']);
        expect(stdout).toContain(`fivefold ${name} ${topic}: `);
        for (const option of [...Object.keys(options), ...Object.keys(commonOptions(command)), 'json'])
          expect(stdout).toContain(`--${option}`);
      });
  }

  it('prints no colour into a pipe', async () => {
    const env = environmentOf(emulator.url);
    for (const args of [['--help'], ['controls'], ['assess']]) {
      const { stdout, stderr } = await program.run(args, { env });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the very thing that must not be there
      expect(`${stdout}${stderr}`).not.toMatch(/\u001b/);
    }
  });
});

describe('JSON', () => {
  const one = 'network/no-open-ip-access-list';
  const cases: readonly { readonly args: readonly string[]; readonly exits: readonly number[] }[] = [
    { args: ['controls'], exits: [0] },
    { args: ['controls', 'show', one], exits: [0] },
    { args: ['collect'], exits: [0] },
    { args: ['collect', '--preflight'], exits: [0, 1] },
    { args: ['assess'], exits: [1] },
    { args: ['assess', '--standard', 'pci-dss'], exits: [1] },
    { args: ['plan'], exits: [0] },
    { args: ['render', '--dialect', 'terraform'], exits: [0] },
    { args: ['render', '--dialect', 'api'], exits: [0] },
    { args: ['render', '--dialect', 'atlas-cli'], exits: [0] },
    { args: ['render', '--dialect', 'cloudformation'], exits: [0] },
    { args: ['render', '--dialect', 'console'], exits: [0] },
    { args: ['rehearse'], exits: [0] },
    {
      args: [
        'access',
        'can',
        '--from',
        '203.0.113.9',
        '--as',
        'app',
        '--do',
        'find',
        '--on',
        'billing.x',
        '--cluster',
        'shop',
      ],
      exits: [0, 1],
    },
    { args: ['access', 'who-can', '--do', 'find', '--on', 'billing.x'], exits: [0] },
    { args: ['access', 'what-can', 'app'], exits: [0] },
    { args: ['access', 'what-if'], exits: [0] },
    { args: ['access', 'invariants'], exits: [0] },
    { args: ['access', 'explain', '203.0.113.0/24'], exits: [0] },
    { args: ['verify'], exits: [1, 3] },
    { args: ['init', '--yes'], exits: [0] },
    { args: ['demo', '--yes'], exits: [0] },
  ];
  for (const { args, exits } of cases) {
    it(`of ${args.join(' ')} is one document with a formatVersion, and all there is on standard output`, async () => {
      const cwd = program.scratch();
      const workspace = copyOfPlanned();
      const env = environmentOf(emulator.url);
      const ended = await program.run([...args, '--json', '--workspace', workspace], { env, cwd });
      expect(exits, ended.stderr).toContain(ended.code);
      const document = JSON.parse(ended.stdout) as { readonly formatVersion: number };
      expect(document.formatVersion).toBe(1);
    });
  }

  it('of a finding has the documented fields', async () => {
    const ended = await program.run(['assess', '--json', '--snapshot', join(planned, 'snapshot.json')]);
    const { findings } = JSON.parse(ended.stdout) as { readonly findings: readonly Record<string, unknown>[] };
    const open = findings.find(({ control, verdict }) => control === one && verdict === 'fail');
    expect(open).toMatchObject({ severity: 'critical', scope: 'project', project: { name: 'shop' } });
    for (const field of ['control', 'verdict', 'severity', 'confidence', 'scope', 'address', 'because'])
      expect(open?.[field], field).toEqual(expect.any(String));
  });
});

describe('exit codes', () => {
  it('0: nothing at or above the threshold', async () => {
    const ended = await program.run(['controls']);
    expect(ended.code).toBe(0);
  });

  it('1: findings at the threshold', async () => {
    const snapshot = join(planned, 'snapshot.json');
    expect((await program.run(['assess', '--snapshot', snapshot])).code).toBe(1);
    expect((await program.run(['assess', '--snapshot', snapshot, '--fail-on', 'critical'])).code).toBe(1);
  });

  it('2: a line that cannot be meant, with what was probably meant', async () => {
    for (const [args, hint] of [
      [['asess'], /Did you mean `fivefold assess`\?/],
      [['assess', '--snapshoot', 'x'], /Did you mean --snapshot\?/],
      [['assess', 'extra'], /takes no word/],
      [['assess', '--snapshot'], /argument missing/],
      [['assess', '--fail-on', 'catastrophic', '--snapshot', 'x'], /Severities are critical, high, medium, low/],
      [['render', '--dialect', 'cobol'], /Dialects are/],
      [['assess', '--standard', 'cobit'], /Standards are .*pci-dss/],
      [['controls', 'show', 'network/none'], /There is no control "network\/none"/],
    ] as const) {
      const ended = await program.run(args);
      expect([args, ended.code]).toEqual([args, 2]);
      expect(ended.stderr).toMatch(hint);
      expect(ended.stdout).toBe('');
    }
  });

  it('3: nobody there to look at', { timeout: SLOW }, async () => {
    // Port 9 is reserved for what throws everything away; nothing listens there.
    await fails(['assess'], environmentOf('http://127.0.0.1:9'), {
      code: 'token-unavailable',
      exit: 3,
      why: /ECONNREFUSED/,
    });
  });

  it('4: apply stopped half-way, and says where its journal is', { timeout: SLOW }, async () => {
    const fresh = await serveStartup();
    let writes = 0;
    const between = await standBetween(fresh.url, {
      instead: (method, target) => {
        if (method === 'GET' || target.startsWith('/api/oauth')) return undefined;
        writes += 1;
        if (writes < 2) return undefined;
        return {
          status: 403,
          body: '{"error":403,"errorCode":"USER_UNAUTHORIZED","detail":"No.","reason":"Forbidden"}',
        };
      },
    });
    try {
      const workspace = program.scratch();
      const profile = join(workspace, 'clients.yaml');
      writeFileSync(profile, PROFILE);
      const env = environmentOf(between.url);
      const words = ['--workspace', workspace, '--profile', profile];
      expect((await program.run(['plan', ...words], { env })).code).toBe(0);
      const ended = await program.run(['apply', ...words], { env });
      expect(ended.code, ended.stderr).toBe(4);
      const journal = readdirSync(workspace).find((name) => name.endsWith('.journal')) as string;
      expect(ended.stderr).toContain(join(workspace, journal));
      expect(writes).toBe(2);
    } finally {
      await between.close();
      await fresh.close();
    }
  });
});

const PROFILE = `environment: production
securityContact: security@nimbus-bikes.example
knownClients:
  - { name: shop-api, addresses: [203.0.113.10], projects: [shop] }
  - { name: staging-api, addresses: [203.0.113.200], projects: [shop-staging] }
`;

describe('bad input', () => {
  it('wrong secret of a service account', { timeout: SLOW }, async () => {
    const env = environmentOf(emulator.url, { ...OWNER.serviceAccount, secret: 'mdb_sa_sk_wrong' });
    await fails(['assess'], env, { code: 'credentials-refused', exit: 3, why: /401/, fix: /secret has not expired/ });
  });

  it('wrong private key', { timeout: SLOW }, async () => {
    const env = environmentOf(emulator.url, { ...OWNER.apiKey, secret: 'wrong' });
    await fails(['assess'], env, { code: 'credentials-refused', exit: 3, why: /401/ });
  });

  it('a credential that dies half-way through', { timeout: SLOW }, async () => {
    let reads = 0;
    const between = await standBetween(emulator.url, {
      instead: (method, target) => {
        if (target === '/api/oauth/token' && reads > 6)
          return { status: 401, body: '{"error":"invalid_client","error_description":"expired"}' };
        if (method !== 'GET') return undefined;
        reads += 1;
        const body = '{"error":401,"reason":"Unauthorized","detail":"You are not authorized for this resource."}';
        return reads > 6 ? { status: 401, body } : undefined;
      },
    });
    const workspace = program.scratch();
    await fails(['collect', '--workspace', workspace], environmentOf(between.url), {
      code: 'credentials-refused',
      exit: 3,
      why: /401/,
    });
    expect(readdirSync(workspace)).toEqual([]);
    await between.close();
  });

  it('no credentials, half of them, no organization, no organization id', { timeout: SLOW }, async () => {
    await fails(
      ['assess'],
      {},
      {
        code: 'credentials-missing',
        exit: 2,
        why: /Neither/,
        fix: /MONGODB_ATLAS_CLIENT_ID/,
      },
    );
    const half = { MONGODB_ATLAS_CLIENT_ID: OWNER.serviceAccount.id };
    await fails(['assess'], half, { code: 'credentials-missing', exit: 2, why: /MONGODB_ATLAS_CLIENT_SECRET is not/ });
    const { MONGODB_ATLAS_ORG_ID: _, ...env } = environmentOf(emulator.url);
    await fails(['assess'], env, { code: 'organization-missing', exit: 2, why: /--org/ });
    await fails(['assess', '--org', 'Nimbus'], env, { code: 'organization-invalid', exit: 2, why: /24 hexadecimal/ });
  });

  it('a base URL that is none of Atlas', async () => {
    await fails(['assess'], environmentOf('http://atlas.example'), { code: 'base-url-invalid', exit: 2, why: /https/ });
  });

  it('no role', { timeout: SLOW }, async () => {
    await fails(['assess'], environmentOf(emulator.url, NOBODY), {
      code: 'organization-unreadable',
      exit: 3,
      why: /40[134]/,
      fix: /Organization Read Only/,
    });
  });

  it('an organization that is not there, with those that are', { timeout: SLOW }, async () => {
    await fails(['assess', '--org', '5f6a000000000000000000ff'], environmentOf(emulator.url), {
      code: 'organization-unreadable',
      exit: 3,
      why: /Nimbus Bikes \(5f6a00000000000000000001\)/,
      fix: /--org/,
    });
  });

  it('a project that is not there, with those that are', { timeout: SLOW }, async () => {
    await fails(['assess', '--project', 'shpo'], environmentOf(emulator.url), {
      code: 'project-unknown',
      exit: 2,
      why: /shop/,
    });
  });

  it('a snapshot that is missing, truncated, newer, foreign, or holds what no model allows', async () => {
    const folder = program.scratch();
    const text = readFileSync(join(planned, 'snapshot.json'), 'utf8');
    const snapshot = JSON.parse(text) as { resources: { kind: string; model: Record<string, unknown> }[] };
    const file = (name: string, content: string): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const assess = (path: string) => ['assess', '--snapshot', path];
    await fails(assess('no/such.json'), {}, { code: 'snapshot-missing', exit: 2, why: /ENOENT/ });
    const cut = file('cut.json', text.slice(0, text.length / 2));
    await fails(assess(cut), {}, { code: 'snapshot-invalid', exit: 3, why: /not complete JSON/, fix: /collect/ });
    const newer = file('newer.json', JSON.stringify({ ...snapshot, formatVersion: 99 }));
    await fails(assess(newer), {}, { code: 'snapshot-newer', exit: 3, why: /99/, fix: /[Uu]pgrade/ });
    const foreign = file('foreign.json', '{"hello":"world"}');
    await fails(assess(foreign), {}, { code: 'snapshot-invalid', exit: 3, why: /formatVersion/ });
    const entries = snapshot.resources.filter(({ kind }) => kind === 'project-ip-access-list');
    for (const entry of entries.slice(0, 2)) entry.model.entry = 42;
    const wrong = file('wrong.json', JSON.stringify(snapshot));
    const told = await fails(assess(wrong), {}, { code: 'snapshot-invalid', exit: 3, why: /entry/ });
    expect(told).toHaveLength(2);
  });

  it('a plan that is missing, truncated, edited, or made by another version', async () => {
    const empty = program.scratch();
    await fails(['render', '--workspace', empty], {}, { code: 'plan-missing', exit: 2, why: /There is none/ });
    const folder = copyOfPlanned();
    const text = readFileSync(join(folder, 'plan.json'), 'utf8');
    writeFileSync(join(folder, 'plan.json'), text.slice(0, -40));
    await fails(['render', '--workspace', folder], {}, { code: 'plan-invalid', exit: 2, why: /JSON/ });
    const plan = JSON.parse(text) as { steps: { what: string }[] };
    const [step] = plan.steps;
    if (step === undefined) throw new Error('the sample has a plan without steps');
    step.what = `${step.what} and everything else`;
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
    for (const verb of ['render', 'rehearse', 'apply', 'verify']) {
      const args = [verb, '--workspace', folder];
      await fails(args, environmentOf(emulator.url), {
        code: 'plan-tampered',
        exit: 2,
        why: /fingerprint/,
        fix: /plan/,
      });
    }
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ ...JSON.parse(text), formatVersion: 2 }));
    await fails(['apply', '--workspace', folder], environmentOf(emulator.url), {
      code: 'plan-tampered',
      exit: 2,
      why: /another version/,
    });
  });

  it('a profile that is missing, no YAML, or misspelt in several places at once', async () => {
    const folder = program.scratch();
    const assess = ['assess', '--snapshot', join(planned, 'snapshot.json'), '--profile'];
    await fails([...assess, join(folder, 'none.yaml')], {}, { code: 'profile-missing', exit: 2, why: /ENOENT/ });
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, 'environment: [production\n');
    await fails([...assess, broken], {}, { code: 'profile-invalid', exit: 2, why: /line \d/ });
    const misspelt = join(folder, 'misspelt.yaml');
    writeFileSync(
      misspelt,
      'enviroment: production\nriskTolerance: none\nknownNetworks:\n  - { name: x, cidrs: [1.2.3] }\n',
    );
    const told = await fails([...assess, misspelt], {}, { code: 'profile-invalid', exit: 2, why: /./ });
    const whys = told.map(({ why }) => why).join('\n');
    for (const key of ['enviroment', 'riskTolerance', 'knownNetworks']) expect(whys).toContain(key);
  });

  it('a full disk leaves what was there before', { timeout: SLOW }, async () => {
    const folder = copyOfPlanned();
    const before = readFileSync(join(folder, 'plan.json'), 'utf8');
    // Writes to it end with ENOSPC, as on a full disk.
    symlinkSync('/dev/full', join(folder, 'plan.json.partial'));
    const ended = await program.run([
      'plan',
      '--json',
      '--workspace',
      folder,
      '--snapshot',
      join(planned, 'snapshot.json'),
    ]);
    expect(ended.code).toBe(3);
    const [problem] = problemsOf(ended);
    expect(problem).toMatchObject({ code: 'workspace-not-writable' });
    expect(problem?.why).toMatch(/ENOSPC/);
    expect(problem?.fix).toMatch(/untouched/);
    expect(JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'))).toEqual(JSON.parse(before));
  });

  it('a workspace that cannot be written to', { timeout: SLOW }, async () => {
    const folder = program.scratch();
    writeFileSync(join(folder, 'file'), '');
    const places = [join(folder, 'file', 'inside'), '/proc/fivefold'];
    for (const place of places) {
      const args = ['plan', '--workspace', place, '--snapshot', join(planned, 'snapshot.json')];
      await fails(args, {}, { code: 'workspace-not-writable', exit: 3, why: /E[A-Z]+/, fix: /--workspace/ });
    }
    mkdirSync(join(folder, 'snapshot.json'));
    const args = ['collect', '--workspace', folder];
    await fails(args, environmentOf(emulator.url), { code: 'workspace-not-writable', exit: 3, why: /EISDIR/ });
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('a server that answers a web page', { timeout: SLOW }, async () => {
    const portal = await listen(
      createServer((incoming, outgoing) => {
        incoming.resume();
        outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Hotel Wi-Fi</title>');
      }),
    );
    const workspace = program.scratch();
    for (const credential of [OWNER.serviceAccount, OWNER.apiKey]) {
      const ended = await program.run(['collect', '--json', '--workspace', workspace], {
        env: environmentOf(portal.url, credential),
      });
      expect(ended.code).toBe(3);
      expect(
        problemsOf(ended)
          .map(({ why }) => why)
          .join(' '),
      ).toMatch(/web page|HTML|JSON/);
    }
    expect(readdirSync(workspace)).toEqual([]);
    await portal.close();
  });

  it('a server that ends in the middle of its answer', { timeout: SLOW }, async () => {
    const half = await listen(
      createServer((incoming, outgoing) => {
        incoming.resume();
        outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': '400' });
        outgoing.write('{"access_token":"abc","expi', () => outgoing.destroy());
      }),
    );
    const workspace = program.scratch();
    const ended = await program.run(['collect', '--json', '--workspace', workspace], { env: environmentOf(half.url) });
    expect(ended.code).toBe(3);
    expect(problemsOf(ended)[0]?.why).toMatch(/closed|ended|aborted|terminated|UND_ERR|ECONNRESET/i);
    expect(readdirSync(workspace)).toEqual([]);
    await half.close();
  });

  it('a list that is cut off in the middle is unknown, not shorter', { timeout: SLOW }, async () => {
    const between = await standBetween(emulator.url, {
      rewrite: ({ target, headers, body }) => ({
        headers,
        body: target.includes('/accessList') ? body.slice(0, body.length - 30) : body,
      }),
    });
    const ended = await program.run(['assess', '--json', '--workspace', program.scratch()], {
      env: environmentOf(between.url),
    });
    const { findings } = JSON.parse(ended.stdout) as { findings: { control: string; verdict: string }[] };
    const verdicts = findings.filter(({ control }) => control === 'network/no-open-ip-access-list');
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
    await between.close();
  });

  it('a server that says nothing and hangs up', { timeout: SLOW }, async () => {
    const silent = createSocketServer((socket) => socket.destroy());
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as { port: number };
    const workspace = program.scratch();
    const ended = await program.run(['collect', '--json', '--workspace', workspace], {
      env: environmentOf(`http://127.0.0.1:${port}`),
    });
    expect(ended.code).toBe(3);
    expect(problemsOf(ended)[0]?.why).toMatch(/closed|ECONNRESET|hang up/i);
    expect(readdirSync(workspace)).toEqual([]);
    silent.close();
  });

  it('a clock that is wrong', { timeout: SLOW }, async () => {
    const between = await standBetween(emulator.url, {
      rewrite: ({ headers, body }) => ({
        headers: { ...headers, date: new Date(Date.now() + 26 * 3600 * 1000).toUTCString() },
        body,
      }),
    });
    await fails(['assess'], environmentOf(between.url), {
      code: 'clock-skewed',
      exit: 3,
      why: /1560 minutes behind/,
      fix: /clock/,
    });
    await between.close();
  });
});

describe('files', () => {
  it('are readable by their owner only, in a folder that git passes over', async () => {
    const workspace = join(program.scratch(), 'new');
    const env = environmentOf(emulator.url);
    expect((await program.run(['plan', '--workspace', workspace], { env })).code).toBe(0);
    const names = readdirSync(workspace);
    expect(names).toEqual(expect.arrayContaining(['.gitignore', 'plan.json', 'snapshot.json']));
    for (const name of names) expect([name, statSync(join(workspace, name)).mode & 0o777]).toEqual([name, 0o600]);
    expect(statSync(workspace).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(workspace, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('evidence', () => {
  it(
    'is collected, shown, proposed, and keeps observed clients in',
    async () => {
      const workspace = program.scratch();
      const env = environmentOf(emulator.url);
      const run = (...words: readonly string[]) => program.run([...words, '--workspace', workspace], { env });
      const none = await run('evidence', 'show');
      expect(none.code).toBe(2);
      expect(none.stderr).toContain('fivefold evidence collect');
      const log = join(workspace, 'audit.log');
      const line = (user: string, command: string) =>
        JSON.stringify({
          atype: 'authCheck',
          ts: { $date: '2026-11-20T10:00:00.000+00:00' },
          users: [{ user, db: 'admin' }],
          param: { command, ns: 'shop.orders', args: {} },
          result: 0,
        });
      mkdirSync(workspace, { recursive: true });
      writeFileSync(log, `${line('app', 'find')}\n${line('app', 'insert')}\nno message\n`);
      const wrong = await run('evidence', 'collect', '--audit-log', 'shop/nowhere=x', '--audit-log', 'nonsense');
      expect(wrong.code).toBe(2);
      expect(wrong.stderr).toContain('nowhere');
      expect(wrong.stderr).toContain('nonsense');
      const collected = await run('evidence', 'collect', '--audit-log', `shop/shop=${log}`, '--json');
      expect(collected.code, collected.stderr).toBe(0);
      const evidence = JSON.parse(collected.stdout) as {
        logins: readonly { address: string; username: string }[];
        operations: readonly { command: string }[];
        sources: readonly { type: string; losses: readonly string[] }[];
      };
      expect(evidence.logins.map(({ address }) => address)).toContain('198.51.100.17');
      expect(evidence.operations.map(({ command }) => command)).toEqual(['find', 'insert']);
      expect(evidence.sources.find(({ type }) => type === 'audit-log')?.losses.join(' ')).toContain('1 of 3 lines');
      expect(statSync(join(workspace, 'evidence.json')).mode & 0o077).toBe(0);
      expect((await run('evidence', 'collect', '--download-hours', '721')).code).toBe(2);
      // The start-up has no auditing: its logs are empty, and that is said.
      const empty = await run('evidence', 'collect', '--download-hours', '2');
      expect(empty.code, empty.stderr).toBe(0);
      expect(empty.stdout).toContain('3 audit logs hold no event');
      const proposed = await run('evidence', 'propose', '--plan', '--json');
      expect(proposed.code, proposed.stderr).toBe(0);
      const plan = JSON.parse(proposed.stdout) as { steps: readonly { change: { type: string; address: string } }[] };
      expect(plan.steps.some(({ change }) => change.type === 'delete' && change.address.includes('0.0.0.0'))).toBe(
        true,
      );
      const rehearsed = await run('rehearse', '--accept', 'cuts-off-client');
      expect(rehearsed.code, rehearsed.stderr + rehearsed.stdout).toBe(0);
    },
    SLOW,
  );
});

describe('clients that a plan would cut off', () => {
  it(
    'stop it, are kept in for a while with --stage, or are let go by name',
    async () => {
      const workspace = program.scratch();
      const profile = join(program.scratch(), 'fivefold.yaml');
      writeFileSync(
        profile,
        'knownClients:\n  - { name: shop-api, addresses: [203.0.113.10], projects: [shop] }\n  - { name: staging, addresses: [203.0.113.200], projects: [shop-staging] }\n',
      );
      const env = environmentOf(emulator.url);
      const run = (...words: readonly string[]) =>
        program.run([...words, '--workspace', workspace, '--profile', profile], { env });
      expect((await run('evidence', 'collect')).code).toBe(0);
      // Somebody logs in from where no entry of its own is.
      const evidence = join(workspace, 'evidence.json');
      writeFileSync(evidence, readFileSync(evidence, 'utf8').replaceAll('198.51.100.17', '192.0.2.200'));
      expect((await run('plan')).code).toBe(0);
      const refused = await run('rehearse', '--accept', 'cuts-off-client');
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('app@admin from 192.0.2.200');
      expect(refused.stderr).toContain('fivefold plan --stage');
      const names = [...new Set([...refused.stderr.matchAll(/--cut-off "([^"]+)"/g)].map(([, name]) => name ?? ''))];
      expect(names.length).toBeGreaterThan(0);
      const gone = await run('rehearse', ...names.flatMap((name) => ['--cut-off', name]));
      expect(gone.code, gone.stderr).toBe(0);
      expect(gone.stdout).toContain('Every other named client keeps its way in');
      const mistaken = await run('rehearse', '--cut-off', 'nobody');
      expect(mistaken.code).toBe(2);
      expect(mistaken.stderr).toContain(names[0]);
      const staged = await run('plan', '--stage', '--json');
      expect(staged.code, staged.stderr).toBe(0);
      expect(staged.stderr).toContain('in for 6 hours, by 1 temporary entry');
      const { steps } = JSON.parse(staged.stdout) as {
        steps: readonly { id: string; after: readonly string[]; change: { type: string; address: string } }[];
      };
      const kept = steps.find(({ change }) => change.type === 'create' && change.address.includes('192.0.2.200'));
      const closed = steps.find(({ change }) => change.type === 'delete' && change.address.includes('0.0.0.0'));
      expect(closed?.after).toContain(kept?.id);
      const rehearsed = await run('rehearse');
      expect(rehearsed.code, rehearsed.stderr).toBe(0);
      expect(rehearsed.stdout).toContain('Every named client keeps its way in');
    },
    SLOW,
  );
});

describe('watching after apply', () => {
  it(
    'is refused where nothing is known to compare with, and an end that nobody saw is told of',
    async () => {
      const workspace = copyOfPlanned();
      const env = environmentOf(emulator.url);
      const run = (...words: readonly string[]) => program.run([...words, '--workspace', workspace], { env });
      const blind = await run('apply', '--watch', '30');
      expect(blind.code).toBe(2);
      expect(blind.stderr).toContain('fivefold evidence collect');
      expect((await run('apply', '--auto-revert')).stderr).toContain('--watch');
      expect((await run('apply', '--watch', 'soon')).code).toBe(2);
      const journal = 'apply-1.journal';
      const watching = { event: 'watching', until: '2026-01-01T00:00:00Z', at: '2025-12-31T23:00:00Z' };
      writeFileSync(join(workspace, journal), `${JSON.stringify(watching)}\n`);
      writeFileSync(
        join(workspace, 'watch.json'),
        JSON.stringify({ formatVersion: 1, journal, until: '2026-01-01T00:00:00Z' }),
      );
      const late = await run('controls', '--json');
      expect(late.code).toBe(0);
      expect(late.stderr).toContain('was to end at 2026-01-01T00:00:00Z');
      const watched = { event: 'watched', against: [], at: '2026-01-01T00:00:00Z' };
      writeFileSync(join(workspace, journal), `${JSON.stringify(watching)}\n${JSON.stringify(watched)}\n`);
      expect((await run('controls', '--json')).stderr).toBe('');
    },
    SLOW,
  );
});

describe('calls of the Admin API', () => {
  it('are turned round by the least change', async () => {
    const env = environmentOf(emulator.url);
    const asked = ['access', 'can', '--as', 'abcdwxyz', '--operation', 'createGroupDatabaseUser', '--project', 'shop'];
    const shown = await program.run([...asked, '--flip'], { env });
    expect(shown.stdout, shown.stderr).toContain('The least change that makes it no: remove API key "terraform"');
    const told = await program.run([...asked, '--flip', '--json'], { env });
    expect((JSON.parse(told.stdout) as { flip: { to: string } }).flip.to).toBe('no');
  });
});

describe('render --out', () => {
  it(
    'writes a tidy directory for each dialect, whole, for its owner only, and keeps what stands there',
    async () => {
      const workspace = copyOfPlanned();
      const folder = program.scratch();
      const expected: Readonly<Record<string, readonly string[]>> = {
        terraform: ['README.md', 'differences.hcl', 'main.tf', 'providers.tf'],
        cloudformation: ['README.md', 'template.json'],
        'atlas-cli': ['README.md', 'apply.sh'],
        api: ['README.md', 'apply.sh'],
        console: ['README.md', 'steps.md'],
      };
      const planText = readFileSync(join(workspace, 'plan.json'), 'utf8');
      const { steps } = JSON.parse(planText) as { steps: readonly { id: string }[] };
      for (const [dialect, names] of Object.entries(expected)) {
        const out = join(folder, dialect);
        const render = (...more: readonly string[]) =>
          program.run(['render', '--dialect', dialect, '--out', out, '--workspace', workspace, ...more]);
        const ended = await render();
        expect(ended.code, ended.stderr).toBe(0);
        const found = readdirSync(out);
        expect(found).toEqual(expect.arrayContaining([...names]));
        expect(statSync(out).mode & 0o077).toBe(0);
        for (const name of found) expect(statSync(join(out, name)).mode & 0o077, name).toBe(0);
        const readme = readFileSync(join(out, 'README.md'), 'utf8');
        for (const { id } of steps) expect(readme).toContain(id);
        for (const name of found) if (name.endsWith('.json')) JSON.parse(readFileSync(join(out, name), 'utf8'));
        for (const name of found)
          if (name.endsWith('.tf')) {
            const parsed = await parseHcl(name, readFileSync(join(out, name), 'utf8'));
            expect(Object.keys(parsed).length).toBeGreaterThan(0);
          }
        if (found.includes('apply.sh')) execFileSync('sh', ['-n', join(out, 'apply.sh')]);
        writeFileSync(join(out, 'mine.txt'), 'mine');
        const again = await render();
        expect(again.code).toBe(2);
        expect(again.stderr).toContain('--force');
        expect((await render('--force', '--json')).code).toBe(0);
        expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('mine');
      }
      expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
      const lost = await program.run(['render', '--force', '--workspace', workspace]);
      expect(lost.code).toBe(2);
    },
    SLOW,
  );
});

describe('policy', () => {
  it(
    'writes guardrails, checks them, tries them out, and plans them',
    async () => {
      const workspace = copyOfPlanned();
      const env = environmentOf(emulator.url);
      const profile = join(program.scratch(), 'fivefold.yaml');
      writeFileSync(profile, 'environment: production\ncompliance: [soc2]\n');
      const run = (...words: readonly string[]) =>
        program.run(['policy', ...words, '--workspace', workspace, '--profile', profile], { env });
      const out = join(program.scratch(), 'policies');
      const written = await run('synthesize', '--out', out);
      expect(written.code, written.stderr).toBe(0);
      const files = readdirSync(out).filter((name) => name.endsWith('.cedar'));
      expect(files).toContain('no-open-ip-access-list.cedar');
      const clean = await run('lint', ...files.map((name) => join(out, name)));
      expect(clean.code, clean.stdout + clean.stderr).toBe(0);
      const broken = join(out, 'broken.cedar');
      writeFileSync(broken, 'permit (principal, action, resource);');
      const linted = await run('lint', broken, '--json');
      expect(linted.code).toBe(1);
      expect(linted.stdout).toContain('"rule":"permit"');
      const tests = join(out, 'tests.yaml');
      writeFileSync(
        tests,
        'policies: [no-open-ip-access-list.cedar]\ntests:\n  - { name: open, request: { action: project.ipAccessList.modify, ipAccessList: [0.0.0.0/0] }, expect: refused }\n  - { name: wrong, request: { action: project.ipAccessList.modify, ipAccessList: [203.0.113.7/32] }, expect: refused }\n',
      );
      const tested = await run('test', tests);
      expect(tested.code).toBe(1);
      expect(tested.stdout).toContain('wrong: expected to be refused, was passed');
      expect(tested.stdout).toContain('1 of 2 tests');
      expect((await run('test')).code).toBe(0);
      writeFileSync(tests, 'policies: []\ntests: [{ name: x }]\n');
      const bad = await run('test', tests);
      expect(bad.code).toBe(2);
      expect(bad.stderr).toContain('policies');
      const tried = await run('simulate', '--json');
      expect(tried.code, tried.stderr).toBe(1);
      const simulation = JSON.parse(tried.stdout) as {
        frozen: readonly { policy: string; what: string }[];
        refused: readonly object[];
      };
      expect(simulation.frozen.map(({ what }) => what)).toContain('IP access list of project shop');
      expect(simulation.frozen.map(({ policy }) => policy)).toContain('database-auditing');
      const listed = await run('list');
      expect(listed.stdout).toContain('no-open-ip-access-list');
      const planned = await run('synthesize', '--make-plan', '--json');
      expect(planned.code, planned.stderr).toBe(0);
      const { steps } = JSON.parse(planned.stdout) as {
        steps: readonly { change: { kind: string }; hazards: readonly { name: string }[] }[];
      };
      expect(steps.length).toBeGreaterThan(1);
      expect(
        steps.every(
          ({ change, hazards }) =>
            change.kind === 'resource-policy' && hazards.some(({ name }) => name === 'freezes-changes'),
        ),
      ).toBe(true);
      const verified = await program.run(['verify', '--workspace', workspace, '--profile', profile], { env });
      expect(verified.code, verified.stderr).toBe(1);
      expect(verified.stdout).toContain(`0 of ${steps.length} steps that close no finding hold.`);
      expect((await run('lnt')).stderr).toContain('policy lint');
    },
    SLOW,
  );
});

describe('the guide and its company', () => {
  it(
    'lead through the organization, and start a first cluster safely',
    async () => {
      const snapshot = join(planned, 'snapshot.json');
      const run = (...words: readonly string[]) => program.run([...words, '--snapshot', snapshot]);
      const whole = await run('guide');
      expect(whole.code, whole.stderr).toBe(1);
      for (const title of ['1. Network access', '6. Monitoring']) expect(whole.stdout).toContain(title);
      const one = await run('guide', '1');
      expect(one.stdout).toContain('0.0.0.0/0');
      const told = JSON.parse((await run('guide', 'encryption', '--json')).stdout) as {
        steps: readonly { id: string }[];
      };
      expect(told.steps.map(({ id }) => id)).toEqual(['encryption']);
      const lost = await run('guide', 'netwrk-access');
      expect(lost.code).toBe(2);
      expect(lost.stderr).toContain('guide network-access');
      expect((await run('shared-responsibility')).stdout).toContain('Atlas  Refuses every connection');
      expect((await run('defaults')).stdout).toContain('weakened');
      const calendar = join(program.scratch(), 'atlas.ics');
      const env = environmentOf(emulator.url);
      const review = await program.run(['review', '--calendar', calendar, '--json'], { env });
      expect([0, 1], review.stderr).toContain(review.code);
      expect(readFileSync(calendar, 'utf8')).toContain('BEGIN:VCALENDAR\r\n');
      expect(statSync(calendar).mode & 0o077).toBe(0);
      const workspace = join(program.scratch(), 'quick');
      const start = (...words: readonly string[]) =>
        program.run(['quickstart', '--project', 'shop', '--cluster', 'shop', '--workspace', workspace, ...words], {
          env,
        });
      const missing = await start('--user', 'kim2');
      expect(missing.code).toBe(2);
      expect(missing.stderr).toContain('--database, --from');
      expect((await start('--user', 'x', '--database', 'shop', '--from', '0.0.0.0/0')).code).toBe(2);
      const quick = await start('--user', 'newcomer', '--database', 'shop', '--from', '203.0.113.77');
      expect(quick.code, quick.stderr).toBe(0);
      expect(quick.stdout).toContain('May read shop on cluster shop and nothing else');
      const rehearsed = await program.run(['rehearse', '--workspace', workspace], {
        env: { ...env, FIVEFOLD_PASSWORD: 'x' },
      });
      expect(rehearsed.stderr + rehearsed.stdout).toContain('Rehearsed 2 steps');
    },
    SLOW,
  );
});

describe('report', () => {
  it(
    "writes an auditor's evidence in every format",
    async () => {
      const snapshot = join(planned, 'snapshot.json');
      const run = (...words: readonly string[]) => program.run(['report', ...words, '--snapshot', snapshot]);
      const shown = await run('--standard', 'pci-dss');
      expect(shown.code, shown.stderr).toBe(1);
      expect(shown.stdout).toContain('needs attention');
      expect(shown.stdout).toContain('network/no-open-ip-access-list');
      for (const format of ['html', 'csv', 'json', 'oscal']) {
        const out = join(program.scratch(), `evidence.${format}`);
        const ended = await run('--standard', 'nist-800-53', '--format', format, '--out', out);
        expect(ended.code, ended.stderr).toBe(1);
        expect(statSync(out).mode & 0o077).toBe(0);
        expect(readFileSync(out, 'utf8')).toContain('no-open-ip-access-list');
      }
      const none = await run();
      expect(none.code).toBe(2);
      expect(none.stderr).toContain('pci-dss');
      expect((await run('--standard', 'pcidss')).stderr).toContain('--standard pci-dss');
    },
    SLOW,
  );
});

describe('paths to data', () => {
  it(
    'are found, cut on paper, and told in JSON',
    async () => {
      const snapshot = join(planned, 'snapshot.json');
      const shown = await program.run(['access', 'paths', '--start', 'all', '--snapshot', snapshot]);
      expect(shown.code, shown.stderr).toBe(1);
      expect(shown.stdout).toContain('proven to be the least');
      const told = await program.run(['access', 'paths', '--snapshot', snapshot, '--json']);
      const attack = JSON.parse(told.stdout) as {
        paths: readonly object[];
        cut: readonly object[];
        left: readonly object[];
      };
      expect(attack.paths.length).toBeGreaterThan(0);
      expect(attack.cut.length).toBeGreaterThan(0);
      expect(attack.left).toEqual([]);
      const flip = await program.run([
        'access',
        'can',
        '--from',
        '203.0.113.9',
        '--as',
        'export@admin',
        '--do',
        'update',
        '--on',
        'shop.orders',
        '--cluster',
        'shop',
        '--flip',
        '--snapshot',
        snapshot,
      ]);
      expect(flip.code).toBe(1);
      expect(flip.stdout).toContain('readWrite@shop.orders');
      const same = await program.run([
        'access',
        'equivalent',
        'readAnyDatabase',
        'readAnyDatabase',
        '--snapshot',
        snapshot,
      ]);
      expect(same.code).toBe(0);
      const call = await program.run([
        'access',
        'can',
        '--as',
        'abcdwxyz',
        '--operation',
        'createGroupDatabaseUser',
        '--snapshot',
        snapshot,
      ]);
      expect(call.stdout).toContain('every project');
    },
    SLOW,
  );
});
