import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import { domainOf } from '../../resources/identity-provider/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import { STALE_DAYS, staleSince } from '../invitations.ts';
import { MAKES_DATABASE_USERS } from '../project-roles.ts';

const invited: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  username: 'new@example.com',
  membershipStatus: 'PENDING',
  orgRoles: ['ORG_MEMBER'],
  projectRoles: [],
  lastAuth: null,
  createdAt: null,
  invitationCreatedAt: '2026-11-23T08:00:00Z',
  invitationExpiresAt: '2026-12-23T08:00:00Z',
};
const projectId = '650000000000000000000001';

/** Roles of an open invitation that own, or that make database users. */
function strongRoles({ orgRoles, projectRoles }: OrganizationUser): readonly string[] {
  return [
    ...new Set([
      ...orgRoles.filter((role) => role === 'ORG_OWNER' || role === 'ORG_STREAM_PROCESSING_ADMIN'),
      ...projectRoles.flatMap(({ roles }) => roles).filter((role) => MAKES_DATABASE_USERS.includes(role)),
    ]),
  ].sort();
}

export default defineControl({
  id: 'authorization/no-invitation-to-own',
  title: 'No open invitation gives a role that reaches all data',
  layer: 'authorization',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An invitation is a link in a mailbox: whoever reads it first, or mistyped the address that it went to, accepts it with every role that stands in it. ' +
    'Invite people as members, see who came, and give the strong role then. An invitation to own the organization weighs more where nobody of the mail ' +
    'domain is a member yet.',
  sources: ['listOrgUsers', 'createOrgUser', 'https://www.mongodb.com/docs/atlas/reference/user-roles/'],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(4)(ii)(B)',
    'pci-dss:8.2.4',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-07',
    'cis:6.1',
  ],
  reads: ['organization-user'],
  evaluate({ 'organization-user': users }, { now }) {
    const open = users
      .filter(({ membershipStatus }) => membershipStatus === 'PENDING')
      .filter((item) => staleSince(item, now, STALE_DAYS) === undefined);
    if (open.length === 0)
      return {
        status: 'not-applicable',
        because: 'No invitation to the organization is open, or only stale ones are.',
      };
    const domains = new Set(
      users.flatMap(({ membershipStatus, username }) => (membershipStatus === 'ACTIVE' ? [domainOf(username)] : [])),
    );
    return failOrPass(
      open.flatMap((item): readonly Violation[] => {
        const strong = strongRoles(item);
        if (strong.length === 0) return [];
        return [
          {
            at: organizationUser.address(item),
            because: `Whoever accepts the invitation to ${item.username} gets ${strong.join(', ')}.`,
            ...(strong.includes('ORG_OWNER') && !domains.has(domainOf(item.username))
              ? { severity: 'medium' as const }
              : {}),
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Change the roles of the invitation to Organization Member under Organization Access Manager.',
      'When the person has come, and it is the right one, give the role that they need.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a member', resources: { 'organization-user': [invited] } },
      {
        name: 'a reader of a project',
        resources: { 'organization-user': [{ ...invited, projectRoles: [{ projectId, roles: ['GROUP_READ_ONLY'] }] }] },
      },
    ],
    fail: [
      { name: 'an owner', resources: { 'organization-user': [{ ...invited, orgRoles: ['ORG_OWNER'] }] } },
      {
        name: 'an owner of the members’ domain',
        resources: {
          'organization-user': [
            { ...invited, orgRoles: ['ORG_OWNER'] },
            { ...invited, id: '660000000000000000000299', username: 'ada@example.com', membershipStatus: 'ACTIVE' },
          ],
        },
      },
      {
        name: 'one who makes database users',
        resources: {
          'organization-user': [{ ...invited, projectRoles: [{ projectId, roles: ['GROUP_DATABASE_ACCESS_ADMIN'] }] }],
        },
      },
    ],
    notApplicable: [
      {
        name: 'a month old, which another control judges',
        resources: {
          'organization-user': [{ ...invited, orgRoles: ['ORG_OWNER'], invitationCreatedAt: '2026-10-20T08:00:00Z' }],
        },
      },
      { name: 'members only', resources: { 'organization-user': [{ ...invited, membershipStatus: 'ACTIVE' }] } },
    ],
  },
});
