import { describe, expect, it } from 'vitest';
import { addressOf } from '../core/address.ts';
import type { ApiResponse } from '../core/call.ts';
import { Failure } from '../core/failure.ts';
import type { Instant } from '../core/instant.ts';
import type { AnyResource } from '../core/resource.ts';
import type { Snapshot } from '../core/snapshot.ts';
import organization from '../resources/organization/index.ts';
import project from '../resources/project/index.ts';
import ipAccessList from '../resources/project-ip-access-list/index.ts';
import { type CollectOptions, collect } from './collect.ts';

const ORG = '5f0000000000000000000001';
const SHOP = '5f0000000000000000000010';
const BANK = '5f0000000000000000000011';
const ROOT = '/api/atlas/v2';
const shopList = `${ROOT}/groups/${SHOP}/accessList`;
const bankList = `${ROOT}/groups/${BANK}/accessList`;

const ok = (body: unknown): ApiResponse => ({ status: 200, headers: {}, body });
const page = (...results: unknown[]) => ok({ results, totalCount: results.length });
const refused = (status: number, errorCode?: string): ApiResponse => ({
  status,
  headers: {},
  body: errorCode === undefined ? undefined : { error: status, errorCode },
});
const wireProject = (id: string, name: string) => ({
  id,
  name,
  orgId: ORG,
  clusterCount: 0,
  created: '2024-01-01T00:00:00Z',
});

const healthy: Readonly<Record<string, ApiResponse | Failure>> = {
  [`${ROOT}/orgs/${ORG}`]: ok({ id: ORG, name: 'Acme' }),
  [`${ROOT}/orgs/${ORG}/groups`]: page(wireProject(SHOP, 'shop'), wireProject(BANK, 'bank')),
  [shopList]: page({ cidrBlock: '192.0.2.0/24', comment: 'office', groupId: SHOP }),
  [bankList]: page(),
};

/** Collects from an API that answers by path; `changed` replaces answers. */
async function collected(
  changed: Readonly<Record<string, ApiResponse | Failure>> = {},
  options: Partial<CollectOptions> = {},
): Promise<{ snapshot: Snapshot; asked: readonly string[] }> {
  const answers = { ...healthy, ...changed };
  const asked: string[] = [];
  const snapshot = await collect({
    api: {
      async send(call) {
        asked.push(call.path);
        const answer = answers[call.path] ?? refused(404, 'RESOURCE_NOT_FOUND');
        if (answer instanceof Failure) throw answer;
        return answer;
      },
    },
    orgId: ORG,
    resources: [ipAccessList, project, organization],
    baseUrl: 'https://cloud.mongodb.com',
    now: '2026-11-24T00:00:00Z' as Instant,
    ...options,
  });
  return { snapshot, asked };
}

const problemsOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => (error as Failure).problems,
  );

const notReadOf = (snapshot: Snapshot, projectId: string) =>
  snapshot.reads.find(({ kind, parent }) => kind === ipAccessList.kind && parent === addressOf('project', projectId))
    ?.notRead;

describe('collect', () => {
  it('reads each level under the one above, and has an outcome for every kind and parent', async () => {
    const { snapshot } = await collected();
    expect(snapshot.source).toEqual({
      type: 'api',
      baseUrl: 'https://cloud.mongodb.com',
      organization: { id: ORG, name: 'Acme' },
    });
    expect(snapshot.resources.map(({ address }) => address)).toEqual(
      [
        addressOf('organization', ORG),
        addressOf('project', SHOP),
        addressOf('project', BANK),
        addressOf('project-ip-access-list', SHOP, '192.0.2.0/24'),
      ].sort(),
    );
    expect(snapshot.reads).toEqual([
      { kind: 'organization', parent: null },
      { kind: 'project', parent: addressOf('organization', ORG) },
      { kind: 'project-ip-access-list', parent: addressOf('project', SHOP) },
      { kind: 'project-ip-access-list', parent: addressOf('project', BANK) },
    ]);
  });

  it('sends a call once, however many kinds need its answer', async () => {
    const twin: AnyResource = { ...ipAccessList, kind: 'twin' } as AnyResource;
    const { snapshot, asked } = await collected({}, { resources: [organization, project, ipAccessList, twin] });
    expect(asked.filter((path) => path === shopList)).toHaveLength(1);
    expect(snapshot.reads.filter(({ kind }) => kind === 'twin')).toHaveLength(2);
  });

  it('keeps a resource once that Atlas lists twice', async () => {
    const entry = { cidrBlock: '192.0.2.0/24', groupId: SHOP };
    const { snapshot } = await collected({ [shopList]: page(entry, entry) });
    expect(snapshot.resources.filter(({ kind }) => kind === ipAccessList.kind)).toHaveLength(1);
  });

  it('reads only the kinds asked for and what they are read from', async () => {
    const { asked } = await collected({}, { kinds: ['project'] });
    expect(asked).toEqual([`${ROOT}/orgs/${ORG}`, `${ROOT}/orgs/${ORG}/groups`]);
  });

  it.each([
    [401, 'USER_UNAUTHORIZED', 'forbidden'],
    [403, 'ACCESS_FORBIDDEN', 'forbidden'],
    [404, 'GROUP_NOT_FOUND', 'forbidden'],
    [404, undefined, 'failed'],
    [500, 'UNEXPECTED_ERROR', 'failed'],
  ] as const)('does not take %s %s for an empty list, but for %s', async (status, errorCode, cause) => {
    const { snapshot } = await collected({ [shopList]: refused(status, errorCode) });
    const notRead = notReadOf(snapshot, SHOP);
    expect(notRead).toMatchObject({ cause, operationId: 'listGroupAccessListEntries', answer: { status } });
    expect(notRead?.answer?.errorCode).toBe(errorCode);
    expect(notRead?.neededRole).toBe(cause === 'forbidden' ? 'GROUP_READ_ONLY' : undefined);
    expect(notReadOf(snapshot, BANK)).toBeUndefined();
  });

  it('believes an answer that the kind knows to mean "none"', async () => {
    const resource = {
      ...ipAccessList,
      read: { ...ipAccessList.read, absent: (status: number, code?: string) => status === 404 && code === 'NONE_HERE' },
    } as AnyResource;
    const { snapshot } = await collected(
      { [shopList]: refused(404, 'NONE_HERE') },
      { resources: [organization, project, resource] },
    );
    expect(snapshot.reads).toContainEqual({ kind: ipAccessList.kind, parent: addressOf('project', SHOP) });
  });

  it('names the field of an answer in an unexpected shape, and not its value', async () => {
    const { snapshot } = await collected({ [shopList]: page({ cidrBlock: 987654, groupId: SHOP }) });
    const notRead = notReadOf(snapshot, SHOP);
    expect(notRead?.cause).toBe('failed');
    expect(notRead?.because).toContain('cidrBlock');
    expect(notRead?.because).not.toContain('987654');
  });

  it('goes on where one call could not be answered, and stops where the credentials are refused', async () => {
    const failure = (code: string) => new Failure({ code, what: 'No answer.', why: 'Cut.', fix: 'Retry.' });
    const { snapshot } = await collected({ [shopList]: failure('atlas-unreachable') });
    expect(notReadOf(snapshot, SHOP)?.cause).toBe('failed');
    const problems = await problemsOf(collected({ [shopList]: failure('credentials-refused') }));
    expect(problems[0]?.code).toBe('credentials-refused');
  });

  it('takes projects by name or id, and names those that there are for one that there is not', async () => {
    const { snapshot, asked } = await collected({}, { projects: ['bank'] });
    expect(asked).not.toContain(shopList);
    expect(snapshot.resources.filter(({ kind }) => kind === 'project')).toHaveLength(1);
    expect((await collected({}, { projects: [SHOP] })).asked).not.toContain(bankList);
    const [problem] = await problemsOf(collected({}, { projects: ['bnk'] }));
    expect(problem?.code).toBe('project-unknown');
    expect(problem?.why).toMatch(/shop.*bank/);
  });

  it('passes over a field that is merely new, and says so once', async () => {
    const warnings: string[] = [];
    const logger = { debug: () => {}, info: () => {}, warn: (line: string) => void warnings.push(line) };
    const entry = (cidrBlock: string) => ({ cidrBlock, groupId: SHOP, newInAtlas: 'x', links: [] });
    const { snapshot } = await collected(
      { [shopList]: page(entry('192.0.2.0/24'), entry('198.51.100.0/24')) },
      { logger },
    );
    expect(notReadOf(snapshot, SHOP)).toBeUndefined();
    expect(snapshot.resources.filter(({ kind }) => kind === ipAccessList.kind)).toHaveLength(2);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('listGroupAccessListEntries with the field newInAtlas');
  });

  it('does not pass over a field that has become another, and says which item it was', async () => {
    const fits = { cidrBlock: '192.0.2.0/24', groupId: SHOP };
    const { snapshot } = await collected({ [shopList]: page(fits, { ...fits, comment: 7, newInAtlas: 'x' }) });
    expect(notReadOf(snapshot, SHOP)?.because).toContain('1.comment');
    expect(snapshot.resources.filter(({ kind }) => kind === ipAccessList.kind)).toHaveLength(0);
  });

  it('tells what a plan or tier does not have from what a role may not read', async () => {
    const { snapshot } = await collected({ [shopList]: refused(403, 'FEATURE_UNSUPPORTED') });
    expect(notReadOf(snapshot, SHOP)).toMatchObject({ cause: 'unsupported' });
  });

  it('names the organizations that there are, and an address that is not allowed', async () => {
    const gone = { [`${ROOT}/orgs/${ORG}`]: refused(404, 'ORG_NOT_FOUND') };
    const [unknown] = await problemsOf(collected({ ...gone, [`${ROOT}/orgs`]: page({ id: 'o2', name: 'Other' }) }));
    expect(unknown?.why).toContain('Other (o2)');
    const [blocked] = await problemsOf(
      collected({ [`${ROOT}/orgs/${ORG}`]: refused(403, 'IP_ADDRESS_NOT_ON_ACCESS_LIST') }),
    );
    expect(blocked?.code).toBe('address-not-allowed');
  });

  it('refuses an organization that cannot be read, with the evidence', async () => {
    const [problem] = await problemsOf(collected({ [`${ROOT}/orgs/${ORG}`]: refused(404, 'ORG_NOT_FOUND') }));
    expect(problem?.what).toContain(ORG);
    expect(problem?.why).toContain('ORG_NOT_FOUND');
  });
});
