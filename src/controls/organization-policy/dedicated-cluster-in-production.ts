import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import flexCluster from '../../resources/flex-cluster/index.ts';
import type { FlexCluster } from '../../resources/flex-cluster/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import { likelyEnvironment } from '../environment-words.ts';

const dedicated: Cluster = { ...(cluster.examples[0] as Cluster), tier: 'dedicated' };
const free: Cluster = { ...dedicated, tier: 'free' };
const shop: Project = { ...(project.examples[0] as Project), name: 'shop', tags: [] };

export default defineControl({
  id: 'organization-policy/dedicated-cluster-in-production',
  title: 'Production runs on dedicated clusters',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Free and flex clusters share their servers and have no auditing, no private endpoint, no key of your own and no choice of backup: most of what protects production cannot be had there.',
  sources: ['listGroupClusters', 'listGroupFlexClusters', 'https://www.mongodb.com/docs/atlas/reference/faq/security/'],
  standards: ['soc2:CC6.1', 'iso27001:A.8.22', 'nist-800-53:SC-39', 'csa-ccm:IVS-06'],
  reads: ['cluster', 'flex-cluster', 'project'],
  notApplicable: ({ environment }) => (environment === 'production' ? undefined : 'The project is not for production.'),
  severityFor: ({ profile }) => (profile.riskTolerance === 'low' || profile.compliance.length > 0 ? 'medium' : 'low'),
  evaluate({ cluster: clusters, 'flex-cluster': flexClusters, project: [item] }, { profile }) {
    // An environment that is assumed proves nothing against the project's own tag or name.
    const likely = item === undefined ? 'production' : likelyEnvironment(item, profile);
    if (likely !== 'production')
      return {
        status: 'not-applicable',
        because: `By its tag or name the project is for ${likely}; say so under projects in fivefold.yaml.`,
      };
    return failOrPass([
      ...clusters
        .filter(({ tier }) => tier !== 'dedicated')
        .map((each) => ({
          at: cluster.address(each),
          because: `Cluster ${each.name}, for production, is a ${each.tier} one: it has no auditing, no private endpoint and no own key.`,
        })),
      ...flexClusters.map((each) => ({
        at: flexCluster.address(each),
        because: `Cluster ${each.name}, for production, is a flex one: it has no auditing, no private endpoint and no own key.`,
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
    pass: [{ name: 'dedicated', resources: { project: [shop], cluster: [dedicated] } }],
    fail: [
      { name: 'free', resources: { project: [shop], cluster: [free] } },
      {
        name: 'flex, with a duty',
        resources: { project: [shop], 'flex-cluster': [flexCluster.examples[0] as FlexCluster] },
        profile: { compliance: ['soc2'] },
      },
      {
        name: 'a name against an answer',
        resources: { project: [{ ...shop, name: 'shop-test' }], cluster: [free] },
        profile: { projects: { 'shop-test': { environment: 'production' } } },
      },
    ],
    notApplicable: [
      {
        name: 'development',
        resources: { project: [shop], cluster: [free] },
        profile: { environment: 'development' },
      },
      { name: 'staging by its name', resources: { project: [{ ...shop, name: 'shop-staging' }], cluster: [free] } },
      {
        name: 'a test by its tag',
        resources: { project: [{ ...shop, tags: [{ key: 'env', value: 'test' }] }], cluster: [free] },
      },
    ],
  },
});
