/** An example's organization in miniature, for the laws that try it and the pages that show it. */
import type { Address } from '../src/core/address.ts';
import type { Instant } from '../src/core/instant.ts';
import type { AnyResource, Kind, ModelOf } from '../src/core/resource.ts';
import type { ReadOutcome, Snapshot, SnapshotResource } from '../src/core/snapshot.ts';
import type { SeedModel } from '../src/emulator/seed.ts';
import { exampleIds } from '../src/resources/contract.ts';
import { resources } from '../src/resources/index.generated.ts';

/** When every example's snapshot was taken. */
export const EXAMPLE_INSTANT = '2026-11-24T12:00:00Z' as Instant;

const registry = new Map<string, AnyResource>(resources.map((resource) => [resource.kind, resource]));

/**
 * An example of every kind that this one lives in, fitted to the model's own ids by address: the first one that can have
 * it (a configuration without private networking has no endpoints), or else the first.
 */
export function parentsOf(resource: AnyResource, model: unknown): readonly SeedModel[] {
  const parents: SeedModel[] = [];
  let current: AnyResource | undefined = resource;
  let address = resource.parent(model);
  while (current && current.parentKind !== null && address !== null) {
    const parent: AnyResource | undefined = registry.get(current.parentKind);
    if (!parent) break;
    const { read } = current;
    const here: readonly unknown[] = parent.examples.filter((example: unknown) => parent.address(example) === address);
    const found = here.find((example) => read.calls(example as never, exampleIds.orgId).length > 0) ?? here[0];
    if (found === undefined) throw new Error(`${resource.kind}: no example of ${parent.kind} at ${address}`);
    parents.unshift({ kind: parent.kind, model: found });
    address = parent.parent(found);
    current = parent;
  }
  return parents;
}

/** The example's resources with the parents that they need; one of the scope's kind where it holds none. Every kind was read. */
export function exampleSnapshot(
  example: { readonly resources?: { readonly [K in Kind]?: readonly ModelOf<K>[] } },
  scope: string,
): Snapshot {
  const all = new Map<Address, SnapshotResource>();
  const put = (kind: string, model: unknown, replace: boolean) => {
    const resource = registry.get(kind);
    if (!resource) throw new Error(`no kind ${kind}`);
    const address = resource.address(model);
    if (replace || !all.has(address)) all.set(address, { kind, address, parent: resource.parent(model), model });
    return resource;
  };
  const add = (kind: string, model: unknown) => {
    const resource = put(kind, model, true);
    for (const parent of parentsOf(resource, model)) put(parent.kind, parent.model, false);
  };
  const own = example.resources ?? {};
  if (!(scope in own)) add(scope, registry.get(scope)?.examples[0]);
  for (const [kind, models] of Object.entries(own)) for (const model of models as readonly unknown[]) add(kind, model);
  const found = [...all.values()];
  return {
    formatVersion: 1,
    takenAt: EXAMPLE_INSTANT,
    source: { type: 'generated', organization: { id: 'example', name: 'Example' } },
    resources: found,
    reads: resources.flatMap((resource): readonly ReadOutcome[] =>
      resource.parentKind === null
        ? [{ kind: resource.kind, parent: null }]
        : found
            .filter(({ kind }) => kind === resource.parentKind)
            .map(({ address }) => ({ kind: resource.kind, parent: address })),
    ),
  };
}
