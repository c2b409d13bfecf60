import { defineControl, failOrPass } from '../../core/control.ts';
import { ownersOutside } from '../../resources/identity-provider/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import roleMapping from '../../resources/role-mapping/index.ts';
import { type RoleMapping, withOrganizationRole } from '../../resources/role-mapping/model.ts';

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
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever may add people to the group then decides who owns every project and its data. That is often a help desk, and Atlas does not see it happen.',
  sources: [
    'listFederationSettingConnectedOrgConfigRoleMappings',
    'https://www.mongodb.com/docs/atlas/security/manage-org-mapping/',
  ],
  standards: ['soc2:CC6.3', 'iso27001:A.8.2', 'pci-dss:7.2.2', 'nist-800-53:AC-6', 'csa-ccm:IAM-09', 'ism:ISM-1508'],
  reads: ['role-mapping', 'organization-user', 'federation-settings'],
  evaluate({ 'role-mapping': mappings }) {
    return failOrPass(
      mappings.filter(givesOwnership).map((item) => ({
        at: roleMapping.address(item),
        because: `Whoever is in the group "${item.externalGroupName}" owns the organization.`,
      })),
    );
  },
  remedy({ 'role-mapping': mappings, 'organization-user': users, 'federation-settings': federations }) {
    // page "Manage Mapping Atlas Roles to IdP Groups": at the next sign-in the role goes from whoever signs in through the
    // provider and has it from no mapping, so that only owners who sign in otherwise stay.
    const domains = federations.flatMap(({ federatedDomains }) => federatedDomains);
    if (ownersOutside(users, domains).length === 0) {
      const what =
        'Who owns the organization without the identity provider? Every active owner signs in through it, and would lose the ' +
        'role with the mapping: make an owner for emergencies whose mail domain is not mapped, with a second factor.';
      return { type: 'needs', needs: [{ what, where: 'outside' }] };
    }
    return {
      type: 'changes',
      changes: mappings.filter(givesOwnership).map((item) =>
        roleMapping.update(
          item,
          {
            roleAssignments: withOrganizationRole(
              item.roleAssignments.filter(({ role }) => role !== OWNER),
              item.connectedOrgId,
            ),
          },
          `Who is in the group "${item.externalGroupName}" is decided where Atlas does not see it.`,
        ),
      ),
    };
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
