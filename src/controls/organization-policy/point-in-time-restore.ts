import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';

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
  notApplicable({ environment, profile }) {
    if (environment !== 'production') return 'The project is not for production.';
    return profile.riskTolerance === 'high' ? 'The risk tolerance of the profile is high.' : undefined;
  },
  evaluate({ cluster: [only] }) {
    if (only === undefined || !isDedicated(only))
      return { status: 'not-applicable', because: 'Only dedicated clusters (M10 and larger) have continuous backup.' };
    if (only.paused) return { status: 'not-applicable', because: 'The cluster is paused: nothing is written to it.' };
    const because = only.backupEnabled
      ? `Cluster ${only.name} can be restored to its snapshots alone, not to a moment between them.`
      : `Cluster ${only.name} has no backup, so it cannot be restored to any moment.`;
    return failOrPass(only.pitEnabled && only.backupEnabled ? [] : [{ at: cluster.address(only), because }]);
  },
  remedy: ({ cluster: all }) => ({
    type: 'changes',
    changes: all.map((only) =>
      // Atlas refuses continuous backup without cloud backup (updateGroupCluster: INVALID_ATTRIBUTE pitEnabled).
      cluster.update(only, { backupEnabled: true, pitEnabled: true }, 'Keeps what is needed to restore any moment.'),
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
    fail: [
      { name: 'snapshots alone', resources: { cluster: [{ ...dedicated, pitEnabled: false }] } },
      { name: 'no backup', resources: { cluster: [{ ...dedicated, backupEnabled: false, pitEnabled: false }] } },
    ],
    notApplicable: [
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
