import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import flexCluster from '../../resources/flex-cluster/index.ts';
import type { FlexCluster } from '../../resources/flex-cluster/model.ts';
import { environmentByName, environmentByTag } from '../environment-words.ts';

type Named = Pick<Cluster, 'name' | 'tags'>;

/** What a cluster is for: by its tag, else by its name. */
function purposeOf({ name, tags }: Named): string | undefined {
  return environmentByTag(tags) ?? environmentByName(name);
}

const base: Cluster = { ...(cluster.examples[0] as Cluster), tags: [] };
const named = (name: string, environment?: string): Cluster => ({
  ...base,
  name,
  tags: environment === undefined ? [] : [{ key: 'env', value: environment }],
});
const flex: FlexCluster = { ...(flexCluster.examples[0] as FlexCluster), projectId: base.projectId, tags: [] };

export default defineControl({
  id: 'organization-policy/one-environment-per-project',
  title: 'Production and other environments live in projects of their own',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'low',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'The IP access list, the database users, the key and the audit filter belong to the project: every address and every user that a test needs ' +
    'reaches production beside it, unless each user is confined. What a cluster is for is read off its tag or its name, hence the confidence.',
  sources: [
    'listGroupClusters',
    'listGroupFlexClusters',
    'https://www.mongodb.com/docs/atlas/architecture/current/hierarchy/',
  ],
  standards: [
    'soc2:CC8.1',
    'iso27001:A.8.31',
    'pci-dss:6.5.3',
    'nist-800-53:SC-7',
    'csa-ccm:IVS-06',
    'cis:16.8',
    'ism:ISM-1273',
  ],
  reads: ['cluster', 'flex-cluster'],
  evaluate({ cluster: clusters, 'flex-cluster': flexClusters }) {
    if (clusters.length + flexClusters.length < 2)
      return { status: 'not-applicable', because: 'The project has no two clusters.' };
    const items = [
      ...clusters.map((item) => ({ at: cluster.address(item), name: item.name, purpose: purposeOf(item) })),
      ...flexClusters.map((item) => ({ at: flexCluster.address(item), name: item.name, purpose: purposeOf(item) })),
    ];
    const production = items.filter(({ purpose }) => purpose === 'production').map(({ name }) => name);
    if (production.length === 0) return { status: 'pass' };
    return failOrPass(
      items.flatMap(({ at, name, purpose }): readonly Violation[] =>
        purpose === undefined || purpose === 'production'
          ? []
          : [
              {
                at,
                because: `Cluster ${name}, for ${purpose}, shares its project with ${production.join(', ')}, for production.`,
              },
            ],
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Make a project for what is not production, and move its clusters there (a snapshot can be restored into another project).',
      'Take its clients off the IP access list and its users out of the production project.',
      'Until then confine every database user to one cluster (scopes).',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'production alone', resources: { cluster: [named('orders-prod'), named('search-prod')] } },
      { name: 'names that say nothing', resources: { cluster: [named('orders'), named('contest'), named('devices')] } },
      { name: 'a tag against the name', resources: { cluster: [named('orders-prod'), named('qa', 'production')] } },
      { name: 'staging and test', resources: { cluster: [named('orders-staging'), named('orders-test')] } },
    ],
    fail: [
      { name: 'by name', resources: { cluster: [named('orders-prod'), named('orders-dev')] } },
      { name: 'by tag', resources: { cluster: [named('orders', 'production'), named('Cluster0', 'QA')] } },
      {
        name: 'a flex cluster',
        resources: { cluster: [named('ordersProduction')], 'flex-cluster': [{ ...flex, name: 'orders-test2' }] },
      },
    ],
    notApplicable: [{ name: 'one cluster', resources: { cluster: [named('orders-prod')] } }],
  },
});
