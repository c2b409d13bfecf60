import type { Address } from './address.ts';
import { canonicalJson, isObject, sameJson } from './json.ts';
import type { SnapshotResource } from './snapshot.ts';

/** Where the value of a new secret comes from: never from an argument, a file of ours or a URL. */
export interface SecretSource {
  readonly from: 'environment' | 'prompt';
  /** The environment variable's name, or the question to ask. */
  readonly name: string;
}

interface ChangeBase {
  readonly kind: string;
  readonly address: Address;
  /** What the resource lives in; null for an organization. */
  readonly parent: Address | null;
  /** One sentence for a reader. Never used for a decision. */
  readonly because?: string;
  /** By field name; only for resources that take a secret when they are made or changed. */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
}

/** Makes a resource that does not exist. */
export interface CreateChange<M = unknown> extends ChangeBase {
  readonly type: 'create';
  readonly after: M;
}

/** Changes a resource that exists; `before` is what must still be there when it is written. */
export interface UpdateChange<M = unknown> extends ChangeBase {
  readonly type: 'update';
  readonly before: M;
  readonly after: M;
}

/** Removes a resource that exists. */
export interface DeleteChange<M = unknown> extends ChangeBase {
  readonly type: 'delete';
  readonly before: M;
}

/** One typed change of one resource: a value, independent of any dialect. */
export type Change<M = unknown> = CreateChange<M> | UpdateChange<M> | DeleteChange<M>;

/**
 * The resources after the change. A create replaces what stands at its address; an update changes its own fields and leaves
 * the others as they are; an update or delete of nothing changes nothing.
 */
export function applyChange(
  resources: ReadonlyMap<Address, SnapshotResource>,
  change: Change,
): ReadonlyMap<Address, SnapshotResource> {
  return applyChanges(resources, [change]);
}

/** The resources after several changes, one after the other. */
export function applyChanges(
  resources: ReadonlyMap<Address, SnapshotResource>,
  changes: Iterable<Change>,
): ReadonlyMap<Address, SnapshotResource> {
  const next = new Map(resources);
  for (const change of changes) {
    switch (change.type) {
      case 'create':
        next.set(change.address, resourceOf(change, change.after));
        break;
      case 'update': {
        const current = next.get(change.address);
        if (current !== undefined)
          next.set(change.address, resourceOf(change, rebaseUpdate(change, current.model).after));
        break;
      }
      case 'delete':
        next.delete(change.address);
        break;
      default:
        change satisfies never;
    }
  }
  return next;
}

/** The same update on what stands there now: its own fields change, the others stay what they have become since. */
export function rebaseUpdate<M>(change: UpdateChange<M>, current: M): UpdateChange<M> {
  const after = change.after as Record<string, unknown>;
  const own = Object.fromEntries(changedFields(change).map((name) => [name, after[name]]));
  return { ...change, before: current, after: { ...current, ...own } };
}

function resourceOf(change: Change, model: unknown): SnapshotResource {
  return { kind: change.kind, address: change.address, parent: change.parent, model };
}

/** The change that undoes this one. Whether Atlas lets it be undone is the resource's `irreversible` to say. */
export function invertChange(change: Change): Change {
  const { kind, address, parent } = change;
  const because = `undoes: ${change.because ?? `${change.type} ${change.address}`}`;
  switch (change.type) {
    case 'create':
      return { type: 'delete', kind, address, parent, because, before: change.after };
    case 'update':
      return { type: 'update', kind, address, parent, because, before: change.after, after: change.before };
    case 'delete':
      return { type: 'create', kind, address, parent, because, after: change.before };
    default:
      return change satisfies never;
  }
}

/** The names of the fields that an update changes, in order of the model. */
export function changedFields(change: UpdateChange): readonly string[] {
  const before = change.before as Record<string, unknown>;
  const after = change.after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => !sameJson(before[name], after[name]));
}

/** The resource's state that a change leads to; undefined after a delete. */
export function afterOf(change: Change): unknown {
  return change.type === 'delete' ? undefined : change.after;
}

/** The resource's state that a change starts from; undefined before a create. */
export function beforeOf(change: Change): unknown {
  return change.type === 'create' ? undefined : change.before;
}

/**
 * True when every part of a value is as it was before or as it shall be after: what is left when a write that takes several
 * calls is cut off between two of them. A list is between when it holds nothing foreign, and all that both ends hold; an item
 * is known by all that is no list or object in it (the project whose roles it holds), and may be between itself.
 */
export function isBetween(current: unknown, before: unknown, after: unknown): boolean {
  if (sameJson(current, before) || sameJson(current, after)) return true;
  if (Array.isArray(current) && Array.isArray(before) && Array.isArray(after))
    return isListBetween(current, before, after);
  if (!isObject(current) || !isObject(before) || !isObject(after)) return false;
  const names = new Set([...Object.keys(current), ...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => isBetween(current[name], before[name], after[name]));
}

function isListBetween(current: readonly unknown[], before: readonly unknown[], after: readonly unknown[]): boolean {
  const texts = (list: readonly unknown[]) => new Set(list.map(canonicalJson));
  const [now, from, to] = [texts(current), texts(before), texts(after)];
  const known = (item: unknown) => from.has(canonicalJson(item)) || to.has(canonicalJson(item));
  const counterpart = (list: readonly unknown[], item: unknown) =>
    list.find((other) => sameJson(identity(other), identity(item)));
  const isUnderWay = (item: unknown) => {
    const [was, shall] = [counterpart(before, item), counterpart(after, item)];
    if (was === undefined && shall === undefined) return false;
    return isBetween(item, was ?? emptied(shall), shall ?? emptied(was));
  };
  return (
    current.every((item) => known(item) || isUnderWay(item)) &&
    [...from].every((text) => !to.has(text) || now.has(text))
  );
}

/** What an item of a list is known by: itself, or of an object all that is no list or object. */
function identity(item: unknown): unknown {
  if (!isObject(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([, value]) => typeof value !== 'object' || value === null));
}

/** The item as it is before anything is in its lists. */
function emptied(item: unknown): unknown {
  if (!isObject(item)) return item;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Array.isArray(value) ? [] : value]));
}
