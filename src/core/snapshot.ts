import { type Address, parseAddress } from './address.ts';
import { Failure } from './failure.ts';
import type { Instant } from './instant.ts';
import { isObject } from './json.ts';

/** The version of the snapshot's file format that this program writes. */
export const SNAPSHOT_FORMAT_VERSION = 1;

/** One resource as it was at that instant. */
export interface SnapshotResource {
  readonly kind: string;
  readonly address: Address;
  /** Address of what it lives in; null for the organization. */
  readonly parent: Address | null;
  readonly model: unknown;
}

/** Why something was not read. */
export interface NotRead {
  readonly cause: 'forbidden' | 'absent' | 'unsupported' | 'failed' | 'not-in-source' | 'not-collected';
  /** One sentence with the evidence. */
  readonly because: string;
  /** The least Atlas role that may read it, where that is the cause. */
  readonly neededRole?: string;
  readonly operationId?: string;
  /** What Atlas answered, so that a rehearsal can answer the same. */
  readonly answer?: { readonly status: number; readonly errorCode?: string };
}

/** Whether one kind under one parent was read. */
export interface ReadOutcome {
  readonly kind: string;
  readonly parent: Address | null;
  /** Absent: everything of this kind under this parent stands in `resources`. */
  readonly notRead?: NotRead;
}

/** Where a snapshot comes from. */
export interface SnapshotSource {
  readonly type: 'api' | 'emulator' | 'terraform' | 'generated';
  /** The API's base URL, without credentials. */
  readonly baseUrl?: string;
  readonly organization: { readonly id: string; readonly name: string };
}

/** What we know of an organization at one instant, and what we could not read, and why. */
export interface Snapshot {
  readonly formatVersion: number;
  readonly takenAt: Instant;
  readonly source: SnapshotSource;
  /** Sorted by address. */
  readonly resources: readonly SnapshotResource[];
  /** Sorted by kind and parent. */
  readonly reads: readonly ReadOutcome[];
}

/** A snapshot prepared for looking things up. */
export interface SnapshotIndex {
  readonly snapshot: Snapshot;
  readonly byAddress: ReadonlyMap<Address, SnapshotResource>;
  ofKind(kind: string): readonly SnapshotResource[];
  children(kind: string, parent: Address | null): readonly SnapshotResource[];
  /** The outcome of reading a kind under a parent; undefined where it was never tried. */
  outcome(kind: string, parent: Address | null): ReadOutcome | undefined;
  /** The addresses that a resource lives in, from its parent up to the organization. */
  ancestors(address: Address): readonly Address[];
}

/** Indexes a snapshot once; every look-up afterwards is a map access. */
export function indexSnapshot(snapshot: Snapshot): SnapshotIndex {
  const byAddress = new Map<Address, SnapshotResource>();
  // Two steps instead of one joined key: joining text for every look-up costs more than the look-up.
  const byKind = new Map<string, SnapshotResource[]>();
  const byParent = new Map<string, Map<Address | null, SnapshotResource[]>>();
  const outcomes = new Map<string, Map<Address | null, ReadOutcome>>();
  for (const resource of snapshot.resources) {
    byAddress.set(resource.address, resource);
    push(byKind, resource.kind, resource);
    push(within(byParent, resource.kind), resource.parent, resource);
  }
  for (const read of snapshot.reads) within(outcomes, read.kind).set(read.parent ?? null, read);
  const ancestorCache = new Map<Address, readonly Address[]>();
  const ancestors = (address: Address): readonly Address[] => {
    const cached = ancestorCache.get(address);
    if (cached) return cached;
    const parent = byAddress.get(address)?.parent ?? null;
    const chain = parent === null ? [] : [parent, ...ancestors(parent)];
    ancestorCache.set(address, chain);
    return chain;
  };
  return {
    snapshot,
    byAddress,
    ofKind: (kind) => byKind.get(kind) ?? [],
    children: (kind, parent) => byParent.get(kind)?.get(parent) ?? [],
    outcome: (kind, parent) => outcomes.get(kind)?.get(parent),
    ancestors,
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function within<K, V>(map: Map<string, Map<K, V>>, name: string): Map<K, V> {
  let inner = map.get(name);
  if (inner === undefined) {
    inner = new Map();
    map.set(name, inner);
  }
  return inner;
}

/** A snapshot with its lists in their one order, so that the same knowledge gives the same bytes. */
export function sortSnapshot(snapshot: Snapshot): Snapshot {
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return {
    ...snapshot,
    resources: [...snapshot.resources].sort((a, b) => text(a.address, b.address)),
    reads: [...snapshot.reads].sort((a, b) => text(a.kind, b.kind) || text(a.parent ?? '', b.parent ?? '')),
  };
}

/** The same snapshot with other resources (the reads stay). */
export function withResources(snapshot: Snapshot, resources: Iterable<SnapshotResource>): Snapshot {
  return sortSnapshot({ ...snapshot, resources: [...resources] });
}

/**
 * Reads a snapshot's JSON. Every model is checked by `parseModel`, which answers a sentence where it does not fit.
 * A truncated file, a newer format or a foreign file is a Failure that names every problem at once.
 */
export function parseSnapshot(
  text: string,
  name: string,
  parseModel: (kind: string, model: unknown) => { readonly model: unknown } | { readonly problem: string },
): Snapshot {
  const fix = 'Take a new snapshot with `fivefold collect`, or check that the file was copied completely.';
  const refuse = (why: string, code = 'snapshot-invalid', mend = fix): never => {
    throw new Failure({ code, what: `Could not read the snapshot "${name}".`, why, fix: mend });
  };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return refuse(`It is not complete JSON: ${(error as Error).message}.`);
  }
  if (!isObject(raw) || !('formatVersion' in raw)) return refuse('It has no "formatVersion", so it is not a snapshot.');
  if (typeof raw.formatVersion !== 'number' || raw.formatVersion > SNAPSHOT_FORMAT_VERSION) {
    return refuse(
      `Its formatVersion is ${JSON.stringify(raw.formatVersion)}; this program reads up to ${SNAPSHOT_FORMAT_VERSION}.`,
      'snapshot-newer',
      'Upgrade fivefold to the version that wrote it, or take a new snapshot with this one.',
    );
  }
  const { resources, reads, source, takenAt } = raw as Record<string, unknown>;
  if (!Array.isArray(resources) || !Array.isArray(reads) || !isObject(source) || typeof takenAt !== 'string') {
    return refuse('One of "resources", "reads", "source" and "takenAt" is missing.');
  }
  const problems: string[] = [];
  const parsed: SnapshotResource[] = [];
  for (const [position, item] of resources.entries()) {
    if (!isObject(item) || typeof item.kind !== 'string' || typeof item.address !== 'string') {
      problems.push(`resources[${position}] has no kind or no address.`);
      continue;
    }
    if (parseAddress(item.address)?.kind !== item.kind) {
      problems.push(
        `resources[${position}] has the address ${JSON.stringify(item.address)}, which is no ${item.kind}.`,
      );
      continue;
    }
    const outcome = parseModel(item.kind, item.model);
    if ('problem' in outcome) problems.push(`${item.address}: ${outcome.problem}`);
    else {
      parsed.push({
        kind: item.kind,
        address: item.address as Address,
        parent: typeof item.parent === 'string' ? (item.parent as Address) : null,
        model: outcome.model,
      });
    }
  }
  if (problems.length > 0) {
    throw new Failure(
      problems.map((why) => ({ code: 'snapshot-invalid', what: `Could not read the snapshot "${name}".`, why, fix })),
    );
  }
  return sortSnapshot({
    formatVersion: raw.formatVersion,
    takenAt: takenAt as Instant,
    source: source as unknown as SnapshotSource,
    resources: parsed,
    reads: reads as readonly ReadOutcome[],
  });
}
