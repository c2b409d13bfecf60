/**
 * The smallest part of a list on which something still fails: parts are left out, halves first, then quarters, down to single
 * items, as long as it fails without them. What a random test found is told in its least form.
 */
export function shrink<T>(items: readonly T[], fails: (items: readonly T[]) => boolean): readonly T[] {
  let kept = items;
  for (let size = Math.max(1, Math.floor(kept.length / 2)); ; size = Math.max(1, Math.floor(size / 2))) {
    let removed = false;
    for (let start = 0; start < kept.length; ) {
      const without = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (fails(without)) {
        kept = without;
        removed = true;
      } else start += size;
    }
    if (size === 1 && !removed) return kept;
  }
}
