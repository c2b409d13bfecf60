import { Failure } from '../../core/failure.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { createAtlasApi } from '../../io/atlas-api/create-atlas-api.ts';
import { findCredentials } from '../../io/credentials/find-credentials.ts';
import { resources } from '../../resources/index.generated.ts';
import { collect } from '../../workflows/collect.ts';
import { type AtlasApi, readOnly } from '../../workflows/ports.ts';
import { now } from '../compose.ts';
import type { CommandLine } from './main.ts';

/** A connection to one organization. */
export interface Session {
  /** Sends anything: for apply only. */
  readonly api: AtlasApi;
  /** Reads through a client that refuses everything but GET. */
  collect(kinds: readonly string[]): Promise<Snapshot>;
  close(): Promise<void>;
}

const COMMANDS_THAT_WRITE = new Set(['apply']);

/** Connects with the credentials of the environment; says all that is missing at once. */
export async function openSession(line: CommandLine, note: (text: string) => void): Promise<Session> {
  const atlasProfile = line.values['atlas-profile'];
  const found = await findCredentials(process.env, atlasProfile === undefined ? {} : { atlasProfile });
  const orgId = line.values.org ?? found.orgId;
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
  const { baseUrl, credentials } = found;
  const client = await createAtlasApi({ baseUrl, credentials });
  const api = COMMANDS_THAT_WRITE.has(line.command) ? client : readOnly(client);
  let shown = 0;
  return {
    api,
    collect: (kinds) =>
      collect({
        api: readOnly(client),
        orgId,
        ...(line.values.project === undefined ? {} : { projects: line.values.project }),
        kinds,
        resources,
        baseUrl,
        now: now(),
        progress: {
          total: () => undefined,
          step: (label) => {
            shown += 1;
            if (process.stderr.isTTY && shown % 10 === 0) process.stderr.write(`\rreading: ${label}   `);
          },
          done: () => {
            if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
            else note(`read ${shown} lists and settings`);
          },
        },
      }),
    close: () => client.close(),
  };
}
