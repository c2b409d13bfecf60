import type { Problem } from '../core/failure.ts';
import { printHcl, terraformName } from '../core/hcl.ts';
import { type ArtifactFile, defineArtifact, type Made } from './artifact.ts';
import { chooseProject, grantedRoles, optionProblem, refuse } from './choose.ts';
import { shellWord } from './write.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const LONGEST_RECOMMENDED_SECONDS = 86_400;
/** Atlas lets a project have this many database users unless its limit was raised (Atlas, service limits). */
const MOST_USERS = 100;

export default defineArtifact({
  id: 'vault-roles',
  title: 'Database users that Vault makes and removes',
  summary: 'roles of Vault’s database secrets engine: a user of its own for each program, for an hour',
  about:
    'HashiCorp Vault makes a database user when a program asks for one, and removes it when the lease ends: no password lives longer ' +
    'than that. The user may do what --grant says, on one cluster where --cluster names it.',
  serves: ['authentication-and-authorization/database-users'],
  options: {
    name: { type: 'string', value: 'ROLE', text: 'what the role is called in Vault' },
    grant: {
      type: 'string',
      multiple: true,
      value: 'ROLE@DB',
      text: 'what the user may do: readWrite@shop, or a custom role @admin',
    },
    cluster: { type: 'string', value: 'NAME', text: 'the only cluster that the user is for' },
    ttl: { type: 'string', value: 'TIME', text: 'how long a user lives: 30m, 1h, 1d; default 1h' },
    'max-ttl': { type: 'string', value: 'TIME', text: 'how long it can be renewed for; default 24h' },
    mechanism: {
      type: 'string',
      choices: ['scram', 'x509'],
      text: 'what Vault hands out: a password (default), or a client certificate',
    },
    mount: { type: 'string', value: 'PATH', text: 'where the secrets engine is mounted; default database' },
  },
  reads: () => ['organization', 'project'],
  usage: [
    'vault-roles --project shop --name shop-orders --grant readWrite@shop --cluster prod',
    'vault-roles --project shop --name reporting --grant read@shop --ttl 8h --max-ttl 8h --out vault/',
  ],
  sources: [
    'https://developer.hashicorp.com/vault/docs/secrets/databases/mongodbatlas',
    'https://developer.hashicorp.com/vault/api-docs/secret/databases/mongodbatlas',
  ],
  make({ values, index }): Made {
    const project = chooseProject(index);
    const {
      name,
      grant = [],
      cluster,
      ttl = '1h',
      'max-ttl': maxTtl = '24h',
      mechanism = 'scram',
      mount = 'database',
    } = values;
    const problems: Problem[] = [];
    if (name === undefined || !/^[\w-]+$/.test(name))
      problems.push(
        optionProblem(
          name === undefined ? 'Could not name the role.' : `"${name}" cannot be a role’s name.`,
          name === undefined ? 'None was given.' : 'It holds more than letters, digits, _ and -.',
          'Add --name shop-orders, for example.',
        ),
      );
    const roles = grantedRoles(grant, problems).map(({ roleName, databaseName }) => ({ databaseName, roleName }));
    if (grant.length === 0)
      problems.push(
        optionProblem('Could not write what the user may do.', 'Nothing was said of it.', 'Add --grant ROLE@DB.'),
      );
    const [seconds, most] = [secondsOf(ttl), secondsOf(maxTtl)];
    for (const [option, text, value] of [
      ['ttl', ttl, seconds],
      ['max-ttl', maxTtl, most],
    ] as const)
      if (value === undefined)
        problems.push(
          optionProblem(
            `--${option} cannot be "${text}".`,
            'It is no number with s, m, h or d.',
            'Write for example 1h.',
          ),
        );
    if (seconds !== undefined && most !== undefined && seconds > most)
      problems.push(
        optionProblem(
          `A user cannot live for ${ttl} and be renewed for ${maxTtl} at most.`,
          '--ttl is longer than --max-ttl.',
          'Make --max-ttl at least as long.',
        ),
      );
    if (problems.length > 0 || name === undefined || seconds === undefined || most === undefined)
      throw refuse(problems);
    const statement = {
      database_name: mechanism === 'x509' ? '$external' : 'admin',
      ...(mechanism === 'x509' ? { x509Type: 'CUSTOMER' } : {}),
      roles,
      ...(cluster === undefined ? {} : { scopes: [{ name: cluster, type: 'CLUSTER' }] }),
    };
    const role = { name, mount, statement: JSON.stringify(statement), seconds, most, mechanism };
    return {
      files: [
        {
          name: 'vault.sh',
          format: 'shell',
          text: script(role, project.id),
          about: 'Connects Vault to the project, and makes the role.',
          executable: true,
        },
        ...(mechanism === 'x509'
          ? []
          : [
              {
                name: 'vault.tf',
                format: 'hcl',
                text: terraform(role, project.id),
                about: 'The same with the Vault provider of Terraform.',
              } as const,
            ]),
        {
          name: 'policy.hcl',
          format: 'hcl',
          text: policy(role),
          about: 'A Vault policy: who has it may ask for a user of this role, and nothing else.',
        },
      ] satisfies readonly ArtifactFile[],
      next: [
        `Make an API key of project ${project.name} with Project Database Access Admin and an access list that holds Vault’s addresses alone; Vault takes no service account.`,
        'Run vault.sh with ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY in its environment, then give policy.hcl to the program.',
        `Let the program read ${mount}/creds/${name} when it starts and before the lease ends.`,
        'Then remove the user whose password the program had.',
      ],
      remarks: [
        `A project has ${MOST_USERS} database users unless its limit is raised: programs × (time to live ÷ time between starts) must stay below it.`,
        'A new user works after some seconds only: let the program try again.',
        ...(most > LONGEST_RECOMMENDED_SECONDS
          ? [`A lease of up to ${maxTtl} is nearly a standing password: a day is long enough for most programs.`]
          : []),
        ...(mechanism === 'x509'
          ? [
              'There is no vault.tf: the CA’s private key would stand in the state. The project must trust the CA first (`fivefold artifact x509-set` makes one).',
            ]
          : []),
        'The API key can make users of any role: guard it like the data. Vault cannot rotate it.',
      ],
    };
  },
  examples: [
    {
      name: 'a password for an hour, on one cluster',
      values: { name: 'shop-orders', grant: ['readWrite@shop', 'read@catalog'], cluster: 'prod' },
    },
    {
      name: 'a client certificate',
      values: { name: 'reporting', grant: ['reporting@admin'], mechanism: 'x509', ttl: '8h', 'max-ttl': '8h' },
    },
    {
      name: 'another mount, long',
      values: { name: 'batch', grant: ['readWrite@shop'], ttl: '1d', 'max-ttl': '30d', mount: 'teams/shop/database' },
    },
  ],
});

function secondsOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const seconds = SECONDS[unit];
  return number === undefined || seconds === undefined || Number(number) === 0 ? undefined : Number(number) * seconds;
}

interface VaultRole {
  readonly name: string;
  readonly mount: string;
  /** The one creation statement, as JSON. */
  readonly statement: string;
  readonly seconds: number;
  readonly most: number;
  readonly mechanism: 'scram' | 'x509';
}

function script({ name, mount, statement, seconds, most, mechanism }: VaultRole, projectId: string): string {
  const parts = [
    '#!/bin/sh',
    'set -eu',
    `: "\${ATLAS_PUBLIC_KEY:?the public half of the API key}" "\${ATLAS_PRIVATE_KEY:?its private half}"`,
    `vault secrets list -format=json | grep -q ${shellWord(`"${mount}/"`)} || vault secrets enable -path=${shellWord(mount)} database`,
    '# The private half goes in by standard input: an argument could be read by every program of the machine.',
    `printf '%s' "$ATLAS_PRIVATE_KEY" | vault write ${shellWord(`${mount}/config/atlas`)} plugin_name=mongodbatlas-database-plugin allowed_roles=${shellWord(name)} project_id=${projectId} public_key="$ATLAS_PUBLIC_KEY" private_key=-`,
    ...(mechanism === 'x509'
      ? [
          '# Vault signs with the CA that the project trusts; its key goes in by standard input too.',
          `: "\${CA_CERTIFICATE:?the file of the CA’s certificate}" "\${CA_KEY:?the file of its private key}"`,
          `jq -n --rawfile certificate "$CA_CERTIFICATE" --rawfile key "$CA_KEY" --arg statement ${shellWord(statement)} '{db_name: "atlas", default_ttl: "${seconds}s", max_ttl: "${most}s", creation_statements: [$statement], credential_type: "client_certificate", credential_config: {common_name_template: "{{.RoleName}}-{{random 12}}", ca_cert: $certificate, ca_private_key: $key, key_type: "ec", key_bits: 256, signature_bits: 256}}' | vault write ${shellWord(`${mount}/roles/${name}`)} -`,
        ]
      : [
          `vault write ${shellWord(`${mount}/roles/${name}`)} db_name=atlas default_ttl=${seconds}s max_ttl=${most}s creation_statements=${shellWord(statement)}`,
        ]),
  ];
  return `${parts.join('\n')}\n`;
}

function terraform({ name, mount, statement, seconds, most }: VaultRole, projectId: string): string {
  const label = terraformName(name);
  const secret = (of: string) => ({
    type: 'variable',
    labels: [of],
    body: { attributes: { type: { ref: 'string' }, sensitive: true } },
  });
  return printHcl([
    secret('atlas_public_key'),
    secret('atlas_private_key'),
    { type: 'resource', labels: ['vault_mount', 'database'], body: { attributes: { path: mount, type: 'database' } } },
    {
      comment: [
        'The key stands in the state: keep the state where only administrators of Vault read it, or use vault.sh.',
      ],
      type: 'resource',
      labels: ['vault_database_secret_backend_connection', 'atlas'],
      body: {
        attributes: { backend: { ref: 'vault_mount.database.path' }, name: 'atlas', allowed_roles: [name] },
        blocks: [
          {
            type: 'mongodbatlas',
            body: {
              attributes: {
                public_key: { ref: 'var.atlas_public_key' },
                private_key: { ref: 'var.atlas_private_key' },
                project_id: projectId,
              },
            },
          },
        ],
      },
    },
    {
      type: 'resource',
      labels: ['vault_database_secret_backend_role', label],
      body: {
        attributes: {
          backend: { ref: 'vault_mount.database.path' },
          name,
          db_name: { ref: 'vault_database_secret_backend_connection.atlas.name' },
          creation_statements: [statement],
          default_ttl: seconds,
          max_ttl: most,
        },
      },
    },
  ]);
}

function policy({ name, mount }: VaultRole): string {
  return printHcl([
    { type: 'path', labels: [`${mount}/creds/${name}`], body: { attributes: { capabilities: ['read'] } } },
  ]);
}
