import { defineControl, failOrPass } from '../../core/control.ts';
import { ownersOutside } from '../../resources/identity-provider/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import roleMapping from '../../resources/role-mapping/index.ts';
import type { RoleMapping } from '../../resources/role-mapping/model.ts';

const OWNER = 'ORG_OWNER';

function givesOwnership({ connectedOrgId, orgId, roleAssignments }: RoleMapping): boolean {
  return connectedOrgId === orgId && roleAssignments.some(({ role }) => role === OWNER);
}

const example = roleMapping.examples[0] as RoleMapping;
const mapping = (...roles: readonly string[]): RoleMapping => ({
  ...example,
  externalGroupName: 'atlas-people',
  roleAssignments: roles.map((role) => ({ role, orgId: example.orgId })),
});
const owner = (username: string): OrganizationUser => ({
  ...(organizationUser.examples[0] as OrganizationUser),
  username,
  orgRoles: [OWNER],
});

export default defineControl({
  id: 'authorization/no-owner-by-group-mapping',
  title: 'No group of the identity provider owns the organization',
  layer: 'authorization',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever may add people to the group then decides who owns every project and its data. That is often a help desk, and Atlas does not see it happen. ' +
    'A group that its owners guard as closely is a fair choice, since leavers lose the role with their account: waive it then.',
  sources: [
    'listFederationSettingConnectedOrgConfigRoleMappings',
    'https://www.mongodb.com/docs/atlas/security/manage-org-mapping/',
  ],
  standards: ['soc2:CC6.3', 'iso27001:A.8.2', 'pci-dss:7.2.2', 'nist-800-53:AC-6', 'csa-ccm:IAM-09', 'ism:ISM-1508'],
  reads: ['role-mapping', 'organization-user', 'federation-settings'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' ? 'medium' : 'low'),
  evaluate({ 'role-mapping': mappings }) {
    return failOrPass(
      mappings.filter(givesOwnership).map((item) => ({
        at: roleMapping.address(item),
        because: `Whoever is in the group "${item.externalGroupName}" owns the organization.`,
      })),
    );
  },
  // At the next sign-in the role goes from whoever has it from no mapping (page "Manage Mapping Atlas Roles to IdP Groups"):
  // who keeps it has to be said first, or the organization is left to whoever signs in otherwise, or to nobody.
  remedy({ 'role-mapping': mappings, 'organization-user': users, 'federation-settings': federations }) {
    const domains = federations.flatMap(({ federatedDomains }) => federatedDomains);
    const outside = ownersOutside(users, domains);
    const groups = mappings.filter(givesOwnership).map(({ externalGroupName }) => `"${externalGroupName}"`);
    const left =
      outside.length === 0
        ? 'Every active owner signs in through the provider and may lose the role with the mapping: make an owner for emergencies first, whose mail domain is not mapped, with a second factor.'
        : `Without the mapping ${outside.join(', ')} would be left.`;
    const what = `Who shall own the organization by name, two to four people, in place of ${groups.join(', ')}? ${left}`;
    return { type: 'needs', needs: [{ what, where: 'outside' }] };
  },
  examples: {
    pass: [
      { name: 'no federation', resources: {} },
      { name: 'a group that reads', resources: { 'role-mapping': [mapping('ORG_READ_ONLY')] } },
    ],
    fail: [
      {
        name: 'a group that owns, beside an owner who signs in otherwise',
        resources: { 'role-mapping': [mapping(OWNER)], 'organization-user': [owner('emergency@example.net')] },
      },
      {
        name: 'a group that owns and reads',
        resources: {
          'role-mapping': [mapping(OWNER, 'ORG_READ_ONLY')],
          'organization-user': [owner('emergency@example.net')],
        },
      },
      {
        name: 'a group that owns, and nobody else does',
        resources: { 'role-mapping': [mapping(OWNER)], 'organization-user': [owner('ada@example.com')] },
      },
    ],
  },
});
