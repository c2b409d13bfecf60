import { randomBytes } from 'node:crypto';
import type { ExitCode } from '../../core/failure.ts';
import { startup } from '../../emulator/samples/startup.ts';
import { seedModels } from '../../emulator/seed.ts';
import { resources } from '../../resources/index.generated.ts';
import { now } from '../compose.ts';
import { startEmulatorServer } from '../emulator/server.ts';
import type { CommandLine } from './main.ts';

/** Serves the sample organization until it is interrupted. The credential is made anew at every start. */
export async function serveSample(line: CommandLine, print: (text: string) => void): Promise<ExitCode> {
  const clientId = 'mdb_sa_id_656000000000000000000999';
  const secret = randomBytes(24).toString('base64url');
  const server = await startEmulatorServer({
    resources,
    credentials: [{ type: 'service-account', id: clientId, secret, orgId: startup.orgId, orgRoles: ['ORG_OWNER'] }],
    port: Number(line.values.port ?? 0),
    latencyMilliseconds: Number(line.values['latency-ms'] ?? 0),
  });
  seedModels(server.emulator.store, resources, startup.models, now());
  print(`The emulator listens on ${server.url} until Ctrl-C. In another terminal:`);
  print(`  export MONGODB_ATLAS_BASE_URL=${server.url} MONGODB_ATLAS_ORG_ID=${startup.orgId}`);
  print(`  export MONGODB_ATLAS_CLIENT_ID=${clientId} MONGODB_ATLAS_CLIENT_SECRET=${secret}`);
  print('  node bin/fivefold.js assess');
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
  await server.close();
  return 0;
}
