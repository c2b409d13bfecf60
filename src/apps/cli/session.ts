import { Failure } from '../../core/failure.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { createAtlasApi } from '../../io/atlas-api/create-atlas-api.ts';
import { findCredentials } from '../../io/credentials/find-credentials.ts';
import { resources } from '../../resources/index.generated.ts';
import { collect } from '../../workflows/collect.ts';
import { type AtlasApi, readOnly } from '../../workflows/ports.ts';
import { now } from '../platform.ts';
import type { Desk } from './command.ts';
import { progressOn } from './progress.ts';

/** A connection to one organization. */
export interface Session {
  /** Refuses everything but GET, unless the session was opened for writing. */
  readonly api: AtlasApi;
  readonly orgId: string;
  readonly baseUrl: string;
  /** Reads through a client that refuses everything but GET, showing how far it is. */
  collect(kinds: readonly string[]): Promise<Snapshot>;
  close(): Promise<void>;
}

/** Connects with the credentials of the environment; says all that is missing at once. */
export async function openSession(desk: Desk, mode: 'read' | 'write'): Promise<Session> {
  const { 'atlas-profile': atlasProfile, org, project } = desk.values;
  const found = await findCredentials(process.env, atlasProfile === undefined ? {} : { atlasProfile });
  const orgId = org ?? found.orgId;
  if (orgId === undefined) {
    throw new Failure(
      {
        code: 'organization-missing',
        what: 'Which organization?',
        why: `Neither --org nor MONGODB_ATLAS_ORG_ID is set, and ${found.from} names none.`,
        fix: 'Give its id (24 hexadecimal digits); Atlas shows it under Organization Settings.',
      },
      2,
    );
  }
  if (!/^[0-9a-f]{24}$/.test(orgId)) {
    throw new Failure(
      {
        code: 'organization-invalid',
        what: `"${orgId}" is no organization id.`,
        why: 'An organization id has 24 hexadecimal digits.',
        fix: 'Atlas shows it under Organization Settings; a name does not do.',
      },
      2,
    );
  }
  const { baseUrl, credentials } = found;
  const client = await createAtlasApi({ baseUrl, credentials });
  const reader = readOnly(client);
  return {
    api: mode === 'write' ? client : reader,
    orgId,
    baseUrl,
    collect: (kinds) =>
      collect({
        api: reader,
        orgId,
        ...(project === undefined ? {} : { projects: project }),
        kinds,
        resources,
        baseUrl,
        now: now(),
        progress: progressOn(process.stderr, desk.note),
      }),
    close: () => client.close(),
  };
}
