/** A process of its own that reads a served organization, and then the same URLs in a bare loop. */
import undici from 'undici';
import { now } from '../../src/apps/platform.ts';
import type { ApiCall } from '../../src/core/call.ts';
import { Secret } from '../../src/core/secret.ts';
import { createAtlasApi } from '../../src/io/atlas-api/create-atlas-api.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { collect } from '../../src/workflows/collect.ts';
import { type AtlasApi, readOnly } from '../../src/workflows/ports.ts';
import { median } from './process.ts';
import type { Served } from './serve.ts';

/** What is to be read, and how often. */
export interface ReadTask extends Served {
  readonly rounds: number;
  /** Calls in flight at once; absent: what the client does by itself. */
  readonly concurrency?: number;
  /** False: only ours, for a server whose buckets would slow the bare loop to nonsense. */
  readonly bare: boolean;
}

/** What reading took. Times are medians of the rounds. */
export interface ReadFigures {
  readonly seconds: number;
  readonly bareSeconds?: number;
  readonly requests: number;
  readonly connections: number;
  readonly rateLimited: number;
  readonly waitedSeconds: number;
  readonly resources: number;
  readonly notRead: number;
  readonly peakMebibytes: number;
  readonly concurrency: number;
}

const WARM_UP_PROJECTS = 20;
const task = JSON.parse(process.argv[2] ?? '{}') as ReadTask;

interface Sent {
  readonly target: string;
  readonly accept: string;
}

function recording(api: AtlasApi, sent: Sent[]): AtlasApi {
  return {
    send(call: ApiCall, options) {
      const query = new URLSearchParams(call.query).toString();
      const target = query === '' ? call.path : `${call.path}?${query}`;
      sent.push({ target, accept: `application/vnd.atlas.${call.operation.version}+json` });
      return api.send(call, options);
    },
  };
}

async function ours(projects?: readonly string[]) {
  const sent: Sent[] = [];
  const api = await createAtlasApi({
    baseUrl: task.url,
    credentials: { type: 'service-account', clientId: task.clientId, clientSecret: new Secret(task.clientSecret) },
    ...(task.concurrency === undefined ? {} : { concurrency: task.concurrency }),
  });
  const started = performance.now();
  const snapshot = await collect({
    api: readOnly(recording(api, sent)),
    orgId: task.orgId,
    resources,
    baseUrl: task.url,
    now: now(),
    ...(projects === undefined ? {} : { projects }),
  });
  const seconds = (performance.now() - started) / 1000;
  const stats = api.stats();
  await api.close();
  return { seconds, stats, snapshot, sent };
}

async function bare(sent: readonly Sent[], connections: number): Promise<number> {
  const pool = new undici.Pool(task.url, { connections, pipelining: 1 });
  const basic = Buffer.from(`${task.clientId}:${task.clientSecret}`).toString('base64');
  const token = (await (
    await pool.request({
      method: 'POST',
      path: '/api/oauth/token',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    })
  ).body.json()) as { readonly access_token: string };
  const started = performance.now();
  let next = 0;
  const loop = async (): Promise<void> => {
    for (;;) {
      const one = sent[next++];
      if (one === undefined) return;
      const { body } = await pool.request({
        method: 'GET',
        path: one.target,
        headers: { accept: one.accept, authorization: `Bearer ${token.access_token}` },
      });
      await body.json();
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return seconds;
}

const warm = await ours(Array.from({ length: WARM_UP_PROJECTS }, (_, n) => `project-${String(n).padStart(4, '0')}`));
const concurrency = task.concurrency ?? warm.stats.connections;
if (task.bare) await bare(warm.sent, concurrency);
const first = await ours();
const peakMebibytes = process.resourceUsage().maxRSS / 1024;
const oursSeconds = [first.seconds];
const bareSeconds: number[] = [];
if (task.bare) bareSeconds.push(await bare(first.sent, concurrency));
for (let round = 1; round < task.rounds; round += 1) {
  oursSeconds.push((await ours()).seconds);
  if (task.bare) bareSeconds.push(await bare(first.sent, concurrency));
}
process.send?.({
  seconds: median(oursSeconds),
  ...(task.bare ? { bareSeconds: median(bareSeconds) } : {}),
  requests: first.stats.requests,
  connections: first.stats.connections,
  rateLimited: first.stats.rateLimited,
  waitedSeconds: first.stats.waitedMilliseconds / 1000,
  resources: first.snapshot.resources.length,
  notRead: first.snapshot.reads.filter(({ notRead }) => notRead !== undefined).length,
  peakMebibytes,
  concurrency,
} satisfies ReadFigures);
