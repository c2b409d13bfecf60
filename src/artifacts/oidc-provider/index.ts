import type { Problem } from '../../core/failure.ts';
import { printHcl } from '../../core/hcl.ts';
import type { ModelOf } from '../../core/resource.ts';
import type { SnapshotIndex } from '../../core/snapshot.ts';
import type { OidcIdentityProvider } from '../../resources/identity-provider/model.ts';
import { type ArtifactFile, defineArtifact, type Made } from '../artifact.ts';
import { chooseProject, grantedRoles, optionProblem, refuse } from '../choose.ts';
import { atlasBlocks, atlasFiles, isComplete } from './atlas-side.ts';
import { setupOf } from './check-setup.ts';
import { examples } from './examples.ts';
import { type External, externalOf } from './external.ts';
import { FEDERATION_KINDS, type Federation, federationOf, isConnected } from './federation.ts';
import { clustersOf, logInRemarks } from './log-in.ts';
import { pageOf } from './page.ts';
import { OPTIONS, type Setup, VENDOR_NAMES } from './setup.ts';

export default defineArtifact({
  id: 'oidc-provider',
  title: 'An identity provider for database logins',
  summary: 'both sides of OpenID Connect for people or programs: Okta, Entra ID, PingOne or Google, and Atlas',
  about:
    'People and programs log in to databases with the tokens of your identity provider, and no password exists in Atlas. Writes the ' +
    'application there, the provider in Atlas, the connection of the organization (without which every login fails), and a database user ' +
    'for each group or program. Without --client-id the application is made; with it, it exists.',
  serves: ['authentication-and-authorization/database-users', 'policies/federation'],
  options: OPTIONS,
  reads: () => FEDERATION_KINDS,
  usage: [
    'oidc-provider --project shop --identity-provider okta --group atlas-analysts --grant read@shop --out okta/',
    'oidc-provider --project shop --identity-provider entra --tenant 6f1d7a0e-2b1c-4f55-9a44-0d3a1f6f2c11 --client-id 2c6f4f0e-9c1d-4c1e-8f0a-1b2c3d4e5f60 --group 0f2b1d9c-3a55-4c0e-9d27-5e1f7a6b8c90 --grant readWrite@shop',
    'oidc-provider --project shop --identity-provider google --for workload --subject 112233445566778899001 --grant readWrite@shop',
  ],
  sources: [
    'createFederationSettingIdentityProvider',
    'updateFederationSettingConnectedOrgConfig',
    'createGroupDatabaseUser',
    'https://www.mongodb.com/docs/atlas/workforce-oidc/',
    'https://www.mongodb.com/docs/atlas/workload-oidc/',
  ],
  make({ values, index }): Made {
    const project = chooseProject(index);
    const problems: Problem[] = [];
    const federation = federationOf(index, project.orgId);
    if (federation === undefined) problems.push(noFederation());
    const setup = setupOf(values, project.orgId, problems);
    const roles = grantedRoles(values.grant ?? [], problems).map((role) => ({ ...role, collectionName: null }));
    if (federation === undefined || setup === undefined || problems.length > 0) throw refuse(problems);
    const external = externalOf(setup);
    const existing = federation.providers.find((provider) => isThis(provider, setup, external));
    if (existing !== undefined && setup.principals.length > 0 && existing.authorizationType !== setup.authorization)
      throw refuse(otherAuthorization(existing));
    const side = {
      setup,
      external,
      federation,
      existing,
      orgId: project.orgId,
      projectId: project.id,
      roles,
      cluster: values.cluster,
    };
    const complete = isComplete(side);
    const blocks = atlasBlocks(side);
    const files: readonly ArtifactFile[] = [
      pageOf(setup, external, existing, clustersOf(index, project.id, values.cluster)),
      ...externalFiles(setup, external, existing),
      ...(blocks.length === 0
        ? []
        : [
            {
              name: 'atlas.tf',
              format: 'hcl',
              text: printHcl(blocks),
              about: 'The provider, the organization’s connection to it and the database users, for Terraform.',
            } as const,
          ]),
      ...(complete ? atlasFiles(side) : []),
    ];
    return {
      files,
      next: stepsOf(setup, external, federation, existing, complete),
      remarks: [
        ...connectionRemarks(setup, federation, existing),
        ...external.remarks,
        ...(setup.principals.length === 0
          ? [
              `No database user is written: ${setup.authorization === 'GROUP' ? '--group names those who may log in' : '--subject names who may log in'}, with --grant.`,
            ]
          : []),
        ...logInRemarks(setup, clustersOf(index, project.id, values.cluster), ldapOf(index, project.id)),
      ],
    };
  },
  examples,
});

function noFederation(): Problem {
  return optionProblem(
    'Could not find the federation of the organization.',
    'It has none yet, or it was not read: that needs Organization Owner.',
    'Open the Federation Management App once (Identity & Access, Federation), and read with a credential of an Organization Owner.',
  );
}

function otherAuthorization({ displayName, authorizationType }: OidcIdentityProvider): Problem {
  const admitsGroups = authorizationType === 'GROUP';
  return optionProblem(
    `The provider ${displayName} would not admit them.`,
    `It admits ${admitsGroups ? 'groups, and no single people or programs' : 'single people or programs, and no groups'}.`,
    `Use ${admitsGroups ? '--group' : '--subject'}, or make another provider with another --audience.`,
  );
}

/** The provider that these settings make, where Atlas has it. */
function isThis(provider: OidcIdentityProvider, { purpose, name }: Setup, { issuer, audience }: External): boolean {
  const idpType = purpose === 'workforce' ? 'WORKFORCE' : 'WORKLOAD';
  if (provider.idpType !== idpType) return false;
  return typeof issuer === 'string' && typeof audience === 'string'
    ? provider.issuerUri === issuer && provider.audience === audience
    : provider.displayName === name;
}

/** What makes the application; nothing where Atlas has the provider already. */
function externalFiles(
  { vendor }: Setup,
  { terraform, files }: External,
  existing: OidcIdentityProvider | undefined,
): readonly ArtifactFile[] {
  if (existing !== undefined || terraform === undefined) return [];
  return [
    {
      name: 'terraform.tf',
      format: 'hcl',
      text: printHcl([
        {
          type: 'terraform',
          labels: [],
          body: {
            attributes: {},
            blocks: [
              {
                type: 'required_providers',
                body: {
                  attributes: {
                    mongodbatlas: { source: 'mongodb/mongodbatlas', version: '~> 2.16' },
                    [terraform.provider]: { source: terraform.source },
                  },
                },
              },
            ],
          },
        },
      ]),
      about: 'The Terraform providers that the other files are written for.',
    },
    {
      name: `${vendor}.tf`,
      format: 'hcl',
      text: printHcl(terraform.blocks),
      about: `The application at ${VENDOR_NAMES[vendor]}, for Terraform; atlas.tf refers to it.`,
    },
    ...files,
  ];
}

function stepsOf(
  setup: Setup,
  { terraform, files, tell }: External,
  federation: Federation,
  existing: OidcIdentityProvider | undefined,
  complete: boolean,
): readonly string[] {
  const vendor = VENDOR_NAMES[setup.vendor];
  if (existing !== undefined && isConnected(federation, existing.id))
    return [
      ...(setup.principals.length === 0
        ? ['The provider is there and connected: name --group or --subject with --grant to write database users.']
        : ['Make the database users with atlas.tf or atlas.sh: the provider is there and connected.']),
      'Log in as log-in.md says.',
    ];
  if (existing !== undefined)
    return [
      'Connect the organization with atlas.tf or atlas.sh, as an Organization Owner: Atlas has the provider, and no login works without the connection.',
      'Log in as log-in.md says, then remove the passwords of those who can.',
    ];
  const atlas = complete
    ? 'Set Atlas up with atlas.tf or atlas.sh, as an Organization Owner. The connection of the organization is part of it: without it every login fails.'
    : 'Apply all files with Terraform at once, as an Organization Owner. The connection of the organization is part of it: without it every login fails.';
  return [
    ...(terraform === undefined ? [`See that ${vendor} is set up as log-in.md says.`] : []),
    ...(terraform !== undefined && !complete
      ? [
          `Let an administrator of ${vendor} look at ${setup.vendor}.tf${files.length > 0 ? ` (or make the application with ${setup.vendor}.sh)` : ', or make the application by hand as log-in.md says'}.`,
        ]
      : []),
    ...(terraform !== undefined && complete
      ? [`Make what is missing at ${vendor} with ${setup.vendor}.tf, or by hand as log-in.md says.`]
      : []),
    atlas,
    ...(complete ? [] : [`Without Terraform: make the application first, then run this again with ${tell}.`]),
    'Log in as log-in.md says, then remove the passwords of those who can.',
  ];
}

function connectionRemarks(
  { purpose }: Setup,
  federation: Federation,
  existing: OidcIdentityProvider | undefined,
): readonly string[] {
  const others =
    purpose === 'workload'
      ? []
      : federation.providers.filter(
          ({ id, idpType }) => idpType === 'WORKFORCE' && id !== existing?.id && isConnected(federation, id),
        );
  return [
    ...(existing === undefined
      ? []
      : isConnected(federation, existing.id)
        ? []
        : [
            `Atlas has the provider ${existing.displayName} (${existing.id}), but the organization is not connected to it: no login works until it is.`,
          ]),
    ...(federation.connection === undefined
      ? ['How the organization is connected was not read, so only atlas.sh connects it: it reads that itself.']
      : []),
    ...others.map(
      ({ displayName }) =>
        `The organization uses ${displayName} for people already, and Atlas takes one such provider for an organization: disconnect it first.`,
    ),
  ];
}

function ldapOf(index: SnapshotIndex, projectId: string): boolean {
  return index
    .ofKind('user-security')
    .map(({ model }) => model as ModelOf<'user-security'>)
    .some((security) => security.projectId === projectId && security.ldap.authorizationEnabled);
}
