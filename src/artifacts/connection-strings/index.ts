import type { Problem } from '../../core/failure.ts';
import type { ModelOf } from '../../core/resource.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster, PrivateEndpointConnection } from '../../resources/cluster/model.ts';
import { defineArtifact, type Made } from '../artifact.ts';
import { chooseCluster, optionProblem, refuse } from '../choose.ts';
import { LANGUAGES, type Language, snippet } from './languages.ts';
import { MECHANISMS, type Mechanism, parametersOf, takesPassword, withParameters } from './mechanism.ts';

const VIAS = ['public', 'peering', 'private-endpoint'] as const;
type Via = (typeof VIAS)[number];

const [published] = cluster.examples as readonly Cluster[];
const reachable: Cluster = {
  ...(published as Cluster),
  connectionStrings: {
    ...(published as Cluster).connectionStrings,
    private:
      'mongodb://payments-shard-00-00-pri.ab1cd.mongodb.net:27017/?ssl=true&authSource=admin&replicaSet=atlas-x1',
    privateSrv: 'mongodb+srv://payments-pri.ab1cd.mongodb.net',
    privateEndpoints: [
      {
        type: 'MONGOD',
        connectionString:
          'mongodb://pl-0-eu-west-1.ab1cd.mongodb.net:1024/?ssl=true&authSource=admin&replicaSet=atlas-x1',
        srvConnectionString: 'mongodb+srv://payments-pl-0.ab1cd.mongodb.net',
        srvShardOptimizedConnectionString: null,
        endpoints: [{ endpointId: 'vpce-0a1b2c3d4e5f60718', provider: 'AWS', regionName: 'EU_WEST_1' }],
      },
    ],
  },
};

export default defineArtifact({
  id: 'connection-strings',
  title: 'Connection strings and how to use them',
  summary: 'a cluster’s connection string for a way in and a login, with code for six languages',
  about:
    'Takes the cluster’s own strings from Atlas: public, over peering, or through a private endpoint. The code holds no secret: user names, ' +
    'passwords and certificates come from the environment of the program that runs it.',
  serves: [
    'network-access/private-endpoints',
    'network-access/peering',
    'authentication-and-authorization/database-users',
  ],
  options: {
    cluster: { type: 'string', value: 'NAME', text: 'the cluster; default the only one that is read' },
    via: { type: 'string', choices: VIAS, text: 'the way in; default public' },
    endpoint: { type: 'string', value: 'ID', text: 'the private endpoint, where the cluster has several' },
    mechanism: { type: 'string', choices: MECHANISMS, text: 'how the program logs in; default scram' },
    audience: {
      type: 'string',
      value: 'TEXT',
      text: 'oidc-azure, oidc-gcp: the audience of the identity provider in Atlas',
    },
    language: { type: 'string', multiple: true, choices: LANGUAGES, text: 'only this language' },
    'no-srv': { type: 'boolean', text: 'the string with every host, for resolvers that cannot answer SRV' },
  },
  reads: () => ['organization', 'project', 'cluster'],
  usage: [
    'connection-strings --project shop --cluster prod',
    'connection-strings --cluster prod --via private-endpoint --mechanism aws-iam --language node',
    'connection-strings --cluster prod --mechanism x509 --only connect.py',
  ],
  sources: [
    'getGroupCluster',
    'https://www.mongodb.com/docs/atlas/driver-connection/',
    'https://www.mongodb.com/docs/manual/reference/connection-string-options/',
  ],
  make({ values, index }): Made {
    const { via = 'public', mechanism = 'scram', audience, endpoint } = values;
    const found = chooseCluster(index, values.cluster);
    const problems = [...mechanismProblems(mechanism, audience)];
    const base = baseOf(found, via, values['no-srv'] === true, endpoint, problems);
    const languages = languagesFor(mechanism, values.language, problems);
    if (base === undefined || problems.length > 0) throw refuse(problems);
    const uri = withParameters(base, parametersOf(mechanism, audience));
    return {
      files: [
        {
          name: 'connection-string.txt',
          format: 'text',
          text: `${uri}\n`,
          about: 'The string alone; it holds no secret.',
        },
        ...languages.map((language) => snippet(language, { uri, mechanism })),
      ],
      next: nextSteps(found, via, mechanism),
      remarks: remarksOf(via, mechanism, languages),
    };
  },
  examples: [
    { name: 'public, with a password', values: {}, resources: { cluster: [reachable] } },
    { name: 'public, every host', values: { 'no-srv': true }, resources: { cluster: [reachable] } },
    { name: 'over peering, X.509', values: { via: 'peering', mechanism: 'x509' }, resources: { cluster: [reachable] } },
    {
      name: 'private endpoint, AWS IAM',
      values: { via: 'private-endpoint', mechanism: 'aws-iam' },
      resources: { cluster: [reachable] },
    },
    { name: 'people, OIDC', values: { mechanism: 'oidc-human' }, resources: { cluster: [reachable] } },
    {
      name: 'Azure managed identity',
      values: { mechanism: 'oidc-azure', audience: 'api://2f0c6a7e' },
      resources: { cluster: [reachable] },
    },
    {
      name: 'Google service account',
      values: { mechanism: 'oidc-gcp', audience: 'atlas' },
      resources: { cluster: [reachable] },
    },
    { name: 'Kubernetes', values: { mechanism: 'oidc-kubernetes' }, resources: { cluster: [reachable] } },
    {
      name: 'LDAP',
      values: { mechanism: 'ldap', via: 'private-endpoint', 'no-srv': true },
      resources: { cluster: [reachable] },
    },
  ],
});

function mechanismProblems(mechanism: Mechanism, audience: string | undefined): readonly Problem[] {
  const wants = mechanism === 'oidc-azure' || mechanism === 'oidc-gcp';
  if (wants && audience === undefined)
    return [
      optionProblem(
        `Could not write a string for ${mechanism}.`,
        'The driver must ask for a token of the audience that the identity provider in Atlas expects.',
        'Add --audience with the audience of the identity provider.',
      ),
    ];
  if (!wants && audience !== undefined)
    return [optionProblem('--audience has no effect here.', `${mechanism} takes none.`, 'Leave it out.')];
  // Driver specification: TOKEN_RESOURCE is one of several properties that commas part.
  if (audience?.includes(',') === true)
    return [
      optionProblem(
        `Could not use the audience "${audience}".`,
        'A comma ends a property of the connection string.',
        'Give the identity provider an audience without a comma.',
      ),
    ];
  return [];
}

/** The cluster's own string for this way in; what is missing is added to the problems. */
function baseOf(
  { name, connectionStrings }: ModelOf<'cluster'>,
  via: Via,
  noSrv: boolean,
  endpoint: string | undefined,
  problems: Problem[],
): string | undefined {
  const { standard, standardSrv, private: peered, privateSrv, privateEndpoints } = connectionStrings;
  const strings: Readonly<Record<Exclude<Via, 'private-endpoint'>, readonly [string | null, string | null]>> = {
    public: [standardSrv, standard],
    peering: [privateSrv, peered],
  };
  const pair = via === 'private-endpoint' ? endpointStrings(name, privateEndpoints, endpoint, problems) : strings[via];
  if (pair === undefined) return undefined;
  const found = noSrv ? pair[1] : (pair[0] ?? pair[1]);
  if (found !== null) return found;
  const others = VIAS.filter((other) =>
    other === 'private-endpoint' ? privateEndpoints.length > 0 : strings[other].some((text) => text !== null),
  );
  problems.push(
    optionProblem(
      `Cluster ${name} has no string for this way in (${via}${noSrv ? ', every host' : ''}).`,
      others.length === 0
        ? 'It has none at all yet: Atlas gives them when the cluster is ready.'
        : `It has one for ${others.join(' and ')}.`,
      via === 'peering'
        ? 'On AWS the public string works over peering too, once DNS resolution is on for the connection.'
        : 'Choose another --via, or wait until Atlas has made it.',
    ),
  );
  return undefined;
}

function endpointStrings(
  cluster: string,
  all: readonly PrivateEndpointConnection[],
  wanted: string | undefined,
  problems: Problem[],
): readonly [string | null, string | null] | undefined {
  const ids = all.flatMap(({ endpoints }) => endpoints.map(({ endpointId }) => endpointId));
  const fitting = all.filter(
    ({ endpoints }) => wanted === undefined || endpoints.some(({ endpointId }) => endpointId === wanted),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return [only.srvConnectionString, only.connectionString];
  problems.push(
    all.length === 0
      ? optionProblem(
          `Cluster ${cluster} has no private endpoint.`,
          'Atlas names no connection string for one.',
          'See `fivefold guide network-access`.',
        )
      : optionProblem(
          `Could not tell which private endpoint of cluster ${cluster} this is for.`,
          `It has ${ids.join(', ')}.`,
          'Name one with --endpoint.',
        ),
  );
  return undefined;
}

/** People log in with mongosh alone; workloads with drivers alone (Atlas, workforce and workload identity federation). */
function languagesFor(
  mechanism: Mechanism,
  asked: readonly Language[] | undefined,
  problems: Problem[],
): readonly Language[] {
  const workload = mechanism.startsWith('oidc-') && mechanism !== 'oidc-human';
  const possible = LANGUAGES.filter((language) =>
    mechanism === 'oidc-human' ? language === 'mongosh' : !workload || language !== 'mongosh',
  );
  const wrong = (asked ?? []).filter((language) => !possible.includes(language));
  for (const language of wrong)
    problems.push(
      optionProblem(
        `Could not write ${mechanism} for ${language}.`,
        workload
          ? 'A workload identity is for programs, not for the shell.'
          : 'It opens a browser for a person: mongosh and Compass do that.',
        `Use ${possible.join(', ')}.`,
      ),
    );
  return asked === undefined ? possible : asked.filter((language) => possible.includes(language));
}

function nextSteps({ name }: ModelOf<'cluster'>, via: Via, mechanism: Mechanism): readonly string[] {
  const way: Readonly<Record<Via, string>> = {
    public:
      'See that the program’s address is on the IP access list: `fivefold access can --from ADDRESS --as USER --do find --on DB`.',
    peering: 'See that the peered range is on the IP access list: peering alone admits nobody.',
    'private-endpoint': 'See that the name resolves to the endpoint’s private address from where the program runs.',
  };
  const needs: Readonly<Record<string, string>> = {
    scram: 'Set MONGODB_USERNAME and MONGODB_PASSWORD in the program’s environment, from a secret store.',
    ldap: 'Set MONGODB_USERNAME (the distinguished name) and MONGODB_PASSWORD in the program’s environment, from a secret store.',
    x509: 'Set MONGODB_CERTIFICATE to a PEM file with certificate and key (Java, C#: MONGODB_KEYSTORE and MONGODB_KEYSTORE_PASSWORD).',
    'aws-iam':
      'Run the program as its own AWS role: `fivefold artifact application-role` writes it with the database user.',
    'oidc-human': 'Connect the identity provider to the organization for data access, then log in with mongosh.',
  };
  return [
    needs[mechanism] ?? 'Make a database user for the workload’s identity, in the identity provider that Atlas knows.',
    way[via],
    `Close what ${name} no longer needs once every program uses the new string: \`fivefold plan\`.`,
  ];
}

function remarksOf(via: Via, mechanism: Mechanism, languages: readonly Language[]): readonly string[] {
  const versions = 'OIDC needs Node 6.7, PyMongo 4.7, Java 5.1, Go 1.17 or C# 2.25 of the drivers, or later.';
  return [
    ...(mechanism.startsWith('oidc-') && mechanism !== 'oidc-human' ? [versions] : []),
    ...(mechanism === 'oidc-human'
      ? ['mongosh 2.1.4 or later; `--oidcFlows=device-auth` where there is no browser.']
      : []),
    ...(mechanism === 'ldap' ? ['LDAP is deprecated since MongoDB 8.0: plan the move to OIDC or X.509.'] : []),
    ...(mechanism === 'aws-iam' && languages.includes('python')
      ? ['Python needs pymongo[aws], Node @aws-sdk/credential-providers.']
      : []),
    ...(via === 'private-endpoint'
      ? ['The string works through this endpoint only, and only where its DNS name is resolved.']
      : []),
    ...(takesPassword(mechanism)
      ? ['A password is the weakest of these: AWS IAM, OIDC or X.509 leave none to steal.']
      : []),
  ];
}
