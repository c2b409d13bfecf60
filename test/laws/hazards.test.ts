import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyChange, type Change } from '../../src/core/change.ts';
import type { Instant } from '../../src/core/instant.ts';
import { type HazardName, orderPlan } from '../../src/core/plan.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import type { AnyResource, Kind, ModelOf } from '../../src/core/resource.ts';
import { indexSnapshot, type Snapshot, withResources } from '../../src/core/snapshot.ts';
import { analyzers } from '../../src/hazards/analyzers.generated.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { parentsOf } from './world.ts';

const registry = new Map(resources.map((resource) => [resource.kind, resource]));

function kind<K extends Kind>(name: K): AnyResource {
  return registry.get(name) as AnyResource;
}

function example<K extends Kind>(name: K, patch: Partial<ModelOf<K>> = {}): ModelOf<K> {
  return { ...(kind(name).examples[0] as ModelOf<K>), ...patch };
}

/** An organization with just what the change is about, what that lives in, and what is named beside it. */
function worldOf(change: Change, beside: readonly { readonly kind: Kind; readonly model: unknown }[] = []): Snapshot {
  const own = change.type === 'create' ? change.after : change.before;
  const all = [
    ...parentsOf(kind(change.kind as Kind), own),
    ...(change.type === 'create' ? [] : [{ kind: change.kind, model: own }]),
    ...beside,
  ];
  return {
    formatVersion: 1,
    takenAt: '2026-11-24T12:00:00Z' as Instant,
    source: { type: 'generated', organization: { id: 'example', name: 'Example' } },
    resources: all.map(({ kind: name, model }) => {
      const resource = kind(name as Kind);
      return { kind: name, address: resource.address(model), parent: resource.parent(model), model };
    }),
    reads: resources
      .filter((resource) => resource.parentKind === 'organization')
      .flatMap((resource) =>
        all
          .filter(({ kind: name }) => name === 'organization')
          .map(({ model }) => ({ kind: resource.kind, parent: kind('organization').address(model) })),
      ),
  };
}

function hazardsOf(change: Change, beside: readonly { readonly kind: Kind; readonly model: unknown }[] = []) {
  const world = worldOf(change, beside);
  const before = indexSnapshot(world);
  const after = indexSnapshot(withResources(world, applyChange(before.byAddress, change).values()));
  return analyzers.flatMap((analyze) => analyze(change, { before, after, profile: ASSUMED_PROFILE }));
}

function update<K extends Kind>(name: K, before: Partial<ModelOf<K>>, after: Partial<ModelOf<K>>): Change {
  return kind(name).update(example(name, before), after);
}

const dedicated = example('cluster');
const owner = example('organization-user', { projectRoles: [] });
const otherOwner = { ...owner, id: '6600000000000000000000cf', username: 'other.owner@example.com' };
const invited = kind('organization-user').examples.find(
  (user) => (user as ModelOf<'organization-user'>).membershipStatus === 'PENDING',
) as ModelOf<'organization-user'>;
const projectOwner = example('project-user');
const otherProjectOwner = { ...projectOwner, id: otherOwner.id, username: otherOwner.username };
const owningTeam = example('team-assignment', { roles: ['GROUP_OWNER'] });
const inTeam = { ...owner, orgRoles: ['ORG_MEMBER'], teamIds: [owningTeam.teamId] };
const CASES: readonly (readonly [
  what: string,
  change: Change,
  hazards: readonly HazardName[],
  beside?: readonly { readonly kind: Kind; readonly model: unknown }[],
])[] = [
  [
    'a TLS floor that rises',
    update(
      'cluster-process-arguments',
      { minimumEnabledTlsProtocol: 'TLS1_0' },
      { minimumEnabledTlsProtocol: 'TLS1_2' },
    ),
    ['cuts-off-client', 'restart'],
  ],
  [
    'a TLS floor that falls',
    update(
      'cluster-process-arguments',
      { minimumEnabledTlsProtocol: 'TLS1_2' },
      { minimumEnabledTlsProtocol: 'TLS1_1' },
    ),
    ['restart'],
  ],
  [
    'a floor that is written down as it is',
    update('cluster-process-arguments', { defaultMaxTimeMS: null }, { defaultMaxTimeMS: 100 }),
    [],
  ],
  [
    'server-side JavaScript off',
    update('cluster-process-arguments', { javascriptEnabled: true }, { javascriptEnabled: false }),
    ['cuts-off-client', 'restart'],
  ],
  [
    'a database user removed',
    kind('database-user').delete(example('database-user')),
    ['disables-credentials', 'irreversible'],
  ],
  [
    'an API access list that is required, with a key that has none',
    update('organization-settings', { apiAccessListRequired: false }, { apiAccessListRequired: true }),
    ['cuts-off-us', 'disables-credentials'],
    [{ kind: 'api-key', model: example('api-key') }],
  ],
  [
    'a second factor that is required',
    update('organization-settings', { multiFactorAuthRequired: false }, { multiFactorAuthRequired: true }),
    [],
  ],
  [
    'auditing turned on with a dedicated cluster',
    update('audit-configuration', { enabled: false, projectId: dedicated.projectId }, { enabled: true }),
    ['costs-money', 'restart'],
    [{ kind: 'cluster', model: dedicated }],
  ],
  ['point-in-time backup turned on', update('cluster', { pitEnabled: false }, { pitEnabled: true }), ['costs-money']],
  [
    'regional mode turned on',
    update('private-endpoint-regional-mode', { enabled: false }, { enabled: true }),
    ['changes-connection-strings'],
  ],
  ['a peering connection removed', kind('network-peering').delete(example('network-peering')), ['cuts-off-client']],
  [
    'the bypass of SAML closed',
    update('identity-provider', { ssoDebugEnabled: true } as never, { ssoDebugEnabled: false } as never),
    ['cuts-off-client'],
  ],
  ['a provider that gets another name', update('identity-provider', {}, { displayName: 'Sign-in' }), []],
  [
    'a domain restriction with members of other domains',
    update('connected-organization', { domainRestrictionEnabled: false }, { domainRestrictionEnabled: true }),
    ['cuts-off-client'],
    [{ kind: 'organization-user', model: example('organization-user', { username: 'ada@example.edu' }) }],
  ],
  [
    'a domain restriction that hits no member',
    update('connected-organization', { domainRestrictionEnabled: false }, { domainRestrictionEnabled: true }),
    [],
    [{ kind: 'organization-user', model: example('organization-user') }],
  ],
  [
    'a provider for databases disconnected',
    update('connected-organization', {}, { dataAccessIdentityProviderIds: [] }),
    ['disables-credentials'],
  ],
  ['a default role that is less', update('connected-organization', {}, { postAuthRoleGrants: [] }), []],
  ['a first role mapping', kind('role-mapping').create(example('role-mapping')), ['cuts-off-client']],
  [
    'a second role mapping',
    kind('role-mapping').create(example('role-mapping')),
    [],
    [{ kind: 'role-mapping', model: kind('role-mapping').examples[1] }],
  ],
  ['a role mapping removed', kind('role-mapping').delete(example('role-mapping')), ['cuts-off-client']],
  [
    'a certificate made',
    kind('database-user-certificate').create(example('database-user-certificate')),
    ['depends-on-outside', 'irreversible'],
  ],
  [
    'a log integration that is made',
    kind('log-integration').create(example('log-integration')),
    ['depends-on-outside'],
  ],
  [
    'a webhook whose messages are signed from now on',
    update(
      'third-party-integration',
      { type: 'WEBHOOK', origin: 'https://hooks.example.com', signed: false },
      { type: 'WEBHOOK', origin: 'https://hooks.example.com', signed: true },
    ),
    ['depends-on-outside'],
  ],
  [
    'push-based log export removed',
    update(
      'push-log-export',
      { state: 'ACTIVE', bucketName: 'example-atlas-logs', iamRoleId: '660000000000000000000b11', prefixPath: '' },
      { state: 'UNCONFIGURED', bucketName: null, iamRoleId: null, prefixPath: null },
    ),
    ['irreversible'],
  ],
  ['an alert that is turned on', update('alert-configuration', { enabled: false }, { enabled: true }), []],
  [
    'a remote MCP server that loses a role',
    update('mcp-configuration', { roles: ['ORG_OWNER', 'ORG_READ_ONLY'] }, { roles: ['ORG_READ_ONLY'] }),
    ['disables-credentials'],
  ],
  [
    'a remote MCP server that gains a role, and a second range',
    update(
      'project-mcp-configuration',
      { roles: [], ipAccessList: ['192.0.2.0/25'] },
      { roles: ['GROUP_READ_ONLY'], ipAccessList: ['192.0.2.0/24'] },
    ),
    [],
  ],
  [
    'a first range of a remote MCP server',
    update('project-mcp-configuration', { ipAccessList: [] }, { ipAccessList: ['192.0.2.0/24'] }),
    ['disables-credentials'],
  ],
  [
    'a remote MCP server removed',
    kind('mcp-configuration').delete(example('mcp-configuration')),
    ['disables-credentials', 'irreversible'],
  ],
  [
    'a secret of a remote MCP server removed',
    kind('project-mcp-configuration-secret').delete(example('project-mcp-configuration-secret')),
    ['disables-credentials', 'irreversible'],
  ],
  [
    'a private endpoint of Data Federation',
    kind('data-federation-endpoint').create(example('data-federation-endpoint')),
    ['depends-on-outside'],
  ],
  ['a comment on it', update('data-federation-endpoint', {}, { comment: 'readers' }), []],
  [
    'a private endpoint of Data Federation removed',
    kind('data-federation-endpoint').delete(example('data-federation-endpoint')),
    ['cuts-off-client'],
  ],
  [
    'a private endpoint to a key at AWS',
    kind('encryption-at-rest-private-endpoint').create(example('encryption-at-rest-private-endpoint')),
    [],
  ],
  [
    'a private endpoint to a key at Azure',
    kind('encryption-at-rest-private-endpoint').create(kind('encryption-at-rest-private-endpoint').examples[2]),
    ['depends-on-outside'],
  ],
  [
    'a private endpoint to a key removed',
    kind('encryption-at-rest-private-endpoint').delete(example('encryption-at-rest-private-endpoint')),
    ['cuts-off-client'],
  ],
  [
    'a first API access list entry',
    kind('api-key-access-list-entry').create(example('api-key-access-list-entry')),
    ['cuts-off-us'],
  ],
  ['an invitation withdrawn', kind('organization-user').delete(invited), []],
  ['a person invited', kind('organization-user').create(invited), []],
  [
    'a member removed',
    kind('organization-user').delete({ ...owner, orgRoles: ['ORG_MEMBER'] }),
    ['disables-credentials', 'irreversible'],
  ],
  [
    'an owner removed, with another one left',
    kind('organization-user').delete(owner),
    ['cuts-off-us', 'disables-credentials', 'irreversible'],
    [{ kind: 'organization-user', model: otherOwner }],
  ],
  [
    'the last owner demoted',
    kind('organization-user').update(owner, { orgRoles: ['ORG_MEMBER'] }),
    ['cuts-off-client', 'cuts-off-us'],
  ],
  [
    'a member with more roles',
    kind('organization-user').update(owner, { orgRoles: ['ORG_OWNER', 'ORG_READ_ONLY'] }),
    [],
  ],
  [
    'the last member of a team that owns a project leaves it',
    kind('organization-user').update(inTeam, { teamIds: [] }),
    ['cuts-off-client'],
    [
      { kind: 'project', model: example('project') },
      { kind: 'team-assignment', model: owningTeam },
    ],
  ],
  [
    'a project owner demoted, with another one left',
    kind('project-user').update(projectOwner, { roles: ['GROUP_READ_ONLY'] }),
    ['cuts-off-client'],
    [{ kind: 'project-user', model: otherProjectOwner }],
  ],
  ['a project user with more roles', kind('project-user').update(projectOwner, { roles: ['GROUP_OWNER', 'X'] }), []],
  [
    'a team with a member removed from a project',
    kind('team-assignment').delete(owningTeam),
    ['cuts-off-client'],
    [{ kind: 'organization-user', model: inTeam }],
  ],
  ['an empty team removed from a project', kind('team-assignment').delete(owningTeam), []],
  ['a team removed', kind('team').delete(example('team')), ['irreversible']],
  ['an API key with another description', update('api-key', {}, { description: 'Nightly' }), []],
  [
    'an API key that loses its roles',
    update('api-key', {}, { roles: [{ role: 'ORG_MEMBER', orgId: example('api-key').orgId }] }),
    ['cuts-off-us', 'disables-credentials'],
  ],
  [
    'a service account removed',
    kind('service-account').delete(example('service-account')),
    ['cuts-off-us', 'disables-credentials', 'irreversible'],
  ],
  [
    'a service account that owns the organization no more',
    update('service-account', { roles: ['ORG_OWNER'] }, { roles: ['ORG_READ_ONLY'] }),
    ['cuts-off-us', 'disables-credentials'],
  ],
  ['a service account with another name', update('service-account', {}, { name: 'shop' }), []],
  ['a service account with a role more', update('service-account', {}, { roles: ['ORG_MEMBER', 'ORG_READ_ONLY'] }), []],
  [
    'a valid secret removed',
    kind('service-account-secret').delete(example('service-account-secret')),
    ['cuts-off-us', 'disables-credentials', 'irreversible'],
  ],
  [
    'a secret removed that has ended',
    kind('service-account-secret').delete(
      example('service-account-secret', { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2026-02-01T00:00:00Z' }),
    ),
    ['irreversible'],
  ],
  [
    'a second secret, which cuts the life of the first',
    kind('service-account-secret').create(example('service-account-secret', { id: 'new' })),
    ['disables-credentials', 'irreversible'],
  ],
  [
    'roles taken from a service account in a project',
    update('service-account-assignment', {}, { roles: ['GROUP_READ_ONLY'] }),
    ['cuts-off-us', 'disables-credentials'],
  ],
  [
    'a service account taken out of a project',
    kind('service-account-assignment').delete(example('service-account-assignment')),
    ['cuts-off-us', 'disables-credentials'],
  ],
  [
    'a first entry of a service account',
    kind('service-account-access-list-entry').create(example('service-account-access-list-entry')),
    ['cuts-off-us'],
  ],
];

/** What must be said in so many words: each is about the last one who owns something. */
const LAST_OWNERS: readonly (readonly [
  what: string,
  change: Change,
  says: RegExp | undefined,
  beside?: readonly { readonly kind: Kind; readonly model: unknown }[],
])[] = [
  ['the last owner removed', kind('organization-user').delete(owner), /last owner/],
  [
    'the last owner demoted, with another one invited only',
    kind('organization-user').update(owner, { orgRoles: ['ORG_MEMBER'] }),
    /last owner/,
    [{ kind: 'organization-user', model: { ...invited, orgRoles: ['ORG_OWNER'] } }],
  ],
  [
    'one of two owners removed',
    kind('organization-user').delete(owner),
    undefined,
    [{ kind: 'organization-user', model: otherOwner }],
  ],
  ['the last owner of a project removed', kind('project-user').delete(projectOwner), /only owners of the organization/],
  [
    'one of two owners of a project removed',
    kind('project-user').delete(projectOwner),
    undefined,
    [{ kind: 'project-user', model: otherProjectOwner }],
  ],
  [
    'an owner of a project removed, which a team owns too',
    kind('project-user').delete({ ...projectOwner, id: otherOwner.id }),
    undefined,
    [
      { kind: 'team-assignment', model: owningTeam },
      { kind: 'organization-user', model: inTeam },
    ],
  ],
  [
    'the last owner of a project removed from the organization',
    kind('organization-user').delete({ ...owner, orgRoles: ['ORG_MEMBER'] }),
    /only owners of the organization/,
    [
      { kind: 'project', model: example('project') },
      { kind: 'project-user', model: projectOwner },
    ],
  ],
  [
    'the only team that owns a project demoted',
    kind('team-assignment').update(owningTeam, { roles: ['GROUP_READ_ONLY'] }),
    /only owners of the organization/,
    [{ kind: 'organization-user', model: inTeam }],
  ],
];

describe('hazards', () => {
  it('every analyzer stands in a file of its own, and none is left out', () => {
    const files = readdirSync('src/hazards').filter((file) => file.endsWith('.ts') && !file.includes('generated'));
    expect(analyzers.length).toBeGreaterThanOrEqual(10);
    expect(files.length - 1).toBe(analyzers.length);
  });

  it.each(CASES.map((entry) => [entry[0], entry] as const))('%s', (_, [, change, hazards, beside]) => {
    const found = hazardsOf(change, beside ?? []);
    expect([...new Set(found.map(({ name }) => name))].sort()).toEqual(hazards);
    for (const { because } of found) expect(because).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each(LAST_OWNERS.map((entry) => [entry[0], entry] as const))('%s', (_, [, change, says, beside]) => {
    const sentences = hazardsOf(change, beside ?? [])
      .map(({ because }) => because)
      .filter((because) => /last owner|only owners of the organization/.test(because));
    expect(sentences.length).toBe(says === undefined ? 0 : 1);
    if (says !== undefined) expect(sentences[0]).toMatch(says);
  });

  it('a team whose members were not read is not taken for empty', () => {
    const change = kind('team-assignment').delete(owningTeam);
    const index = indexSnapshot({ ...worldOf(change), reads: [] });
    const found = analyzers.flatMap((analyze) =>
      analyze(change, { before: index, after: index, profile: ASSUMED_PROFILE }),
    );
    expect(found.map(({ because }) => because).join(' ')).toContain('Whoever is in team');
  });

  it('no example change of any kind makes an analyzer stumble', () => {
    let seen = 0;
    for (const resource of resources) {
      const changes: Change[] = [
        ...resource.examples.flatMap((model) => [resource.create(model), resource.delete(model)]),
        ...(resource.exampleUpdates ?? []).map(({ before, after }) => resource.update(before, after)),
      ];
      for (const change of changes) {
        hazardsOf(change);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(80);
  });

  it('a harmless update of a resource does not wait for consent to a hazardous one', () => {
    const settings = example('organization-settings', {
      apiAccessListRequired: false,
      multiFactorAuthRequired: false,
      securityContact: null,
    });
    const resource = kind('organization-settings');
    const proposals = [
      resource.update(settings, { apiAccessListRequired: true }),
      resource.update(settings, { multiFactorAuthRequired: true }),
      resource.update(settings, { securityContact: 'security@example.com' }),
    ].map((change) => ({ change, closes: [], wave: 0 }));
    const { steps, conflicts } = orderPlan(
      proposals,
      registry,
      (change) => hazardsOf(change),
      (change) => change.address,
    );
    expect(conflicts).toEqual([]);
    expect(steps.map(({ hazards }) => hazards.map(({ name }) => name))).toEqual([[], ['cuts-off-us']]);
    let world = worldOf(proposals[0]?.change as Change);
    for (const { change } of [...steps].reverse()) {
      // In either order, each step changes its own fields only.
      const map = new Map(world.resources.map((entry) => [entry.address, entry]));
      world = withResources(world, applyChange(map, change).values());
    }
    expect(world.resources.find(({ kind: name }) => name === 'organization-settings')?.model).toMatchObject({
      apiAccessListRequired: true,
      multiFactorAuthRequired: true,
      securityContact: 'security@example.com',
    });
  });
});
