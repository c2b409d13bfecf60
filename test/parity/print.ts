import { readStories } from './recordings.ts';
import { replay } from './replay.ts';

const outcomes = replay(readStories());
const c = new Map<string, number>();
const add = (k: string) => c.set(k, (c.get(k) ?? 0) + 1);
for (const o of outcomes) add(`${o.verdict} ${o.obstacle ?? ''} ${o.seeded ? 'seeded' : ''}`);
console.log([...c]);
const d = new Map<string, { n: number; ex: string }>();
for (const o of outcomes)
  for (const x of o.differences) {
    if (process.argv[2] && (process.argv[2] === 'S') !== o.seeded) continue;
    const k = `${o.exchange.method} ${o.exchange.operationId} ${x.kind} ${x.at}`;
    const e = d.get(k) ?? {
      n: 0,
      ex: `${o.exchange.test}#${o.exchange.seq} R=${JSON.stringify(x.recorded)?.slice(0, 160)} E=${JSON.stringify(x.emulated)?.slice(0, 200)} ${o.exchange.bodyIs} ${o.seeded ? 'S' : ''}`,
    };
    e.n++;
    d.set(k, e);
  }
for (const [k, v] of [...d].sort((a, b) => b[1].n - a[1].n)) console.log(v.n, k, '|', v.ex);
