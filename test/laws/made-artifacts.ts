/** The artifacts and what they make of their examples, for laws about it. */
import { randomBytes } from 'node:crypto';
import type {
  AnyArtifact,
  ArtifactCrypto,
  ArtifactExample,
  ArtifactOptions,
  Made,
} from '../../src/artifacts/artifact.ts';
import { artifacts } from '../../src/artifacts/index.generated.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import { indexSnapshot } from '../../src/core/snapshot.ts';
import { issueCertificate } from '../../src/io/x509/issue-certificate.ts';
import { EXAMPLE_INSTANT, exampleSnapshot } from '../../tools/example-snapshot.ts';

/** Every artifact. */
export const loaded: readonly AnyArtifact[] = await Promise.all(
  artifacts.map(async (entry) => (await entry.load()).default),
);
const crypto: ArtifactCrypto = {
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  issueCertificate,
};

/** What an artifact makes of one of its examples. */
export async function makeExample(artifact: AnyArtifact, example: ArtifactExample<ArtifactOptions>): Promise<Made> {
  return artifact.make({
    values: example.values,
    profile: { ...ASSUMED_PROFILE, ...example.profile },
    index: indexSnapshot(exampleSnapshot(example, 'project')),
    now: EXAMPLE_INSTANT,
    crypto,
  });
}

/** Every example of every artifact: their names, then they themselves. */
export const cases = loaded.flatMap((artifact) =>
  artifact.examples.map(
    (example: ArtifactExample<ArtifactOptions>) => [artifact.id, example.name, artifact, example] as const,
  ),
);
