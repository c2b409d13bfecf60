/** Law: the emulator and the access decision, written apart, agree on who may call what from where. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAccess } from '../../src/access/index.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { type SeedModel, seedModels } from '../../src/emulator/seed.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { chanceFrom } from '../chance.ts';
import { snapshotOf, TAKEN_AT } from './snapshot-of.ts';

const ORG = '5f6a00000000000000000001';
const SECRET = 'not-a-real-secret';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** The keys of the seed have no secret: they are given one. */
function giveSecrets({ store }: Emulator): void {
  for (const document of store.all('api-key')) {
    const publicKey = document.wire.publicKey as string;
    store.put({ ...document, hidden: { proofs: [md5(`${publicKey}:MMS Public API:${SECRET}`)] } });
  }
  store.commit();
}

/** The header of RFC 7616 for the emulator's challenge. */
function digestFor(emulator: Emulator, publicKey: string, method: string, url: string, address: string): string {
  const challenge = emulator.handle({ method, url, headers: {}, body: '', remoteAddress: address });
  const nonce = /nonce="([^"]+)"/.exec(challenge.headers['www-authenticate'] ?? '')?.[1] ?? '';
  const first = md5(`${publicKey}:MMS Public API:${SECRET}`);
  const response = md5(`${first}:${nonce}:00000001:abc:auth:${md5(`${method}:${url}`)}`);
  return `Digest username="${publicKey}", realm="MMS Public API", nonce="${nonce}", uri="${url}", qop=auth, nc=00000001, cnonce="abc", response="${response}"`;
}

describe('the emulator and the decision', () => {
  it('agree on who may call what from where', () => {
    const chance = chanceFrom(90_125);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
    const base = startup.models.filter(
      ({ kind }) =>
        !['api-key', 'api-key-access-list-entry', 'service-account', 'organization-settings'].includes(kind),
    );
    const settings = startup.models.find(({ kind }) => kind === 'organization-settings') as SeedModel;
    const projectIds = base
      .filter(({ kind }) => kind === 'project')
      .map(({ model }) => (model as { readonly id: string }).id);
    const operations = [
      ...new Map(
        resources
          .flatMap(({ read, write }) => [...read.operations, ...(write?.operations ?? [])])
          .map((operation) => [operation.id, operation]),
      ).values(),
    ].filter(({ method }) => method === 'GET' || method === 'PATCH');
    const organizationRoles = ['ORG_OWNER', 'ORG_READ_ONLY', 'ORG_MEMBER', 'ORG_GROUP_CREATOR', 'ORG_BILLING_ADMIN'];
    const projectRoles = [
      'GROUP_OWNER',
      'GROUP_READ_ONLY',
      'GROUP_DATABASE_ACCESS_ADMIN',
      'GROUP_CLUSTER_MANAGER',
      'GROUP_BACKUP_MANAGER',
      'GROUP_DATA_ACCESS_ADMIN',
    ];
    const counted = { yes: 0, no: 0, unknown: 0 };
    const differing = new Map<string, number>();
    let compared = 0;
    for (let world = 0; world < 60; world += 1) {
      const keys = Array.from({ length: 4 }, (_, n) => ({
        orgId: ORG,
        id: `65600000000000000000f${String(world).padStart(2, '0')}${n}`,
        publicKey: `key${'abcdefghijklmnop'[n]}${String(world)
          .padStart(4, 'x')
          .replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] as string)}`,
        description: `key ${n}`,
        roles: [
          { role: pick(organizationRoles), orgId: ORG },
          ...projectIds.filter(() => chance() < 0.5).map((projectId) => ({ role: pick(projectRoles), projectId })),
        ],
      }));
      const entries = keys.flatMap((key) =>
        [
          ...new Set(
            Array.from({ length: Math.floor(chance() * 3) }, () =>
              pick(['198.51.100.0/24', '203.0.113.9/32', '198.51.100.128/25']),
            ),
          ),
        ].map((entry) => ({
          orgId: ORG,
          apiKeyId: key.id,
          entry,
          created: '2026-02-03T10:00:00Z',
          count: 0,
          lastUsed: null,
          lastUsedAddress: null,
        })),
      );
      const models: readonly SeedModel[] = [
        ...base,
        {
          kind: 'organization-settings',
          model: { ...(settings.model as object), apiAccessListRequired: chance() < 0.5 },
        },
        ...keys.map((model) => ({ kind: 'api-key', model })),
        ...entries.map((model) => ({ kind: 'api-key-access-list-entry', model })),
      ];
      const emulator = createEmulator({
        resources,
        credentials: [],
        rateLimits: false,
        durationSeconds: () => 0,
        ports: {
          now: () => TAKEN_AT,
          nowMilliseconds: () => 0,
          random: chanceFrom(world + 1),
          md5,
          decodeBase64: (text) => Buffer.from(text, 'base64').toString(),
        },
      });
      seedModels(emulator.store, resources, models, TAKEN_AT);
      giveSecrets(emulator);
      const plane = createAccess(snapshotOf(models)).controlPlane();
      for (const key of keys) {
        for (let ask = 0; ask < 40; ask += 1) {
          const operation = pick(operations);
          const address = pick(['198.51.100.7', '198.51.100.200', '203.0.113.9', '192.0.2.1']);
          const projectId = pick(projectIds);
          const url = operation.path
            .replace('{groupId}', projectId)
            .replace('{orgId}', ORG)
            .replaceAll(/\{\w+\}/g, 'ffffffffffffffffffffffff');
          const answer = emulator.handle({
            method: operation.method,
            url,
            headers: {
              authorization: digestFor(emulator, key.publicKey, operation.method, url, address),
              accept: `application/vnd.atlas.${operation.version}+json`,
            },
            body: '',
            remoteAddress: address,
          });
          const refused =
            (answer.status === 401 && answer.body.includes('USER_UNAUTHORIZED')) ||
            (answer.status === 403 && answer.body.includes('IP_ADDRESS_NOT_ON_ACCESS_LIST'));
          const decided = plane.decide({
            actor: key.publicKey,
            operationId: operation.id,
            ...(operation.path.includes('{groupId}') ? { projectId } : {}),
            from: address,
            at: TAKEN_AT,
          });
          counted[decided.verdict] += 1;
          compared += 1;
          if (decided.verdict !== 'unknown' && (decided.verdict === 'no') !== refused) {
            const what = `${operation.id}: decided ${decided.verdict}, answered ${answer.status}`;
            differing.set(what, (differing.get(what) ?? 0) + 1);
          }
        }
      }
    }
    console.info(`emulator and decision: ${compared} requests compared, ${JSON.stringify(counted)}`);
    expect(Object.fromEntries(differing)).toEqual({});
    expect(compared).toBe(60 * 4 * 40);
    expect(counted.yes).toBeGreaterThan(500);
    expect(counted.no).toBeGreaterThan(500);
  });
});
