import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import cluster from '../../resources/cluster/index.ts';
import type { Cluster } from '../../resources/cluster/model.ts';
import project from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/model.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { likelyEnvironment } from '../environment-words.ts';
import { exemptionsOf } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const [production, development] = project.examples as readonly [Project, Project];
const own = cluster.examples.find(({ projectId, id }) => projectId === production.id && id !== null) as Cluster;
const apart = { projects: { [development.name]: { environment: 'development' } } } as const;
const unless = (place: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) unless { context.project.databaseAuditing.enabled || ${place} };`;
const inProject = (id: string) => `resource in ResourcePolicy::Project::"${id}"`;
const having = (...policies: readonly string[]) => ({
  project: [production, development],
  'resource-policy': [{ ...policy, policies }],
});

export default defineControl({
  id: 'organization-policy/resource-policy-exempts-no-production',
  title: 'No resource policy leaves production out',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A policy holds in every project that it does not leave out. An exemption that was made to get something done stays in the text, and the ' +
    'list of policies looks complete; production is where it matters. The profile says which project is for what, else a tag or the name of the project.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: [
    'soc2:CC5.2',
    'soc2:CC8.1',
    'iso27001:A.8.9',
    'pci-dss:2.2.1',
    'nist-800-53:CM-6',
    'csa-ccm:CCC-07',
    'cis:4.1',
  ],
  reads: ['resource-policy', 'project', 'cluster'],
  evaluate({ 'resource-policy': all, project: projects, cluster: clusters }, { profile }) {
    if (all.length === 0) return { status: 'not-applicable', because: 'The organization has no resource policy.' };
    const isProduction = (id: string) => {
      const found = projects.find((candidate) => candidate.id === id);
      return found !== undefined && likelyEnvironment(found, profile) === 'production' ? found : undefined;
    };
    return failOrPass(
      all.flatMap((item): readonly Violation[] => {
        const exempt = item.policies.map(exemptionsOf);
        const named = [
          ...exempt
            .flatMap(({ projects: ids }) => ids.map(isProduction))
            .flatMap((found) => (found ? [`project ${found.name}`] : [])),
          ...exempt
            .flatMap(({ clusters: ids }) => clusters.filter(({ id }) => id !== null && ids.includes(id)))
            .filter(({ projectId }) => isProduction(projectId) !== undefined)
            .map(({ name }) => `cluster ${name}`),
        ];
        if (named.length === 0) return [];
        return [
          {
            at: resourcePolicy.address(item),
            because: `Resource policy "${item.name}" leaves out ${[...new Set(named)].join(', ')}, which ${named.length === 1 ? 'is' : 'are'} for production.`,
          },
        ];
      }),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Find out what the exemption was for; run `fivefold policy simulate` without it to see what it would freeze.',
      'Mend what breaks the policy, then take the exemption out of its text (updateOrgResourcePolicy).',
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'development is left out', resources: having(unless(inProject(development.id))), profile: apart },
      { name: 'development by its name is left out', resources: having(unless(inProject(development.id))) },
      { name: 'nobody is left out', resources: { 'resource-policy': [policy] } },
      {
        name: 'a policy for one project alone leaves nobody out of others',
        resources: having(
          `forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { ${inProject(production.id)} && !context.project.databaseAuditing.enabled };`,
        ),
      },
      { name: 'a project that is gone', resources: having(unless(inProject('6500000000000000000000ff'))) },
    ],
    fail: [
      { name: 'production is left out', resources: having(unless(inProject(production.id))), profile: apart },
      {
        name: 'by a condition',
        resources: having(
          `forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { !(${inProject(production.id)}) && !context.project.databaseAuditing.enabled };`,
        ),
        profile: apart,
      },
      {
        name: 'a cluster of it',
        resources: {
          ...having(unless(`resource == ResourcePolicy::Cluster::"${own.id}"`)),
          cluster: [own],
        },
        profile: apart,
      },
    ],
    notApplicable: [{ name: 'no policy', resources: { project: [production] } }],
  },
});
