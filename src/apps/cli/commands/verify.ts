import { controls } from '../../../controls/catalogue.generated.ts';
import { findingId, isOpenFinding } from '../../../core/control.ts';
import { indexSnapshot } from '../../../core/snapshot.ts';
import { resources } from '../../../resources/index.generated.ts';
import { judge } from '../../../workflows/judge.ts';
import { verifySteps } from '../../../workflows/verify-steps.ts';
import { now } from '../../platform.ts';
import { defineCommand } from '../command.ts';
import { KINDS_JUDGED, profileFor, savedPlan, withSession } from '../inputs.ts';
import { PLAN_OPTION } from '../options.ts';

export default defineCommand({
  name: 'verify',
  order: 80,
  summary: 'read again and say what of the plan holds (only GET requests)',
  examples: ['fivefold verify'],
  options: { ...PLAN_OPTION },
  async run(desk) {
    const plan = await savedPlan(desk);
    const { profile } = await profileFor(desk);
    return withSession(desk, 'read', async (session) => {
      const kinds = [...new Set([...KINDS_JUDGED, ...plan.steps.map(({ change }) => change.kind)])];
      const snapshot = await session.collect(kinds);
      const { findings } = judge(snapshot, controls, profile, resources);
      const open = new Set(findings.filter(isOpenFinding).map(findingId));
      const unknown = new Set(findings.filter(({ verdict }) => verdict === 'unknown').map(({ control }) => control));
      const promised = [...new Set(plan.steps.flatMap((step) => step.closes))];
      const stillOpen = promised.filter((id) => open.has(id));
      // A control that cannot be judged any more has not been proven to hold.
      const notProven = promised.filter((id) => !open.has(id) && unknown.has(id.split(' ')[0] as string));
      const closed = promised.filter((id) => !open.has(id) && !notProven.includes(id));
      const verified = verifySteps(plan.steps, indexSnapshot(snapshot), resources, now());
      const isDone = ({ state }: (typeof verified)[number]) => state === 'holds' || state === 'ended';
      // What no control asked for (guardrails, a quickstart, evidence) is read back step by step.
      const own = verified.filter(({ step }) => step.closes.length === 0);
      const steps = own.map(({ step: { id }, state }) => ({ id, state }));
      if (desk.json) desk.print(JSON.stringify({ formatVersion: 1, closed, stillOpen, notProven, steps }));
      else {
        if (promised.length > 0 || own.length === 0)
          desk.print(`${closed.length} of ${promised.length} findings that the plan promised to close are closed.`);
        for (const id of stillOpen) {
          const closing = verified.filter(({ step: { closes } }) => closes.includes(id));
          const { step } = closing.find((one) => !isDone(one)) ?? closing[0] ?? {};
          const way = step === undefined ? '' : `; step ${step.id} closes it (${step.what})`;
          desk.print(`  still open: ${id.replace(' ', ' at ')}${way}`);
        }
        if (own.length > 0) {
          const fine = own.filter(isDone).length;
          desk.print(`${fine} of ${own.length} steps that close no finding hold.`);
        }
        const words = {
          'does-not-hold': 'does not hold',
          unknown: 'cannot be read now',
          ended: 'has ended by itself',
          holds: '',
        };
        for (const { step, state } of own)
          if (state !== 'holds') desk.print(`  ${step.id} (${step.what}) ${words[state]}`);
        for (const id of notProven) desk.print(`  not proven, for it cannot be read now: ${id.replace(' ', ' at ')}`);
      }
      const has = (state: string) => own.some((one) => one.state === state);
      if (stillOpen.length > 0 || has('does-not-hold')) return 1;
      return notProven.length > 0 || has('unknown') ? 3 : 0;
    });
  },
});
