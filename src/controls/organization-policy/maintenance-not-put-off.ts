import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import maintenanceWindow from '../../resources/maintenance-window/index.ts';
import type { MaintenanceWindow } from '../../resources/maintenance-window/model.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const sunday = maintenanceWindow.examples[1] as MaintenanceWindow;
const putOff = (numberOfDeferrals: number) => ({
  cluster: [dedicated],
  'maintenance-window': [{ ...sunday, numberOfDeferrals }],
});

export default defineControl({
  id: 'organization-policy/maintenance-not-put-off',
  title: 'Maintenance that waits has not been put off again and again',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Patches of MongoDB and of the operating system come with the maintenance. Putting it off once, so that staging goes first, is good practice ' +
    '(Atlas can do it by itself); twice means that known holes stay open for two weeks longer. The option maximumDeferrals says how often is fine.',
  sources: [
    'getGroupMaintenanceWindow',
    'deferGroupMaintenanceWindow',
    'https://www.mongodb.com/docs/atlas/tutorial/cluster-maintenance-window/',
  ],
  standards: [
    'soc2:CC7.1',
    'iso27001:A.8.8',
    'pci-dss:6.3.3',
    'nist-800-53:SI-2',
    'csa-ccm:TVM-03',
    'cis:7.4',
    'ism:ISM-1695',
  ],
  reads: ['maintenance-window', 'cluster'],
  options: { maximumDeferrals: 1 },
  evaluate({ 'maintenance-window': windows, cluster: clusters }, { project, options }) {
    const nothing = noDedicatedCluster(clusters);
    if (nothing !== undefined) return nothing;
    return failOrPass(
      windows
        .filter(({ numberOfDeferrals }) => numberOfDeferrals > (options.maximumDeferrals as number))
        .map((window) => ({
          at: maintenanceWindow.address(window),
          because: `The maintenance of project "${project?.name}" that waits was put off ${window.numberOfDeferrals === 2 ? 'twice' : `${window.numberOfDeferrals} times`}.`,
        })),
    );
  },
  remedy: (_, { project }) => ({
    type: 'manual',
    steps: [
      `Look what waits (console, project "${project?.name}", the banner over the clusters, Show Details) and why it was put off.`,
      'Let it begin now, or in the next window: `atlas maintenanceWindows update --startASAP`.',
    ],
    verifiedBy: 'getGroupMaintenanceWindow shows numberOfDeferrals 0.',
  }),
  examples: {
    pass: [
      { name: 'never', resources: putOff(0) },
      { name: 'once', resources: putOff(1) },
    ],
    fail: [
      { name: 'twice', resources: putOff(2) },
      {
        name: 'once, where that is too much',
        resources: putOff(1),
        profile: { controls: { 'organization-policy/maintenance-not-put-off': { maximumDeferrals: 0 } } },
      },
    ],
    notApplicable: [
      {
        name: 'a free cluster only',
        resources: { cluster: [free], 'maintenance-window': [{ ...sunday, numberOfDeferrals: 2 }] },
      },
    ],
  },
});
