import { defineControl, failOrPass } from '../../core/control.ts';
import { environmentOf } from '../../core/profile.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import flexCluster from '../../resources/flex-cluster/index.ts';
import type { FlexCluster } from '../../resources/flex-cluster/model.ts';

const dedicated: Cluster = { ...(cluster.examples[0] as Cluster), tier: 'dedicated' };
const free: Cluster = { ...dedicated, tier: 'free' };

export default defineControl({
  id: 'organization-policy/dedicated-cluster-in-production',
  title: 'Production runs on dedicated clusters',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Free and flex clusters share their servers and have no auditing, no private endpoint, no key of your own and no choice of backup: most of what protects production cannot be had there.',
  sources: ['listGroupClusters', 'listGroupFlexClusters', 'https://www.mongodb.com/docs/atlas/reference/faq/security/'],
  standards: ['soc2:CC6.1', 'iso27001:A.8.22', 'nist-800-53:SC-39', 'csa-ccm:IVS-06'],
  reads: ['cluster', 'flex-cluster'],
  notApplicable: ({ profile, scope }) =>
    environmentOf(profile, scope) === 'production' ? undefined : 'The project is not for production.',
  evaluate({ cluster: clusters, 'flex-cluster': flexClusters }) {
    return failOrPass([
      ...clusters
        .filter(({ tier }) => tier !== 'dedicated')
        .map((item) => ({
          at: cluster.address(item),
          because: `Cluster ${item.name} is a ${item.tier} one: it has no auditing, no private endpoint and no own key.`,
        })),
      ...flexClusters.map((item) => ({
        at: flexCluster.address(item),
        because: `Cluster ${item.name} is a flex one: it has no auditing, no private endpoint and no own key.`,
      })),
    ]);
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Upgrade the cluster to M10 or larger in the console (Edit Configuration), or move the data to a dedicated cluster.',
      'Or say in fivefold.yaml that the project is not for production.',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [{ name: 'dedicated', resources: { cluster: [dedicated] }, profile: { environment: 'production' } }],
    fail: [
      { name: 'free', resources: { cluster: [free] }, profile: { environment: 'production' } },
      {
        name: 'flex',
        resources: { 'flex-cluster': [flexCluster.examples[0] as FlexCluster] },
        profile: { environment: 'production' },
      },
    ],
    notApplicable: [{ name: 'development', resources: { cluster: [free] }, profile: { environment: 'development' } }],
  },
});
