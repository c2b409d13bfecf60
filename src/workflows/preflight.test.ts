import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { controls } from '../controls/catalogue.generated.ts';
import type { AtlasRole } from '../core/call.ts';
import type { AnyControl } from '../core/control.ts';
import type { Instant } from '../core/instant.ts';
import { emulatedApi } from '../emulator/emulated-api.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { startup } from '../emulator/samples/startup.ts';
import { seedModels } from '../emulator/seed.ts';
import { resources } from '../resources/index.generated.ts';
import { preflight } from './preflight.ts';

const NOW = '2026-11-24T12:00:00Z' as Instant;

const controlOf = (layer: string, ...reads: string[]) => ({ id: `${layer}/x`, layer, reads }) as unknown as AnyControl;

function preflightAs(orgRoles: readonly AtlasRole[], selection: readonly AnyControl[], projects?: readonly string[]) {
  const emulator = createEmulator({
    resources,
    credentials: [{ type: 'service-account', id: 'mdb_sa_id_1', secret: 's', orgId: startup.orgId, orgRoles }],
    rateLimits: false,
    durationSeconds: () => 1,
    ports: {
      now: () => NOW,
      nowMilliseconds: () => 0,
      random: () => 0.5,
      md5: (text) => createHash('md5').update(text).digest('hex'),
      decodeBase64: (text) => Buffer.from(text, 'base64').toString('utf8'),
    },
  });
  seedModels(emulator.store, resources, startup.models, NOW);
  const api = emulatedApi(emulator, {
    clientId: 'mdb_sa_id_1',
    clientSecret: 's',
    encodeBase64: (text) => Buffer.from(text, 'utf8').toString('base64'),
  });
  return preflight({
    api,
    orgId: startup.orgId,
    controls: selection,
    resources,
    baseUrl: 'emulator:',
    now: NOW,
    ...(projects === undefined ? {} : { projects }),
  });
}

const auditing = controlOf('auditing', 'audit-configuration');
const network = controlOf('network', 'project-ip-access-list');

describe('preflight', () => {
  it('finds nothing missing for an owner', async () => {
    const report = await preflightAs(['ORG_OWNER'], [auditing, network]);
    expect(report.grants).toEqual([]);
    expect(report.ownerOnly).toEqual({ kinds: [], ways: [] });
    expect(report.layers.flatMap(({ kinds }) => kinds.map(({ access }) => access))).toEqual(['readable', 'readable']);
    expect(report.projects.tried).toBe(report.projects.seen);
  });

  it('tells a reader which owner role is missing, where, for which controls, and how to do without it', async () => {
    const report = await preflightAs(['ORG_READ_ONLY'], [auditing, network]);
    const kinds = new Map(report.layers.flatMap((layer) => layer.kinds.map((kind) => [kind.kind, kind] as const)));
    expect(kinds.get('project-ip-access-list')).toMatchObject({ access: 'readable', ownerOnly: false, gaps: [] });
    expect(kinds.get('audit-configuration')).toMatchObject({
      access: 'refused',
      ownerOnly: true,
      roles: ['GROUP_OWNER'],
      controls: ['auditing/x'],
    });
    expect(report.grants).toEqual([
      { role: 'GROUP_OWNER', opens: ['audit-configuration'], projects: expect.arrayContaining(['shop']) },
    ]);
    expect(report.ownerOnly.kinds).toEqual(['audit-configuration']);
    expect(report.ownerOnly.ways.join(' ')).toMatch(/8 hours.*access list.*snapshot/);
  });

  it('tries only the projects that are named', async () => {
    const report = await preflightAs(['ORG_READ_ONLY'], [auditing], ['shop']);
    expect(report.projects.tried).toBe(1);
    expect(report.grants[0]?.projects).toEqual(['shop']);
  });

  it('leaves nothing of the catalogue out', async () => {
    const report = await preflightAs(['ORG_READ_ONLY'], controls);
    const told = new Set(report.layers.flatMap((layer) => layer.kinds.map(({ kind }) => kind)));
    const wanted = new Set(controls.flatMap(({ reads }) => reads as readonly string[]));
    expect(told.size).toBeGreaterThan(0);
    for (const { kind } of resources) if (wanted.has(kind)) expect(told).toContain(kind);
  });
});
