import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { TEN_PROJECTS } from '../example-projects.ts';
import { bodiesOf, fewProjects, policyVerdict } from '../policy-verdict.ts';
import { keepsTlsFloor } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const europeOnly = resourcePolicy.examples[1] as ResourcePolicy;
const BODY =
  'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_0" || context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_1" };';
const having = (...policies: readonly string[]) => ({
  project: TEN_PROJECTS,
  'resource-policy': [{ ...policy, policies }],
});
const floor = (version: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"${version}" };`;

export default defineControl({
  id: 'organization-policy/resource-policy-keeps-tls-floor',
  title: 'A resource policy keeps every cluster from taking TLS 1.0 or 1.1',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A cluster whose floor was lowered for one old client keeps it until somebody looks. Where a policy forbids it, Atlas refuses the change. ' +
    'Atlas has stopped serving TLS 1.0 and 1.1; the setting still exists, and what it says is what an auditor reads.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: [
    'soc2:CC5.2',
    'iso27001:A.8.24',
    'pci-dss:2.2.7',
    'nist-800-53:CM-6',
    'csa-ccm:CEK-03',
    'cis:4.1',
    'ism:ISM-1139',
  ],
  reads: ['resource-policy', 'project'],
  evaluate({ 'resource-policy': all, project: projects }, context) {
    const few = fewProjects(projects, context);
    if (few !== undefined) return few;
    return policyVerdict(keepsTlsFloor(bodiesOf(all)), context, {
      matter: 'the floor of TLS',
      missing: 'forbids TLS 1.0 and 1.1 as the floor of a cluster',
    });
  },
  remedy: (_, { scope }) => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy simulate`: it says what such a policy would freeze. `fivefold policy synthesize --make-plan` then plans it.',
      'Raise the floor of clusters that are below it first: a cluster that breaks a policy accepts only changes that mend it.',
      `Check this policy with validateOrgResourcePolicies, then create it in organization ${scope.id} (createOrgResourcePolicy): ${BODY}`,
    ],
    verifiedBy: 'listOrgResourcePolicies shows the policy, and getOrgNonCompliantResources names nothing for it.',
  }),
  examples: {
    pass: [
      { name: 'one policy', resources: having(BODY) },
      { name: 'two policies', resources: having(floor('tls1_0'), floor('tls1_1')) },
      {
        name: 'what is allowed by name',
        resources: having(
          'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) unless { [ResourcePolicy::TLSVersion::"tls1_2", ResourcePolicy::TLSVersion::"tls1_3"].contains(context.cluster.minTLSVersion) };',
        ),
      },
    ],
    fail: [
      { name: 'no policy', resources: { project: TEN_PROJECTS } },
      { name: 'TLS 1.0 alone', resources: having(floor('tls1_0')) },
      { name: 'other policies alone', resources: { project: TEN_PROJECTS, 'resource-policy': [policy, europeOnly] } },
    ],
    notApplicable: [{ name: 'nine projects', resources: { project: TEN_PROJECTS.slice(1) } }],
  },
});
