/** Watching after a tightening step: failure and silence speak against it, and quiet is no success. */
import { describe, expect, it } from 'vitest';
import { createGathering, type Evidence } from '../access/index.ts';
import { addSeconds, epochSeconds, type Instant } from '../core/instant.ts';
import type { Step } from '../core/plan.ts';
import projectIpAccessList from '../resources/project-ip-access-list/index.ts';
import { collectEvidence, readHistory } from './collect-evidence.ts';
import type { AtlasApi } from './ports.ts';
import { reopeningSteps, watchAfterApply } from './watch-clients.ts';

const PROJECT = '656000000000000000000001';
const START = '2026-11-24T12:00:00Z' as Instant;
const entry = { projectId: PROJECT, type: 'cidr', entry: '0.0.0.0/0', comment: '', deleteAfterDate: null } as const;
const step: Step = {
  id: 's-1',
  what: 'IP access list entry 0.0.0.0/0',
  change: projectIpAccessList.delete(entry),
  closes: [],
  hazards: [],
  after: [],
  wave: 0,
};

/** A client that came every so many minutes for a day. */
function evidenceOf(minutes: number): Evidence {
  const gathering = createGathering();
  for (let ago = 86_400; ago > 0; ago -= minutes * 60)
    gathering.add(
      {
        type: 'login',
        at: addSeconds(START, -ago),
        username: 'app',
        databaseName: 'admin',
        address: '203.0.113.9',
        mechanism: null,
        succeeded: true,
      },
      { projectId: PROJECT, cluster: 'shop' },
    );
  return {
    formatVersion: 1,
    organizationId: 'o',
    collectedAt: START,
    sources: [],
    logins: gathering.logins(),
    operations: [],
    callers: [],
  };
}

/** A clock that only sleeping moves, and an access history that holds these logins. */
function worldOf(logins: readonly { readonly afterMinutes: number; readonly ok: boolean }[]): {
  readonly now: () => Instant;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly api: AtlasApi;
} {
  let now = START;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now = addSeconds(now, milliseconds / 1000);
    },
    api: {
      send: async () => ({
        status: 200,
        headers: {},
        body: {
          accessLogs: logins
            .map(({ afterMinutes, ok }) => ({ at: addSeconds(START, afterMinutes * 60), ok }))
            .filter(({ at }) => at <= now)
            .map(({ at, ok }) => ({
              authResult: ok,
              authSource: 'admin',
              hostname: 'h',
              ipAddress: '203.0.113.9',
              timestamp: at,
              username: 'app',
              logLine: '{}',
            })),
        },
      }),
    },
  };
}

const watchIt = (world: ReturnType<typeof worldOf>, minutesBetween: number, minutes: number) =>
  watchAfterApply({
    ...world,
    evidence: evidenceOf(minutesBetween),
    steps: [step],
    since: START,
    until: addSeconds(START, minutes * 60),
  });

describe('watching', () => {
  it('ends early when every known client has arrived', async () => {
    const { clients, against, endedAt } = await watchIt(worldOf([{ afterMinutes: 3, ok: true }]), 5, 120);
    expect(clients.map(({ state }) => state)).toEqual(['arrived']);
    expect(against).toEqual([]);
    expect(epochSeconds(endedAt) - epochSeconds(START)).toBeLessThan(300);
  });

  it('counts a refusal and a silence against the step', async () => {
    const refused = await watchIt(worldOf([{ afterMinutes: 2, ok: false }]), 5, 120);
    expect(refused.against.map(({ state }) => state)).toEqual(['refused']);
    const silent = await watchIt(worldOf([]), 5, 120);
    expect(silent.against.map(({ state }) => state)).toEqual(['silent']);
    // Three gaps of five minutes, and ten in which Atlas may be late.
    expect(epochSeconds(silent.endedAt) - epochSeconds(START)).toBe(26 * 60);
  });

  it('calls quiet unknown, never success', async () => {
    const { clients, against, endedAt } = await watchIt(worldOf([]), 300, 30);
    expect(clients.map(({ state }) => state)).toEqual(['unknown']);
    expect(against).toEqual([]);
    expect(endedAt).toBe(addSeconds(START, 30 * 60));
  });

  it('says where it was blind', async () => {
    const world = worldOf([]);
    const blind = { ...world, api: { send: async () => ({ status: 403, headers: {}, body: { errorCode: 'NO' } }) } };
    const watched = await watchIt(blind, 5, 5);
    expect(watched.blind).toEqual(['shop: Atlas answered 403 NO.']);
  });

  it('opens again for six hours what was closed, and only there', () => {
    const client = { client: 'app', cluster: 'shop', state: 'silent', because: '' } as const;
    const [again, ...others] = reopeningSteps([step], [{ ...client, projectId: PROJECT }], START);
    expect(others).toEqual([]);
    expect(again?.change).toMatchObject({
      type: 'create',
      after: { entry: '0.0.0.0/0', deleteAfterDate: '2026-11-24T18:00:00Z' },
    });
    expect(reopeningSteps([step], [{ ...client, projectId: 'elsewhere' }], START)).toEqual([]);
  });
});

describe('reading the access history', () => {
  it('halves a window whose answer is full, and loses nothing', async () => {
    // One login a second for ten hours: 36,000, and 20,000 are the most that are answered.
    const from = addSeconds(START, -36_000);
    let asked = 0;
    const api = {
      send: async (call: { readonly query?: Readonly<Record<string, string>> }) => {
        asked += 1;
        const [start, end] = [Number(call.query?.start) / 1000, Number(call.query?.end) / 1000];
        const rows = Array.from({ length: Math.min(20_000, Math.max(0, end - start)) }, (_, n) => ({
          authResult: true,
          authSource: 'admin',
          ipAddress: '203.0.113.9',
          timestamp: addSeconds(START, start - epochSeconds(START) + n),
          username: 'app',
        }));
        return { status: 200, headers: {}, body: { accessLogs: rows } };
      },
    };
    const found = await readHistory(api, { projectId: PROJECT, cluster: 'shop' }, from, START);
    expect('logins' in found && found.logins[0]?.succeeded).toBe(36_000);
    expect('losses' in found && found.losses).toEqual([]);
    expect(asked).toBe(3);
  });

  it('finds nothing in an organization without clusters', async () => {
    const { notObserved, evidence } = await collectEvidence({
      api: { send: async () => ({ status: 200, headers: {}, body: { results: [], links: [], totalCount: 0 } }) },
      snapshot: {
        formatVersion: 1,
        takenAt: START,
        source: { type: 'generated', organization: { id: 'o', name: 'O' } },
        resources: [],
        reads: [],
      },
      auditLogs: [],
      now: START,
    });
    expect(notObserved).toEqual([]);
    expect(evidence.sources).toEqual([]);
  });
});
