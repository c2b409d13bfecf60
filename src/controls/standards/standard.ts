import type { ComplianceDuty } from '../../core/profile.ts';

/** A published standard whose requirements controls cite by id: `<standard>:<id>`. */
export interface Standard {
  /** What stands before the colon of a citation. */
  readonly id: string;
  readonly title: string;
  /** The edition that the ids belong to. */
  readonly version: string;
  /** The duty of the profile that asks for it; null where no duty does. */
  readonly duty: ComplianceDuty | null;
  /** Whether every requirement stands in `ids`, or only those that a database service can help to meet. */
  readonly extent: 'whole' | 'part';
  readonly ids: readonly string[];
}

/** The ids `<prefix><first>` to `<prefix><last>`, without those that the standard has withdrawn. */
export function numbered(prefix: string, first: number, last: number, without: readonly number[] = []): string[] {
  const ids: string[] = [];
  for (let number = first; number <= last; number += 1) if (!without.includes(number)) ids.push(`${prefix}${number}`);
  return ids;
}
