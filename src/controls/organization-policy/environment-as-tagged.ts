import { defineControl, failOrPass } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import flexCluster from '../../resources/flex-cluster/index.ts';
import type { FlexCluster } from '../../resources/flex-cluster/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import { environmentByTag } from '../environment-words.ts';

const tagged = (value: string) => [{ key: 'Environment', value }];
const one = project.examples[0] as Project;
const untagged: Project = { ...one, tags: [] };
const own: Cluster = { ...(cluster.examples[0] as Cluster), projectId: one.id, tags: [] };
const flex: FlexCluster = { ...(flexCluster.examples[0] as FlexCluster), projectId: one.id, tags: [] };
const development = { environment: 'development' } as const;

export default defineControl({
  id: 'organization-policy/environment-as-tagged',
  title: 'What is tagged as production is judged as production',
  layer: 'organization-policy',
  scope: 'project',
  severity: 'medium',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'What is not for production is judged mildly, and much is not asked of it at all. Where fivefold.yaml says development and a tag in Atlas ' +
    'says production, one of the two is wrong, and findings may be missing because of it.',
  sources: ['getGroup', 'listGroupClusters', 'https://www.mongodb.com/docs/atlas/database-deployment-resource-tags/'],
  standards: [
    'soc2:CC3.2',
    'iso27001:A.5.9',
    'iso27001:A.8.31',
    'pci-dss:12.5.2',
    'nist-800-53:CM-8',
    'csa-ccm:DSP-03',
    'cis:1.1',
  ],
  reads: ['project', 'cluster', 'flex-cluster'],
  notApplicable: ({ environment }) =>
    environment === 'production' ? 'The project is judged as production already.' : undefined,
  evaluate({ project: projects, cluster: clusters, 'flex-cluster': flexClusters }, { environment, project: scope }) {
    const items = [
      ...projects.map((item) => ({ at: project.address(item), what: `Project ${item.name}`, tags: item.tags })),
      ...clusters.map((item) => ({ at: cluster.address(item), what: `Cluster ${item.name}`, tags: item.tags })),
      ...flexClusters.map((item) => ({
        at: flexCluster.address(item),
        what: `Flex cluster ${item.name}`,
        tags: item.tags,
      })),
    ];
    return failOrPass(
      items
        .filter(({ tags }) => environmentByTag(tags) === 'production')
        .map(({ at, what }) => ({
          at,
          because: `${what} is tagged as production, and fivefold.yaml judges project "${scope?.name}" as ${environment}.`,
        })),
    );
  },
  remedy: (_, { project: scope }) => ({
    type: 'needs',
    needs: [
      {
        what: `Is project "${scope?.name}" for production? Say it in the profile, or mend the tag.`,
        where: 'projects',
      },
    ],
  }),
  examples: {
    pass: [
      {
        name: 'tagged as what it is',
        resources: { project: [{ ...one, tags: tagged('dev') }], cluster: [{ ...own, tags: tagged('Test') }] },
        profile: development,
      },
      { name: 'no tag', resources: { project: [untagged], cluster: [own] }, profile: development },
      {
        name: 'a tag about something else',
        resources: { project: [{ ...one, tags: [{ key: 'product', value: 'production' }] }] },
        profile: development,
      },
    ],
    fail: [
      { name: 'the project', resources: { project: [{ ...one, tags: tagged('Production') }] }, profile: development },
      {
        name: 'a cluster in staging',
        resources: { project: [untagged], cluster: [{ ...own, tags: [{ key: 'env', value: 'prod' }] }] },
        profile: { environment: 'staging' },
      },
      {
        name: 'a flex cluster',
        resources: { project: [untagged], 'flex-cluster': [{ ...flex, tags: tagged('prd') }] },
        profile: { projects: { [one.name]: { environment: 'development' } } },
      },
    ],
    notApplicable: [{ name: 'judged as production', resources: { project: [{ ...one, tags: tagged('production') }] } }],
  },
});
