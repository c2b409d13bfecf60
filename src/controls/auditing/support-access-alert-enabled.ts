import { defineControl } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration } from '../../resources/alert-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { alertChanges, missingAlerts, type WantedAlert } from '../alerts.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

// Names of alert event types that Atlas takes (createGroupAlertConfig).
const OF_SESSIONS: WantedAlert = {
  eventTypeNames: ['ALERT_HOST_SSH_SESSION_STARTED', 'SSH_KEY_NDS_HOST_ACCESS_REQUESTED'],
  threshold: null,
  because: 'Somebody is told when staff of MongoDB log in to a node.',
};

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const named = (eventTypeName: string, enabled = true) => ({
  cluster: [dedicated],
  'alert-configuration': [{ ...alert, eventTypeName, enabled }],
});
const soc2 = { compliance: ['soc2'] } as const;

export default defineControl({
  id: 'auditing/support-access-alert-enabled',
  title: 'An alert tells when somebody of MongoDB logs in to a node',
  layer: 'auditing',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Support staff of MongoDB reach the machines of a cluster by SSH when a case needs it. That belongs to a case that you know of; a session without one is ' +
    'to be asked about the same day. Restricting the access is one layer, hearing of it is the next; it is asked for where somebody has a duty to know.',
  sources: [
    'listGroupAlertConfigs',
    'https://www.mongodb.com/docs/atlas/security-restrict-support-access/',
    'https://www.mongodb.com/docs/atlas/reference/atlas-alert-event-types/',
  ],
  standards: [
    'soc2:CC7.2',
    'iso27001:A.5.22',
    'hipaa:164.312(b)',
    'pci-dss:8.2.7',
    'nist-800-53:MA-4',
    'csa-ccm:LOG-05',
    'cis:15.6',
    'ism:ISM-1073',
  ],
  reads: ['alert-configuration', 'cluster'],
  notApplicable({ environment, profile }) {
    if (environment !== 'production') return 'The project is not for production.';
    return profile.riskTolerance === 'low' || profile.compliance.length > 0
      ? undefined
      : 'The profile names no duty, and its risk tolerance is not low.';
  },
  evaluate({ 'alert-configuration': all, cluster: clusters }, { scope }) {
    const none = noDedicatedCluster(clusters);
    if (none !== undefined) return none;
    if (missingAlerts(all, [OF_SESSIONS]).length === 0) return { status: 'pass' };
    const because = `No alert of project "${scope.name}" tells when staff of MongoDB log in to a node (${OF_SESSIONS.eventTypeNames.join(' or ')}).`;
    return { status: 'fail', violations: [{ at: scope.address, because }] };
  },
  remedy: ({ 'alert-configuration': all }, { profile, scope }) => ({
    type: 'changes',
    changes: alertChanges(all, missingAlerts(all, [OF_SESSIONS]), scope.id, profile.securityContact),
  }),
  examples: {
    pass: [
      { name: 'a session', resources: named('ALERT_HOST_SSH_SESSION_STARTED'), profile: soc2 },
      { name: 'a request for one', resources: named('SSH_KEY_NDS_HOST_ACCESS_REQUESTED'), profile: soc2 },
    ],
    fail: [
      { name: 'none', resources: { cluster: [dedicated] }, profile: soc2 },
      {
        name: 'disabled, with little tolerance',
        resources: named('ALERT_HOST_SSH_SESSION_STARTED', false),
        profile: { riskTolerance: 'low' },
      },
    ],
    notApplicable: [
      { name: 'a free cluster only', resources: { cluster: [free] }, profile: soc2 },
      { name: 'no duty', resources: { cluster: [dedicated] } },
      { name: 'staging', resources: { cluster: [dedicated] }, profile: { ...soc2, environment: 'staging' } },
    ],
  },
});
