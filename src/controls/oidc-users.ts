import type { DatabaseUser } from '../resources/database-user/model.ts';

/** The identity provider that an OIDC user is named after (`<24 hex digits>/<value of the claim>`); undefined for other users. */
export function identityProviderIdOf({ mechanism, username }: DatabaseUser): string | undefined {
  return mechanism.type === 'oidc' ? /^([0-9a-f]{24})\//.exec(username)?.[1] : undefined;
}
