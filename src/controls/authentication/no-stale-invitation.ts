import { type ControlContext, defineControl, failOrPass, type Violation } from '../../core/control.ts';
import type { Instant } from '../../core/instant.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import { STALE_DAYS, staleSince } from '../invitations.ts';

const invited: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  membershipStatus: 'PENDING',
  lastAuth: null,
  createdAt: null,
  invitationCreatedAt: '2026-11-20T08:00:00Z',
  invitationExpiresAt: '2026-12-20T08:00:00Z',
};

/** Invitations that have been open for too long. */
function staleIn(
  users: readonly OrganizationUser[],
  { now, options }: ControlContext,
): readonly { readonly item: OrganizationUser; readonly since: Instant }[] {
  const staleDays = typeof options.staleDays === 'number' ? options.staleDays : STALE_DAYS;
  return users
    .filter(({ membershipStatus }) => membershipStatus === 'PENDING')
    .flatMap((item) => {
      const since = staleSince(item, now, staleDays);
      return since === undefined ? [] : [{ item, since }];
    });
}

export default defineControl({
  id: 'authentication/no-stale-invitation',
  title: 'No invitation to the organization lies around',
  layer: 'authentication',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Whoever reads the mailbox can accept an invitation, with the roles that stand in it. The option staleDays says how long is long.',
  sources: ['listOrgUsers'],
  standards: [
    'soc2:CC6.2',
    'iso27001:A.5.18',
    'hipaa:164.308(a)(3)(ii)(C)',
    'pci-dss:7.2.4',
    'nist-800-53:AC-2',
    'csa-ccm:IAM-08',
    'ism:ISM-1404',
    'ism:ISM-1647',
  ],
  reads: ['organization-user'],
  options: { staleDays: STALE_DAYS },
  evaluate({ 'organization-user': users }, context) {
    return failOrPass(
      staleIn(users, context).map(({ item, since }): Violation => {
        const roles = [...item.orgRoles].sort().join(', ') || 'no role';
        return {
          at: organizationUser.address(item),
          because: `${item.username} was invited on ${since.slice(0, 10)} as ${roles} and has not answered.`,
          ...(item.orgRoles.includes('ORG_OWNER') ? { severity: 'high' as const } : {}),
        };
      }),
    );
  },
  // Whoever is only invited can do nothing yet: an invitation that is withdrawn can be sent again when it is wanted.
  remedy: ({ 'organization-user': users }, context) => ({
    type: 'changes',
    changes: staleIn(users, context).map(({ item, since }) =>
      organizationUser.delete(item, `The invitation of ${since.slice(0, 10)} has not been answered.`),
    ),
  }),
  examples: {
    pass: [{ name: 'four days old', resources: { 'organization-user': [invited] } }],
    fail: [
      {
        name: 'a month old',
        resources: { 'organization-user': [{ ...invited, invitationCreatedAt: '2026-10-20T08:00:00Z' }] },
      },
      {
        name: 'a month old, beside a new one and a member',
        resources: {
          'organization-user': [
            { ...invited, invitationCreatedAt: '2026-10-20T08:00:00Z', orgRoles: ['ORG_OWNER'] },
            { ...invited, id: '6600000000000000000000ce', username: 'next@example.com' },
            organizationUser.examples[1] as OrganizationUser,
          ],
        },
      },
    ],
  },
});
