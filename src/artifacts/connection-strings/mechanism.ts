/** Ways of logging in to a database, as a driver's connection string says them (Atlas and driver manuals, "Authentication"). */
export const MECHANISMS = [
  'scram',
  'x509',
  'aws-iam',
  'oidc-human',
  'oidc-azure',
  'oidc-gcp',
  'oidc-kubernetes',
  'ldap',
] as const;

/** One of them. */
export type Mechanism = (typeof MECHANISMS)[number];

/** Mechanisms whose programs hand a user name and a password over. */
export function takesPassword(mechanism: Mechanism): boolean {
  return mechanism === 'scram' || mechanism === 'ldap';
}

/** What stands in the query of the connection string; `audience` is the token's resource, for Azure and Google Cloud alone. */
export function parametersOf(mechanism: Mechanism, audience: string | undefined): Readonly<Record<string, string>> {
  // Said even where it is the default: Atlas's string with every host says authSource=admin, which drivers then refuse.
  const external = { authSource: '$external' };
  switch (mechanism) {
    case 'scram':
      return { authSource: 'admin' };
    case 'x509':
      return { ...external, authMechanism: 'MONGODB-X509' };
    case 'aws-iam':
      return { ...external, authMechanism: 'MONGODB-AWS' };
    case 'ldap':
      return { ...external, authMechanism: 'PLAIN' };
    case 'oidc-human':
      return { ...external, authMechanism: 'MONGODB-OIDC' };
    case 'oidc-kubernetes':
      return { ...external, authMechanism: 'MONGODB-OIDC', authMechanismProperties: 'ENVIRONMENT:k8s' };
    case 'oidc-azure':
    case 'oidc-gcp':
      return {
        ...external,
        authMechanism: 'MONGODB-OIDC',
        authMechanismProperties: `ENVIRONMENT:${mechanism.slice('oidc-'.length)},TOKEN_RESOURCE:${audience ?? ''}`,
      };
    default:
      return mechanism satisfies never;
  }
}

/** A cluster's string with these parameters in the place of its own of the same name; a user name is put before the host. */
export function withParameters(base: string, parameters: Readonly<Record<string, string>>, user?: string): string {
  const [, scheme = '', rest = ''] = /^(mongodb(?:\+srv)?:\/\/)(.*)$/.exec(base) ?? [];
  const [place = '', query = ''] = rest.split('?');
  const hosts = place.replace(/\/.*$/, '');
  const own = query
    .split('&')
    .filter((pair) => pair !== '' && !((pair.split('=')[0] ?? '') in parameters))
    .map((pair) => pair);
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const all = [...own, ...added];
  return `${scheme}${user === undefined ? '' : `${encodeURIComponent(user)}@`}${hosts}/${all.length === 0 ? '' : `?${all.join('&')}`}`;
}
