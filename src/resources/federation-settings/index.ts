import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { read } from './api.ts';
import { emulator } from './emulator.ts';
import { type FederationSettings, federationSettings } from './model.ts';

const federated: FederationSettings = {
  orgId: exampleIds.orgId,
  id: '660000000000000000000a01',
  federatedDomains: ['example.com', 'example.org'],
  hasRoleMappings: true,
  identityProviderId: '00000000000000000a11',
  identityProviderStatus: 'ACTIVE',
};

export default defineResource({
  kind: 'federation-settings',
  title: 'federation settings',
  parentKind: 'organization',
  model: federationSettings,
  path: (settings) => [settings.orgId],
  parentPath: (settings) => [settings.orgId],
  label: () => 'federation settings',
  // Nothing is made or changed here: what it says follows from providers and connections. The one write that there is,
  // deleteFederationSetting, takes every provider, domain and mapping away at once, cannot be undone, and cannot be read back:
  // an organization always answers with some settings (recorded). It is left to a person.
  lifecycle: 'read-only',
  read,
  emulator,
  examples: [
    federated,
    {
      ...federated,
      federatedDomains: [],
      hasRoleMappings: false,
      identityProviderId: null,
      identityProviderStatus: 'INACTIVE',
    },
  ],
});
