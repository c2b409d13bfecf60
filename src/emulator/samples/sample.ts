import type { Profile } from '../../core/profile.ts';
import type { SeedModel } from '../seed.ts';

/** An organization to try Fivefold on, with the answers that its owners would give. */
export interface Sample {
  /** One sentence for the help. */
  readonly summary: string;
  readonly orgId: string;
  readonly models: readonly SeedModel[];
  readonly profile: Profile;
}
