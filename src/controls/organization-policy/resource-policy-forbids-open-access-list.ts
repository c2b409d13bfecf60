import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { bodiesOf, policyVerdict } from '../policy-verdict.ts';
import { forbidsOpenAccessList, readPolicies } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const europeOnly = resourcePolicy.examples[1] as ResourcePolicy;
const BODY =
  'forbid (principal, action == ResourcePolicy::Action::"project.ipAccessList.modify", resource) when { context.project.ipAccessList.contains(ip("0.0.0.0/0")) };';

export default defineControl({
  id: 'organization-policy/resource-policy-forbids-open-access-list',
  title: 'A resource policy keeps every project from opening its IP access list to the internet',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'medium',
  confidence: 'medium',
  stage: 'stable',
  since: '0.1.0',
  rationale:
    'Closing a list once does not keep it closed: the next person with a connection problem opens it. Atlas refuses the change when a ' +
    'resource policy forbids it, whoever asks and by whatever tool. Such a policy cannot see two halves (0.0.0.0/1 and 128.0.0.0/1) or ::/0 ' +
    'unless they are named, so network/no-open-ip-access-list still looks at the lists themselves.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: [
    'soc2:CC5.2',
    'soc2:CC8.1',
    'iso27001:A.8.9',
    'pci-dss:1.2.7',
    'nist-800-53:CM-5',
    'csa-ccm:CCC-04',
    'cis:4.1',
  ],
  reads: ['resource-policy'],
  severityFor: ({ profile }) => (profile.riskTolerance === 'high' ? 'low' : 'medium'),
  evaluate({ 'resource-policy': all }, context) {
    return policyVerdict(readPolicies(bodiesOf(all), forbidsOpenAccessList), context, {
      matter: 'IP access lists',
      missing: 'forbids 0.0.0.0/0 on IP access lists',
    });
  },
  remedy: (_, { scope }) => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy simulate`: it says what such a policy would freeze. `fivefold policy synthesize --make-plan` then plans it.',
      'Close the lists that are open first: a project that breaks a policy accepts only changes that mend it.',
      `Check this policy with validateOrgResourcePolicies, then create it in organization ${scope.id} (createOrgResourcePolicy): ${BODY}`,
      'Try to add 0.0.0.0/0 to a test project: Atlas must refuse it.',
    ],
    verifiedBy: 'listOrgResourcePolicies shows the policy, and getOrgNonCompliantResources names no project for it.',
  }),
  examples: {
    pass: [
      { name: 'by the name of the preview', resources: { 'resource-policy': [policy] } },
      { name: 'among others', resources: { 'resource-policy': [europeOnly, { ...policy, policies: [BODY] }] } },
    ],
    fail: [
      { name: 'no policy', resources: {} },
      { name: 'other policies alone', resources: { 'resource-policy': [europeOnly] } },
    ],
  },
});
