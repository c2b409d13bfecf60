import { expect, test } from 'vitest';
import { stepOf } from '../../test/laws/changes.ts';
import connected from '../resources/connected-organization/index.ts';
import type { ConnectedOrganization } from '../resources/connected-organization/model.ts';
import { renderApi } from './render-calls.ts';

test('a step that sends what it does not change sends what the steps before it have made of it', () => {
  const before: ConnectedOrganization = {
    ...(connected.examples[0] as ConnectedOrganization),
    domainRestrictionEnabled: false,
    postAuthRoleGrants: ['ORG_OWNER'],
  };
  const steps = [{ domainRestrictionEnabled: true }, { postAuthRoleGrants: ['ORG_MEMBER'] }].map((patch) =>
    stepOf(connected.update(before, patch)),
  );
  const bodies = renderApi(steps, [connected])
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown);
  expect(bodies).toMatchObject([
    { domainRestrictionEnabled: true },
    { domainRestrictionEnabled: true, postAuthRoleGrants: ['ORG_MEMBER'] },
  ]);
});
