import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { TEN_PROJECTS } from '../example-projects.ts';
import { bodiesOf, fewProjects, policyVerdict } from '../policy-verdict.ts';
import { limitsProviders } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const bodyFor = (providers: readonly string[]) =>
  `forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) unless { [${providers
    .map((name) => `ResourcePolicy::CloudProvider::"${name.toLowerCase()}"`)
    .join(', ')}].containsAll(context.cluster.cloudProviders) };`;
const having = (...policies: readonly string[]) => ({
  project: TEN_PROJECTS,
  'resource-policy': [{ ...policy, policies }],
});
/** As many as Atlas runs on. */
const ALL_PROVIDERS = 3;
const awsOnly = { cloudProviders: ['AWS'] } as const;

export default defineControl({
  id: 'organization-policy/resource-policy-limits-cloud-providers',
  title: 'A resource policy keeps clusters on the cloud providers that you use',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A cluster on a cloud that nobody in the organization runs has no peering, no key and no log bucket there, and stands outside of its contracts. ' +
    'A policy that allows regions by name does it too.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: ['soc2:CC5.2', 'iso27001:A.5.23', 'pci-dss:12.5.2', 'nist-800-53:CM-6', 'csa-ccm:DSP-10', 'cis:4.1'],
  reads: ['resource-policy', 'project'],
  notApplicable({ profile }) {
    if (profile.cloudProviders.length === 0 || profile.cloudProviders.length >= ALL_PROVIDERS)
      return 'The profile names all cloud providers.';
    return profile.dataResidency.length === 0
      ? undefined
      : 'The profile names regions: organization-policy/resource-policy-limits-regions asks for more.';
  },
  evaluate({ 'resource-policy': all, project: projects }, context) {
    const few = fewProjects(projects, context);
    if (few !== undefined) return few;
    const allowed = context.profile.cloudProviders;
    return policyVerdict(limitsProviders(bodiesOf(all), allowed), context, {
      matter: 'cloud providers or regions',
      missing: `keeps clusters on ${allowed.join(' and ')}`,
    });
  },
  remedy: (_, { profile, scope }) => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy simulate`: it says what such a policy would freeze. `fivefold policy synthesize --make-plan` then plans it.',
      `Check this policy with validateOrgResourcePolicies, then create it in organization ${scope.id} (createOrgResourcePolicy): ${bodyFor(profile.cloudProviders)}`,
    ],
    verifiedBy: 'listOrgResourcePolicies shows the policy, and getOrgNonCompliantResources names nothing for it.',
  }),
  examples: {
    pass: [
      { name: 'one provider', resources: having(bodyFor(['AWS'])), profile: awsOnly },
      {
        name: 'regions of that provider',
        resources: having(
          'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) unless { [ResourcePolicy::Region::"aws:eu-west-1"].containsAll(context.cluster.regions) };',
        ),
        profile: awsOnly,
      },
      {
        name: 'the others are forbidden one by one',
        resources: having(
          'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.cloudProviders.contains(ResourcePolicy::CloudProvider::"gcp") };',
          'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.cloudProviders.containsAny([ResourcePolicy::CloudProvider::"azure"]) };',
        ),
        profile: awsOnly,
      },
    ],
    fail: [
      { name: 'no policy', resources: { project: TEN_PROJECTS }, profile: awsOnly },
      {
        name: 'one of two is forbidden',
        resources: having(
          'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.cloudProviders.contains(ResourcePolicy::CloudProvider::"gcp") };',
        ),
        profile: awsOnly,
      },
      {
        name: 'another provider is allowed',
        resources: having(bodyFor(['AWS'])),
        profile: { cloudProviders: ['AZURE'] },
      },
    ],
    notApplicable: [
      { name: 'all of them', resources: { project: TEN_PROJECTS } },
      { name: 'one project', resources: {}, profile: awsOnly },
      {
        name: 'regions, which another control asks for',
        resources: { project: TEN_PROJECTS },
        profile: { ...awsOnly, dataResidency: ['EU_WEST_1'] },
      },
    ],
  },
});
