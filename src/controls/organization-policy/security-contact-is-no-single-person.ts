import { defineControl, failOrPass } from '../../core/control.ts';
import organizationSettings from '../../resources/organization-settings/index.ts';
import type { OrganizationSettings } from '../../resources/organization-settings/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

const settings = organizationSettings.examples[0] as OrganizationSettings;
const ada: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  username: 'ada@example.com',
  membershipStatus: 'ACTIVE',
};
const grace: OrganizationUser = { ...ada, id: '660000000000000000000299', username: 'grace@example.com' };
const contact = (securityContact: string | null) => ({
  'organization-settings': [{ ...settings, securityContact }],
  'organization-user': [ada, grace],
});

export default defineControl({
  id: 'organization-policy/security-contact-is-no-single-person',
  title: 'Security notices go to more than one person',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A notice that goes to one person waits for the end of their holiday, and gets lost when they leave. An address with which somebody signs in ' +
    'to Atlas is taken for a person’s; a shared mailbox with an account of its own would be taken for one too, hence the confidence.',
  sources: ['getOrgSettings', 'listOrgUsers'],
  standards: ['soc2:CC7.3', 'iso27001:A.5.24', 'nist-800-53:IR-6', 'csa-ccm:SEF-08', 'cis:17.2'],
  reads: ['organization-settings', 'organization-user'],
  evaluate({ 'organization-settings': all, 'organization-user': users }) {
    const named = all.filter(({ securityContact }) => securityContact !== null);
    if (named.length === 0) return { status: 'not-applicable', because: 'The organization names no security contact.' };
    const active = users.filter(({ membershipStatus }) => membershipStatus === 'ACTIVE');
    if (active.length < 2)
      return { status: 'not-applicable', because: 'The organization has one member: nobody else could be told.' };
    const people = new Set(active.map(({ username }) => username.toLowerCase()));
    return failOrPass(
      named
        .filter(({ securityContact }) => people.has(securityContact?.toLowerCase() ?? ''))
        .map((item) => ({
          at: organizationSettings.address(item),
          because: `Security notices go to ${item.securityContact} alone, who signs in to Atlas with that address.`,
        })),
    );
  },
  remedy: () => ({
    type: 'needs',
    needs: [
      {
        what: 'Which distribution list or ticket queue receives security notices?',
        where: 'securityContact',
      },
    ],
  }),
  examples: {
    pass: [{ name: 'a list', resources: contact('security@example.com') }],
    fail: [
      { name: 'a member', resources: contact('ada@example.com') },
      { name: 'in other letters', resources: contact('Ada@Example.com') },
    ],
    notApplicable: [
      { name: 'nobody', resources: contact(null) },
      { name: 'one person in all', resources: { ...contact('ada@example.com'), 'organization-user': [ada] } },
    ],
  },
});
