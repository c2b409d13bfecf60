import type { Instant } from '../../src/core/instant.ts';
import type { Snapshot, SnapshotResource } from '../../src/core/snapshot.ts';
import type { SeedModel } from '../../src/emulator/seed.ts';
import { resources } from '../../src/resources/index.generated.ts';

/** When every snapshot of `snapshotOf` was taken. */
export const TAKEN_AT = '2026-11-24T12:00:00Z' as Instant;

/** These models as a snapshot in which everything that there could be was read; without an emulator, for many small ones. */
export function snapshotOf(models: readonly SeedModel[]): Snapshot {
  const registry = new Map<string, (typeof resources)[number]>(resources.map((resource) => [resource.kind, resource]));
  const found = models.map(({ kind, model }): SnapshotResource => {
    const resource = registry.get(kind);
    if (resource === undefined) throw new Error(`no kind ${kind}`);
    return { kind, address: resource.address(model), parent: resource.parent(model), model };
  });
  return {
    formatVersion: 1,
    takenAt: TAKEN_AT,
    source: { type: 'generated', organization: { id: 'example', name: 'Example' } },
    resources: found,
    reads: found.flatMap(({ address, kind }) =>
      resources.filter(({ parentKind }) => parentKind === kind).map((child) => ({ kind: child.kind, parent: address })),
    ),
  };
}
