import { describe, expect, it } from 'vitest';
import { sha256, stageOf } from '../../src/apps/compose.ts';
import { controls } from '../../src/controls/catalogue.generated.ts';
import { changedFields } from '../../src/core/change.ts';
import { isOpenFinding } from '../../src/core/control.ts';
import { startup } from '../../src/emulator/samples/startup.ts';
import { analyzers } from '../../src/hazards/analyzers.generated.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { applyPlan } from '../../src/workflows/apply-plan.ts';
import { collect } from '../../src/workflows/collect.ts';
import { judge, kindsRead } from '../../src/workflows/judge.ts';
import { makePlan, selectSteps } from '../../src/workflows/make-plan.ts';
import { readOnly } from '../../src/workflows/ports.ts';
import { rehearse } from '../../src/workflows/rehearse.ts';
import { worldOf } from '../laws/world.ts';

const KINDS = kindsRead(controls);
const { profile } = startup;

function startupWorld() {
  const world = worldOf(startup.models, startup.orgId);
  const look = () =>
    collect({
      api: readOnly(world),
      orgId: startup.orgId,
      kinds: KINDS,
      resources,
      baseUrl: 'emulator:',
      now: world.now(),
    });
  return { world, look };
}

describe('the whole job on the start-up sample', () => {
  it('assesses, plans, rehearses, applies, and finds nothing to do the second time', async () => {
    const { world, look } = startupWorld();
    const before = await look();
    const judged = judge(before, controls, profile, resources);
    const open = judged.findings.filter(isOpenFinding);
    expect(open.some((finding) => finding.control === 'network/no-open-ip-access-list')).toBe(true);
    const planOf = (snapshot: typeof before) => makePlan({ controls, snapshot, profile, resources, analyzers, sha256 });
    const { chosen } = selectSteps(planOf(before), { ids: [], hazards: [] });
    expect(chosen.length).toBeGreaterThan(0);
    const rehearsal = await rehearse({
      snapshot: before,
      steps: chosen,
      controls,
      profile,
      resources,
      stage: stageOf(before, resources, KINDS),
    });
    expect(rehearsal.opened).toEqual([]);
    const lines: string[] = [];
    await applyPlan('test', chosen, resources, {
      send: world.send,
      now: world.now,
      sleep: async (milliseconds) => world.pass(Math.ceil(milliseconds / 1000)),
      append: async (line) => void lines.push(line),
      readLines: async () => lines,
    });
    const after = await look();
    const still = judge(after, controls, profile, resources).findings.filter(isOpenFinding);
    expect(still.some((finding) => finding.control === 'network/no-open-ip-access-list')).toBe(false);
    expect(selectSteps(planOf(after), { ids: [], hazards: [] }).chosen).toEqual([]);
  });

  it('survives a kill before and after every call: nothing lost, nothing repeated', async () => {
    const { look } = startupWorld();
    const before = await look();
    const plan = makePlan({ controls, snapshot: before, profile, resources, analyzers, sha256 });
    const { chosen } = selectSteps(plan, { ids: [], hazards: [] });
    let kills = 0;
    for (let killAt = 1; ; killAt += 1) {
      const { world, look: lookAgain } = startupWorld();
      const lines: string[] = [];
      let events = 0;
      let dying = true;
      const tick = () => {
        events += 1;
        if (dying && events === killAt) throw new Error('killed');
      };
      const ports = {
        send: async (call: Parameters<typeof world.send>[0]) => {
          tick();
          const answer = await world.send(call);
          tick();
          return answer;
        },
        now: world.now,
        sleep: async (milliseconds: number) => world.pass(Math.ceil(milliseconds / 1000)),
        append: async (line: string) => {
          tick();
          lines.push(line);
        },
        readLines: async () => lines,
      };
      const died = await applyPlan('test', chosen, resources, ports).then(
        () => false,
        () => true,
      );
      if (!died) break;
      kills += 1;
      dying = false;
      await applyPlan('test', chosen, resources, ports);
      const after = await lookAgain();
      expect(
        judge(after, controls, profile, resources).findings.filter(
          (f) => isOpenFinding(f) && f.control === 'network/no-open-ip-access-list',
        ),
        `killed at event ${killAt}`,
      ).toEqual([]);
    }
    expect(kills).toBeGreaterThan(20);
  });

  it('refuses to overwrite what somebody else changed after the plan was made', async () => {
    const { world, look } = startupWorld();
    const before = await look();
    const plan = makePlan({ controls, snapshot: before, profile, resources, analyzers, sha256 });
    const step =
      plan.steps.find(({ change }) => change.type === 'update') ??
      plan.steps.find(({ change }) => change.type === 'delete');
    expect(step).toBeDefined();
    if (step === undefined || step.change.type === 'create') return;
    const { change } = step;
    const [field = 'comment'] = change.type === 'update' ? changedFields(change) : [];
    const changed = {
      ...step,
      change: { ...change, before: { ...(change.before as object), [field]: 'was something else' } },
    };
    const apply = applyPlan('test', [changed], resources, {
      send: world.send,
      now: world.now,
      sleep: async () => undefined,
      append: async () => undefined,
      readLines: async () => [],
    });
    await expect(apply).rejects.toMatchObject({ code: 'changed-meanwhile', exitCode: 4 });
  });
});
