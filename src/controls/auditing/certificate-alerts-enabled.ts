import { defineControl } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration } from '../../resources/alert-configuration/model.ts';
import databaseUser from '../../resources/database-user/index.ts';
import type { DatabaseUser } from '../../resources/database-user/model.ts';
import userSecurity from '../../resources/user-security/index.ts';
import type { UserSecurity } from '../../resources/user-security/model.ts';
import { alertChanges, alertNames, missingAlerts, type WantedAlert } from '../alerts.ts';

const OF_USERS = 'NDS_X509_USER_AUTHENTICATION_MANAGED_USER_CERTS_EXPIRATION_CHECK';
const OF_AUTHORITY = 'NDS_X509_USER_AUTHENTICATION_CUSTOMER_CA_EXPIRATION_CHECK';

/** Atlas warns 30 days ahead (page "Self-managed X.509"). */
const DAYS_AHEAD = 30;

function ofExpiry(eventTypeName: string, whose: string): WantedAlert {
  return {
    eventTypeNames: [eventTypeName],
    threshold: { metricName: null, mode: null, operator: 'LESS_THAN', threshold: DAYS_AHEAD, units: 'DAYS' },
    because: `Somebody is told ${DAYS_AHEAD} days before ${whose} ends.`,
  };
}

/** The alerts that the project's ways of logging in ask for. */
function neededFor(users: readonly DatabaseUser[], settings: readonly UserSecurity[]): readonly WantedAlert[] {
  const isManaged = users.some(({ mechanism }) => mechanism.type === 'x509' && mechanism.issuer === 'managed');
  return [
    ...(isManaged ? [ofExpiry(OF_USERS, 'a user’s certificate')] : []),
    ...(settings.some(({ customerCas }) => customerCas !== null)
      ? [ofExpiry(OF_AUTHORITY, 'the certificate authority')]
      : []),
  ];
}

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const named = (...types: readonly string[]) =>
  types.map(
    (eventTypeName, index): AlertConfiguration => ({ ...alert, id: `${alert.id.slice(0, -1)}${index}`, eventTypeName }),
  );
const managed = databaseUser.examples.find(
  ({ mechanism }) => mechanism.type === 'x509' && mechanism.issuer === 'managed',
) as DatabaseUser;
const scram = databaseUser.examples.find(({ mechanism }) => mechanism.type === 'scram') as DatabaseUser;
const ownCa = userSecurity.examples.find(({ customerCas }) => customerCas !== null) as UserSecurity;

export default defineControl({
  id: 'auditing/certificate-alerts-enabled',
  title: 'Alerts tell before certificates of database users, or of their authority, run out',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'On the day a certificate ends, the application that uses it cannot connect; on the day the authority ends, none can. Atlas looks 30 days ahead and ' +
    'tells whoever has the alert. Without it the outage is the message.',
  sources: [
    'listGroupAlertConfigs',
    'listGroupDatabaseUsers',
    'getGroupUserSecurity',
    'https://www.mongodb.com/docs/atlas/reference/atlas-alert-event-types/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.24',
    'pci-dss:4.2.1.1',
    'nist-800-53:IA-5(2)',
    'csa-ccm:CEK-12',
    'ism:ISM-1907',
  ],
  reads: ['alert-configuration', 'database-user', 'user-security'],
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'alert-configuration': all, 'database-user': users, 'user-security': settings }, { scope }) {
    const needed = neededFor(users, settings);
    if (needed.length === 0)
      return { status: 'not-applicable', because: 'Nobody logs in to a database of the project with a certificate.' };
    const missing = missingAlerts(all, needed);
    if (missing.length === 0) return { status: 'pass' };
    const because = `Database users of project "${scope.name}" log in with certificates, and these alerts are off or absent: ${alertNames(missing)}.`;
    return { status: 'fail', violations: [{ at: scope.address, because }] };
  },
  remedy: ({ 'alert-configuration': all, 'database-user': users, 'user-security': settings }, { profile, scope }) => ({
    type: 'changes',
    changes: alertChanges(all, missingAlerts(all, neededFor(users, settings)), scope.id, profile.securityContact),
  }),
  examples: {
    pass: [
      {
        name: 'certificates by Atlas',
        resources: { 'database-user': [managed], 'alert-configuration': named(OF_USERS) },
      },
      {
        name: 'an authority of your own',
        resources: { 'user-security': [ownCa], 'alert-configuration': named(OF_AUTHORITY) },
      },
    ],
    fail: [
      { name: 'none', resources: { 'database-user': [managed] } },
      {
        name: 'the other one',
        resources: { 'user-security': [ownCa], 'alert-configuration': named(OF_USERS) },
      },
      {
        name: 'disabled',
        resources: {
          'database-user': [managed],
          'alert-configuration': named(OF_USERS).map((each) => ({ ...each, enabled: false })),
        },
      },
    ],
    notApplicable: [{ name: 'passwords only', resources: { 'database-user': [scram] } }],
  },
});
