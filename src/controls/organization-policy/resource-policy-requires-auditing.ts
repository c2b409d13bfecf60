import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { TEN_PROJECTS } from '../example-projects.ts';
import { bodiesOf, fewProjects, policyVerdict } from '../policy-verdict.ts';
import { demandsAuditing, readPolicies } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const europeOnly = resourcePolicy.examples[1] as ResourcePolicy;
const BODY =
  'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) unless { context.project.databaseAuditing.enabled };';
const having = (...policies: readonly string[]) => ({
  project: TEN_PROJECTS,
  'resource-policy': [{ ...policy, policies }],
});
const soc2 = { compliance: ['soc2'] } as const;

export default defineControl({
  id: 'organization-policy/resource-policy-requires-auditing',
  title: 'A resource policy lets no cluster change in a project without auditing',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'New projects start without auditing, and it is turned off in one step. The policy makes Atlas refuse new clusters and changes of clusters ' +
    'until the project audits again: turning auditing off is not refused, only what follows.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: [
    'soc2:CC5.2',
    'soc2:CC7.2',
    'iso27001:A.8.15',
    'pci-dss:10.2.1',
    'nist-800-53:AU-12',
    'nist-800-53:CM-6',
    'csa-ccm:LOG-07',
    'cis:8.2',
  ],
  reads: ['resource-policy', 'project'],
  notApplicable: ({ profile }) =>
    profile.riskTolerance === 'low' || profile.compliance.length > 0
      ? undefined
      : 'The profile names no duty, and its risk tolerance is not low.',
  evaluate({ 'resource-policy': all, project: projects }, context) {
    const few = fewProjects(projects, context);
    if (few !== undefined) return few;
    return policyVerdict(readPolicies(bodiesOf(all), demandsAuditing), context, {
      matter: 'database auditing',
      missing: 'refuses changes of clusters where auditing is off',
    });
  },
  remedy: (_, { scope }) => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy simulate`: it says what such a policy would freeze. `fivefold policy synthesize --make-plan` then plans it.',
      'Turn auditing on where it is off; leave projects with free clusters alone out by name, for they cannot audit.',
      `Check this policy with validateOrgResourcePolicies, then create it in organization ${scope.id} (createOrgResourcePolicy): ${BODY}`,
    ],
    verifiedBy: 'listOrgResourcePolicies shows the policy, and getOrgNonCompliantResources names nothing for it.',
  }),
  examples: {
    pass: [
      { name: 'demanded', resources: having(BODY), profile: soc2 },
      {
        name: 'in one policy with others',
        resources: { project: TEN_PROJECTS, 'resource-policy': [europeOnly, { ...policy, policies: [BODY] }] },
        profile: { riskTolerance: 'low' },
      },
    ],
    fail: [
      { name: 'no policy', resources: { project: TEN_PROJECTS }, profile: soc2 },
      {
        name: 'other policies alone',
        resources: { project: TEN_PROJECTS, 'resource-policy': [policy, europeOnly] },
        profile: soc2,
      },
    ],
    notApplicable: [
      { name: 'no duty', resources: { project: TEN_PROJECTS } },
      { name: 'one project', resources: {}, profile: soc2 },
    ],
  },
});
