import { environmentOf, type Profile } from '../core/profile.ts';
import type { Project } from '../resources/project/model.ts';

/** Something of a project outside of production that a production project has too. */
export interface SharedItem<T> {
  readonly item: T;
  /** The name of its project. */
  readonly project: string;
  /** Names of the production projects that have it, sorted. */
  readonly production: readonly string[];
}

/** The items of projects outside of production whose key an item of a production project has; no key: it is shared with nobody. */
export function sharedWithProduction<T extends { readonly projectId: string }>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
  projects: readonly Project[],
  profile: Profile,
): readonly SharedItem<T>[] {
  const byId = new Map(projects.map((project) => [project.id, project]));
  const owned = items.flatMap((item) => {
    const key = keyOf(item);
    const project = byId.get(item.projectId);
    if (key === undefined || project === undefined) return [];
    return [{ item, key, name: project.name, environment: environmentOf(profile, project) }];
  });
  const production = new Map<string, Set<string>>();
  for (const { key, name, environment } of owned)
    if (environment === 'production') production.set(key, (production.get(key) ?? new Set()).add(name));
  return owned.flatMap(({ item, key, name, environment }) => {
    const names = production.get(key);
    return environment === 'production' || names === undefined
      ? []
      : [{ item, project: name, production: [...names].sort() }];
  });
}
