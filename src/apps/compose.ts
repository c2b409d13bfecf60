/** The one place where io meets workflows. */
import { createHash, randomBytes } from 'node:crypto';
import { instantFromEpochSeconds } from '../core/instant.ts';
import type { AnyResource } from '../core/resource.ts';
import type { Snapshot } from '../core/snapshot.ts';
import { emulatedApi } from '../emulator/emulated-api.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { seedSnapshot } from '../emulator/seed.ts';
import { withheldOf } from '../emulator/withheld.ts';
import { collect } from '../workflows/collect.ts';
import { readOnly } from '../workflows/ports.ts';
import type { Stage } from '../workflows/rehearse.ts';

export { now, sha256 } from './platform.ts';

/** An emulator of a snapshot, for a rehearsal: in memory, with a clock of its own. */
export function stageOf(snapshot: Snapshot, resources: readonly AnyResource[], kinds: readonly string[]): Stage {
  const orgId = snapshot.source.organization.id;
  let milliseconds = Date.parse(snapshot.takenAt);
  const emulator = createEmulator({
    resources,
    credentials: [
      { type: 'service-account', id: 'mdb_sa_id_rehearsal', secret: 'rehearsal', orgId, orgRoles: ['ORG_OWNER'] },
    ],
    withheld: withheldOf(snapshot, resources),
    rateLimits: false,
    durationSeconds: () => 60,
    ports: {
      now: () => instantFromEpochSeconds(milliseconds / 1000),
      nowMilliseconds: () => milliseconds,
      random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
      md5: (text) => createHash('md5').update(text).digest('hex'),
      decodeBase64: (text) => Buffer.from(text, 'base64').toString('utf8'),
    },
  });
  seedSnapshot(emulator.store, resources, snapshot);
  const api = emulatedApi(emulator, {
    clientId: 'mdb_sa_id_rehearsal',
    clientSecret: 'rehearsal',
    encodeBase64: (text) => Buffer.from(text, 'utf8').toString('base64'),
  });
  return {
    send: api.send,
    now: () => instantFromEpochSeconds(milliseconds / 1000),
    pass: (step) => {
      milliseconds += step;
    },
    collect: () =>
      collect({
        api: readOnly(api),
        orgId,
        kinds,
        resources,
        baseUrl: 'emulator:',
        now: instantFromEpochSeconds(milliseconds / 1000),
      }),
  };
}
