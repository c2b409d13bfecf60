import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { bodiesOf, policyVerdict } from '../policy-verdict.ts';
import { limitsRegions, readPolicies } from '../resource-policy-text.ts';

const openList = resourcePolicy.examples[0] as ResourcePolicy;
const limited = resourcePolicy.examples[1] as ResourcePolicy;
const europe = { dataResidency: ['EU_WEST_1'] } as const;

export default defineControl({
  id: 'organization-policy/resource-policy-limits-regions',
  title: 'A resource policy keeps clusters in the regions that data may live in',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Where data may live is a promise to customers and to the law. A resource policy makes Atlas refuse a cluster elsewhere, before there is data in it. ' +
    'It names regions in the spelling of the cloud provider (aws:eu-west-1), not in that of Atlas.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: ['soc2:CC8.1', 'iso27001:A.5.34', 'gdpr:Art.25', 'gdpr:Art.44', 'nist-800-53:SA-9(5)', 'csa-ccm:DSP-10'],
  reads: ['resource-policy'],
  notApplicable: ({ profile }) =>
    profile.dataResidency.length === 0 ? 'The profile names no regions that data must stay in.' : undefined,
  evaluate({ 'resource-policy': all }, context) {
    return policyVerdict(readPolicies(bodiesOf(all), limitsRegions), context, {
      does: 'A resource policy allows clusters in the regions that it names alone.',
      matter: 'regions or cloud providers',
      missing: `keeps clusters in ${context.profile.dataResidency.join(', ')}`,
    });
  },
  remedy: (_, { profile, scope }) => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy simulate`: it says what such a policy would freeze. `fivefold policy synthesize --make-plan` then plans it.',
      `Write the regions ${profile.dataResidency.join(', ')} as your cloud provider does, for example aws:eu-west-1 for EU_WEST_1.`,
      `Create this policy in organization ${scope.id} (createOrgResourcePolicy), with all of them in the list: forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) unless { [ResourcePolicy::Region::"aws:eu-west-1"].containsAll(context.cluster.regions) };`,
    ],
    verifiedBy: 'listOrgResourcePolicies shows the policy, and getOrgNonCompliantResources names no cluster for it.',
  }),
  examples: {
    pass: [
      { name: 'a list of regions', resources: { 'resource-policy': [limited] }, profile: europe },
      { name: 'among others', resources: { 'resource-policy': [openList, limited] }, profile: europe },
    ],
    fail: [
      { name: 'no policy', resources: {}, profile: europe },
      { name: 'other policies alone', resources: { 'resource-policy': [openList] }, profile: europe },
    ],
    notApplicable: [{ name: 'data may live anywhere', resources: { 'resource-policy': [openList] } }],
  },
});
