import { callsOf } from '../../core/change-calls.ts';
import type { Problem } from '../../core/failure.ts';
import { printHcl } from '../../core/hcl.ts';
import { addSeconds, type Instant } from '../../core/instant.ts';
import type { Json } from '../../core/json.ts';
import type { ModelOf, TerraformDialect } from '../../core/resource.ts';
import { Secret } from '../../core/secret.ts';
import databaseUser from '../../resources/database-user/index.ts';
import {
  type ArtifactFile,
  type ArtifactSecret,
  defineArtifact,
  type IssuedCertificate,
  type Made,
} from '../artifact.ts';
import { chooseProject, grantedRoles, optionProblem, refuse } from '../choose.ts';
import { jsonText } from '../write.ts';

type DatabaseUser = ModelOf<'database-user'>;

const SECONDS_PER_DAY = 86_400;
/** Clocks differ: a certificate is good a little before it was made. */
const EARLY_SECONDS = 300;
const CLIENT_DAYS = 90;
const AUTHORITY_DAYS = 1825;
/** Atlas gives its own managed certificates 24 months at most (createGroupDatabaseUserCert). */
const MOST_CLIENT_DAYS = 730;

export default defineArtifact({
  id: 'x509-set',
  title: 'A certificate authority and client certificates',
  summary: 'a certificate authority of your own and a client certificate for each program, with their database users',
  about:
    'Real certificates: the project trusts the authority, each program proves itself with its own key, and no password exists. With ' +
    '--ca-certificate and --ca-key the same authority signs new clients: that is how a client’s certificate is rotated.',
  serves: ['authentication-and-authorization/certificates'],
  options: {
    client: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      text: 'a program or person; each gets a certificate of its own',
    },
    organization: { type: 'string', value: 'NAME', text: 'the organization in the certificates’ names' },
    days: {
      type: 'string',
      value: 'NUMBER',
      text: `how long a client’s certificate is good for; default ${CLIENT_DAYS}`,
    },
    'ca-days': {
      type: 'string',
      value: 'NUMBER',
      text: `how long the authority is good for; default ${AUTHORITY_DAYS}`,
    },
    'ca-certificate': { type: 'file', text: 'the certificate of an authority that exists' },
    'ca-key': { type: 'file', text: 'its private key (PKCS #8, PEM)' },
    grant: { type: 'string', multiple: true, value: 'ROLE@DB', text: 'what the database users may do: readWrite@shop' },
    cluster: { type: 'string', value: 'NAME', text: 'the only cluster that the users are for' },
  },
  reads: () => ['organization', 'project'],
  yieldsSecrets: () => true,
  usage: [
    'x509-set --project shop --client shop-api --client reporting --grant readWrite@shop --secrets-to keys/ --out certificates/',
    'x509-set --project shop --client shop-api --ca-certificate ca.pem --ca-key keys/ca-key.pem --grant readWrite@shop --secrets-to keys-2027/',
  ],
  sources: [
    'https://www.mongodb.com/docs/atlas/security-self-managed-x509/',
    'updateGroupUserSecurity',
    'createGroupDatabaseUser',
  ],
  async make({ values, index, now, crypto }): Promise<Made> {
    const project = chooseProject(index);
    const { client: names = [], grant = [], cluster, organization = project.name } = values;
    const problems: Problem[] = [];
    if (names.length === 0)
      problems.push(
        optionProblem('Could not make a certificate.', 'Nobody was named.', 'Add --client PROGRAM, once for each.'),
      );
    for (const name of new Set(names)) {
      if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$/.test(name))
        problems.push(
          optionProblem(
            `"${name}" cannot be a certificate’s name.`,
            'It has other signs than letters, digits, space and ._-, or more than 64.',
            'Choose another --client.',
          ),
        );
      if (names.filter((other) => other === name).length > 1)
        problems.push(
          optionProblem(
            `"${name}" is named twice.`,
            'Two certificates of one name would be one user.',
            'Name each once.',
          ),
        );
    }
    if (!/^[^,+"\\<>;=#\r\n]{1,64}$/.test(organization))
      problems.push(
        optionProblem(
          `"${organization}" cannot stand in a certificate’s name.`,
          'It holds signs with a meaning of their own there.',
          'Choose another --organization.',
        ),
      );
    const days = daysOf('days', values.days, CLIENT_DAYS, MOST_CLIENT_DAYS, problems);
    const authorityDays = daysOf('ca-days', values['ca-days'], AUTHORITY_DAYS, 7300, problems);
    const given = authorityOf(values['ca-certificate']?.text, values['ca-key']?.text, values['ca-days'], problems);
    const roles = grantedRoles(grant, problems).map((role) => ({ ...role, collectionName: null }));
    if (grant.length === 0)
      problems.push(
        optionProblem(
          'Could not write the database users.',
          'Nothing was said of what they may do.',
          'Add --grant ROLE@DB.',
        ),
      );
    if (problems.length > 0) throw refuse(problems);
    const notBefore = addSeconds(now, -EARLY_SECONDS);
    const authority =
      given ??
      (await crypto.issueCertificate({
        subject: `CN=${organization} MongoDB clients,O=${organization}`,
        purpose: 'authority',
        notBefore,
        notAfter: addSeconds(now, authorityDays * SECONDS_PER_DAY),
      }));
    const clients: Client[] = [];
    for (const name of names) {
      const subject = `CN=${name},O=${organization}`;
      const issued = await crypto.issueCertificate({
        subject,
        purpose: 'client',
        notBefore,
        notAfter: addSeconds(now, days * SECONDS_PER_DAY),
        issuer: authority,
      });
      clients.push({ name, subject, issued });
    }
    const users = clients.map(
      ({ subject }): DatabaseUser => ({
        projectId: project.id,
        databaseName: '$external',
        username: subject,
        mechanism: { type: 'x509', issuer: 'customer' },
        labels: [],
        description: '',
        deleteAfterDate: null,
        roles,
        scopes: cluster === undefined ? [] : [{ name: cluster, type: 'CLUSTER' }],
      }),
    );
    return {
      files: filesOf(authority, clients, users),
      secrets: secretsOf(given === undefined ? authority : undefined, clients),
      next: stepsOf(given === undefined, addSeconds(now, days * SECONDS_PER_DAY), project.name),
      remarks: [
        'A certificate that was issued cannot be called back through the Admin API: remove its database user, or load a revocation list in the console.',
        'Setting or changing the authority restarts the clusters of the project, node by node.',
        ...(given === undefined
          ? [
              'The authority’s key signs whatever it is given: keep it offline, or in a secret store that nobody reads daily.',
            ]
          : []),
      ],
    };
  },
  examples: [
    {
      name: 'a new authority and two programs',
      values: {
        client: ['shop-api', 'reporting'],
        grant: ['readWrite@shop'],
        organization: 'Nimbus Bikes',
        cluster: 'payments',
      },
    },
  ],
});

interface Client {
  readonly name: string;
  readonly subject: string;
  readonly issued: IssuedCertificate;
}

function daysOf(option: string, text: string | undefined, usual: number, most: number, problems: Problem[]): number {
  if (text === undefined) return usual;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  problems.push(
    optionProblem(
      `--${option} cannot be "${text}".`,
      `It is no whole number of days from 1 to ${most}.`,
      `Write for example --${option} ${usual}.`,
    ),
  );
  return usual;
}

function authorityOf(
  certificate: string | undefined,
  key: string | undefined,
  days: string | undefined,
  problems: Problem[],
): IssuedCertificate | undefined {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined)
    problems.push(
      optionProblem(
        'Could not sign with the authority that exists.',
        certificate === undefined ? 'Its certificate was not given.' : 'Its private key was not given.',
        'Give both --ca-certificate and --ca-key, or neither.',
      ),
    );
  if (days !== undefined)
    problems.push(optionProblem('--ca-days has no effect here.', 'The authority exists already.', 'Leave it out.'));
  return { certificate: certificate ?? '', key: new Secret(key ?? '') };
}

const fileName = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');

function filesOf(
  authority: IssuedCertificate,
  clients: readonly Client[],
  users: readonly DatabaseUser[],
): readonly ArtifactFile[] {
  const terraform = databaseUser.terraform as TerraformDialect<DatabaseUser>;
  return [
    {
      name: 'ca.pem',
      format: 'pem',
      text: authority.certificate,
      about: 'The authority’s certificate: the project trusts it.',
    },
    {
      name: 'user-security.json',
      format: 'json',
      text: jsonText({ customerX509: { cas: authority.certificate } }),
      about: 'The same as updateGroupUserSecurity takes it.',
    },
    ...clients.map(
      ({ name, issued }): ArtifactFile => ({
        name: `${fileName(name)}.pem`,
        format: 'pem',
        text: issued.certificate,
        about: `The certificate of ${name}, without its key.`,
      }),
    ),
    ...users.map((user, position): ArtifactFile => {
      const [call] = callsOf(databaseUser.create(user), databaseUser);
      return {
        name: `user-${fileName(clients[position]?.name ?? '')}.json`,
        format: 'json',
        text: jsonText(call?.body as Json),
        about: `The database user of ${clients[position]?.name}, as createGroupDatabaseUser takes it.`,
      };
    }),
    {
      name: 'users.tf',
      format: 'hcl',
      text: printHcl(
        users.map((user) => ({
          type: 'resource',
          labels: [terraform.type, terraform.name(user)],
          body: terraform.toHcl(user),
        })),
      ),
      about: 'The database users for Terraform.',
    },
  ];
}

function secretsOf(authority: IssuedCertificate | undefined, clients: readonly Client[]): readonly ArtifactSecret[] {
  return [
    ...(authority === undefined
      ? []
      : [{ name: 'ca-key.pem', about: 'The authority’s private key.', value: authority.key }]),
    ...clients.map(({ name, issued }) => ({
      name: `${fileName(name)}-with-key.pem`,
      about: `Certificate and private key of ${name} in one file, as drivers take it.`,
      value: new Secret(`${issued.certificate}${issued.key.reveal()}`),
    })),
  ];
}

function stepsOf(isNew: boolean, until: Instant, project: string): readonly string[] {
  return [
    ...(isNew
      ? [
          `Let project ${project} trust the authority: send user-security.json to updateGroupUserSecurity. Add certificates that are trusted already to it, or their clients are turned away.`,
        ]
      : []),
    'Make the database users (users.tf or the user-….json files), and give each program its own …-with-key.pem.',
    '`fivefold artifact connection-strings --mechanism x509` writes the code; MONGODB_CERTIFICATE names the file.',
    `Make new client certificates before ${until.slice(0, 10)}: \`x509-set --ca-certificate ca.pem --ca-key …\`, then change the file and let the old one run out.`,
  ];
}
