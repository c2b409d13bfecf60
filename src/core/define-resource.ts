import { addressOf } from './address.ts';
import type { Resource, ResourceDefinition } from './resource.ts';

/** Completes a resource's definition with what is the same for every kind. */
export function defineResource<const K extends string, M extends object>(
  definition: ResourceDefinition<K, M>,
): Resource<K, M> {
  const address = (model: M) => addressOf(definition.kind, ...definition.path(model));
  const parent = (model: M) => {
    const path = definition.parentPath(model);
    return path === undefined || definition.parentKind === null ? null : addressOf(definition.parentKind, ...path);
  };
  const base = (model: M, because: string | undefined) => ({
    kind: definition.kind,
    address: address(model),
    parent: parent(model),
    ...(because === undefined ? {} : { because }),
  });
  return {
    ...definition,
    address,
    parent,
    create: (model, because, secrets) => ({
      type: 'create',
      ...base(model, because),
      after: model,
      ...(secrets === undefined ? {} : { secrets }),
    }),
    update: (before, patch, because) => ({
      type: 'update',
      ...base(before, because),
      before,
      after: { ...before, ...patch },
    }),
    delete: (model, because) => ({ type: 'delete', ...base(model, because), before: model }),
  };
}
