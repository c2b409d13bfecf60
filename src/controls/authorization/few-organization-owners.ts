import { defineControl } from '../../core/control.ts';
import organization from '../../resources/organization/index.ts';
import type { Organization } from '../../resources/organization/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

const only = organization.examples[0] as Organization;
const owner: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  orgId: only.id,
  orgRoles: ['ORG_OWNER'],
};
const owners = (count: number) => ({
  organization: [only],
  'organization-user': Array.from({ length: count }, (_, index) => ({
    ...owner,
    id: `6600000000000000000001${String(index).padStart(2, '0')}`,
    username: `owner${index}@example.com`,
  })),
});

/** Members who own the organization, those who signed in longest ago first. */
function ownersIn(users: readonly OrganizationUser[]): readonly OrganizationUser[] {
  return users
    .filter((user) => user.membershipStatus === 'ACTIVE' && user.orgRoles.includes('ORG_OWNER'))
    .sort((a, b) => ((a.lastAuth ?? '') < (b.lastAuth ?? '') ? -1 : 1));
}

function lastSeen({ username, lastAuth }: OrganizationUser): string {
  return `${username} (${lastAuth === null ? 'never signed in' : `last signed in on ${lastAuth.slice(0, 10)}`})`;
}

export default defineControl({
  id: 'authorization/few-organization-owners',
  title: 'The organization has more than one owner, and only a few',
  layer: 'authorization',
  scope: 'organization',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An owner can do everything everywhere, and can give themselves data access. With one owner, a lost account locks everybody out; ' +
    'with many, nobody knows who changed what. The option mostOwners says how many are a few.',
  sources: ['listOrgUsers', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: [
    'soc2:CC6.3',
    'iso27001:A.8.2',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:7.2.2',
    'nist-800-53:AC-6',
    'csa-ccm:IAM-09',
    'ism:ISM-1508',
  ],
  reads: ['organization', 'organization-user'],
  options: { mostOwners: 4 },
  evaluate({ organization: organizations, 'organization-user': users }, { options }) {
    const most = typeof options.mostOwners === 'number' ? options.mostOwners : 4;
    const own = ownersIn(users);
    const names = own.map(({ username }) => username).sort();
    const at = organizations.map((item) => organization.address(item));
    if (own.length === 1) {
      const because = `${names[0]} is the only owner: if that account is lost, nobody can administer the organization.`;
      return { status: 'fail', violations: at.map((address) => ({ at: address, because })) };
    }
    if (own.length > most) {
      const because = `${own.length} people own the organization: ${names.join(', ')}.`;
      return { status: 'fail', violations: at.map((address) => ({ at: address, because })) };
    }
    // Owners may also come through a federated group or a team, which is not a person's own role.
    return own.length === 0
      ? {
          status: 'unknown',
          because: 'No person holds the owner role directly; who has it through a group is not known here.',
        }
      : { status: 'pass', because: `${own.length} people own the organization.` };
  },
  // Who shall own the organization is for people to say: no change is proposed.
  remedy: ({ 'organization-user': users }) => {
    const own = ownersIn(users);
    return {
      type: 'manual',
      steps:
        own.length === 1
          ? [
              'Choose a second person who may do everything, or an account for emergencies that nobody uses day by day.',
              'Invite them with the role Organization Owner under Identity & Access, Users, or give a member that role.',
            ]
          : [
              'Keep two to four owners, one of them an account for emergencies that nobody uses day by day.',
              `Longest ago: ${own.slice(0, 3).map(lastSeen).join(', ')}. An account for emergencies is dormant on purpose.`,
              'Give the others Organization Member and the project roles that they need, then take Organization Owner away.',
            ],
      verifiedBy: 'fivefold assess',
    };
  },
  examples: {
    pass: [
      { name: 'two', resources: owners(2) },
      { name: 'four', resources: owners(4) },
    ],
    fail: [
      { name: 'one', resources: owners(1) },
      { name: 'five', resources: owners(5) },
    ],
  },
});
