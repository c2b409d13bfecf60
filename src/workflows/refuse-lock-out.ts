import { type Walk, walk } from '../access/index.ts';
import { Failure } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import type { Step } from '../core/plan.ts';
import type { Profile } from '../core/profile.ts';
import type { Snapshot } from '../core/snapshot.ts';

/**
 * Replays every named client through the access decision after each of these steps, and refuses them all where one is
 * cut off that nobody has let go by name. To accept a hazard is to accept what is not known; this is known.
 */
export function refuseLockOut(
  snapshot: Snapshot,
  steps: readonly Step[],
  profile: Profile,
  options: {
    /** Names of clients that may lose their way in. */
    readonly letGo?: readonly string[];
    /** When the steps are carried out; absent: when the snapshot was taken. A temporary entry may have ended since. */
    readonly at?: Instant;
  } = {},
): Walk {
  const { letGo = [], at } = options;
  const strangers = letGo.filter((name) => !profile.knownClients.some((client) => client.name === name));
  if (strangers.length > 0) {
    const names = [...new Set(profile.knownClients.map(({ name }) => name))].sort();
    throw new Failure(
      strangers.map((name) => ({
        code: 'usage',
        what: `There is no client "${name}" to let go.`,
        why: names.length === 0 ? 'No client is named or was observed.' : `Named or observed are: ${names.join(', ')}.`,
        fix: 'Give --cut-off the name of one of them.',
      })),
      2,
    );
  }
  const proof = walk(snapshot, steps, profile, at);
  const problems = proof.cutOff
    .filter(({ client }) => !letGo.includes(client))
    .map(({ step, client, from, because, shutOut }) => ({
      code: 'cuts-off-client',
      what: `Step ${step} would cut ${client} off from ${from}.`,
      why: because,
      fix:
        `Nothing was applied. Name where it comes from in fivefold.yaml and make a new plan${
          shutOut === undefined ? '' : ', or keep it in for six hours with `fivefold plan --stage`'
        }. ` + `To let it go, add --cut-off ${JSON.stringify(client)}.`,
    }));
  if (problems.length > 0) throw new Failure(problems, 2);
  return proof;
}
