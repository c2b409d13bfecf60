import { defineControl } from '../../core/control.ts';
import alertConfiguration from '../../resources/alert-configuration/index.ts';
import type { AlertConfiguration } from '../../resources/alert-configuration/model.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { alertChanges, missingAlerts, type WantedAlert } from '../alerts.ts';
import { likelyEnvironmentHere } from '../environment-words.ts';

// Any one tells that there is no fresh snapshot (createGroupAlertConfig; "Alert Conditions" page of Atlas's docs).
const OF_SNAPSHOTS: WantedAlert = {
  // The first one is made where there is none: CPS_SNAPSHOT_BEHIND wants a number of hours that nobody has said.
  eventTypeNames: [
    'CPS_SNAPSHOT_FALLBACK_FAILED',
    'CPS_SNAPSHOT_BEHIND',
    'CPS_SNAPSHOT_FAILED',
    'CPS_PREV_SNAPSHOT_OLD',
  ],
  threshold: null,
  because: 'Somebody is told when a snapshot fails, and its second try too.',
};

const alert = alertConfiguration.examples[0] as AlertConfiguration;
const named = (eventTypeName: string): AlertConfiguration => ({ ...alert, eventTypeName });
const backedUp: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), backupEnabled: true };
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;

export default defineControl({
  id: 'auditing/backup-alerts-enabled',
  title: 'An alert tells when snapshots are not taken',
  layer: 'auditing',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A backup that has failed for weeks is noticed on the day it is needed. A snapshot that is late or failed is also what somebody leaves behind who means ' +
    'to destroy the data and let nobody get it back.',
  sources: [
    'listGroupAlertConfigs',
    'listGroupClusters',
    'https://www.mongodb.com/docs/atlas/reference/atlas-alert-event-types/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(A)',
    'nist-800-53:CP-9',
    'csa-ccm:BCR-08',
    'cis:11.2',
    'ism:ISM-1511',
  ],
  reads: ['alert-configuration', 'cluster'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  severityFor: (context) => (likelyEnvironmentHere(context) === 'production' ? 'medium' : 'low'),
  evaluate({ 'alert-configuration': all, cluster: clusters }, { scope }) {
    const names = clusters.filter((each) => isDedicated(each) && each.backupEnabled).map(({ name }) => name);
    if (names.length === 0)
      return { status: 'not-applicable', because: 'No dedicated cluster of the project is backed up.' };
    if (missingAlerts(all, [OF_SNAPSHOTS]).length === 0) return { status: 'pass' };
    const because = `Project "${scope.name}" backs up ${names.sort().join(', ')}, and no alert tells when a snapshot is late or fails (${OF_SNAPSHOTS.eventTypeNames.join(', ')}).`;
    return { status: 'fail', violations: [{ at: scope.address, because }] };
  },
  remedy: ({ 'alert-configuration': all }, { profile, scope }) => ({
    type: 'changes',
    changes: alertChanges(all, missingAlerts(all, [OF_SNAPSHOTS]), scope.id, profile.securityContact),
  }),
  examples: {
    pass: [
      { name: 'late', resources: { cluster: [backedUp], 'alert-configuration': [named('CPS_SNAPSHOT_BEHIND')] } },
      {
        name: 'failed',
        resources: { cluster: [backedUp], 'alert-configuration': [named('CPS_SNAPSHOT_FALLBACK_FAILED')] },
      },
    ],
    fail: [
      { name: 'none', resources: { cluster: [backedUp] } },
      {
        name: 'successes only',
        resources: { cluster: [backedUp], 'alert-configuration': [named('CPS_SNAPSHOT_SUCCESSFUL')] },
      },
      {
        name: 'disabled',
        resources: {
          cluster: [backedUp],
          'alert-configuration': [{ ...named('CPS_SNAPSHOT_BEHIND'), enabled: false }],
        },
      },
    ],
    notApplicable: [
      { name: 'no backup', resources: { cluster: [{ ...backedUp, backupEnabled: false }] } },
      { name: 'development', resources: { cluster: [backedUp] }, profile: { environment: 'development' } },
      { name: 'a free cluster only', resources: { cluster: [free] } },
    ],
  },
});
