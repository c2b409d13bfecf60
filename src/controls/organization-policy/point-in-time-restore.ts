import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import { backupOf, continuousBackupSpared } from '../continuous-backup.ts';

const dedicated: Cluster = { ...(cluster.examples.find(isDedicated) as Cluster), paused: false, backupEnabled: true };
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;

export default defineControl({
  id: 'organization-policy/point-in-time-restore',
  title: 'The cluster can be restored to any moment of the last days',
  layer: 'organization-policy',
  scope: 'cluster',
  severity: 'medium',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'A snapshot gives back the state of some hours ago; continuous backup gives back the second before the data was dropped or encrypted. ' +
    'Atlas charges for the log that it keeps.',
  sources: [
    'getGroupCluster',
    'updateGroupCluster',
    'https://www.mongodb.com/docs/atlas/recover-pit-continuous-cloud-backup/',
  ],
  standards: [
    'soc2:A1.2',
    'iso27001:A.8.13',
    'hipaa:164.308(a)(7)(ii)(B)',
    'nist-800-53:CP-10',
    'csa-ccm:BCR-08',
    'cis:11.2',
    'ism:ISM-1511',
    'ism:ISM-1547',
    'ism:ISM-1810',
  ],
  reads: ['cluster'],
  notApplicable: continuousBackupSpared,
  evaluate({ cluster: [only] }) {
    if (only === undefined || !isDedicated(only))
      return { status: 'not-applicable', because: 'Only dedicated clusters (M10 and larger) have continuous backup.' };
    if (only.paused) return { status: 'not-applicable', because: 'The cluster is paused: nothing is written to it.' };
    if (!only.backupEnabled)
      return { status: 'not-applicable', because: 'The cluster has no backup at all, which is a finding of its own.' };
    const because = `Cluster ${only.name} can be restored to its snapshots alone, not to a moment between them.`;
    return failOrPass(only.pitEnabled ? [] : [{ at: cluster.address(only), because }]);
  },
  remedy: ({ cluster: all }, context) => ({
    type: 'changes',
    changes: all.map((only) =>
      cluster.update(only, backupOf(only, context), 'Keeps what is needed to restore any moment.'),
    ),
  }),
  examples: {
    pass: [
      { name: 'on', resources: { cluster: [{ ...dedicated, pitEnabled: true }] } },
      {
        name: 'on, with little tolerance',
        resources: { cluster: [{ ...dedicated, pitEnabled: true }] },
        profile: { riskTolerance: 'low' },
      },
    ],
    fail: [{ name: 'snapshots alone', resources: { cluster: [{ ...dedicated, pitEnabled: false }] } }],
    notApplicable: [
      {
        name: 'no backup, which another control judges',
        resources: { cluster: [{ ...dedicated, backupEnabled: false, pitEnabled: false }] },
      },
      { name: 'a free cluster', resources: { cluster: [free] } },
      { name: 'paused', resources: { cluster: [{ ...dedicated, pitEnabled: false, paused: true }] } },
      {
        name: 'staging',
        resources: { cluster: [{ ...dedicated, pitEnabled: false }] },
        profile: { environment: 'staging' },
      },
    ],
  },
});
