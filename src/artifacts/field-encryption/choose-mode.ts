import type { Candidate, ProposalInput } from './candidates.ts';
import type { Mode } from './design.ts';
import { pathsOverlap } from './paths.ts';
import { atLeast, formatVersion, QUERYABLE_SINCE } from './server-version.ts';

/** Queryable Encryption, unless it was asked otherwise or only CSFLE can do what is needed. */
export function chooseMode(
  { mode, server, collection }: ProposalInput,
  candidates: readonly Candidate[],
): { readonly mode: Mode; readonly because: string } {
  if (mode !== 'auto') return { mode, because: 'It was asked for.' };
  if (!atLeast(server, QUERYABLE_SINCE))
    return {
      mode: 'csfle',
      because: `MongoDB ${formatVersion(server)} has no Queryable Encryption, which is there from ${formatVersion(QUERYABLE_SINCE)}.`,
    };
  if (collection.kind === 'collection' && collection.capped)
    return { mode: 'csfle', because: 'The collection is capped, which Queryable Encryption does not take.' };
  const unique = collection.indexes.find(
    (index) => index.unique && candidates.some(({ facts }) => index.paths.some((key) => pathsOverlap(key, facts.path))),
  );
  if (unique !== undefined)
    return {
      mode: 'csfle',
      because: `The unique index ${unique.name} is on a sensitive field: only deterministic encryption keeps values unique on the server.`,
    };
  return {
    mode: 'queryable',
    because:
      'Queryable Encryption encrypts at random and can still be asked, so the server learns neither values nor how often they occur.',
  };
}
