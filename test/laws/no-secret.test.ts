/** No snapshot, plan, journal or rendering holds a secret; a new one goes only to the sink asked for. */
import { describe, expect, it } from 'vitest';
import { callsOf } from '../../src/core/change-calls.ts';
import { printHcl } from '../../src/core/hcl.ts';
import { Secret } from '../../src/core/secret.ts';
import { exampleIds } from '../../src/resources/contract.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { applyPlan } from '../../src/workflows/apply-plan.ts';
import { collect } from '../../src/workflows/collect.ts';
import { readOnly } from '../../src/workflows/ports.ts';
import { renderApi, renderAtlasCli } from '../../src/workflows/render-calls.ts';
import { renderTerraform } from '../../src/workflows/render-terraform.ts';
import { changesOf, stepOf, worldFor } from './changes.ts';

const GIVEN = 'KNOWN-Canary-41d7-secret-5e0c';

/** What the laws have seen: a law that met no secret has proven nothing. */
const seen = { given: new Set<string>(), taken: new Set<string>() };
const writable = resources.filter((resource) => resource.write !== undefined);

describe('secrets', () => {
  it.each(writable.map((resource) => [resource.kind, resource] as const))(
    '%s: stay out of the journal, the plan, what is rendered, and the snapshot afterwards',
    async (kind, resource) => {
      for (const change of changesOf(resource)) {
        if (callsOf(change, resource).length === 0) continue;
        const world = worldFor(resource, change);
        const step = stepOf(change);
        const lines: string[] = [];
        const secrets = [GIVEN];
        const sent: string[] = [];
        await applyPlan('law', [step], resources, {
          send: (call) => {
            if (call.method !== 'GET') sent.push(JSON.stringify(call.body) ?? '');
            return world.send(call);
          },
          now: world.now,
          sleep: async (milliseconds) => world.pass(Math.ceil(milliseconds / 1000)),
          append: async (line) => void lines.push(line),
          readLines: async () => [],
          secretFor: async () => {
            seen.given.add(kind);
            return new Secret(GIVEN);
          },
          takeSecret: async ({ value }) => {
            seen.taken.add(kind);
            secrets.push(value.reveal());
          },
        });
        const snapshot = await collect({
          api: readOnly(world),
          orgId: exampleIds.orgId,
          resources,
          baseUrl: 'emulator:',
          now: world.now(),
        });
        const { blocks, remarks } = renderTerraform([step], resources);
        const places = {
          journal: lines.join('\n'),
          plan: JSON.stringify(step),
          'request as it is logged': sent.join('\n'),
          snapshot: JSON.stringify(snapshot),
          api: renderApi([step], resources),
          'atlas-cli': renderAtlasCli([step], resources),
          terraform: [...remarks, printHcl(blocks)].join('\n'),
        };
        for (const [place, text] of Object.entries(places)) {
          for (const secret of secrets) expect(text.includes(secret), `${place} of ${change.address}`).toBe(false);
        }
        expect(lines.length).toBeGreaterThan(2);
      }
    },
  );

  it('were met on the way in and on the way out', () => {
    expect(seen.given.size).toBeGreaterThanOrEqual(3);
    expect(seen.taken.size).toBeGreaterThanOrEqual(1);
  });
});
