/** A release series of the server: 8.0. */
export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
}

/** The series that a version text names: `8.0`, `8.0.12`, `v9.0`; undefined where it names none. */
export function parseServerVersion(text: string): ServerVersion | undefined {
  const [, major, minor = '0'] = /^v?(\d{1,2})(?:\.(\d{1,2}))?(?:\.\d+)*(?:-[\w.]+)?$/.exec(text.trim()) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

/** True where the server is of this series or a later one. */
export function atLeast({ major, minor }: ServerVersion, series: ServerVersion): boolean {
  return major > series.major || (major === series.major && minor >= series.minor);
}

/** The series as text. */
export function formatVersion({ major, minor }: ServerVersion): string {
  return `${major}.${minor}`;
}

/** Queryable Encryption as it is now; the preview of 6.0 cannot be read by it. */
export const QUERYABLE_SINCE: ServerVersion = { major: 7, minor: 0 };

/** From here on `sparsity` goes to 8, and several query types are told from one. */
export const TEXT_PREVIEW_SINCE: ServerVersion = { major: 8, minor: 2 };

/** Text queries are stable from here on, and their previews are gone. */
export const TEXT_SINCE: ServerVersion = { major: 9, minor: 0 };
