import { defineControl } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration } from '../../resources/alert-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { alertChanges, missingAlerts, type WantedAlert } from '../alerts.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

/** The alerts that matter to security, by Atlas's names (createGroupAlertConfig), and what each tells. */
const MEANING: Readonly<Record<string, string>> = {
  NETWORK_PERMISSION_ENTRY_ADDED: 'the IP access list is opened further',
  NETWORK_PERMISSION_ENTRY_UPDATED: 'an entry of the IP access list changes',
  JOINED_GROUP: 'somebody joins the project',
  USER_ROLES_CHANGED_AUDIT: 'roles of a member change',
  USERS_WITHOUT_MULTI_FACTOR_AUTH: 'members have no second factor',
};
const EVENT_TYPES = Object.keys(MEANING);

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const alert = alertConfiguration.examples[0] as AlertConfiguration;
const alerts = EVENT_TYPES.map(
  (eventTypeName, index): AlertConfiguration => ({ ...alert, id: `${alert.id.slice(0, -1)}${index}`, eventTypeName }),
);

/** The alerts that the option asks for. */
function wantedBy(options: Readonly<Record<string, unknown>>): readonly WantedAlert[] {
  return (options.eventTypes as readonly string[]).map((type) => ({
    eventTypeNames: [type],
    threshold: null,
    because: `Somebody is told when ${MEANING[type] ?? `${type} happens`}.`,
  }));
}

export default defineControl({
  id: 'auditing/security-alerts-enabled',
  title: 'Alerts tell when the network opens, members come, or their rights change',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'These changes are rare and wanted, or they are the first steps of somebody who should not be there. ' +
    'An alert turns a line in the activity feed, which nobody reads, into a message while there is time to act.',
  sources: ['listGroupAlertConfigs', 'https://www.mongodb.com/docs/atlas/reference/atlas-alert-event-types/'],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.8.16',
    'hipaa:164.308(a)(6)(ii)',
    'pci-dss:10.4.1.1',
    'nist-800-53:SI-4(5)',
    'csa-ccm:LOG-03',
    'ism:ISM-1907',
  ],
  reads: ['alert-configuration', 'cluster'],
  options: { eventTypes: EVENT_TYPES },
  severityFor: ({ environment }) => (environment === 'development' ? 'low' : 'medium'),
  evaluate({ 'alert-configuration': all, cluster: clusters }, { options, scope }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    const missing = missingAlerts(all, wantedBy(options)).flatMap(({ eventTypeNames }) => eventTypeNames);
    if (missing.length === 0) return { status: 'pass' };
    const told = missing.map((type) => (MEANING[type] === undefined ? type : `${MEANING[type]} (${type})`));
    const because = `No alert of project "${scope.name}" tells when ${told.join(', ')}.`;
    return { status: 'fail', violations: [{ at: scope.address, because }] };
  },
  remedy({ 'alert-configuration': all }, { options, profile, scope }) {
    const missing = missingAlerts(all, wantedBy(options));
    return { type: 'changes', changes: alertChanges(all, missing, scope.id, profile.securityContact) };
  },
  examples: {
    pass: [
      { name: 'all of them', resources: { 'alert-configuration': alerts, cluster: [dedicated] } },
      {
        name: 'fewer asked for',
        resources: { 'alert-configuration': alerts.slice(0, 1), cluster: [dedicated, free] },
        profile: { controls: { 'auditing/security-alerts-enabled': { eventTypes: EVENT_TYPES.slice(0, 1) } } },
      },
    ],
    fail: [
      { name: 'none', resources: { cluster: [dedicated] } },
      { name: 'one is missing', resources: { 'alert-configuration': alerts.slice(1), cluster: [dedicated] } },
      {
        name: 'one is disabled',
        resources: {
          'alert-configuration': alerts.map((each, index) => ({ ...each, enabled: index !== 2 })),
          cluster: [dedicated],
        },
      },
      {
        name: 'one is disabled and tells nobody, and the profile names a contact',
        resources: {
          'alert-configuration': alerts.map((each, index) =>
            index === 2 ? { ...each, enabled: false, notifications: [], notifierIds: [] } : each,
          ),
          cluster: [dedicated],
        },
        profile: { securityContact: 'security@example.com' },
      },
    ],
    notApplicable: [{ name: 'a free cluster only', resources: { cluster: [free] } }],
  },
});
