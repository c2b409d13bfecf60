/** A process of its own that serves a generated organization; its parent asks for the counters and ends it. */
import { startEmulatorServer } from '../../src/apps/emulator/server.ts';
import { now } from '../../src/apps/platform.ts';
import { seedModels } from '../../src/emulator/seed.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { ORGANIZATION_ID, organizationOf } from './organization.ts';

/** What the process prints as its only message. */
export interface Served {
  readonly url: string;
  readonly orgId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const { projects, latencyMilliseconds, rateLimits } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly projects: number;
  readonly latencyMilliseconds: number;
  readonly rateLimits: boolean;
};
const clientId = 'mdb_sa_id_650000000000000000000999';
const clientSecret = 'bench';
const server = await startEmulatorServer({
  resources,
  credentials: [
    { type: 'service-account', id: clientId, secret: clientSecret, orgId: ORGANIZATION_ID, orgRoles: ['ORG_OWNER'] },
  ],
  latencyMilliseconds,
  rateLimits,
});
seedModels(server.emulator.store, resources, organizationOf(projects), now());
process.on('message', () => process.send?.(server.counters()));
process.on('disconnect', () => process.exit(0));
process.send?.({ url: server.url, orgId: ORGANIZATION_ID, clientId, clientSecret } satisfies Served);
