/** An emulator with something in it: a sample or a snapshot, its credentials, and its memory on disk. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Instant } from '../../core/instant.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { type EmulatorCredential, type ProvenCredential, proofOf } from '../../emulator/authentication.ts';
import { type SeedModel, seedModels, seedSnapshot } from '../../emulator/seed.ts';
import { type SavedState, STATE_FORMAT_VERSION } from '../../emulator/state.ts';
import { withheldOf } from '../../emulator/withheld.ts';
import { type EmulatorServer, type EmulatorServerOptions, startEmulatorServer } from './server.ts';
import { openStateFile } from './state-file.ts';

/** What a new emulator holds. */
export type EmulatorContent =
  | { readonly orgId: string; readonly models: readonly SeedModel[] }
  | { readonly snapshot: Snapshot };

/** How to start one. */
export interface StartOptions
  extends Omit<EmulatorServerOptions, 'credentials' | 'state' | 'withheld' | 'startAt' | 'onChange'> {
  readonly content: EmulatorContent;
  /** Where its memory is kept. A file that is there already is continued, and `content` is not used. */
  readonly stateFile?: string;
  readonly now: Instant;
}

/** A credential to hand to a client; without its secret where only a proof of it was kept. */
export interface HandedCredential {
  readonly type: EmulatorCredential['type'];
  readonly id: string;
  readonly secret?: string;
}

/** A started emulator. */
export interface StartedEmulator {
  readonly server: EmulatorServer;
  readonly orgId: string;
  /** Both own the organization; neither is a resource of it, so that they change no finding and no access list stops them. */
  readonly serviceAccount: HandedCredential;
  readonly apiKey: HandedCredential;
  /** True where a state file was continued. */
  readonly continued: boolean;
  /** Writes its memory, where it has a file, and stops. */
  close(): Promise<void>;
}

/** Starts an emulator on 127.0.0.1. */
export async function startEmulator(options: StartOptions): Promise<StartedEmulator> {
  const { content, stateFile: path, now, ...serving } = options;
  const file = path === undefined ? undefined : openStateFile(path);
  const saved = await file?.read();
  const orgId =
    saved?.organizationId ?? ('snapshot' in content ? content.snapshot.source.organization.id : content.orgId);
  const fresh = saved === undefined ? newCredentials(orgId) : [];
  const credentials = saved?.credentials ?? fresh;
  const withheld = saved?.withheld ?? ('snapshot' in content ? withheldOf(content.snapshot, serving.resources) : []);
  let save = (): void => undefined;
  const server = await startEmulatorServer({
    ...serving,
    credentials,
    ...(saved === undefined ? {} : { state: saved, startAt: saved.savedAt }),
    withheld,
    onChange: () => save(),
  });
  const { store } = server.emulator;
  if (saved === undefined) {
    if ('snapshot' in content) seedSnapshot(store, serving.resources, content.snapshot);
    else seedModels(store, serving.resources, content.models, now);
  }
  const state = (): SavedState => ({
    formatVersion: STATE_FORMAT_VERSION,
    type: 'fivefold-emulator-state',
    savedAt: server.now(),
    organizationId: orgId,
    credentials: credentials.map(proven),
    withheld,
    ...store.save(),
  });
  if (file !== undefined) {
    save = () => file.save(state);
    save();
    await file.settled().catch(async (error: unknown) => {
      await server.close();
      throw error;
    });
  }
  return {
    server,
    orgId,
    serviceAccount: handed(credentials, 'service-account'),
    apiKey: handed(credentials, 'api-key'),
    continued: saved !== undefined,
    close: async () => {
      await server.close();
      save();
      await file?.settled();
    },
  };
}

function newCredentials(orgId: string): readonly EmulatorCredential[] {
  const owner = { orgId, orgRoles: ['ORG_OWNER'] } as const;
  const letters = Array.from(randomBytes(8), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
  const secret = `mdb_sa_sk_${randomBytes(30).toString('base64url')}`;
  return [
    { type: 'service-account', id: `mdb_sa_id_${randomBytes(12).toString('hex')}`, secret, ...owner },
    { type: 'api-key', id: letters, secret: randomUUID(), ...owner },
  ];
}

function proven(credential: EmulatorCredential | ProvenCredential): ProvenCredential {
  if ('proof' in credential) return credential;
  const { secret, ...account } = credential;
  return { ...account, proof: proofOf(md5, account.id, secret) };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function handed(
  credentials: readonly (EmulatorCredential | ProvenCredential)[],
  type: EmulatorCredential['type'],
): HandedCredential {
  const found = credentials.find((candidate) => candidate.type === type);
  if (found === undefined) throw new TypeError(`the emulator has no ${type}`);
  return { type, id: found.id, ...('secret' in found ? { secret: found.secret } : {}) };
}
