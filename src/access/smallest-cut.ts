/** A choice of cuts that meets every path, and how good it is. */
export interface CutChoice {
  /** Positions in the list of weights, sorted. */
  readonly chosen: readonly number[];
  readonly weight: number;
  /** No choice can weigh less than this; equal to `weight` where the choice is proven to be the lightest. */
  readonly atLeast: number;
}

interface Found {
  readonly chosen: readonly number[];
  readonly weight: number;
  readonly atLeast: number;
}

/** How many branches are tried for each group of paths that hang together, before the best found so far is taken. */
export const MOST_BRANCHES = 20_000;

/**
 * The lightest set of cuts that meets every path: a minimum hitting set, by branch and bound for each group of paths that hang
 * together. Each path is the list of cuts that would stop it and is not empty.
 */
export function smallestCut(
  paths: readonly (readonly number[])[],
  weights: readonly number[],
  mostBranches = MOST_BRANCHES,
): CutChoice {
  const distinct = [...new Map(paths.map((path) => [[...path].sort((a, b) => a - b).join(' '), path])).values()];
  const parts = groups(distinct).map((group) => lightest(withoutSupersets(group), weights, mostBranches));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    chosen: parts.flatMap(({ chosen }) => chosen).sort((a, b) => a - b),
    weight: sum(parts.map(({ weight }) => weight)),
    atLeast: sum(parts.map(({ atLeast }) => atLeast)),
  };
}

/** Paths that share a cut, directly or through others, are in one group. */
function groups(paths: readonly (readonly number[])[]): readonly (readonly (readonly number[])[])[] {
  const leader = new Map<number, number>();
  const find = (cut: number): number => {
    let top = cut;
    while ((leader.get(top) ?? top) !== top) top = leader.get(top) as number;
    leader.set(cut, top);
    return top;
  };
  for (const path of paths) for (const cut of path) leader.set(find(cut), find(path[0] as number));
  const byLeader = new Map<number, (readonly number[])[]>();
  for (const path of paths) {
    const top = find(path[0] as number);
    const group = byLeader.get(top);
    if (group === undefined) byLeader.set(top, [path]);
    else group.push(path);
  }
  return [...byLeader.values()];
}

/** Whatever meets a path meets every path that holds all of it. */
function withoutSupersets(paths: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const shortFirst = [...paths].sort((a, b) => a.length - b.length);
  const kept: ReadonlySet<number>[] = [];
  const byCut = new Map<number, number[]>();
  const result: (readonly number[])[] = [];
  for (const path of shortFirst) {
    const own = new Set(path);
    const holds = path.some((cut) =>
      (byCut.get(cut) ?? []).some((position) => [...(kept[position] ?? [])].every((member) => own.has(member))),
    );
    if (holds) continue;
    // A path is found by its first cut: what holds all of it holds that one, too.
    const first = path[0] as number;
    byCut.set(first, [...(byCut.get(first) ?? []), kept.length]);
    kept.push(own);
    result.push(path);
  }
  return result;
}

function lightest(paths: readonly (readonly number[])[], weights: readonly number[], mostBranches: number): Found {
  const weightOf = (cut: number) => weights[cut] ?? 1;
  let best = greedy(paths, weightOf);
  const root = leastWeight(paths, weightOf);
  let branches = 0;
  let isComplete = true;

  function search(left: readonly (readonly number[])[], chosen: readonly number[], weight: number): void {
    const [first] = left;
    if (first === undefined) {
      if (weight < best.weight) best = { chosen, weight };
      return;
    }
    if (weight + leastWeight(left, weightOf) >= best.weight) return;
    if (branches >= mostBranches) {
      isComplete = false;
      return;
    }
    branches += 1;
    const shortest = left.reduce((short, path) => (path.length < short.length ? path : short), first);
    const refused = new Set<number>();
    const byReach = [...shortest].sort(
      (a, b) => left.filter((path) => path.includes(b)).length - left.filter((path) => path.includes(a)).length,
    );
    for (const cut of byReach) {
      const rest = left
        .filter((path) => !path.includes(cut))
        .map((path) => (refused.size === 0 ? path : path.filter((other) => !refused.has(other))));
      if (rest.every((path) => path.length > 0)) search(rest, [...chosen, cut], weight + weightOf(cut));
      refused.add(cut);
    }
  }

  if (root < best.weight) search(paths, [], 0);
  return { ...best, atLeast: isComplete ? best.weight : root };
}

function greedy(
  paths: readonly (readonly number[])[],
  weightOf: (cut: number) => number,
): { readonly chosen: readonly number[]; readonly weight: number } {
  const chosen: number[] = [];
  let left = paths;
  while (left.length > 0) {
    const counts = new Map<number, number>();
    for (const path of left) for (const cut of path) counts.set(cut, (counts.get(cut) ?? 0) + 1);
    let best = -1;
    let bestScore = -1;
    for (const [cut, count] of counts) {
      const score = count / weightOf(cut);
      if (score > bestScore || (score === bestScore && cut < best)) {
        best = cut;
        bestScore = score;
      }
    }
    chosen.push(best);
    left = left.filter((path) => !path.includes(best));
  }
  // What a later choice has made needless goes again, the heaviest first.
  const kept = new Set(chosen);
  for (const cut of [...chosen].sort((a, b) => weightOf(b) - weightOf(a)))
    if (paths.every((path) => path.some((other) => other !== cut && kept.has(other)))) kept.delete(cut);
  return { chosen: [...kept], weight: [...kept].reduce((sum, cut) => sum + weightOf(cut), 0) };
}

/** Paths without a common cut need a cut each. */
function leastWeight(paths: readonly (readonly number[])[], weightOf: (cut: number) => number): number {
  const used = new Set<number>();
  let weight = 0;
  for (const path of [...paths].sort((a, b) => a.length - b.length)) {
    if (path.some((cut) => used.has(cut))) continue;
    for (const cut of path) used.add(cut);
    weight += Math.min(...path.map(weightOf));
  }
  return weight;
}
