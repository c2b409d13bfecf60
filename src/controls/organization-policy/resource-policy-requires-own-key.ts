import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { bodiesOf, policyVerdict } from '../policy-verdict.ts';
import { demandsOwnKey, readPolicies } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const europeOnly = resourcePolicy.examples[1] as ResourcePolicy;
const BODY =
  'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) unless { context.cluster.encryptionAtRest.customerManagedKey.enabled };';
const having = (...policies: readonly string[]) => ({ 'resource-policy': [{ ...policy, policies }] });

/** Duties whose assessors ask for a key under the customer's control. */
const DUTIES = ['hipaa', 'pci-dss', 'fedramp', 'irap'] as const;
const hipaa = { compliance: ['hipaa'] } as const;

export default defineControl({
  id: 'organization-policy/resource-policy-requires-own-key',
  title: 'A resource policy lets no cluster run without your own key',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Each cluster has a switch of its own for the key, and a new one starts without it. Where a duty asks for your own key, the policy makes ' +
    'Atlas refuse the cluster before there is data in it. Whether Atlas asks this of free clusters and of deletions could not be confirmed: try it first.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: [
    'soc2:CC5.2',
    'iso27001:A.8.24',
    'pci-dss:3.5.1',
    'nist-800-53:SC-28',
    'nist-800-53:CM-6',
    'csa-ccm:CEK-03',
    'cis:3.11',
  ],
  reads: ['resource-policy'],
  notApplicable: ({ profile }) =>
    profile.riskTolerance === 'low' || DUTIES.some((duty) => profile.compliance.includes(duty))
      ? undefined
      : 'No duty of the profile asks for a key of your own, and its risk tolerance is not low.',
  evaluate({ 'resource-policy': all }, context) {
    return policyVerdict(readPolicies(bodiesOf(all), demandsOwnKey), context, {
      matter: 'customer-managed keys',
      missing: 'refuses clusters without a customer-managed key',
    });
  },
  remedy: (_, { scope }) => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy simulate`: it says what such a policy would freeze. `fivefold policy synthesize --make-plan` then plans it.',
      'Leave projects without protected data out by name (`|| resource in ResourcePolicy::Project::"<id>"`), and try it in an organization for tests.',
      `Check this policy with validateOrgResourcePolicies, then create it in organization ${scope.id} (createOrgResourcePolicy): ${BODY}`,
    ],
    verifiedBy: 'listOrgResourcePolicies shows the policy, and getOrgNonCompliantResources names nothing for it.',
  }),
  examples: {
    pass: [
      { name: 'demanded', resources: having(BODY), profile: hipaa },
      {
        name: 'with a project left out',
        resources: having(`${BODY.slice(0, -3)} || resource in ResourcePolicy::Project::"650000000000000000000002" };`),
        profile: { riskTolerance: 'low' },
      },
      {
        name: 'what is not so is forbidden',
        resources: having(
          'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.encryptionAtRest.customerManagedKey.enabled == false };',
        ),
        profile: hipaa,
      },
    ],
    fail: [
      { name: 'no policy', resources: {}, profile: hipaa },
      { name: 'other policies alone', resources: { 'resource-policy': [policy, europeOnly] }, profile: hipaa },
    ],
    notApplicable: [{ name: 'no duty', resources: {} }],
  },
});
