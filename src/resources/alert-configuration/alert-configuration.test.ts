import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import alert from './index.ts';
import type { AlertConfiguration } from './model.ts';
import { terraform } from './terraform.ts';

const groupId = exampleIds.projectId;
const toGroup = { delayMin: 0, emailEnabled: true, intervalMin: 5, smsEnabled: true, typeName: 'GROUP' };

function world() {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
  ]);
}

test('a PUT replaces: an alert that the body does not enable is disabled, and its notifier is new', async () => {
  const atlas = world();
  const first = { enabled: true, eventTypeName: 'NO_PRIMARY', notifications: [toGroup] };
  const made = await atlas.send(callOf(operations.create, { groupId }, { body: first }));
  const { id, created, notifications } = made.body as {
    id: string;
    created: string;
    notifications: { notifierId: string }[];
  };
  expect(made).toMatchObject({ status: 201, body: { enabled: true, matchers: [] } });
  expect(made.headers.location).toBe(`https://cloud.mongodb.com/api/atlas/v2/groups/${groupId}/alertConfigs/${id}`);
  atlas.pass(19);
  const parameters = { groupId, alertConfigId: id };
  const body = { eventTypeName: 'NO_PRIMARY', matchers: [], notifications: [toGroup] };
  const replaced = await atlas.send(callOf(operations.replace, parameters, { body }));
  expect(replaced).toMatchObject({ status: 200, body: { id, created, enabled: false, notifications: [toGroup] } });
  expect((replaced.body as { updated: string }).updated > created).toBe(true);
  expect((replaced.body as { notifications: { notifierId: string }[] }).notifications[0]?.notifierId).not.toBe(
    notifications[0]?.notifierId,
  );
  const on = await atlas.send(callOf(operations.toggle, parameters, { body: { enabled: true } }));
  expect(on).toMatchObject({ status: 200, body: { enabled: true } });
  expect((await atlas.send(callOf(operations.delete, parameters))).status).toBe(204);
});

test('a notification keeps whom it goes to and nothing that would open the other service', async () => {
  const atlas = world();
  const slack = { apiToken: 'a-token-of-slack-1234', channelName: '#alerts', intervalMin: 5, typeName: 'SLACK' };
  const body = { enabled: true, eventTypeName: 'JOINED_GROUP', notifications: [slack] };
  const { body: made } = await atlas.send(callOf(operations.create, { groupId }, { body }));
  expect(made).toMatchObject({ notifications: [{ apiToken: '*****************1234', channelName: '#alerts' }] });
  const [model] = alert.read.parse(made, { id: groupId } as never, undefined as never);
  expect(model?.notifications).toEqual([
    {
      type: 'SLACK',
      recipient: '#alerts',
      integrationId: null,
      region: null,
      signed: null,
      templated: null,
      roles: [],
      delayMinutes: null,
      intervalMinutes: 5,
      emailEnabled: null,
      smsEnabled: null,
    },
  ]);
  const sms = { typeName: 'SMS', mobileNumber: '+15555550100', intervalMin: 5 };
  const item = { ...(made as object), notifications: [sms] };
  expect(JSON.stringify(alert.read.parse(item, { id: groupId } as never, undefined as never))).not.toContain('555');
});

const [, manyConnections] = alert.examples as readonly AlertConfiguration[] as [AlertConfiguration, AlertConfiguration];

/** A world in which the alert with four ways of its own stands already. */
function worldWithKeys(model = manyConnections) {
  return worldOf([
    { kind: 'organization', model: organization.examples[0] },
    { kind: 'project', model: project.examples[0] },
    { kind: 'alert-configuration', model },
  ]);
}

const callsFor = (patch: Partial<AlertConfiguration>, before = manyConnections) =>
  alert.write?.update?.(alert.update(before, patch)) ?? [];
const secretsFor = (patch: Partial<AlertConfiguration>, before = manyConnections) =>
  Object.keys(alert.write?.secretInputs?.(alert.update(before, patch)) ?? {});

test('the switch alone goes by the call that sends no notification', () => {
  expect(callsFor({ enabled: false }).map(({ operation, body }) => [operation.id, body])).toEqual([
    ['toggleGroupAlertConfig', { enabled: false }],
  ]);
  expect(secretsFor({ enabled: false })).toEqual([]);
});

test('another change names the notifiers, and their keys stay', async () => {
  const atlas = worldWithKeys();
  const [call] = callsFor({ severityOverride: null });
  if (call === undefined) throw new Error('an alert can be changed');
  expect(secretsFor({ severityOverride: null })).toEqual([]);
  expect(JSON.stringify(call.body)).not.toContain('$secret');
  const answer = await atlas.send(call);
  expect(answer).toMatchObject({ status: 200, body: { enabled: true } });
  const { notifications } = answer.body as { notifications: Record<string, unknown>[] };
  expect(notifications[1]).toMatchObject({
    channelName: '#alerts',
    notifierId: '66000000000000000000e2f2',
    apiToken: expect.stringMatching(/^\*+$/),
  });
  expect(notifications[3]).toMatchObject({ webhookSecret: expect.any(String), webhookUrl: expect.any(String) });
});

test('a key is asked for where the way is new, and for no other', () => {
  const [byMail, bySlack, byPager, byWebhook] = manyConnections.notifications as [never, never, never, never];
  const moved = { ...(bySlack as object), recipient: '#security' } as never;
  const unsigned = { ...(byWebhook as object), signed: false } as never;
  expect(secretsFor({ notifications: [byMail, moved, byPager, byWebhook] })).toEqual(['notifications[1].apiToken']);
  expect(secretsFor({ notifications: [byMail, bySlack, byPager, unsigned] })).toEqual(['notifications[3].webhookUrl']);
  // A telephone number is no key of a service: Atlas says nothing of keeping it.
  const bySms = { ...(byMail as object), type: 'SMS', recipient: null } as never;
  const before = { ...manyConnections, notifications: [bySms], notifierIds: ['66000000000000000000e2f9'] };
  expect(secretsFor({ severityOverride: null }, before)).toEqual(['notifications[0].mobileNumber']);
});

test.each([
  ['no key and no notifier', { serviceKey: undefined }, 'MISSING_ATTRIBUTE'],
  [
    'the masked key that Atlas has shown',
    { serviceKey: '****************************0022' },
    'INTEGRATION_FIELDS_INVALID',
  ],
  ['an interval below five minutes', { serviceKey: 'a-key', intervalMin: 1 }, 'INVALID_ATTRIBUTE'],
])('a PUT with %s is refused, and nothing is lost', async (_, fields, errorCode) => {
  const atlas = worldWithKeys();
  const before = atlas.emulator.store.all('alert-configuration');
  const notifications = [{ typeName: 'PAGER_DUTY', ...fields }];
  const body = JSON.parse(JSON.stringify({ enabled: true, eventTypeName: 'NO_PRIMARY', notifications }));
  const call = callOf(operations.replace, { groupId, alertConfigId: manyConnections.id }, { body });
  expect(await atlas.send(call)).toMatchObject({ status: 400, body: { errorCode } });
  expect(atlas.emulator.store.all('alert-configuration')).toEqual(before);
});

test('templates that are not read are never overwritten: only the switch can be turned', () => {
  const [, , , byWebhook] = manyConnections.notifications;
  const templated = { ...manyConnections, notifications: [{ ...byWebhook, templated: true } as never] };
  expect(callsFor({ severityOverride: null }, templated)).toEqual([]);
  expect(callsFor({ enabled: false }, templated)).toHaveLength(1);
});

test('Terraform is given no key of a notification, whose state would show it', () => {
  expect(terraform.cannot?.(alert.create(manyConnections))).toContain('SLACK');
  const [first] = alert.examples as readonly AlertConfiguration[] as [AlertConfiguration];
  expect(terraform.cannot?.(alert.create(first))).toBeUndefined();
  expect(terraform.toHcl({ ...first, enabled: false }).attributes.enabled).toBe(false);
});

test('the fields of matchers are a bare list of names (recorded)', async () => {
  const { status, body } = await world().send(callOf(operations.matcherFields, {}));
  expect([status, body]).toEqual([200, expect.arrayContaining(['CLUSTER_NAME', 'HOSTNAME_AND_PORT'])]);
});

test('what Atlas knows and the provider refuses is left to another dialect', () => {
  const [first] = alert.examples as readonly AlertConfiguration[] as [AlertConfiguration];
  const threshold = { metricName: null, mode: null, operator: 'GREATER_THAN', threshold: 1, units: 'NANOSECONDS' };
  expect(terraform.cannot?.(alert.create({ ...first, threshold }))).toContain('NANOSECONDS');
  expect(terraform.cannot?.(alert.create({ ...first, threshold: { ...threshold, units: 'HOURS' } }))).toBeUndefined();
  const [byGroup] = first.notifications;
  const byHipChat = { ...byGroup, type: 'HIP_CHAT', integrationId: '6600000000000000000000f1' } as never;
  expect(terraform.cannot?.(alert.create({ ...first, notifications: [byHipChat] }))).toContain('HipChat');
});
