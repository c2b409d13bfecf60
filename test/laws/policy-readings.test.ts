/** Law: what a control reads out of a policy's text is what Cedar decides, and what `policy synthesize` writes is read as it is meant. */
import { describe, expect, it } from 'vitest';
import {
  demandsAuditing,
  demandsMaintenanceWindow,
  demandsOwnKey,
  evasionsLeft,
  exemptionsOf,
  forbiddenTlsFloors,
  forbidsOpenAccessList,
  keepsTlsFloor,
  limitsProviders,
  limitsRegions,
  type PolicyTlsVersion,
  type Reading,
} from '../../src/controls/resource-policy-text.ts';
import { ASSUMED_PROFILE } from '../../src/core/profile.ts';
import { openCedar } from '../../src/io/cedar/open-cedar.ts';
import { isPreview } from '../../src/policies/cedar-schema.ts';
import { fullRequest, type ShortRequest } from '../../src/policies/guardrail.ts';
import { guardrails } from '../../src/policies/guardrails.generated.ts';
import { describeShared, sharedJson } from '../shared.ts';

const cedar = openCedar();
const OTHER = '650000000000000000000009';
const EXEMPT = '650000000000000000000002';
const VERSIONS: readonly PolicyTlsVersion[] = ['tls1_0', 'tls1_1', 'tls1_2', 'tls1_3'];

const clusters = (rest: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) ${rest};`;
const list = (rest: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"project.ipAccessList.modify", resource) ${rest};`;
const tls = (version: string) => `ResourcePolicy::TLSVersion::"${version}"`;
const project = (id: string) => `ResourcePolicy::Project::"${id}"`;
const MIN = 'context.cluster.minTLSVersion';
const KEY = 'context.cluster.encryptionAtRest.customerManagedKey.enabled';
const AUDIT = 'context.project.databaseAuditing.enabled';

/** Shapes that people write, and near misses. */
const WRITTEN: readonly string[] = [
  clusters(`when { ${MIN} == ${tls('tls1_0')} || ${MIN} == ${tls('tls1_1')} }`),
  clusters(`when { (${MIN} == ${tls('tls1_0')}) || (${MIN} == ${tls('tls1_1')}) }`),
  clusters(`when { ${MIN} == ${tls('tls1_0')} }`),
  clusters(`when { ${MIN} == ${tls('tls1_0')} && ${MIN} == ${tls('tls1_1')} }`),
  clusters(`when { [${tls('tls1_0')}, ${tls('tls1_1')}].contains(${MIN}) }`),
  clusters(`when { ${MIN} != ${tls('tls1_2')} }`),
  clusters(`unless { ${MIN} == ${tls('tls1_2')} }`),
  clusters(`unless { ${tls('tls1_3')} == ${MIN} || resource in ${project(EXEMPT)} }`),
  clusters(`unless { [${tls('tls1_2')}, ${tls('tls1_3')}].contains(${MIN}) }`),
  clusters(`unless { resource in ${project(EXEMPT)} && ${MIN} == ${tls('tls1_2')} }`),
  clusters(`when { resource in ${project(EXEMPT)} && ${MIN} == ${tls('tls1_0')} }`),
  clusters(`when { !(resource in ${project(EXEMPT)}) && (${MIN} == ${tls('tls1_0')} || ${MIN} == ${tls('tls1_1')}) }`),
  clusters(`when { !(resource in ${project(EXEMPT)}) || ${MIN} == ${tls('tls1_0')} }`),
  clusters(`unless { ${KEY} }`),
  clusters(`unless { ${KEY} == true || resource in ${project(EXEMPT)} }`),
  clusters(`unless { ${KEY} || ${AUDIT} }`),
  clusters(`unless { ${KEY} && ${AUDIT} }`),
  clusters(`when { !${KEY} }`),
  clusters(`when { ${KEY} == false && !(resource in ${project(EXEMPT)}) }`),
  clusters(`when { ${KEY} }`),
  clusters(`when { !${KEY} && context.cluster.maxShardCount > 3 }`),
  clusters(`when { ${AUDIT} == false }`),
  clusters(`when { context.cluster.cloudProviders.contains(ResourcePolicy::CloudProvider::"gcp") }`),
  clusters(
    'when { context.cluster.cloudProviders.containsAny([ResourcePolicy::CloudProvider::"gcp", ResourcePolicy::CloudProvider::"azure"]) }',
  ),
  clusters('unless { [ResourcePolicy::CloudProvider::"aws"].containsAll(context.cluster.cloudProviders) }'),
  clusters(
    `unless { [ResourcePolicy::Region::"aws:eu-west-1"].containsAll(context.cluster.regions) || context.cluster.project == ${project(EXEMPT)} }`,
  ),
  clusters('unless { context.cluster.cloudProviders.containsAll([ResourcePolicy::CloudProvider::"aws"]) }'),
  list('when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) }'),
  list(
    'when { context.project.ipAccessList.contains(ip("::/0")) || context.project.ipAccessList.contains(ip("0.0.0.0/0")) }',
  ),
  list('when { context.project.ipAccessList.containsAll([ip("0.0.0.0/0"), ip("::/0")]) }'),
  list('when { context.project.ipAccessList.containsAny([ip("0.0.0.0/1"), ip("0.0.0.0/0")]) }'),
  list('unless { [ip("203.0.113.7/32")].containsAll(context.project.ipAccessList) }'),
  list('unless { context.project.ipAccessList.isEmpty() }'),
  list(''),
  'forbid (principal, action == ResourcePolicy::Action::"project.maintenanceWindow.modify", resource) unless { context.project.hasDefinedMaintenanceWindow };',
  'forbid (principal, action == ResourcePolicy::Action::"project.maintenanceWindow.modify", resource) when { context.project.hasDefinedMaintenanceWindow == false };',
];

/** What each reading promises to refuse, in a project that no policy here names. */
const PROMISES: readonly (readonly [string, (body: string) => Reading, readonly ShortRequest[]])[] = [
  [
    'an open list',
    forbidsOpenAccessList,
    [
      { action: 'project.ipAccessList.modify', ipAccessList: ['0.0.0.0/0'] },
      { action: 'project.ipAccessList.modify', ipAccessList: ['203.0.113.9/32', '0.0.0.0/0'] },
    ],
  ],
  ['other regions', limitsRegions, [{ projectId: OTHER, regions: ['aws:ap-south-1'], cloudProviders: ['aws'] }]],
  ['no own key', demandsOwnKey, [{ projectId: OTHER, customerManagedKey: false }]],
  ['no auditing', demandsAuditing, [{ projectId: OTHER, databaseAuditing: false }]],
  [
    'no window',
    demandsMaintenanceWindow,
    [{ action: 'project.maintenanceWindow.modify', hasDefinedMaintenanceWindow: false, projectId: OTHER }],
  ],
  [
    'old TLS',
    (body) => keepsTlsFloor([body]),
    [
      { projectId: OTHER, minTLSVersion: 'tls1_0' },
      { projectId: OTHER, minTLSVersion: 'tls1_1' },
    ],
  ],
  [
    'other clouds',
    (body) => limitsProviders([body], ['AWS']),
    [
      { projectId: OTHER, cloudProviders: ['gcp'], regions: ['gcp:us-east1'] },
      { projectId: OTHER, cloudProviders: ['aws', 'azure'], regions: ['aws:eu-west-1', 'azure:westeurope'] },
    ],
  ],
];

/** Every promise that the readings of a body make, held against the engine; the number of promises made. */
function holdsPromises(body: string): number {
  const decide = cedar.prepare([{ id: 'policy', text: body }]);
  const refuses = (request: ShortRequest) => decide(fullRequest(request)).refusedBy.length > 0;
  let made = 0;
  for (const [name, read, requests] of PROMISES) {
    if (read(body) !== 'yes') continue;
    for (const request of requests) expect(refuses(request), `${name}: ${body}`).toBe(true);
    made += 1;
  }
  for (const version of forbiddenTlsFloors(body) ?? []) {
    expect(refuses({ projectId: OTHER, minTLSVersion: version }), `${version}: ${body}`).toBe(true);
    made += 1;
  }
  for (const id of body.includes('"cluster.modify"') ? exemptionsOf(body).projects : []) {
    // What a policy refuses of everybody it lets pass where it is exempted.
    const strict: ShortRequest = {
      minTLSVersion: 'tls1_0',
      customerManagedKey: false,
      databaseAuditing: false,
      cloudProviders: ['gcp'],
      regions: ['gcp:us-east1'],
    };
    expect(refuses({ ...strict, projectId: OTHER }), `elsewhere: ${body}`).toBe(true);
    expect(refuses({ ...strict, projectId: id }), `exempt: ${body}`).toBe(false);
    made += 1;
  }
  return made;
}

describe('readings of resource policies', () => {
  it.each(WRITTEN)('keep what they promise: %s', (body) => {
    expect('problems' in cedar.split(body), body).toBe(false);
    holdsPromises(body);
  });

  it('recognize most of what is written', () => {
    expect(WRITTEN.filter((body) => holdsPromises(body) > 0).length).toBeGreaterThan(20);
  });

  it('see which ways around a list policy are left', () => {
    for (const body of WRITTEN.filter((text) => forbidsOpenAccessList(text) === 'yes')) {
      const decide = cedar.prepare([{ id: 'policy', text: body }]);
      const ways = [['0.0.0.0/1', '128.0.0.0/1'], ['::/0'], ['::/1', '8000::/1']];
      const open = ways.filter(
        (ipAccessList) =>
          decide(fullRequest({ action: 'project.ipAccessList.modify', ipAccessList })).refusedBy.length === 0,
      );
      expect(evasionsLeft([body]), body).toEqual(open);
    }
  });

  it('tell which floors of TLS are forbidden', () => {
    for (const body of WRITTEN) {
      const forbidden = forbiddenTlsFloors(body);
      if (forbidden === undefined) continue;
      const decide = cedar.prepare([{ id: 'policy', text: body }]);
      const refused = VERSIONS.filter(
        (minTLSVersion) => decide(fullRequest({ projectId: OTHER, minTLSVersion })).refusedBy.length > 0,
      );
      // A further alternative may refuse more; what is promised is refused in any case.
      expect(refused, body).toEqual(expect.arrayContaining([...forbidden]));
      if (!body.includes('||') || !body.includes('resource in')) expect([...forbidden].sort(), body).toEqual(refused);
    }
  });

  it('recognize every guardrail that fivefold writes', () => {
    const input = {
      profile: {
        ...ASSUMED_PROFILE,
        compliance: ['hipaa'],
        cloudProviders: ['AWS'],
        dataResidency: ['EU_WEST_1'],
      } as const,
      exempt: [EXEMPT],
    };
    const text = (id: string) => guardrails.find((guardrail) => guardrail.id === id)?.text(input) ?? '';
    expect(forbidsOpenAccessList(text('no-open-ip-access-list'))).toBe('yes');
    expect(evasionsLeft([text('no-open-ip-access-list')])).toEqual([]);
    expect(forbidsOpenAccessList(text('private-networking-only'))).toBe('yes');
    expect(limitsRegions(text('allowed-regions'))).toBe('yes');
    expect(limitsProviders([text('allowed-cloud-providers')], ['AWS'])).toBe('yes');
    expect(limitsProviders([text('allowed-regions')], ['AWS'])).toBe('yes');
    expect(keepsTlsFloor([text('tls-1-2-or-later')])).toBe('yes');
    for (const [id, read] of [
      ['customer-managed-keys', demandsOwnKey],
      ['database-auditing', demandsAuditing],
      ['maintenance-window', demandsMaintenanceWindow],
    ] as const) {
      expect(read(text(id)), id).toBe('yes');
      expect(exemptionsOf(text(id)).projects, id).toEqual([EXEMPT]);
    }
  });

  it('ask for what is missing, and do not guess', () => {
    for (const body of WRITTEN) {
      if (!body.includes('minTLSVersion')) expect(keepsTlsFloor([body]), body).toBe('no');
      if (!body.includes('databaseAuditing')) expect(demandsAuditing(body), body).toBe('no');
    }
    expect(keepsTlsFloor([])).toBe('no');
    expect(keepsTlsFloor([clusters(`when { ${MIN} == ${tls('tls1_0')} }`)])).toBe('no');
    expect(
      keepsTlsFloor([clusters(`when { ${MIN} == ${tls('tls1_0')} }`), clusters(`when { ${MIN} == ${tls('tls1_1')} }`)]),
      'two policies together',
    ).toBe('yes');
    expect(limitsProviders([WRITTEN[22] as string], ['AWS'])).toBe('no');
    expect(limitsProviders([WRITTEN[22] as string], ['AWS', 'AZURE'])).toBe('yes');
    expect(exemptionsOf(clusters(`unless { resource == ResourcePolicy::Cluster::"${OTHER}" || ${KEY} }`))).toEqual({
      projects: [],
      clusters: [OTHER],
    });
  });
});

describeShared("readings of everybody's examples", ['data/cedar/examples.json'], () => {
  interface Example {
    readonly body: string;
    readonly expect: string;
  }
  const bodies = (sharedJson('data/cedar/examples.json') as readonly Example[])
    .filter((example) => example.expect === 'valid' && !isPreview(example.body))
    .map(({ body }) => body);

  it('keep what they promise', () => {
    expect(bodies.length).toBeGreaterThan(40);
    const promising = bodies.filter((body) => holdsPromises(body) > 0);
    expect(promising.length).toBeGreaterThan(8);
  });
});
