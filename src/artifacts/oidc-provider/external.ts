import type { HclBlock, HclValue } from '../../core/hcl.ts';
import type { ArtifactFile } from '../artifact.ts';
import { entra } from './entra.ts';
import { google } from './google.ts';
import { okta } from './okta.ts';
import { ping } from './ping.ts';
import type { Setup } from './setup.ts';

/** What is set up at the identity provider, and what Atlas is told of it: values, or references to the blocks. */
export interface External {
  /** The Terraform that makes the application; none where it exists, or where nothing has to be made. */
  readonly terraform:
    | { readonly provider: string; readonly source: string; readonly blocks: readonly HclBlock[] }
    | undefined;
  /** Other ways to make it. */
  readonly files: readonly ArtifactFile[];
  readonly issuer: HclValue;
  /** null: Atlas needs none (programs). */
  readonly clientId: HclValue;
  readonly audience: HclValue;
  readonly scopes: readonly HclValue[];
  /** What a person does there, in order; each a sentence. */
  readonly steps: readonly string[];
  /** How to get what `--client-id` and the like are told, where that is not known. */
  readonly tell: string;
  readonly remarks: readonly string[];
}

/** The side of the identity provider. */
export function externalOf(setup: Setup): External {
  switch (setup.vendor) {
    case 'okta':
      return okta(setup);
    case 'entra':
      return entra(setup);
    case 'ping':
      return ping(setup);
    case 'google':
      return google(setup);
    default:
      return setup.vendor satisfies never;
  }
}
