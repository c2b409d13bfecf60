import { Failure } from '../../core/failure.ts';
import { Secret } from '../../core/secret.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { createAtlasApi } from '../../io/atlas-api/create-atlas-api.ts';
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
  const { env } = process;
  const orgId = line.values.org ?? env.MONGODB_ATLAS_ORG_ID;
  const credentials = credentialsOf(env);
  const problems = [];
  if (credentials === undefined) {
    problems.push({
      code: 'credentials-missing',
      what: 'Could not connect to Atlas.',
      why: 'Neither MONGODB_ATLAS_CLIENT_ID and _CLIENT_SECRET nor MONGODB_ATLAS_PUBLIC_API_KEY and _PRIVATE_API_KEY are set.',
      fix: 'Make a service account with the role Organization Read Only and export both values; `assess --snapshot FILE` needs none.',
    });
  }
  if (orgId === undefined) {
    problems.push({
      code: 'organization-missing',
      what: 'Which organization?',
      why: 'Neither --org nor MONGODB_ATLAS_ORG_ID is set.',
      fix: 'Give its id (24 hexadecimal digits); Atlas shows it under Organization Settings.',
    });
  }
  if (credentials === undefined || orgId === undefined) throw new Failure(problems, 2);
  const baseUrl = env.MONGODB_ATLAS_BASE_URL ?? 'https://cloud.mongodb.com';
  const client = await createAtlasApi({ baseUrl: baseUrl.replace(/\/$/, ''), credentials });
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

function credentialsOf(env: NodeJS.ProcessEnv) {
  const { MONGODB_ATLAS_CLIENT_ID: clientId, MONGODB_ATLAS_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret)
    return { type: 'service-account', clientId, clientSecret: new Secret(clientSecret) } as const;
  const { MONGODB_ATLAS_PUBLIC_API_KEY: publicKey, MONGODB_ATLAS_PRIVATE_API_KEY: privateKey } = env;
  if (publicKey && privateKey) return { type: 'api-key', publicKey, privateKey: new Secret(privateKey) } as const;
  return undefined;
}
