import type { Address } from './address.ts';
import { type Change, changedFields } from './change.ts';
import { canonicalJson, shortHash } from './json.ts';
import type { Profile } from './profile.ts';
import type { AnyResource } from './resource.ts';
import type { SnapshotIndex } from './snapshot.ts';

/** What a change may do beside what it is for. */
export type HazardName =
  | 'cuts-off-client'
  | 'cuts-off-us'
  | 'restart'
  | 'changes-connection-strings'
  | 'disables-credentials'
  | 'depends-on-outside'
  | 'slows-database'
  | 'freezes-changes'
  | 'costs-money'
  | 'irreversible';

/** One hazard of one step, with the evidence. */
export interface Hazard {
  readonly name: HazardName;
  readonly because: string;
}

/** What a hazard analyzer is given: the organization as it is, and as the whole plan leaves it below the change's parent. */
export interface HazardContext {
  readonly before: SnapshotIndex;
  readonly after: SnapshotIndex;
  readonly profile: Profile;
}

/** Finds one kind of hazard in one change. */
export type HazardAnalyzer = (change: Change, context: HazardContext) => readonly Hazard[];

/** One change in its place in the plan. */
export interface Step {
  /** Stable over plans while the change is the same. */
  readonly id: string;
  /** What it is about, for a reader: "IP access list entry 0.0.0.0/0 of shop". */
  readonly what: string;
  readonly change: Change;
  /** Ids of the findings that it helps to close. */
  readonly closes: readonly string[];
  readonly hazards: readonly Hazard[];
  /** Ids of steps that must have succeeded before it. */
  readonly after: readonly string[];
  /** Waves are applied one after the other: development first, production last. */
  readonly wave: number;
}

/** Something that only a person can do, or that waits for an answer. */
export interface ManualStep {
  readonly finding: string;
  readonly because: string;
  readonly steps: readonly string[];
  readonly verifiedBy: string;
}

/** A finding that cannot be planned before something is known. */
export interface OpenNeed {
  readonly finding: string;
  readonly needs: readonly { readonly what: string; readonly where: string }[];
}

/** A change as remedies propose it, before ordering. */
export interface Proposal {
  readonly change: Change;
  readonly closes: readonly string[];
  readonly wave: number;
}

/** Two remedies that want different values of the same thing. */
export interface Conflict {
  readonly address: Address;
  readonly field: string;
  readonly values: readonly unknown[];
}

/** Steps in order, and what could not be agreed. */
export interface OrderedPlan {
  readonly steps: readonly Step[];
  readonly conflicts: readonly Conflict[];
}

/** A plan as it is kept: ordered steps, and everything that it leaves to a person. */
export interface Plan {
  readonly formatVersion: number;
  readonly madeAt: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly steps: readonly Step[];
  readonly manual: readonly ManualStep[];
  readonly needs: readonly OpenNeed[];
  readonly conflicts: readonly Conflict[];
  /** SHA-256 over everything above: a plan that was edited is refused. */
  readonly fingerprint: string;
}

/** The step's name: the same change has the same id in every plan. */
export function stepId(change: Change): string {
  const after = change.type === 'delete' ? null : change.after;
  return `s-${shortHash(canonicalJson([change.type, change.address, after]), 10)}`;
}

function hazardNames(hazards: readonly Hazard[]): string {
  return [...new Set(hazards.map(({ name }) => name))].sort().join(' ');
}

/** Fields that two separate updates of one resource set to different values. */
function conflictsBetween(changes: readonly Change[]): readonly Conflict[] {
  const wanted = new Map<string, { address: Address; field: string; values: unknown[] }>();
  for (const change of changes) {
    if (change.type !== 'update') continue;
    for (const field of changedFields(change)) {
      const value = (change.after as Record<string, unknown>)[field];
      const entry = wanted.get(`${change.address} ${field}`) ?? { address: change.address, field, values: [] };
      if (!entry.values.some((other) => canonicalJson(other) === canonicalJson(value))) entry.values.push(value);
      wanted.set(`${change.address} ${field}`, entry);
    }
  }
  return [...wanted.values()].filter(({ values }) => values.length > 1);
}

function mergeUpdates(a: Change, b: Change, conflicts: Conflict[]): Change {
  if (a.type !== 'update' || b.type !== 'update') return a;
  const before = a.before as Record<string, unknown>;
  const merged: Record<string, unknown> = { ...(a.after as Record<string, unknown>) };
  for (const [field, value] of Object.entries(b.after as Record<string, unknown>)) {
    const wanted = canonicalJson(value);
    if (wanted === canonicalJson(before[field])) continue;
    if (canonicalJson(merged[field]) !== canonicalJson(before[field]) && canonicalJson(merged[field]) !== wanted) {
      conflicts.push({ address: a.address, field, values: [merged[field], value] });
      continue;
    }
    merged[field] = value;
  }
  const because = [a.because, b.because].filter((text) => text !== undefined).join(' ');
  return { ...a, after: merged, ...(because === '' ? {} : { because }) };
}

/**
 * Puts proposals in order: writes to one resource are merged into one, additions stand before removals within a parent
 * (add → verify → remove), and what depends on another resource is made after it and removed before it.
 */
export function orderPlan(
  proposals: readonly Proposal[],
  resources: ReadonlyMap<string, AnyResource>,
  hazardsOf: (change: Change) => readonly Hazard[],
  describe: (change: Change) => string,
): OrderedPlan {
  const conflicts: Conflict[] = [];
  const merged = new Map<string, { change: Change; closes: Set<string>; wave: number }>();
  for (const proposal of proposals) {
    // Updates with different hazards stay apart: what is harmless must not wait for consent to what is not.
    const names = proposal.change.type === 'update' ? hazardNames(hazardsOf(proposal.change)) : '';
    const key = `${proposal.change.type === 'delete' ? 'delete' : 'write'} ${proposal.change.address} ${names}`;
    const existing = merged.get(key);
    if (!existing) merged.set(key, { ...proposal, closes: new Set(proposal.closes) });
    else {
      existing.change = mergeUpdates(existing.change, proposal.change, conflicts);
      for (const finding of proposal.closes) existing.closes.add(finding);
    }
  }
  // What is removed need not be changed first; the removal closes what the change would have.
  for (const [key, { change, closes }] of merged) {
    if (change.type !== 'update') continue;
    const removal = merged.get(`delete ${change.address} `);
    if (removal === undefined) continue;
    for (const finding of closes) removal.closes.add(finding);
    merged.delete(key);
  }
  conflicts.push(...conflictsBetween([...merged.values()].map(({ change }) => change)));
  const nodes = [...merged.entries()]
    .map(([key, node]) => ({ ...node, sortKey: `${sortKey(node)} ${key}` }))
    .sort((a, b) => compareText(a.sortKey, b.sortKey));
  const changesAt = new Map<Address, Change[]>();
  for (const { change } of nodes) changesAt.set(change.address, [...(changesAt.get(change.address) ?? []), change]);
  const created = nodes.map(({ change }) => change).filter(({ type }) => type === 'create');
  const createdIn = new Map<string, string[]>();
  for (const change of created) {
    const key = `${change.kind} ${change.parent}`;
    createdIn.set(key, [...(createdIn.get(key) ?? []), stepId(change)]);
  }
  const predecessors = new Map<string, Set<string>>();
  const addAfter = (step: string, predecessor: string) => {
    if (step === predecessor) return;
    const set = predecessors.get(step) ?? new Set<string>();
    set.add(predecessor);
    predecessors.set(step, set);
  };
  for (const node of nodes) {
    const { change } = node;
    const resource = resources.get(change.kind);
    const id = stepId(change);
    const needed = (model: unknown) => new Set(resource?.dependsOn?.(model) ?? []);
    const now = change.type === 'delete' ? new Set<Address>() : needed(change.after);
    for (const other of [...now].flatMap((address) => changesAt.get(address) ?? []))
      if (other.type !== 'delete') addAfter(id, stepId(other));
    // What it no longer needs is removed after it.
    const left = change.type === 'create' ? [] : [...needed(change.before)].filter((address) => !now.has(address));
    for (const other of left.flatMap((address) => changesAt.get(address) ?? [])) addAfter(stepId(other), id);
    const earlier = new Set(resource?.comesAfter?.(change) ?? []);
    for (const other of earlier.size === 0 ? [] : created) if (earlier.has(other.kind)) addAfter(id, stepId(other));
    // What it lives in is made before it, and removed after it.
    const parent = change.parent === null ? undefined : merged.get(`write ${change.parent} `);
    if (parent?.change.type === 'create') addAfter(id, stepId(parent.change));
    if (change.type !== 'delete') continue;
    const parentRemoval = change.parent === null ? undefined : merged.get(`delete ${change.parent} `);
    if (parentRemoval !== undefined) addAfter(stepId(parentRemoval.change), id);
    for (const added of createdIn.get(`${change.kind} ${change.parent}`) ?? []) addAfter(id, added);
  }
  const steps = nodes.map((node) => ({
    id: stepId(node.change),
    what: describe(node.change),
    change: node.change,
    closes: [...node.closes].sort(),
    hazards: hazardsOf(node.change),
    after: [...(predecessors.get(stepId(node.change)) ?? [])].sort(),
    wave: node.wave,
  }));
  return { steps: topological(steps), conflicts };
}

function sortKey(node: { change: Change; wave: number }): string {
  return `${node.wave} ${node.change.type === 'delete' ? 1 : 0} ${node.change.address}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Kahn's algorithm that keeps the given order wherever dependencies allow it. A cycle is a programming error. */
function topological(steps: readonly Step[]): readonly Step[] {
  const position = new Map(steps.map(({ id }, index) => [id, index]));
  const waitsFor = steps.map(({ after }) => after.filter((id) => position.has(id)).length);
  const followers = new Map<string, number[]>();
  for (const [index, { after }] of steps.entries()) {
    for (const id of after) {
      const list = followers.get(id);
      if (list) list.push(index);
      else followers.set(id, [index]);
    }
  }
  // Positions of steps that wait for nothing, smallest last, so that the next one is popped.
  const ready = waitsFor.flatMap((count, index) => (count === 0 ? [index] : [])).reverse();
  const out: Step[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const step = steps[next] as Step;
    out.push(step);
    for (const follower of followers.get(step.id) ?? []) {
      waitsFor[follower] = (waitsFor[follower] as number) - 1;
      if (waitsFor[follower] === 0) ready.splice(placeIn(ready, follower), 0, follower);
    }
  }
  if (out.length < steps.length) {
    const left = steps.filter((step) => !out.includes(step)).map(({ id }) => id);
    throw new TypeError(`steps depend on each other in a circle: ${left.join(', ')}`);
  }
  return out;
}

/** Where a number belongs in a list that falls. */
function placeIn(falling: readonly number[], value: number): number {
  let low = 0;
  let high = falling.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((falling[middle] as number) > value) low = middle + 1;
    else high = middle;
  }
  return low;
}
