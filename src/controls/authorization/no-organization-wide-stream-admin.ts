import { defineControl, failOrPass } from '../../core/control.ts';
import apiKey from '../../resources/api-key/index.ts';
import type { ApiKey } from '../../resources/api-key/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import serviceAccount from '../../resources/service-account/index.ts';
import type { ServiceAccount } from '../../resources/service-account/model.ts';
import { apiKeyLabel, serviceAccountLabel } from '../api-credentials.ts';

const ROLE = 'ORG_STREAM_PROCESSING_ADMIN';

const ada: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  membershipStatus: 'ACTIVE',
  orgRoles: [ROLE],
};
const key = apiKey.examples[0] as ApiKey;
const account = serviceAccount.examples[0] as ServiceAccount;
const reading = 'and so can make itself a database user with any rights in every project';

export default defineControl({
  id: 'authorization/no-organization-wide-stream-admin',
  title: 'Nobody makes database users in every project through the role for streams',
  layer: 'authorization',
  scope: 'organization',
  severity: 'high',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Organization Stream Processing Admin sounds like one feature. It makes its holder Stream Processing Owner of every project, and that role may create ' +
    'database users and custom roles: a way to all data that no list of owners shows.',
  sources: [
    'createGroupDatabaseUser',
    'createGroupCustomDbRoleRole',
    'https://www.mongodb.com/docs/atlas/reference/user-roles/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6(5)',
    'csa-ccm:IAM-09',
    'ism:ISM-1508',
  ],
  reads: ['organization-user', 'api-key', 'service-account'],
  evaluate({ 'organization-user': users, 'api-key': keys, 'service-account': accounts }) {
    return failOrPass([
      ...users
        // An owner may do it anyway.
        .filter(
          ({ membershipStatus, orgRoles }) =>
            membershipStatus === 'ACTIVE' && orgRoles.includes(ROLE) && !orgRoles.includes('ORG_OWNER'),
        )
        .map((item) => ({
          at: organizationUser.address(item),
          because: `${item.username} has ${ROLE}, ${reading}.`,
        })),
      ...keys
        .filter(
          ({ roles }) => roles.some(({ role }) => role === ROLE) && !roles.some(({ role }) => role === 'ORG_OWNER'),
        )
        .map((item) => ({ at: apiKey.address(item), because: `${apiKeyLabel(item)} has ${ROLE}, ${reading}.` })),
      ...accounts
        .filter(({ roles }) => roles.includes(ROLE) && !roles.includes('ORG_OWNER'))
        .map((item) => ({
          at: serviceAccount.address(item),
          because: `${serviceAccountLabel(item)} has ${ROLE}, ${reading}.`,
        })),
    ]);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find the projects in which stream processing is run.',
      'Give Project Stream Processing Owner in those alone (better: Project Stream Processing Manager), and see that it is enough.',
      'Take the role of the organization away.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a member', resources: { 'organization-user': [{ ...ada, orgRoles: ['ORG_MEMBER'] }] } },
      {
        name: 'an owner, who may anyway',
        resources: { 'organization-user': [{ ...ada, orgRoles: ['ORG_OWNER', ROLE] }] },
      },
    ],
    fail: [
      { name: 'a person', resources: { 'organization-user': [ada] } },
      { name: 'an API key', resources: { 'api-key': [{ ...key, roles: [{ role: ROLE, orgId: key.orgId }] }] } },
      { name: 'a service account', resources: { 'service-account': [{ ...account, roles: ['ORG_MEMBER', ROLE] }] } },
    ],
  },
});
