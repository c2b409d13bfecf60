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
    reads: [],
  };
}

function hazardsOf(change: Change, beside: readonly { readonly kind: Kind; readonly model: unknown }[] = []) {
  const before = indexSnapshot(worldOf(change, beside));
  return analyzers.flatMap((analyze) => analyze(change, { before, after: before, profile: ASSUMED_PROFILE }));
}

function update<K extends Kind>(name: K, before: Partial<ModelOf<K>>, after: Partial<ModelOf<K>>): Change {
  return kind(name).update(example(name, before), after);
}

const dedicated = example('cluster');
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
