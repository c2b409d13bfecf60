import type { EmulatorStore } from '../core/behaviour.ts';
import { epochSeconds, type Instant } from '../core/instant.ts';
import { shortHash } from '../core/json.ts';
import type { AnyResource } from '../core/resource.ts';
import type { Snapshot } from '../core/snapshot.ts';
import type { TransactionalStore } from './store.ts';

/** A model with its kind: what a sample is made of. */
export interface SeedModel {
  readonly kind: string;
  readonly model: unknown;
}

/** Puts models into an emulator as if they had always been there, parents before what lives in them. */
export function seedModels(
  store: TransactionalStore,
  resources: readonly AnyResource[],
  models: readonly SeedModel[],
  now: Instant,
): void {
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const depth = (kind: string): number => {
    const parent = byKind.get(kind)?.parentKind;
    return parent === null || parent === undefined ? 0 : 1 + depth(parent);
  };
  const ordered = [...models].sort((a, b) => depth(a.kind) - depth(b.kind));
  const seedStore: EmulatorStore = store;
  for (const { kind, model } of ordered) {
    const resource = byKind.get(kind);
    if (!resource) throw new TypeError(`there is no resource of kind ${kind}`);
    resource.emulator.seed(model, {
      store: seedStore,
      now,
      idFor: (name) => epochSeconds(now).toString(16).padStart(8, '0') + shortHash(name, 16),
    });
  }
  store.commit();
}

/** Puts a snapshot's resources into an emulator. What was not read is not invented: it is left out. */
export function seedSnapshot(store: TransactionalStore, resources: readonly AnyResource[], snapshot: Snapshot): void {
  seedModels(store, resources, snapshot.resources, snapshot.takenAt);
}
