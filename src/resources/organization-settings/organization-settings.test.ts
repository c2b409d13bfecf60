import { expect, test } from 'vitest';
import { changedFields } from '../../core/change.ts';
import { orderPlan } from '../../core/plan.ts';
import { resources } from '../index.generated.ts';
import accessListEntry from '../service-account-access-list-entry/index.ts';
import type { ServiceAccountAccessListEntry } from '../service-account-access-list-entry/model.ts';
import settings from './index.ts';
import type { OrganizationSettings } from './model.ts';
import { terraform } from './terraform.ts';

const strict = settings.examples[1] as OrganizationSettings;

function bodyOf(patch: Partial<OrganizationSettings>): unknown {
  const calls = settings.write?.update?.(settings.update(strict, patch)) ?? [];
  expect(calls).toHaveLength(1);
  return calls[0]?.body;
}

test('the two contacts are cleared in opposite ways', () => {
  expect(bodyOf({ securityContact: null })).toEqual({ securityContact: '' });
  expect(bodyOf({ operationsContact: null })).toEqual({ operationsContact: null });
});

test('only what differs is sent, because the bucket holds ten calls and a field that is read back may be refused', () => {
  expect(bodyOf({ multiFactorAuthRequired: false })).toEqual({ multiFactorAuthRequired: false });
});

test("the organization's own limit on secrets is lifted by the platform's maximum", () => {
  expect(bodyOf({ maxServiceAccountSecretValidityInHours: null })).toEqual({
    maxServiceAccountSecretValidityInHours: 8760,
  });
});

test('Terraform says which settings it cannot write, and stays silent where it can', () => {
  const beyond = settings.update(strict, { operationsContact: null, apiAccessListRequired: false });
  expect(changedFields(beyond)).toEqual(['apiAccessListRequired', 'operationsContact']);
  expect(terraform.cannot?.(beyond)).toContain('operationsContact');
  expect(terraform.cannot?.(beyond)).not.toContain('apiAccessListRequired');
  expect(terraform.cannot?.(settings.update(strict, { apiAccessListRequired: false }))).toBeUndefined();
});

const open = { ...strict, apiAccessListRequired: false, multiFactorAuthRequired: false };

test('access lists are made before one is required of everybody', () => {
  const [entry] = accessListEntry.examples as readonly [ServiceAccountAccessListEntry];
  const order = (patch: Partial<OrganizationSettings>) =>
    orderPlan(
      [settings.update(open, patch), accessListEntry.create(entry)].map((change) => ({ change, closes: [], wave: 0 })),
      new Map(resources.map((resource) => [resource.kind, resource])),
      () => [],
      (change) => change.address,
    ).steps.map(({ change }) => change.kind);
  expect(order({ apiAccessListRequired: true })).toEqual([accessListEntry.kind, settings.kind]);
  expect(order({ multiFactorAuthRequired: true })).toEqual([settings.kind, accessListEntry.kind]);
});
