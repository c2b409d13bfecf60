/** Evidence: what logs hold, and what may be concluded from it. */
import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../test/chance.ts';
import { snapshotOf, TAKEN_AT } from '../../test/laws/snapshot-of.ts';
import { describeShared, sharedJson, sharedLines } from '../../test/shared.ts';
import { addressSetOf, covers } from '../core/cidr.ts';
import { addSeconds } from '../core/instant.ts';
import { ASSUMED_PROFILE } from '../core/profile.ts';
import type { ModelOf } from '../core/resource.ts';
import { startup } from '../emulator/samples/startup.ts';
import { callersOfEvents, createGathering, type Evidence, eventOfAuditLine, eventsOfHistory } from './evidence.ts';
import { createAccess, expandRoles, proposalsOf } from './index.ts';
import { allowing } from './privileges.ts';
import { mergedBlocks, observedClients } from './proposals.ts';

const SHOP = '656000000000000000000001';
const DAY = 86_400;

const history = (extra: Record<string, unknown>, attr: Record<string, unknown> = {}) => ({
  authResult: true,
  authSource: 'admin',
  hostname: 'host-00',
  ipAddress: '203.0.113.9',
  timestamp: 'Fri Jun 06 07:34:44 GMT 2025',
  username: 'app',
  logLine: JSON.stringify({ attr }),
  ...extra,
});

describe('access history', () => {
  it('reads the time that Atlas writes, and ISO 8601', () => {
    const { events, lost } = eventsOfHistory([
      history({}),
      history({ timestamp: '2025-06-06T07:34:44Z' }),
      history({ timestamp: 'yesterday' }),
      'no row',
    ]);
    expect(events.map(({ at }) => at)).toEqual(['2025-06-06T07:34:44Z', '2025-06-06T07:34:44Z']);
    expect(lost).toBe(2);
  });

  it('counts one failed login once, and Atlas’s own agents not at all', () => {
    const failed = { authResult: false, username: 'kim' };
    const { events } = eventsOfHistory([
      history(failed, { remote: '203.0.113.9:5000', speculative: true }),
      history(failed, { remote: '203.0.113.9:5000', speculative: false }),
      history(failed, { remote: '203.0.113.9:5001' }),
      history({ username: 'mms-automation' }),
    ]);
    expect(events).toHaveLength(2);
  });
});

describeShared(
  'captured lines',
  [
    'data/audit-samples/atlas-access-history/sample.json',
    'data/audit-samples/mongodb-pov/audit-2019.log',
    'data/audit-samples/ibm-guardium/all.jsonl',
    'data/audit-samples/otel/5.0_audit.log',
  ],
  () => {
    it('are understood', () => {
      const rows = (sharedJson('data/audit-samples/atlas-access-history/sample.json') as Record<string, unknown>[]).map(
        // The capture's addresses are blanked out with a number that is none.
        (row) => ({ ...row, ipAddress: '203.0.113.5' }),
      );
      const { events, lost } = eventsOfHistory(rows);
      expect(lost).toBe(0);
      expect(events.length).toBeGreaterThan(0);
      let lines = 0;
      const sorts = new Map<string, number>();
      for (const file of [
        'mongodb-pov/audit-2019.log',
        'ibm-guardium/all.jsonl',
        'otel/5.0_audit.log',
        'otel/4.2_audit.log',
      ]) {
        for (const line of sharedLines(`data/audit-samples/${file}`)) {
          const text = typeof line === 'string' ? line : JSON.stringify(line);
          const event = eventOfAuditLine(text);
          const sort = event === 'bad' ? 'bad' : (event?.type ?? 'other');
          sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
          lines += 1;
        }
      }
      expect(lines).toBeGreaterThan(20);
      expect(sorts.get('bad') ?? 0).toBe(0);
      expect(sorts.get('login') ?? 0).toBeGreaterThan(0);
      expect(sorts.get('operation') ?? 0).toBeGreaterThan(0);
    });
  },
);

describe('gathering', () => {
  it('gives the same facts for the same events in any order', () => {
    const chance = chanceFrom(12);
    const events = Array.from({ length: 300 }, (_, n) => ({
      type: 'login' as const,
      at: addSeconds(TAKEN_AT, -Math.floor(chance() * 7 * DAY)),
      username: `user-${n % 5}`,
      databaseName: 'admin',
      address: `203.0.113.${n % 7}`,
      mechanism: null,
      succeeded: chance() < 0.8,
    }));
    const place = { projectId: SHOP, cluster: 'shop' };
    const gathered = (list: typeof events) => {
      const gathering = createGathering();
      for (const event of list) gathering.add(event, place);
      return gathering.logins();
    };
    const shuffled = [...events].sort(() => chance() - 0.5);
    expect(gathered(shuffled)).toEqual(gathered(events));
    expect(gathered(events).reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0)).toBe(300);
  });
});

describe('one login in two sources', () => {
  it('counts once, and takes the driver from the log', () => {
    const gathering = createGathering();
    const place = { projectId: SHOP, cluster: 'shop' };
    const [fromHistory] = eventsOfHistory([history({}, { mechanism: 'SCRAM-SHA-256' })]).events;
    const line = (atype: string, extra: object) =>
      JSON.stringify({
        atype,
        ts: { $date: '2025-06-06T07:34:44.120+00:00' },
        uuid: { $binary: 'abc==', $type: '04' },
        remote: { ip: '203.0.113.9', port: 1 },
        users: [],
        ...extra,
      });
    const driver = { name: 'nodejs', version: '6.10.0' };
    const lines = [
      line('clientMetadata', { param: { clientMetadata: { driver } }, result: 0 }),
      line('authenticate', { param: { user: 'app', db: 'admin', mechanism: 'SCRAM-SHA-256' }, result: 0 }),
    ];
    for (const event of [fromHistory, ...lines.map(eventOfAuditLine)]) {
      if (event === undefined || event === 'bad') throw new Error('all three are understood');
      gathering.add(event, place);
    }
    expect(gathering.logins()).toMatchObject([{ succeeded: 1, drivers: ['nodejs 6.10.0'] }]);
  });
});

describe('joining blocks', () => {
  it('keeps every address, counts the others exactly, and joins nothing to a half of the internet', () => {
    const chance = chanceFrom(99);
    for (let round = 0; round < 500; round += 1) {
      const texts = Array.from(
        { length: 1 + Math.floor(chance() * 12) },
        () => `198.51.${Math.floor(chance() * 2)}.${Math.floor(chance() * 256)}`,
      );
      const keep = addressSetOf(texts);
      const most = 1 + Math.floor(chance() * 6);
      const { blocks, extra } = mergedBlocks(keep, most);
      expect(covers(addressSetOf(blocks), keep)).toBe(true);
      const admitted = blocks.reduce((sum, block) => sum + 2n ** BigInt(32 - Number(block.split('/')[1])), 0n);
      expect(admitted - BigInt(new Set(texts).size)).toBe(extra);
      expect(blocks.length).toBeLessThanOrEqual(Math.max(most, 2));
    }
    const far = mergedBlocks(addressSetOf(['1.2.3.4', '200.1.1.1']), 1);
    expect(far.blocks).toHaveLength(2);
  });
});

const cluster = startup.models.find(({ kind }) => kind === 'cluster')?.model as ModelOf<'cluster'>;

function evidenceOf(
  logins: readonly { readonly username: string; readonly address: string }[],
  days: number,
  operations: readonly { readonly username: string; readonly command: string; readonly namespace: string }[] = [],
): Evidence {
  const gathering = createGathering();
  const place = { projectId: cluster.projectId, cluster: cluster.name };
  for (const login of logins)
    gathering.add(
      { type: 'login', at: TAKEN_AT, databaseName: 'admin', mechanism: null, succeeded: true, ...login },
      place,
    );
  for (const operation of operations)
    gathering.add({ type: 'operation', at: TAKEN_AT, databaseName: 'admin', succeeded: true, ...operation }, place);
  return {
    formatVersion: 1,
    organizationId: 'example',
    collectedAt: TAKEN_AT,
    sources: (['access-history', 'audit-log'] as const).map((type) => ({
      type,
      ...place,
      from: addSeconds(TAKEN_AT, -days * DAY),
      to: TAKEN_AT,
      rows: logins.length,
      losses: [],
    })),
    logins: gathering.logins(),
    operations: gathering.operations(),
    callers: [],
  };
}

describe('proposals', () => {
  const access = createAccess(snapshotOf(startup.models));

  it('replace an open list with who was seen and who is named, and nobody else', () => {
    const evidence = evidenceOf(
      [
        { username: 'app', address: '203.0.113.9' },
        { username: 'app', address: '10.1.2.3' },
      ],
      7,
    );
    const profile = { ...ASSUMED_PROFILE, knownClients: [{ name: 'vpn', addresses: ['192.0.2.4'] }] };
    const found = proposalsOf(access, evidence, profile).find(({ type }) => type === 'ip-access-list');
    const made = found?.changes.flatMap((change) =>
      change.type === 'create' ? [(change.after as { entry: string }).entry] : [],
    );
    expect(made?.sort()).toEqual(['192.0.2.4/32', '203.0.113.9/32']);
    expect(found?.changes.some((change) => change.type === 'delete')).toBe(true);
    expect(found?.confidence).toBe('low');
  });

  it('confine a key to where it was seen to call from, and leave one alone that has a list', () => {
    const events = ['203.0.113.40', '203.0.113.41', '10.0.0.1', null].map((remoteAddress) => ({
      created: '2026-11-20T10:00:00Z',
      eventTypeName: 'NETWORK_PERMISSION_ENTRY_ADDED',
      id: 'x',
      publicKey: 'abcdwxyz',
      remoteAddress,
    }));
    const callers = callersOfEvents([...events, { created: '2026-11-20T10:00:00Z', remoteAddress: '192.0.2.9' }]);
    expect(callers.map(({ address }) => address)).toEqual(['203.0.113.40', '203.0.113.41']);
    const evidence = { ...evidenceOf([], 7), callers };
    const found = proposalsOf(access, evidence, ASSUMED_PROFILE).find(({ type }) => type === 'api-access-list');
    expect(
      found?.changes.map((change) => (change.type === 'create' ? (change.after as { entry: string }).entry : '')),
    ).toEqual(['203.0.113.40/31']);
    expect(observedClients(evidence).map(({ credential }) => credential)).toEqual(['abcdwxyz', 'abcdwxyz']);
  });

  it('never remove a user, however long nobody has seen it', () => {
    for (const days of [1, 7, 30]) {
      const proposals = proposalsOf(
        access,
        evidenceOf([{ username: 'app', address: '203.0.113.9' }], days),
        ASSUMED_PROFILE,
      );
      const deleted = proposals.flatMap(({ changes }) =>
        changes.filter(({ kind, type }) => kind === 'database-user' && type === 'delete'),
      );
      expect(deleted).toEqual([]);
      expect(proposals.some(({ type, title }) => type === 'dormant' && title.includes('kim@admin'))).toBe(true);
    }
  });

  it('make roles only where permitted operations were audited, and never one that refuses what was seen', () => {
    const operations = [
      { username: 'export', command: 'find', namespace: 'shop.orders' },
      { username: 'export', command: 'count', namespace: 'shop.customers' },
      { username: 'kim', command: 'insert', namespace: 'shop.orders' },
      { username: 'app', command: 'applyOps', namespace: 'admin.$cmd' },
    ];
    const evidence = evidenceOf([], 30, operations);
    expect(proposalsOf(access, evidence, ASSUMED_PROFILE).some(({ type }) => type === 'custom-role')).toBe(false);
    const audited = createAccess(
      snapshotOf(
        startup.models.map((seed) =>
          seed.kind === 'audit-configuration'
            ? { ...seed, model: { ...(seed.model as object), enabled: true, auditAuthorizationSuccess: true } }
            : seed,
        ),
      ),
    );
    const proposals = proposalsOf(audited, evidence, ASSUMED_PROFILE).filter(({ type }) => type === 'custom-role');
    const roles = proposals.flatMap(({ changes }) =>
      changes.flatMap((change) =>
        change.kind === 'custom-database-role' && change.type === 'create'
          ? [change.after as ModelOf<'custom-database-role'>]
          : [],
      ),
    );
    expect(roles.map(({ roleName }) => roleName).sort()).toEqual(['observed-export', 'observed-kim']);
    const exporting = roles.find(({ roleName }) => roleName === 'observed-export');
    const privileges = expandRoles(
      [{ roleName: 'observed-export', databaseName: 'admin', collectionName: null }],
      new Map(exporting === undefined ? [] : [['observed-export', exporting]]),
    );
    const on = (collection: string) => ({ type: 'namespace' as const, database: 'shop', collection });
    expect(allowing(privileges, 'find', on('orders'))).toBeDefined();
    expect(allowing(privileges, 'find', on('customers'))).toBeDefined();
    expect(allowing(privileges, 'find', on('payments'))).toBeUndefined();
    expect(allowing(privileges, 'insert', on('orders'))).toBeUndefined();
    expect(proposals.some(({ title, changes }) => title.includes('app@admin') && changes.length === 0)).toBe(true);
  });
});
