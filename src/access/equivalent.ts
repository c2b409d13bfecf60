import { allowing, type Privileges, printTarget, type Target } from './privileges.ts';

/** How what two roles allow compares. */
export interface RoleComparison {
  /** `narrower`: the second allows all that the first does, and more. */
  readonly relation: 'same' | 'narrower' | 'wider' | 'overlapping' | 'disjoint' | 'unknown';
  /** What only the first allows: `find on shop.orders`. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  /** Roles that are named and were not read. */
  readonly unread: readonly string[];
  /** How many pairs of an action and a place were compared. */
  readonly compared: number;
}

const ANY_NAME = 'any-other';

/**
 * Compares what two sets of privileges allow, for every action and every place. Exact: whether a privilege holds for a place
 * depends only on the names that a role mentions and on what sort of name it is, so one place of each sort stands for all.
 */
export function compareRoles(first: Privileges, second: Privileges): RoleComparison {
  const unread = [...new Set([...first.missing, ...second.missing])].sort();
  const all = [...first.all, ...second.all];
  const actions = [...new Set(all.flatMap((privilege) => [...privilege.actions]))].sort();
  const targets = sortsOfTargets(all.map(({ resource }) => resource));
  const onlyFirst: string[] = [];
  const onlySecond: string[] = [];
  let both = 0;
  for (const target of targets)
    for (const action of actions) {
      const inFirst = allowing(first, action, target) !== undefined;
      const inSecond = allowing(second, action, target) !== undefined;
      if (inFirst && inSecond) both += 1;
      else if (inFirst) onlyFirst.push(`${action} on ${printSort(target)}`);
      else if (inSecond) onlySecond.push(`${action} on ${printSort(target)}`);
    }
  const relation = (): RoleComparison['relation'] => {
    if (unread.length > 0) return 'unknown';
    if (onlyFirst.length === 0) return onlySecond.length === 0 ? 'same' : 'narrower';
    if (onlySecond.length === 0) return 'wider';
    return both > 0 ? 'overlapping' : 'disjoint';
  };
  return { relation: relation(), onlyFirst, onlySecond, unread, compared: actions.length * targets.length };
}

function sortsOfTargets(resources: readonly Privileges['all'][number]['resource'][]): readonly Target[] {
  const named = resources.flatMap((resource) => (resource.type === 'collections' ? [resource] : []));
  const databases = new Set(['admin', 'local', 'config', ANY_NAME, ...named.map(({ database }) => database)]);
  databases.delete('');
  const collections = new Set<string | null>([
    null,
    ANY_NAME,
    `system.${ANY_NAME}`,
    `system.buckets.${ANY_NAME}`,
    ...named.flatMap(({ collection }) => collection ?? []),
  ]);
  return [
    { type: 'cluster' },
    ...[...databases]
      .sort()
      .flatMap((database) =>
        [...collections].map((collection): Target => ({ type: 'namespace', database, collection })),
      ),
  ];
}

function printSort(target: Target): string {
  if (target.type === 'namespace' && target.collection === `system.${ANY_NAME}`)
    return `any system collection of ${target.database === ANY_NAME ? 'any database' : target.database}`;
  if (target.type === 'namespace' && target.collection === `system.buckets.${ANY_NAME}`)
    return `any time-series bucket of ${target.database === ANY_NAME ? 'any database' : target.database}`;
  return printTarget(target, ANY_NAME);
}
