import type { ConsoleDialect } from '../../core/resource.ts';
import { federationPage } from '../federation-settings/model.ts';
import type { ConnectedOrganization } from './model.ts';

export const ui: ConsoleDialect<ConnectedOrganization> = {
  page: 'security/federation-advanced-options/',
  readOn: '2026-08',
  names: 'may-differ',
  link: ({ federationSettingsId }) => federationPage(federationSettingsId),
  path: ['Organizations'],
  settings: {
    identityProviderId: 'the identity provider for the Atlas UI',
    dataAccessIdentityProviderIds: 'the identity providers for data access',
    domainRestrictionEnabled: 'Restrict Access by Domain',
    domainAllowList: 'Approved Domains',
    postAuthRoleGrants: 'Default User Role',
  },
  open: ({ connectedOrgId }) => [
    `Open organization ${connectedOrgId}, and its advanced settings where it is about domains.`,
  ],
  save: 'Press Submit or Save where the page asks for it.',
  delete: ({ connectedOrgId }) => [`In the Actions of organization ${connectedOrgId}, press Disconnect, then Confirm.`],
};
