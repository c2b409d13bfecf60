import type { Json } from '../core/json.ts';

/** JSON as a person reads it, with a line's end. */
export function jsonText(value: Json | object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A word for a POSIX shell: as it stands where that is safe, else in single quotes. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
