/** The emulator's memory as a file. */
import { Failure } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import { isObject } from '../core/json.ts';
import type { ProvenCredential } from './authentication.ts';
import type { SavedDocuments } from './store.ts';
import type { Withheld } from './withheld.ts';

/** The version of the state file's format that this program writes. */
export const STATE_FORMAT_VERSION = 1;

/** What a state file holds. It never holds a secret: a credential is kept as a proof. */
export interface SavedState extends SavedDocuments {
  readonly formatVersion: typeof STATE_FORMAT_VERSION;
  readonly type: 'fivefold-emulator-state';
  readonly savedAt: Instant;
  readonly organizationId: string;
  readonly credentials: readonly ProvenCredential[];
  /** What the snapshot that it was made from could not show. */
  readonly withheld: readonly Withheld[];
}

/** Reads a state file's text; a truncated, newer or foreign one is a Failure. */
export function parseState(text: string, name: string): SavedState {
  const refuse = (why: string, code: string, fix: string): never => {
    throw new Failure({ code, what: `Could not load the emulator's state "${name}".`, why, fix });
  };
  const again = 'Start from a sample again: move the file away, or name another one with --state.';
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return refuse(`It is not complete JSON: ${(error as Error).message}.`, 'state-invalid', again);
  }
  if (!isObject(raw) || raw.type !== 'fivefold-emulator-state') {
    return refuse('It is no state of this emulator.', 'state-invalid', again);
  }
  if (typeof raw.formatVersion !== 'number' || raw.formatVersion > STATE_FORMAT_VERSION) {
    return refuse(
      `Its formatVersion is ${JSON.stringify(raw.formatVersion)}; this program reads up to ${STATE_FORMAT_VERSION}.`,
      'state-newer',
      'Upgrade fivefold to the version that wrote it, or start with another file.',
    );
  }
  const { documents, transitions, credentials, withheld, organizationId, savedAt } = raw;
  const whole =
    isListOf(documents, ['kind', 'parent', 'id']) &&
    isListOf(transitions, ['at', 'kind', 'parent', 'id']) &&
    isListOf(credentials, ['type', 'id', 'proof', 'orgId']) &&
    isListOf(withheld, []) &&
    typeof organizationId === 'string' &&
    typeof savedAt === 'string';
  if (!whole) {
    const why =
      'One of "documents", "transitions", "credentials", "withheld", "organizationId" and "savedAt" is missing or broken.';
    return refuse(why, 'state-invalid', again);
  }
  return raw as unknown as SavedState;
}

function isListOf(value: unknown, texts: readonly string[]): boolean {
  return (
    Array.isArray(value) && value.every((item) => isObject(item) && texts.every((key) => typeof item[key] === 'string'))
  );
}
