import type { External } from './external.ts';
import type { Setup } from './setup.ts';

/** Google signs tokens for every service account: nothing has to be made there. */
export function google({ audience, ownAudience }: Setup): External {
  return {
    terraform: undefined,
    files: [],
    issuer: 'https://accounts.google.com',
    clientId: null,
    audience: audience ?? ownAudience,
    scopes: [],
    steps: [
      'Let the program run as a service account of its own (Compute Engine, Cloud Run, Cloud Functions, App Engine, GKE).',
      "Its unique id is what --subject takes: `gcloud iam service-accounts describe ACCOUNT --format 'value(uniqueId)'`.",
    ],
    tell: 'nothing else',
    remarks: [
      'Google signs tokens for everybody, for any audience: what keeps others out is the unique id of each database user.',
    ],
  };
}
