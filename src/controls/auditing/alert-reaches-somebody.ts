import { defineControl, failOrPass, type Remedy, type Violation } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration, AlertNotification } from '../../resources/alert-configuration/model.ts';
import organizationUser from '../../resources/organization-user/index.ts';
import type { OrganizationUser } from '../../resources/organization-user/model.ts';
import team from '../../resources/team/index.ts';
import type { Team } from '../../resources/team/model.ts';
import { toAddress } from '../alerts.ts';

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const toGroup = alert.notifications[0] as AlertNotification;
const onCall = team.examples[0] as Team;
const toTeam: AlertNotification = { ...toGroup, type: 'TEAM', recipient: onCall.id, roles: [] };
const member: OrganizationUser = {
  ...(organizationUser.examples[0] as OrganizationUser),
  membershipStatus: 'ACTIVE',
  teamIds: [onCall.id],
};
const invited: OrganizationUser = { ...member, membershipStatus: 'PENDING' };

/** Kinds of notification that Atlas delivers to people, by e-mail or text message. */
const TO_PEOPLE: readonly string[] = ['GROUP', 'ORG', 'TEAM', 'USER'];

/** Why the notification reaches nobody, as a part of a sentence; undefined where it does or where we cannot tell. */
function silence(notification: AlertNotification, users: readonly OrganizationUser[]): string | undefined {
  const { type, recipient, emailEnabled, smsEnabled } = notification;
  if (TO_PEOPLE.includes(type) && emailEnabled === false && smsEnabled === false)
    return `its notification of type ${type} has both e-mail and text messages off`;
  const active = users.filter(({ membershipStatus }) => membershipStatus === 'ACTIVE');
  if (type === 'TEAM' && recipient !== null && !active.some(({ teamIds }) => teamIds.includes(recipient)))
    return `nobody active is in team ${recipient}`;
  const isRecipient = ({ username }: OrganizationUser) => username.toLowerCase() === recipient?.toLowerCase();
  if (type === 'USER' && recipient !== null && !active.some(isRecipient))
    return `user ${recipient} is no active member of the organization`;
  return undefined;
}

/** Why the alert tells nobody; undefined where it tells somebody. */
function reasonsOf(each: AlertConfiguration, users: readonly OrganizationUser[]): string | undefined {
  const reasons = each.notifications.map((notification) => silence(notification, users));
  if (reasons.includes(undefined)) return undefined;
  return reasons.length === 0 ? 'it has no notification' : reasons.join(', and ');
}

const isTemplated = ({ templated }: AlertNotification) => templated === true;

/** Atlas keeps older intervals below five minutes, and takes none (updateGroupAlertConfig, `intervalMin`). */
function often(item: AlertNotification): AlertNotification {
  return { ...item, intervalMinutes: item.intervalMinutes === null ? null : Math.max(item.intervalMinutes, 5) };
}

const BY_HAND: Remedy = {
  type: 'manual',
  steps: [
    'Decide for each alert who can act on it: a team on call, or a paging service.',
    'Add that recipient in Atlas under Alerts, Project Alert Settings (updateGroupAlertConfig replaces the whole configuration).',
    'Or turn the alert off, so that nobody relies on it.',
  ],
  verifiedBy: 'listGroupAlertConfigs shows a recipient who is there for every alert that is on.',
};

export default defineControl({
  id: 'auditing/alert-reaches-somebody',
  title: 'Every alert that is on is sent to somebody',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'An alert without a recipient, or for a team that everybody has left, looks as if somebody watched. Nobody does.',
  sources: ['listGroupAlertConfigs', 'listOrgUsers', 'https://www.mongodb.com/docs/atlas/configure-alerts/'],
  standards: ['soc2:CC7.3', 'iso27001:A.8.16', 'pci-dss:12.10.5', 'nist-800-53:AU-5', 'csa-ccm:SEF-08', 'ism:ISM-1907'],
  reads: ['alert-configuration', 'organization-user'],
  evaluate({ 'alert-configuration': all, 'organization-user': users }) {
    const enabled = all.filter((each) => each.enabled);
    if (enabled.length === 0) return { status: 'not-applicable', because: 'No alert of the project is on.' };
    return failOrPass(
      enabled.flatMap((each): readonly Violation[] => {
        const why = reasonsOf(each, users);
        if (why === undefined) return [];
        const because = `Alert ${each.eventTypeName ?? each.id} (${each.id}) tells nobody: ${why}.`;
        return [{ at: alertConfiguration.address(each), because }];
      }),
    );
  },
  remedy({ 'alert-configuration': all, 'organization-user': users }, { profile }) {
    const silent = all.filter((each) => each.enabled && reasonsOf(each, users) !== undefined);
    // What Fivefold does not read of them, a write would lose.
    if (silent.some(({ eventTypeName, notifications }) => eventTypeName === null || notifications.some(isTemplated)))
      return BY_HAND;
    const contact = profile.securityContact;
    if (contact === null)
      return {
        type: 'needs',
        needs: [{ what: 'Which address shall get the alerts that tell nobody?', where: 'securityContact' }],
      };
    return {
      type: 'changes',
      changes: silent.map((each) =>
        alertConfiguration.update(
          each,
          { notifications: [...each.notifications.map(often), toAddress(contact)] },
          `${contact} is told, too.`,
        ),
      ),
    };
  },
  examples: {
    pass: [
      { name: 'the project', resources: { 'alert-configuration': [alert] } },
      {
        name: 'a team with a member',
        resources: {
          team: [onCall],
          'organization-user': [member],
          'alert-configuration': [{ ...alert, notifications: [toTeam] }],
        },
      },
      {
        name: 'a paging service beside an empty team',
        resources: {
          'alert-configuration': [
            {
              ...alert,
              notifications: [toTeam, { ...toGroup, type: 'PAGER_DUTY', emailEnabled: null, smsEnabled: null }],
            },
          ],
        },
      },
      {
        name: 'text messages alone',
        resources: {
          'alert-configuration': [{ ...alert, notifications: [{ ...toGroup, emailEnabled: false, smsEnabled: true }] }],
        },
      },
      {
        name: 'silent, but off, beside one that is on',
        resources: {
          'alert-configuration': [
            alert,
            { ...alert, id: '6600000000000000000000e5', enabled: false, notifications: [] },
          ],
        },
      },
    ],
    fail: [
      { name: 'no notification', resources: { 'alert-configuration': [{ ...alert, notifications: [] }] } },
      {
        name: 'no way to tell',
        resources: {
          'alert-configuration': [
            { ...alert, notifications: [{ ...toGroup, emailEnabled: false, smsEnabled: false }] },
          ],
        },
      },
      {
        name: 'a team whose only member has not joined',
        resources: {
          team: [onCall],
          'organization-user': [invited],
          'alert-configuration': [{ ...alert, notifications: [toTeam] }],
        },
      },
      {
        name: 'somebody who left',
        resources: {
          'organization-user': [member],
          'alert-configuration': [
            { ...alert, notifications: [{ ...toGroup, type: 'USER', recipient: 'gone@example.com', roles: [] }] },
          ],
        },
      },
      {
        name: 'a team that everybody has left, and the profile names a contact',
        resources: {
          team: [onCall],
          'organization-user': [{ ...member, teamIds: [] }],
          'alert-configuration': [{ ...alert, notifications: [{ ...toTeam, intervalMinutes: 0 }] }],
        },
        profile: { securityContact: 'security@example.com' },
      },
    ],
    notApplicable: [{ name: 'no alert is on', resources: { 'alert-configuration': [{ ...alert, enabled: false }] } }],
  },
});
