import { expect, test } from 'vitest';
import { worldOf } from '../../../test/laws/world.ts';
import { callOf } from '../../core/call.ts';
import { exampleIds } from '../contract.ts';
import organization from '../organization/index.ts';
import project from '../project/index.ts';
import { operations } from './api.ts';
import alert from './index.ts';

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
