import { expect, test } from 'vitest';
import { stepOf } from '../../test/laws/changes.ts';
import alertConfiguration from '../resources/alert-configuration/index.ts';
import type { AlertConfiguration } from '../resources/alert-configuration/model.ts';
import { resources } from '../resources/index.generated.ts';
import account from '../resources/service-account/index.ts';
import type { ServiceAccount } from '../resources/service-account/model.ts';
import entry from '../resources/service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../resources/service-account-access-list-entry/model.ts';
import { plannedIdsOf } from './planned-ids.ts';
import { renderApi, renderAtlasCli } from './render-calls.ts';
import { renderCloudFormation } from './render-cloudformation.ts';
import { renderConsole } from './render-console.ts';
import { renderTerraform } from './render-terraform.ts';

const clientId = 'planned-account';
const steps = [
  account.create({ ...(account.examples[0] as ServiceAccount), clientId }),
  entry.create({ ...(entry.examples[0] as ServiceAccountAccessListEntry), clientId }),
].map((change, position) => ({ ...stepOf(change), id: `s-${position}` }));
const sentence = 'replace planned-account with the id that Atlas gives in s-0: this plan cannot know it.';

test('a script stops before it sends an id that Atlas does not know', () => {
  for (const script of [renderApi(steps, resources), renderAtlasCli(steps, resources)]) {
    const lines = script.split('\n');
    const stop = lines.indexOf(`echo 's-1: ${sentence}' >&2; exit 1`);
    expect(stop).toBeGreaterThan(lines.findIndex((line) => line.includes('"name"')));
    expect(lines.findIndex((line) => line.includes('cidrBlock'))).toBeGreaterThan(stop);
  }
});

test('what is planned under one name in two projects is not taken for each other', () => {
  const [alert] = alertConfiguration.examples as readonly [AlertConfiguration];
  const twins = ['650000000000000000000001', '650000000000000000000002'].map((projectId, position) => ({
    ...stepOf(alertConfiguration.create({ ...alert, projectId, id: 'new-alert' })),
    id: `s-${position}`,
  }));
  expect([...plannedIdsOf(twins, resources).values()]).toEqual([[], []]);
});

test('other dialects say which id is to be replaced', () => {
  expect(renderTerraform(steps, resources).remarks).toContain(`s-1: ${sentence}`);
  expect(renderCloudFormation(steps, resources).remarks).toContain(`s-1: ${sentence}`);
  expect(renderConsole(steps, resources, 'o')).toContain(`Below, ${sentence}`);
});
