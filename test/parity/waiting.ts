/** What a recorded client waited for: which differences go away when the replay lets time pass. */
import type { Difference } from './compare.ts';
import { isFree } from './upgrades.ts';

/** Long enough that nothing asynchronous ends between two exchanges unless the replay lets time pass. */
export const WORK_SECONDS = 5_000;

/** Fields that say how far Atlas is, and what they say while it works. */
export const PROGRESS = /(?:^|\.)(?:stateName|status|state|STATUS|statusName|provisioned)$/;
export const IN_PROGRESS = /ING$|^INITIATING|^inProgress$|^InProgress$|^false$/;

/** So many things happen by themselves between two exchanges, at most. */
export const MOST_WAITS = 8;

/** How far work is, by the word that Atlas has for it: waiting, at work, repairing what was stopped, done. */
function progressOf(word: unknown): number {
  if (/^(?:queued|pending)$/i.test(String(word))) return 0;
  if (word === 'REPAIRING') return 2;
  return IN_PROGRESS.test(String(word)) ? 1 : 3;
}

/** Fields that come as a snapshot, a restore or an export goes on. */
const ON_THE_WAY = /^(?:results\[\]\.)?(?:cloudProvider|createdAt|expiresAt|finishedAt|mongodVersion)$/;

/** A difference that goes away as work goes on. */
export function isBehind({ at, kind, recorded, emulated }: Difference): boolean {
  return (
    (PROGRESS.test(at) && kind === 'value' && progressOf(emulated) < progressOf(recorded)) ||
    (kind === 'missing' && (at.includes('connectionStrings') || ON_THE_WAY.test(at))) ||
    (kind === 'length' && at === 'deliveryUrl')
  );
}

/** A difference that goes away as a free cluster becomes a dedicated one: its tags and hosts go, its place changes, tags come back. */
export function isBehindInUpgrade({ at, kind, recorded, emulated }: Difference, shown: unknown): boolean {
  switch (kind) {
    case 'value':
      return at.endsWith('providerName') && emulated === 'TENANT';
    case 'length':
      return at === 'tags' && isFree(shown) === (recorded === 0);
    case 'extra':
      return at === 'connectionStrings.standard' && isFree(shown);
    case 'missing':
      return at === 'useAwsTimeBasedSnapshotCopyForFastInitialSync';
    case 'type':
      return false;
    default:
      return kind satisfies never;
  }
}
