import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import maintenanceWindow from '../../resources/maintenance-window/index.ts';
import type { MaintenanceWindow } from '../../resources/maintenance-window/model.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const none = maintenanceWindow.examples[0] as MaintenanceWindow;
const sunday = maintenanceWindow.examples[1] as MaintenanceWindow;
const midnight = maintenanceWindow.examples[2] as MaintenanceWindow;

export default defineControl({
  id: 'organization-policy/maintenance-window-set',
  title: 'Atlas maintains the clusters at a time that the project has chosen',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'low',
  confidence: 'high',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Without a window Atlas restarts nodes when it suits Atlas. With one, somebody is there when it happens, and patches are not put off for ' +
    'fear of them. Urgent security patches do not wait for the window.',
  sources: ['getGroupMaintenanceWindow', 'https://www.mongodb.com/docs/atlas/tutorial/cluster-maintenance-window/'],
  standards: ['soc2:CC8.1', 'iso27001:A.8.32', 'pci-dss:6.5.1', 'nist-800-53:MA-2', 'ism:ISM-1695'],
  reads: ['maintenance-window', 'cluster'],
  notApplicable: ({ environment }) => (environment === 'development' ? 'The project is for development.' : undefined),
  evaluate({ 'maintenance-window': windows, cluster: clusters }, { project }) {
    const nothing = noDedicatedCluster(clusters);
    if (nothing !== undefined) return nothing;
    return failOrPass(
      windows
        .filter(({ dayOfWeek }) => dayOfWeek === null)
        .map((window) => ({
          at: maintenanceWindow.address(window),
          because: `Project "${project?.name}" has no maintenance window: Atlas chooses when its clusters restart.`,
        })),
    );
  },
  remedy(_, { project }) {
    const what = `On which day of the week and at which hour may Atlas restart the clusters of project "${project?.name}"?`;
    return { type: 'needs', needs: [{ what, where: 'outside' }] };
  },
  examples: {
    pass: [
      { name: 'Sunday at three', resources: { 'maintenance-window': [sunday], cluster: [dedicated] } },
      { name: 'Saturday at midnight', resources: { 'maintenance-window': [midnight], cluster: [dedicated, free] } },
    ],
    fail: [
      { name: 'never set', resources: { 'maintenance-window': [none], cluster: [dedicated] } },
      {
        name: 'protected hours, but no window',
        resources: {
          'maintenance-window': [{ ...none, protectedHours: { startHourOfDay: 8, endHourOfDay: 20 } }],
          cluster: [free, dedicated],
        },
      },
    ],
    notApplicable: [
      { name: 'a free cluster only', resources: { 'maintenance-window': [none], cluster: [free] } },
      {
        name: 'development',
        resources: { 'maintenance-window': [none], cluster: [dedicated] },
        profile: { environment: 'development' },
      },
    ],
  },
});
