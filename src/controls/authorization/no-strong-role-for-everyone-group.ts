import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import roleMapping from '../../resources/role-mapping/index.ts';
import type { RoleMapping } from '../../resources/role-mapping/model.ts';
import { MAKES_DATABASE_USERS } from '../project-roles.ts';

/** Names that directories and companies give to the group of everybody. */
const EVERYBODY =
  /^(?:everyone|everybody|(?:all|domain|authenticated)[ _-]?(?:users|employees|staff|people|company)|all|users|employees|staff|(?:all[ _-])?hands|company)$/i;

/** Roles that own, change or read data, or hand out such roles. */
const STRONG: readonly string[] = [
  'ORG_OWNER',
  'ORG_STREAM_PROCESSING_ADMIN',
  ...MAKES_DATABASE_USERS,
  'GROUP_ACCESS_MANAGER',
  'GROUP_BACKUP_EXPORT_OPERATOR',
  'GROUP_BACKUP_MANAGER',
  'GROUP_BACKUP_RECOVERY_OPERATOR',
  'GROUP_CLUSTER_MANAGER',
  'GROUP_DATA_ACCESS_ADMIN',
  'GROUP_DATA_ACCESS_READ_ONLY',
  'GROUP_DATA_ACCESS_READ_WRITE',
  'GROUP_NETWORK_ACCESS_MANAGER',
];

const projectId = '650000000000000000000001';
const mapping = (externalGroupName: string, role: string) => ({
  'role-mapping': [
    { ...(roleMapping.examples[0] as RoleMapping), externalGroupName, roleAssignments: [{ role, projectId }] },
  ],
});

export default defineControl({
  id: 'authorization/no-strong-role-for-everyone-group',
  title: 'A group of everybody gives no role that reaches data',
  layer: 'authorization',
  scope: 'organization',
  severity: 'high',
  confidence: 'low',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A mapping for "Everyone" or "Domain Users" gives its roles to each employee, each guest and each stolen account of the directory. Who is in a group ' +
    'is known to the identity provider only, so its name is all that this control can go by.',
  sources: [
    'listFederationSettingConnectedOrgConfigRoleMappings',
    'https://www.mongodb.com/docs/atlas/security/manage-org-mapping/',
  ],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.5.15',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.1',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-05',
    'cis:6.8',
  ],
  reads: ['role-mapping'],
  evaluate({ 'role-mapping': all }) {
    const mappings = all.filter(({ connectedOrgId, orgId }) => connectedOrgId === orgId);
    if (mappings.length === 0)
      return { status: 'not-applicable', because: 'No group of an identity provider has a role in the organization.' };
    return failOrPass(
      mappings.flatMap((each): readonly Violation[] => {
        if (!EVERYBODY.test(each.externalGroupName.trim())) return [];
        const strong = [
          ...new Set(each.roleAssignments.map(({ role }) => role).filter((role) => STRONG.includes(role))),
        ].sort();
        if (strong.length === 0) return [];
        const because = `The group "${each.externalGroupName}", which seems to hold everybody, has ${strong.join(', ')}.`;
        return [{ at: roleMapping.address(each), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Look up who is in the group at the identity provider. If it is a small one with an unlucky name, waive the finding.',
      'Otherwise map the roles to a group of those who need them, then take them out of the mapping of everybody.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a team', resources: mapping('atlas-payments', 'GROUP_OWNER') },
      { name: 'everybody reads the configuration', resources: mapping('Everyone', 'GROUP_READ_ONLY') },
      { name: 'all of a team', resources: mapping('all-payments-oncall', 'GROUP_OWNER') },
    ],
    fail: [
      { name: 'everyone', resources: mapping('Everyone', 'GROUP_OWNER') },
      { name: 'the users of a domain read data', resources: mapping('Domain Users', 'GROUP_DATA_ACCESS_READ_ONLY') },
      { name: 'all employees', resources: mapping('all_employees', 'GROUP_CLUSTER_MANAGER') },
    ],
    notApplicable: [{ name: 'no federation', resources: {} }],
  },
});
