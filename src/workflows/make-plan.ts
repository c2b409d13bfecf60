import { afterOf, applyChanges, beforeOf, type Change } from '../core/change.ts';
import { type AnyControl, type Finding, findingId, isOpenFinding } from '../core/control.ts';
import { canonicalJson } from '../core/json.ts';
import {
  type Hazard,
  type HazardAnalyzer,
  type ManualStep,
  type OpenNeed,
  orderPlan,
  type Plan,
  type Proposal,
  type Step,
} from '../core/plan.ts';
import { environmentOf, type Profile } from '../core/profile.ts';
import type { AnyResource } from '../core/resource.ts';
import { indexSnapshot, type Snapshot, type SnapshotIndex, withResources } from '../core/snapshot.ts';
import { judge } from './judge.ts';

/** The version of the plan's file format that this program writes. */
export const PLAN_FORMAT_VERSION = 1;

const WAVES = { development: 0, staging: 1, production: 2 } as const;

/** The fingerprint of a plan, whatever it says its fingerprint is. */
export function fingerprintOf(plan: Omit<Plan, 'fingerprint'>, sha256: (text: string) => string): string {
  const { formatVersion, madeAt, organization, steps, manual, needs, conflicts } = plan;
  return sha256(canonicalJson({ formatVersion, madeAt, organization, steps, manual, needs, conflicts }));
}

/**
 * Judges a snapshot and turns remedies into ordered steps, needs and manual work. What the steps close by the way is not
 * left to a person: the state that they lead to is judged again.
 */
export function makePlan(options: {
  readonly controls: readonly AnyControl[];
  readonly snapshot: Snapshot;
  readonly profile: Profile;
  readonly resources: readonly AnyResource[];
  readonly analyzers: readonly HazardAnalyzer[];
  readonly sha256: (text: string) => string;
  /** Changes that no control asks for: what evidence speaks for. */
  readonly also?: readonly Proposal[];
}): Plan {
  const { controls, snapshot, profile, resources } = options;
  const { judgements } = judge(snapshot, controls, profile, resources);
  const before = indexSnapshot(snapshot);
  const registry = new Map(options.resources.map((resource) => [resource.kind, resource]));
  const proposals: Proposal[] = [...(options.also ?? [])];
  const manual: ManualStep[] = [];
  const needs: OpenNeed[] = [];
  for (const judgement of judgements) {
    const open = judgement.findings.filter(isOpenFinding);
    const [first] = open;
    if (first === undefined) continue;
    const closes = open.map(findingId);
    const remedy = judgement.remedy();
    switch (remedy?.type) {
      case 'changes':
        for (const change of remedy.changes) proposals.push({ change, closes, wave: waveOf(first, profile) });
        break;
      case 'needs':
        needs.push({ finding: findingId(first), needs: remedy.needs });
        break;
      case 'manual':
        manual.push({
          finding: findingId(first),
          because: first.because,
          steps: remedy.steps,
          verifiedBy: remedy.verifiedBy,
        });
        break;
      case undefined:
        manual.push({
          finding: findingId(first),
          because: first.because,
          steps: [`See \`fivefold controls show ${first.control}\`.`],
          verifiedBy: 'fivefold assess',
        });
        break;
      default:
        remedy satisfies never;
    }
  }
  const hazardsOf = hazardFinder(before, proposals, profile, options.analyzers);
  const { steps, conflicts } = orderPlan(proposals, registry, hazardsOf, describer(before, registry));
  const stillOpen = openAfter(before, steps, options);
  const body = {
    formatVersion: PLAN_FORMAT_VERSION,
    madeAt: snapshot.takenAt,
    organization: snapshot.source.organization,
    steps,
    manual: manual.filter((item) => stillOpen.has(item.finding)),
    needs: needs.filter((item) => stillOpen.has(item.finding)),
    conflicts,
  };
  return { ...body, fingerprint: fingerprintOf(body, options.sha256) };
}

/** Names a change for a reader: what it is about, and in which project. */
function describer(index: SnapshotIndex, registry: ReadonlyMap<string, AnyResource>): (change: Change) => string {
  return (change) => {
    const resource = registry.get(change.kind);
    const model = beforeOf(change) ?? afterOf(change);
    const label = resource?.label(model);
    const name =
      resource === undefined || label === undefined
        ? change.address
        : label.includes(resource.title)
          ? label
          : `${resource.title} ${label}`;
    const parent = change.parent === null ? undefined : index.byAddress.get(change.parent);
    const parentName = parent?.kind === 'project' ? (parent.model as { name?: string }).name : undefined;
    return parentName === undefined ? name : `${name} of ${parentName}`;
  };
}

/** The ids of findings that stay open when every step is done. */
function openAfter(
  before: SnapshotIndex,
  steps: readonly Step[],
  { controls, snapshot, profile, resources }: Parameters<typeof makePlan>[0],
): ReadonlySet<string> {
  const state = applyChanges(
    before.byAddress,
    steps.map(({ change }) => change),
  );
  const { findings } = judge(withResources(snapshot, state.values()), controls, profile, resources);
  return new Set(findings.filter(isOpenFinding).map(findingId));
}

function waveOf(finding: Finding, profile: Profile): number {
  return finding.project === undefined ? 3 : WAVES[environmentOf(profile, finding.project)];
}

/** Hazards of a change are judged on the state that the whole plan leads to. */
function hazardFinder(
  before: SnapshotIndex,
  proposals: readonly Proposal[],
  profile: Profile,
  analyzers: readonly HazardAnalyzer[],
): (change: Change) => readonly Hazard[] {
  const changes = proposals.map(({ change }) => change);
  const after = indexSnapshot(withResources(before.snapshot, applyChanges(before.byAddress, changes).values()));
  return (change) => analyzers.flatMap((analyze) => analyze(change, { before, after, profile }));
}

/** Which steps would be applied: those without hazard, those named, and none that waits for one left out. */
export function selectSteps(
  plan: Plan,
  accepted: { readonly ids: readonly string[]; readonly hazards: readonly string[] },
): { readonly chosen: readonly Step[]; readonly left: readonly { readonly step: Step; readonly because: string }[] } {
  const chosen: Step[] = [];
  const left: { step: Step; because: string }[] = [];
  const out = new Set<string>();
  for (const step of plan.steps) {
    const refused = step.hazards.filter(
      ({ name }) => !accepted.ids.includes(step.id) && (name === 'irreversible' || !accepted.hazards.includes(name)),
    );
    const blocker = step.after.find((id) => out.has(id));
    if (refused.length > 0) {
      left.push({ step, because: refused.map(({ name, because }) => `${name}: ${because}`).join(' ') });
      out.add(step.id);
    } else if (blocker !== undefined) {
      left.push({ step, because: `It waits for ${blocker}, which is left out.` });
      out.add(step.id);
    } else chosen.push(step);
  }
  return { chosen, left };
}
