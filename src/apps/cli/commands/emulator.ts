import { randomBytes } from 'node:crypto';
import { startup } from '../../../emulator/samples/startup.ts';
import { seedModels } from '../../../emulator/seed.ts';
import { resources } from '../../../resources/index.generated.ts';
import { now } from '../../compose.ts';
import { startEmulatorServer } from '../../emulator/server.ts';
import { defineCommand } from '../command.ts';

export default defineCommand({
  name: 'emulator',
  order: 110,
  summary: 'serve an Atlas emulator with the sample organization on 127.0.0.1',
  examples: ['fivefold emulator --port 8443'],
  options: {
    port: { type: 'string', value: 'N', text: 'port; default any free one' },
    'latency-ms': { type: 'string', value: 'N', text: 'added to every answer' },
  },
  async run(desk) {
    const clientId = 'mdb_sa_id_656000000000000000000999';
    const secret = randomBytes(24).toString('base64url');
    const server = await startEmulatorServer({
      resources,
      credentials: [{ type: 'service-account', id: clientId, secret, orgId: startup.orgId, orgRoles: ['ORG_OWNER'] }],
      port: Number(desk.values.port ?? 0),
      latencyMilliseconds: Number(desk.values['latency-ms'] ?? 0),
    });
    seedModels(server.emulator.store, resources, startup.models, now());
    desk.print(`The emulator listens on ${server.url} until Ctrl-C. In another terminal:`);
    desk.print(`  export MONGODB_ATLAS_BASE_URL=${server.url} MONGODB_ATLAS_ORG_ID=${startup.orgId}`);
    desk.print(`  export MONGODB_ATLAS_CLIENT_ID=${clientId} MONGODB_ATLAS_CLIENT_SECRET=${secret}`);
    desk.print('  node bin/fivefold.js assess');
    await new Promise<void>((resolve) => process.once('SIGINT', resolve));
    await server.close();
    return 0;
  },
});
