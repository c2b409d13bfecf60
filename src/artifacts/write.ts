import { type ApiCall, parametersOf } from '../core/call.ts';
import type { Json } from '../core/json.ts';

/** JSON as a person reads it, with a line's end. */
export function jsonText(value: Json | object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A word for a POSIX shell: as it stands where that is safe, else in single quotes. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The Atlas CLI's command that sends a call, without its body: the CLI logs in by itself. */
export function atlasCommand(call: ApiCall, command: string): string {
  const flags = [...Object.entries(parametersOf(call)), ['version', call.operation.version]];
  return `atlas api ${command} ${flags.map(([name = '', value = '']) => `--${name} ${shellWord(value)}`).join(' ')}`;
}
