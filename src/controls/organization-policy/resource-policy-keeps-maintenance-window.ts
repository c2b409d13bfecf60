import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { TEN_PROJECTS } from '../example-projects.ts';
import { bodiesOf, fewProjects, policyVerdict } from '../policy-verdict.ts';
import { demandsMaintenanceWindow, readPolicies } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const europeOnly = resourcePolicy.examples[1] as ResourcePolicy;
const BODY =
  'forbid (principal, action == ResourcePolicy::Action::"project.maintenanceWindow.modify", resource) unless { context.project.hasDefinedMaintenanceWindow };';
const having = (...policies: readonly string[]) => ({
  project: TEN_PROJECTS,
  'resource-policy': [{ ...policy, policies }],
});

export default defineControl({
  id: 'organization-policy/resource-policy-keeps-maintenance-window',
  title: 'A resource policy keeps maintenance windows from being taken away',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'Whoever deletes a window hands the choice of the hour back to Atlas, and finds out when nodes restart in the middle of the day. The ' +
    'policy makes Atlas refuse it. It does not ask for a window where there never was one.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: [
    'soc2:CC8.1',
    'iso27001:A.8.32',
    'pci-dss:6.5.1',
    'nist-800-53:CM-5',
    'nist-800-53:MA-2',
    'csa-ccm:CCC-04',
    'ism:ISM-1695',
  ],
  reads: ['resource-policy', 'project'],
  notApplicable: ({ profile }) =>
    profile.environment === 'production' ||
    Object.values(profile.projects).some(({ environment }) => environment === 'production')
      ? undefined
      : 'The profile names no production.',
  evaluate({ 'resource-policy': all, project: projects }, context) {
    const few = fewProjects(projects, context);
    if (few !== undefined) return few;
    return policyVerdict(readPolicies(bodiesOf(all), demandsMaintenanceWindow), context, {
      matter: 'maintenance windows',
      missing: 'forbids taking a maintenance window away',
    });
  },
  remedy: (_, { scope }) => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy simulate`: it says what such a policy would freeze. `fivefold policy synthesize --make-plan` then plans it.',
      'Set a window in every project for production first (organization-policy/maintenance-window-set).',
      `Check this policy with validateOrgResourcePolicies, then create it in organization ${scope.id} (createOrgResourcePolicy): ${BODY}`,
    ],
    verifiedBy: 'listOrgResourcePolicies shows the policy, and getOrgNonCompliantResources names nothing for it.',
  }),
  examples: {
    pass: [{ name: 'kept', resources: having(BODY) }],
    fail: [
      { name: 'one project, with little tolerance', resources: {}, profile: { riskTolerance: 'low' } },
      { name: 'no policy', resources: { project: TEN_PROJECTS } },
      {
        name: 'other policies alone',
        resources: { project: TEN_PROJECTS, 'resource-policy': [policy, europeOnly] },
        profile: { environment: 'staging', projects: { shop: { environment: 'production' } } },
      },
    ],
    notApplicable: [
      { name: 'development', resources: { project: TEN_PROJECTS }, profile: { environment: 'development' } },
      { name: 'one project', resources: {} },
    ],
  },
});
