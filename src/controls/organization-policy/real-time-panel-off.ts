import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import { type Cluster, isDedicated } from '../../resources/cluster/model.ts';
import projectSettings from '../../resources/project-settings/index.ts';
import type { ProjectSettings } from '../../resources/project-settings/model.ts';
import { noDedicatedCluster } from '../dedicated-clusters.ts';

const DUTIES = ['hipaa', 'pci-dss', 'fedramp', 'irap'] as const;

const dedicated = cluster.examples.find(isDedicated) as Cluster;
const free = cluster.examples.find((candidate) => !isDedicated(candidate)) as Cluster;
const settings = projectSettings.examples[0] as ProjectSettings;
const panel = (isRealtimePerformancePanelEnabled: boolean) => ({
  cluster: [dedicated],
  'project-settings': [{ ...settings, isRealtimePerformancePanelEnabled }],
});
const hipaa = { compliance: ['hipaa'] } as const;

export default defineControl({
  id: 'organization-policy/real-time-panel-off',
  title: 'Running operations are not shown to everybody who may look at the project',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The real-time panel shows the slowest operations that run now with what they ask for: names, numbers, diagnoses. Project Read Only is enough ' +
    'to open it, a role without any access to data. It helps in an outage, so it is asked for in production where a duty protects the data; fields under ' +
    'Queryable Encryption are hidden in it.',
  sources: [
    'getGroupSettings',
    'updateGroupSettings',
    'https://www.mongodb.com/docs/atlas/real-time-performance-panel/',
  ],
  standards: [
    'soc2:C1.1',
    'iso27001:A.8.12',
    'hipaa:164.312(a)(1)',
    'pci-dss:7.2.6',
    'nist-800-53:AC-6',
    'csa-ccm:DSP-17',
  ],
  reads: ['project-settings', 'cluster'],
  notApplicable({ profile, environment }) {
    if (environment !== 'production') return 'The project is not for production.';
    if (profile.riskTolerance === 'low' || DUTIES.some((duty) => profile.compliance.includes(duty))) return undefined;
    return 'No duty of the profile is about data of this kind, and its risk tolerance is not low.';
  },
  evaluate({ 'project-settings': all, cluster: clusters }, { project }) {
    const nothing = noDedicatedCluster(clusters);
    if (nothing !== undefined) return nothing;
    return failOrPass(
      all
        .filter((each) => each.isRealtimePerformancePanelEnabled)
        .map((each) => ({
          at: projectSettings.address(each),
          because: `The real-time panel of project "${project?.name}" is on: everybody who may look at the project sees the operations that run, with their values.`,
        })),
    );
  },
  remedy({ 'project-settings': all }) {
    return {
      type: 'changes',
      changes: all.map((each) =>
        projectSettings.update(
          each,
          { isRealtimePerformancePanelEnabled: false },
          'Operations that run are seen by database users with that right alone.',
        ),
      ),
    };
  },
  examples: {
    pass: [{ name: 'off', resources: panel(false), profile: hipaa }],
    fail: [
      { name: 'on', resources: panel(true), profile: hipaa },
      { name: 'on, with little tolerance', resources: panel(true), profile: { riskTolerance: 'low' } },
    ],
    notApplicable: [
      { name: 'no duty', resources: panel(true) },
      { name: 'personal data alone', resources: panel(true), profile: { compliance: ['gdpr'] } },
      { name: 'staging', resources: panel(true), profile: { ...hipaa, environment: 'staging' } },
      { name: 'a free cluster only', resources: { ...panel(true), cluster: [free] }, profile: hipaa },
    ],
  },
});
