/** A small emulated organization for the laws: one owner, and whatever parents a model needs. */
import { createHash } from 'node:crypto';
import type { ApiCall, ApiResponse } from '../../src/core/call.ts';
import { addSeconds, type Instant } from '../../src/core/instant.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { emulatedApi } from '../../src/emulator/emulated-api.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { type SeedModel, seedModels } from '../../src/emulator/seed.ts';
import { exampleIds } from '../../src/resources/contract.ts';
import { resources } from '../../src/resources/index.generated.ts';

export { parentsOf } from '../../tools/example-snapshot.ts';

const START = '2026-11-24T12:00:00Z' as Instant;

/** The emulator, a client that owns the organization, and a clock that the test moves. */
export interface World {
  readonly emulator: Emulator;
  readonly send: (call: ApiCall) => Promise<ApiResponse>;
  pass(seconds: number): void;
  now(): Instant;
}

/** Makes a world that holds these models and the example organization and project. */
export function worldOf(
  models: readonly SeedModel[],
  orgId: string = exampleIds.orgId,
  kinds: readonly AnyResource[] = resources,
  /** What asynchronous work takes: long, where a test looks at what is shown on the way. */
  durationSeconds = 1,
): World {
  let now = START;
  let seed = 1;
  const emulator = createEmulator({
    resources: kinds,
    credentials: [{ type: 'service-account', id: 'mdb_sa_id_law', secret: 'law', orgId, orgRoles: ['ORG_OWNER'] }],
    rateLimits: false,
    durationSeconds: () => durationSeconds,
    ports: {
      now: () => now,
      nowMilliseconds: () => 0,
      random: () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed / 2_147_483_647;
      },
      md5: (text) => createHash('md5').update(text).digest('hex'),
      decodeBase64: (text) => Buffer.from(text, 'base64').toString('utf8'),
    },
  });
  seedModels(emulator.store, kinds, models, now);
  const api = emulatedApi(emulator, {
    clientId: 'mdb_sa_id_law',
    clientSecret: 'law',
    encodeBase64: (text) => Buffer.from(text, 'utf8').toString('base64'),
  });
  return {
    emulator,
    send: api.send,
    now: () => now,
    pass: (seconds) => {
      now = addSeconds(now, seconds);
    },
  };
}
