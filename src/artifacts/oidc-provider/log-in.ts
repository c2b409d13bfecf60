import type { ModelOf } from '../../core/resource.ts';
import type { SnapshotIndex } from '../../core/snapshot.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { parametersOf, withParameters } from '../connection-strings/mechanism.ts';
import type { External } from './external.ts';
import type { Setup } from './setup.ts';

/** The first version that takes tokens (Atlas, "Set up Workforce Identity Federation with OIDC"). */
const FIRST_VERSION = [7, 0, 11] as const;

/** The clusters of a project, or the one that was named. */
export function clustersOf(index: SnapshotIndex, projectId: string, name: string | undefined): readonly Cluster[] {
  return index
    .ofKind('cluster')
    .map(({ model }) => model as ModelOf<'cluster'>)
    .filter((cluster) => cluster.projectId === projectId && (name === undefined || cluster.name === name));
}

function takesTokens({ tier, mongoDBVersion }: Cluster): boolean {
  if (!isDedicated({ tier })) return false;
  const parts = mongoDBVersion.split('.').map(Number);
  for (const [position, least] of FIRST_VERSION.entries()) {
    const part = parts[position] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/** What keeps these logins from working, or ends them late. */
export function logInRemarks(
  { purpose }: Setup,
  clusters: readonly Cluster[],
  hasLdapAuthorization: boolean,
): readonly string[] {
  const without = clusters.filter((cluster) => !takesTokens(cluster));
  return [
    ...(without.length === 0
      ? []
      : [
          `No token opens ${without.map(({ name, mongoDBVersion }) => `${name} (${mongoDBVersion})`).join(', ')}: that takes M10 or larger with MongoDB ${FIRST_VERSION.join('.')} or later.`,
        ]),
    ...(hasLdapAuthorization
      ? ['LDAP authorization is on in the project: users of OpenID Connect cannot log in until it is off.']
      : []),
    ...(purpose === 'workforce' ? ['Atlas asks for no second factor here: the identity provider must.'] : []),
    'Who is removed at the identity provider can use a token that was issued before until it ends.',
  ];
}

/** How to log in, in Markdown; the first cluster that takes tokens stands for all. */
export function logInLines(
  { vendor, purpose, withDeviceFlow }: Setup,
  { audience }: External,
  clusters: readonly Cluster[],
): readonly string[] {
  const own = clusters.find((cluster) => takesTokens(cluster) && cluster.connectionStrings.standardSrv !== null);
  const base = own?.connectionStrings.standardSrv ?? 'mongodb+srv://HOST';
  if (purpose === 'workforce') {
    const url = withParameters(base, parametersOf('oidc-human', undefined));
    return [
      'mongosh 2.1.4 or later opens a browser; in Compass (1.38 or later) choose OIDC.',
      '',
      '```sh',
      `mongosh '${url}'`,
      ...(withDeviceFlow ? ['# on a machine without a browser', `mongosh '${url}' --oidcFlows=device-auth`] : []),
      '```',
    ];
  }
  if (vendor !== 'entra' && vendor !== 'google')
    return [
      'The driver is given a callback that fetches a token; `fivefold artifact connection-strings` writes the host’s string.',
    ];
  const mechanism = vendor === 'entra' ? 'oidc-azure' : 'oidc-gcp';
  const named = typeof audience === 'string' ? audience : 'AUDIENCE';
  return [
    `The driver fetches the token itself; \`fivefold artifact connection-strings --mechanism ${mechanism} --audience ${named}\` writes the code.`,
    '',
    '```',
    withParameters(base, parametersOf(mechanism, named)),
    '```',
  ];
}
