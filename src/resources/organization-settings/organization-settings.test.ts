import { expect, test } from 'vitest';
import { changedFields } from '../../core/change.ts';
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
