/** The control plane against the contract. That it agrees with the emulator is test/laws/access-agreement.test.ts. */
import { describe, expect, it } from 'vitest';
import { snapshotOf, TAKEN_AT } from '../../test/laws/snapshot-of.ts';
import { describeShared, sharedJson } from '../../test/shared.ts';
import type { ModelOf } from '../core/resource.ts';
import { startup } from '../emulator/samples/startup.ts';
import { createAccess, dataWaysOf, knownOperations, rolesNeeded } from './index.ts';

/** The API's names of roles for those that the contract has in words. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  'Organization Member': 'ORG_MEMBER',
  'Organization Owner': 'ORG_OWNER',
  'Organization Read Only': 'ORG_READ_ONLY',
  'Organization Stream Processing Admin': 'ORG_STREAM_PROCESSING_ADMIN',
  'Project Data Access Read Write': 'GROUP_DATA_ACCESS_READ_WRITE',
};
const nameOf = (words: string) =>
  ROLE_NAMES[words] ??
  words
    .replace(/^Project /, 'GROUP_')
    .replaceAll(' ', '_')
    .toUpperCase();

describeShared('roles of operations', ['data/atlas-admin-api.security.json'], () => {
  it('are those of the contract', () => {
    const { paths } = sharedJson('data/atlas-admin-api.security.json') as {
      paths: Record<string, Record<string, { operationId?: string; 'x-rolesRequirements'?: string[] }>>;
    };
    const operations = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .filter(({ operationId }) => operationId !== undefined);
    let compared = 0;
    for (const operation of operations) {
      const roles = operation['x-rolesRequirements'];
      if (roles === undefined || roles.length === 0) continue;
      expect([...(rolesNeeded(operation.operationId as string) ?? [])].sort(), operation.operationId).toEqual(
        roles.map(nameOf).sort(),
      );
      compared += 1;
    }
    expect(compared).toBeGreaterThan(330);
    const theirs = new Set(operations.map(({ operationId }) => operationId));
    expect(knownOperations.filter((id) => !theirs.has(id))).toEqual([]);
  });
});

const ORG = '5f6a00000000000000000001';
const PROJECT = '656000000000000000000001';

/** The start-up sample with one API key of these roles. */
function planeWith(roles: ModelOf<'api-key'>['roles'], entries: readonly string[] = [], required = false) {
  const kept = startup.models.filter(({ kind }) => !['api-key', 'organization-settings'].includes(kind));
  const settings = startup.models.find(({ kind }) => kind === 'organization-settings')?.model as object;
  const id = '656000000000000000000777';
  const access = createAccess(
    snapshotOf([
      ...kept,
      { kind: 'organization-settings', model: { ...settings, apiAccessListRequired: required } },
      { kind: 'api-key', model: { orgId: ORG, id, publicKey: 'abcdefgh', description: 'ci', roles } },
      ...entries.map((entry) => ({
        kind: 'api-key-access-list-entry',
        model: { orgId: ORG, apiKeyId: id, entry, created: null, count: 0, lastUsed: null, lastUsedAddress: null },
      })),
    ]),
  );
  return { access, plane: access.controlPlane() };
}

describe('decisions of the control plane', () => {
  const ask = (operationId: string, from?: string) => ({
    actor: 'abcdefgh',
    operationId,
    projectId: PROJECT,
    ...(from === undefined ? {} : { from }),
    at: TAKEN_AT,
  });

  it('takes a role of the project, and what it brings along', () => {
    const { plane } = planeWith([{ role: 'GROUP_DATABASE_ACCESS_ADMIN', projectId: PROJECT }]);
    expect(plane.decide(ask('createGroupDatabaseUser')).verdict).toBe('yes');
    expect(plane.decide(ask('getGroup')).verdict).toBe('yes');
    expect(plane.decide(ask('createGroupAccessListEntry')).verdict).toBe('no');
    expect(plane.decide({ ...ask('createGroupDatabaseUser'), projectId: '656000000000000000000002' }).verdict).toBe(
      'no',
    );
    expect(plane.decide(ask('updateGroupNothing')).verdict).toBe('unknown');
    expect(plane.decide({ ...ask('getGroup'), actor: 'nobody' }).verdict).toBe('no');
  });

  it('lets an owner of the organization into every project', () => {
    const { plane } = planeWith([{ role: 'ORG_OWNER', orgId: ORG }]);
    expect(plane.decide(ask('deleteGroup')).verdict).toBe('yes');
    const { projectId: _, ...everywhere } = ask('deleteGroup');
    expect(plane.decide(everywhere).verdict).toBe('yes');
  });

  it('holds callers to their API access list', () => {
    const owner = [{ role: 'ORG_OWNER', orgId: ORG }];
    expect(planeWith(owner).plane.decide(ask('getGroup', '192.0.2.1')).verdict).toBe('yes');
    expect(planeWith(owner, [], true).plane.decide(ask('getGroup', '192.0.2.1')).verdict).toBe('no');
    expect(planeWith(owner, [], true).plane.decide(ask('getGroup')).verdict).toBe('no');
    const listed = planeWith(owner, ['198.51.100.0/24'], true).plane;
    expect(listed.decide(ask('getGroup', '198.51.100.9')).verdict).toBe('yes');
    expect(listed.decide(ask('getGroup', '192.0.2.1')).verdict).toBe('no');
  });

  it('counts only what each role can do with data', () => {
    const ways = (role: string, command: string) => {
      const { access, plane } = planeWith([{ role, projectId: PROJECT }]);
      const actor = plane.actor('abcdefgh');
      const project = access.project(PROJECT);
      if (actor === undefined || project === undefined) throw new Error('the sample has both');
      return dataWaysOf(access, plane, actor, project, command, TAKEN_AT).map(
        ({ name, verdict }) => `${name} ${verdict}`,
      );
    };
    // A key cannot use the console's Data Explorer.
    expect(ways('GROUP_DATA_ACCESS_ADMIN', 'find')).toEqual([]);
    expect(ways('GROUP_BACKUP_MANAGER', 'find')).toEqual(['snapshot allow']);
    expect(ways('GROUP_BACKUP_MANAGER', 'update')).toEqual([]);
    expect(ways('GROUP_DATABASE_ACCESS_ADMIN', 'update')).toEqual(['database-user allow']);
    expect(ways('GROUP_ACCESS_MANAGER', 'update')).toEqual(['grant-role unknown']);
    expect(ways('GROUP_READ_ONLY', 'find')).toEqual([]);
    expect(ways('GROUP_OWNER', 'find')).toEqual(['database-user allow', 'snapshot allow']);
  });

  it('does not choose between two of one name', () => {
    const team = (id: string) => ({ kind: 'team', model: { orgId: ORG, id, name: 'ops' } });
    const plane = createAccess(
      snapshotOf([...startup.models, team('6600000000000000000000d1'), team('6600000000000000000000d2')]),
    ).controlPlane();
    expect(plane.decide({ ...ask('getGroup'), actor: 'ops' }).verdict).toBe('unknown');
  });

  it('follows the owner of a project through a service account into another', () => {
    const clientId = 'mdb_sa_id_650000000000000000000001';
    const OTHER = '656000000000000000000002';
    const assigned = (projectId: string, roles: readonly string[]) => ({
      kind: 'service-account-assignment',
      model: { projectId, clientId, name: 'deploy', roles },
    });
    const owner = {
      kind: 'organization-user',
      model: {
        ...(startup.models.find(({ kind }) => kind === 'organization-user')?.model as object),
        id: '683d00000000000000000abc',
        username: 'dev@example.com',
        orgRoles: ['ORG_MEMBER'],
        projectRoles: [{ projectId: OTHER, roles: ['GROUP_OWNER'] }],
      },
    };
    const account = {
      kind: 'service-account',
      model: {
        orgId: ORG,
        clientId,
        name: 'deploy',
        description: '',
        createdAt: '2026-01-01T00:00:00Z',
        roles: ['ORG_MEMBER'],
        secrets: [],
      },
    };
    const access = createAccess(
      snapshotOf([
        ...startup.models,
        owner,
        account,
        assigned(PROJECT, ['GROUP_DATABASE_ACCESS_ADMIN']),
        assigned(OTHER, ['GROUP_READ_ONLY']),
      ]),
    );
    const plane = access.controlPlane();
    const actor = plane.actor('dev@example.com');
    const project = access.project(PROJECT);
    if (actor === undefined || project === undefined) throw new Error('both are there');
    expect(plane.decide({ ...ask('createGroupDatabaseUser'), actor: clientId }).layers[2]?.verdict).toBe('allow');
    const ways = dataWaysOf(access, plane, actor, project, 'find', TAKEN_AT);
    expect(ways.map(({ name, through }) => [name, through?.id])).toEqual([['service-account', clientId]]);
    expect(plane.actorsIn(PROJECT)).toContain(actor);
  });
});
