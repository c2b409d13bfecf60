import { expect, test } from 'vitest';
import { type World, worldOf } from '../../../test/laws/world.ts';
import type { Change } from '../../core/change.ts';
import { Failure } from '../../core/failure.ts';
import { printHcl } from '../../core/hcl.ts';
import { orderPlan, type Step } from '../../core/plan.ts';
import { type ApplyPorts, applyPlan } from '../../workflows/apply-plan.ts';
import type { NewSecret } from '../../workflows/carry-out.ts';
import { collect } from '../../workflows/collect.ts';
import { readOnly } from '../../workflows/ports.ts';
import { renderTerraform } from '../../workflows/render-terraform.ts';
import { exampleIds } from '../contract.ts';
import { resources } from '../index.generated.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import serviceAccount from '../service-account/index.ts';
import type { ServiceAccount } from '../service-account/model.ts';
import serviceAccountAccessListEntry from '../service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../service-account-access-list-entry/model.ts';
import serviceAccountAssignment from '../service-account-assignment/index.ts';
import type { ServiceAccountAssignment } from '../service-account-assignment/model.ts';
import serviceAccountSecret from './index.ts';
import type { ServiceAccountSecret } from './model.ts';

const { orgId } = exampleIds;
const registry = new Map(resources.map((resource) => [resource.kind, resource]));
const [deployer] = serviceAccount.examples as [ServiceAccount];
const [inUse] = serviceAccountSecret.examples as [ServiceAccountSecret];
const planned: ServiceAccountSecret = {
  ...inUse,
  id: 'planned',
  createdAt: '2026-11-24T12:00:00Z',
  expiresAt: '2027-01-23T12:00:00Z',
  lastUsedAt: null,
};

function worldWith(...models: readonly { readonly kind: string; readonly model: unknown }[]): World {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    ...models,
  ]);
}

function stepsOf(...changes: readonly Change[]): readonly Step[] {
  const proposals = changes.map((change) => ({ change, closes: [], wave: 0 }));
  return orderPlan(
    proposals,
    registry,
    () => [],
    (change) => change.address,
  ).steps;
}

async function applied(world: World, steps: readonly Step[], ports: Partial<ApplyPorts> = {}) {
  const secrets: NewSecret[] = [];
  const lines: string[] = [];
  await applyPlan('test', steps, resources, {
    send: world.send,
    now: world.now,
    sleep: async (milliseconds) => world.pass(Math.ceil(milliseconds / 1000)),
    append: async (line) => void lines.push(line),
    readLines: async () => [],
    takeSecret: async (secret) => void secrets.push(secret),
    ...ports,
  });
  return { secrets, journal: lines.join('\n') };
}

const listed = ({ emulator }: World, clientId: string) => emulator.store.list('service-account-secret', clientId);

test('a rotation makes the new secret before it removes the old one, although Atlas has cut its life meanwhile', async () => {
  const world = worldWith({ kind: 'service-account', model: deployer });
  const steps = stepsOf(serviceAccountSecret.delete(inUse), serviceAccountSecret.create(planned));
  expect(steps.map(({ change }) => change.type)).toEqual(['create', 'delete']);
  const { secrets, journal } = await applied(world, steps);
  expect(secrets.map(({ field }) => field)).toEqual(['secret']);
  expect(journal).not.toContain(secrets[0]?.value.reveal());
  const left = listed(world, deployer.clientId);
  expect(left).toHaveLength(1);
  expect(left[0]?.wire).toMatchObject({ expiresAt: '2027-01-23T12:00:00Z' });
  expect(left[0]?.id).not.toBe(inUse.id);
});

test('a secret whose answer was lost is removed and made again: nobody has its value', async () => {
  const world = worldWith({ kind: 'service-account', model: deployer });
  let lost = 0;
  const { secrets } = await applied(world, stepsOf(serviceAccountSecret.create(planned)), {
    send: async (call) => {
      const answer = await world.send(call);
      if (call.method !== 'POST' || lost > 0) return answer;
      lost += 1;
      throw new Failure({ code: 'answer-lost', what: 'The answer was lost.', why: 'The test took it.', fix: 'None.' });
    },
  });
  expect(lost).toBe(1);
  expect(secrets).toHaveLength(1);
  const own = listed(world, deployer.clientId).filter(({ id }) => id !== inUse.id);
  expect(own).toHaveLength(1);
});

test('a new account, its roles in a project and its list are one plan: the id that Atlas gives reaches all of them', async () => {
  const world = worldWith();
  const clientId = 'planned-account';
  const entry = {
    ...(serviceAccountAccessListEntry.examples[0] as ServiceAccountAccessListEntry),
    clientId,
    entry: '198.51.100.0/24',
  };
  const assignment = { ...(serviceAccountAssignment.examples[0] as ServiceAccountAssignment), clientId };
  const steps = stepsOf(
    serviceAccountAccessListEntry.create(entry),
    serviceAccountAssignment.create(assignment),
    serviceAccount.create({ ...deployer, clientId }),
  );
  expect(steps[0]?.change.kind).toBe('service-account');
  const { secrets } = await applied(world, steps);
  expect(secrets.map(({ field }) => field)).toEqual(['secrets.secret']);
  const snapshot = await collect({
    api: readOnly(world),
    orgId,
    resources,
    baseUrl: 'emulator:',
    now: world.now(),
  });
  const made = (kind: string) =>
    snapshot.resources.filter((resource) => resource.kind === kind).map(({ model }) => model as { clientId: string });
  const [account] = made('service-account');
  expect(account?.clientId).toMatch(/^mdb_sa_id_/);
  for (const kind of ['service-account-secret', 'service-account-assignment', 'service-account-access-list-entry'])
    expect(made(kind), kind).toMatchObject([{ clientId: account?.clientId }]);
});

test('secrets are read with the list of accounts, and cost no call of their own', async () => {
  const world = worldWith(...serviceAccount.examples.map((model) => ({ kind: 'service-account', model })));
  const sent: string[] = [];
  const snapshot = await collect({
    api: {
      send: (call) => {
        sent.push(call.operation.id);
        return world.send(call);
      },
    },
    orgId,
    kinds: ['service-account-secret'],
    resources,
    baseUrl: 'emulator:',
    now: world.now(),
  });
  expect(sent.filter((id) => /ServiceAccount/.test(id))).toEqual(['listOrgServiceAccounts']);
  const accounts = snapshot.resources.filter(({ kind }) => kind === 'service-account');
  const secrets = snapshot.resources.filter(({ kind }) => kind === 'service-account-secret');
  expect(accounts).toHaveLength(3);
  expect(secrets).toHaveLength(3);
  expect(new Set(secrets.map(({ parent }) => parent)).size).toBe(2);
  expect(snapshot.reads.filter(({ kind }) => kind === 'service-account-secret')).toHaveLength(3);
});

test('Terraform says how long a new secret lives, and never beside what exists already', () => {
  const made = renderTerraform(stepsOf(serviceAccount.create(deployer)), resources);
  expect(printHcl(made.blocks)).toMatch(/secret_expires_after_hours\s*=\s*2160/);
  expect(made.remarks.join(' ')).toContain('Terraform keeps the new secret in its state');
  const changed = renderTerraform(stepsOf(serviceAccount.update(deployer, { name: 'shop' })), resources);
  expect(printHcl(changed.blocks)).toMatch(/import \{/);
  expect(printHcl(changed.blocks)).not.toContain('secret_expires_after_hours');
});
