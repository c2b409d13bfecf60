import { type Finding, findingId, type Layer } from '../core/control.ts';
import type { Plan } from '../core/plan.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';
import type { GuideItem, GuideStep } from './step.ts';

/**
 * How an item stands. `by-hand`: nothing that can be read says so. `not-applicable`: no control has anything to judge here.
 * `unknown`: what decides was not read.
 */
export type ItemState = 'done' | 'partly' | 'open' | 'unknown' | 'by-hand' | 'not-applicable';

/** An item for one organization. */
export interface ItemProgress {
  readonly item: GuideItem;
  readonly state: ItemState;
  /** What is left, in the controls' own sentences. */
  readonly left: readonly { readonly control: string; readonly address: string; readonly because: string }[];
  /** What could not be judged, and why. */
  readonly unknown: readonly { readonly control: string; readonly because: string; readonly neededRole?: string }[];
  readonly waived: number;
  /** Steps of the plan that do it. */
  readonly steps: readonly { readonly id: string; readonly what: string }[];
  /** Steps that only a person can do, from the plan. */
  readonly manual: readonly string[];
  /** Answers that the plan waits for. */
  readonly needs: readonly string[];
  /** Clusters, or clouds, that do not have it, and why. */
  readonly notAvailable: readonly string[];
  /** The page in the console, where there is one. */
  readonly link?: string;
  /** Items before it that are not done. */
  readonly waitsFor: readonly string[];
  /** Artifacts that help with it. */
  readonly artifacts: readonly string[];
}

/** A step for one organization. */
export interface StepProgress {
  readonly step: GuideStep;
  readonly items: readonly ItemProgress[];
}

/** What nearly every control reads says nothing of where it belongs. */
const READ_BY_MANY: readonly string[] = ['organization', 'project', 'cluster'];

/**
 * Every control in its item: those that an item names; then by what it reads, where one item alone is about that kind; and
 * in its layer's home where nothing says more. So a new control needs no other file than its own.
 */
export function placed(
  steps: readonly GuideStep[],
  controls: readonly { readonly id: string; readonly layer: Layer; readonly reads: readonly string[] }[],
): readonly GuideStep[] {
  const items = steps.flatMap((step) => step.items);
  const named = new Set(items.flatMap((item) => item.controls));
  const homes = new Map<GuideItem, string[]>();
  for (const { id, layer, reads } of controls) {
    if (named.has(id)) continue;
    const [own] = reads.flatMap((kind) => {
      const about = READ_BY_MANY.includes(kind) ? [] : items.filter(({ kinds }) => kinds?.includes(kind));
      return about.length === 1 ? about : [];
    });
    const item = own ?? items.find(({ home }) => home === layer);
    if (item === undefined) continue;
    homes.set(item, [...(homes.get(item) ?? []), id]);
  }
  return steps.map((step) => ({
    ...step,
    items: step.items.map((item) => ({ ...item, controls: [...item.controls, ...(homes.get(item) ?? [])] })),
  }));
}

/** How every step stands: from what the controls say, never from a list of its own. */
export function progressOf(
  steps: readonly GuideStep[],
  findings: readonly Finding[],
  index: SnapshotIndex,
  plan: Pick<Plan, 'steps' | 'manual' | 'needs'>,
  artifacts: readonly { readonly id: string; readonly serves: readonly string[] }[],
): readonly StepProgress[] {
  const byControl = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byControl.get(finding.control);
    if (list === undefined) byControl.set(finding.control, [finding]);
    else list.push(finding);
  }
  const states = new Map<string, ItemState>();
  for (const step of steps)
    for (const item of step.items)
      states.set(
        `${step.id}/${item.id}`,
        stateOf(
          item,
          item.controls.flatMap((control) => byControl.get(control) ?? []),
        ),
      );
  return steps.map((step) => ({
    step,
    items: step.items.map((item): ItemProgress => {
      const own = item.controls.flatMap((control) => byControl.get(control) ?? []);
      const open = own.filter(({ verdict, waived }) => verdict === 'fail' && waived === undefined);
      const ids = new Set(open.map(findingId));
      const link = linkOf(item, index);
      const controls = new Set(item.controls);
      return {
        item,
        state: states.get(`${step.id}/${item.id}`) ?? 'unknown',
        left: open.map(({ control, address, because }) => ({ control, address, because })),
        unknown: own
          .filter(({ verdict }) => verdict === 'unknown')
          .map(({ control, because, neededRole }) => ({
            control,
            because,
            ...(neededRole === undefined ? {} : { neededRole }),
          })),
        waived: own.filter(({ waived }) => waived !== undefined).length,
        steps: plan.steps
          .filter(({ closes }) => closes.some((id) => ids.has(id)))
          .map(({ id, what }) => ({ id, what })),
        manual: plan.manual
          .filter(({ finding }) => controls.has(finding.split(' ')[0] ?? ''))
          .flatMap((manual) => manual.steps),
        needs: plan.needs
          .filter(({ finding }) => controls.has(finding.split(' ')[0] ?? ''))
          .flatMap(({ needs }) => needs.map(({ what, where }) => `${what} (${where})`)),
        notAvailable: [...withoutIt(item, index), ...withoutItsCloud(item, index)],
        ...(link === undefined ? {} : { link }),
        artifacts: artifacts.filter(({ serves }) => serves.includes(`${step.id}/${item.id}`)).map(({ id }) => id),
        waitsFor: (item.dependsOn ?? []).filter((id) => !['done', 'not-applicable'].includes(states.get(id) ?? 'open')),
      };
    }),
  }));
}

function linkOf({ link }: GuideItem, index: SnapshotIndex): string | undefined {
  if (link === undefined || !link.includes('{federation}')) return link;
  const [federation] = index.ofKind('federation-settings');
  const id = (federation?.model as ModelOf<'federation-settings'> | undefined)?.id;
  return id === undefined ? undefined : link.replace('{federation}', encodeURIComponent(id));
}

function stateOf({ controls, always }: GuideItem, own: readonly Finding[]): ItemState {
  if (always !== undefined) return 'done';
  if (controls.length === 0) return 'by-hand';
  const has = (verdict: Finding['verdict']) =>
    own.some((finding) => finding.verdict === verdict && finding.waived === undefined);
  if (has('fail')) return has('pass') ? 'partly' : 'open';
  if (has('unknown')) return 'unknown';
  if (has('pass') || own.some(({ waived }) => waived !== undefined)) return 'done';
  return own.length === 0 ? 'unknown' : 'not-applicable';
}

/** Free and flex clusters, where a feature is not theirs. */
function withoutIt({ notOn }: GuideItem, index: SnapshotIndex): readonly string[] {
  if (notOn === undefined) return [];
  const free = notOn.tiers.includes('free')
    ? index
        .ofKind('cluster')
        .map(({ model }) => model as ModelOf<'cluster'>)
        .filter(({ tier }) => tier !== 'dedicated')
        .map(({ name, tier }) => `${name} (${tier})`)
    : [];
  const flex = notOn.tiers.includes('flex')
    ? index.ofKind('flex-cluster').map(({ model }) => `${(model as ModelOf<'flex-cluster'>).name} (flex)`)
    : [];
  const names = [...free, ...flex].sort();
  return names.length === 0 ? [] : [`${names.join(', ')}: ${notOn.because}`];
}

/** Clouds of the organization's clusters that lack a part of the feature. */
function withoutItsCloud({ notIn = [] }: GuideItem, index: SnapshotIndex): readonly string[] {
  const clouds = new Set(
    index
      .ofKind('cluster')
      .flatMap(({ model }) => (model as ModelOf<'cluster'>).replicationSpecs.flatMap(({ regions }) => regions))
      .map(({ provider }) => provider),
  );
  return notIn.flatMap(({ clouds: without, because }) => {
    const own = without.filter((cloud) => clouds.has(cloud));
    return own.length === 0 ? [] : [`${own.join(', ')}: ${because}`];
  });
}
