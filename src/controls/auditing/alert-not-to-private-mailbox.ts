import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration, AlertNotification } from '../../resources/alert-configuration/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';

/** Providers of mailboxes for private persons. */
const PRIVATE: ReadonlySet<string> = new Set([
  'aol.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'tutanota.com',
  'web.de',
  'yahoo.com',
  'yandex.ru',
]);

/** The recipients of an alert who have a private mailbox and are no active members. */
function privateRecipients(
  { notifications }: AlertConfiguration,
  users: readonly OrganizationUser[],
): readonly string[] {
  const members = new Set(
    users.filter(({ membershipStatus }) => membershipStatus === 'ACTIVE').map(({ username }) => username.toLowerCase()),
  );
  return notifications.flatMap(({ type, recipient }) => {
    const mailbox = recipient?.toLowerCase() ?? '';
    const isPrivate = type === 'EMAIL' && PRIVATE.has(mailbox.split('@')[1] ?? '') && !members.has(mailbox);
    return isPrivate ? [mailbox] : [];
  });
}

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const toOwners = alert.notifications[0] as AlertNotification;
const ada: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  membershipStatus: 'ACTIVE',
  username: 'ada@gmail.com',
};
const mailing = (...recipients: readonly string[]) => ({
  'alert-configuration': [
    {
      ...alert,
      notifications: recipients.map((recipient) => ({ ...toOwners, type: 'EMAIL', recipient, roles: [] })),
    },
  ],
});

export default defineControl({
  id: 'auditing/alert-not-to-private-mailbox',
  title: 'No alert goes to the private mailbox of somebody who is no member',
  layer: 'auditing',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'An alert names hosts, addresses and people. A mailbox at a provider for private persons outlives the job of whoever entered it, and nobody at the ' +
    'company sees that the message went there. Members who sign in with such an address are not judged.',
  sources: ['listGroupAlertConfigs', 'listOrgUsers', 'https://www.mongodb.com/docs/atlas/configure-alerts/'],
  standards: ['soc2:CC6.7', 'iso27001:A.5.14', 'nist-800-53:AU-5', 'csa-ccm:LOG-03', 'gdpr:Art.32'],
  reads: ['alert-configuration', 'organization-user'],
  evaluate({ 'alert-configuration': all, 'organization-user': users }) {
    const mailed = all.filter(
      ({ enabled, notifications }) => enabled && notifications.some(({ type }) => type === 'EMAIL'),
    );
    if (mailed.length === 0)
      return { status: 'not-applicable', because: 'No alert of the project that is on goes to a mail address.' };
    return failOrPass(
      mailed.flatMap((item): readonly Violation[] => {
        const found = privateRecipients(item, users);
        if (found.length === 0) return [];
        const because = `Alert ${item.eventTypeName ?? item.id} (${item.id}) goes to ${found.join(', ')}, which ${found.length === 1 ? 'is no member’s address' : 'are no members’ addresses'}.`;
        return [{ at: alertConfiguration.address(item), because }];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Send the alert to a role of the project, a team, or a shared address of the company.',
      'Then take the private address out under Alerts, Project Alert Settings.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'a shared address', resources: mailing('on-call@example.com') },
      { name: 'a paging service', resources: mailing('atlas@example.pagerduty.com') },
      { name: 'a member', resources: { ...mailing('Ada@Gmail.com'), 'organization-user': [ada] } },
    ],
    fail: [
      { name: 'a stranger', resources: mailing('on-call@example.com', 'kim.k@gmail.com') },
      {
        name: 'one who was a member',
        resources: {
          ...mailing('ada@gmail.com'),
          'organization-user': [{ ...ada, membershipStatus: 'INVITATION_EXPIRED' }],
        },
      },
    ],
    notApplicable: [{ name: 'the project', resources: { 'alert-configuration': [alert] } }],
  },
});
