import { defineControl, failOrPass, type Violation } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { forbiddenTlsFloors } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const version = (name: string) => `ResourcePolicy::TLSVersion::"${name}"`;
const having = (condition: string) => ({
  'resource-policy': [
    {
      ...policy,
      policies: [`forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) ${condition};`],
    },
  ],
});

export default defineControl({
  id: 'organization-policy/resource-policy-admits-tls-1-3',
  title: 'No resource policy stands in the way of TLS 1.3',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'medium',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    '“Unless the floor is TLS 1.2” reads like a minimum and is an exact value: it refuses clusters that take TLS 1.3 alone, which is stricter. ' +
    'An example of the documentation is written so; policies that forbid 1.0 and 1.1 by name do what is meant. That Atlas shows a policy a floor ' +
    'of 1.3 as such is not documented, hence the confidence.',
  sources: [
    'listOrgResourcePolicies',
    'getGroupClusterProcessArgs',
    'https://www.mongodb.com/docs/atlas/atlas-resource-policies/',
  ],
  standards: ['soc2:CC6.7', 'iso27001:A.8.24', 'pci-dss:4.2.1', 'nist-800-53:SC-8', 'csa-ccm:CEK-03', 'ism:ISM-1139'],
  reads: ['resource-policy'],
  evaluate({ 'resource-policy': all }) {
    const about = all.flatMap((item) =>
      item.policies.flatMap((body) => {
        const forbidden = forbiddenTlsFloors(body);
        return forbidden === undefined ? [] : [{ item, forbidden }];
      }),
    );
    if (about.length === 0)
      return { status: 'not-applicable', because: 'No resource policy that can be read speaks of the floor of TLS.' };
    return failOrPass(
      about.flatMap(({ item, forbidden }): readonly Violation[] =>
        forbidden.has('tls1_3') && !forbidden.has('tls1_2')
          ? [
              {
                at: resourcePolicy.address(item),
                because: `Resource policy "${item.name}" refuses clusters whose floor is TLS 1.3.`,
              },
            ]
          : [],
      ),
    );
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      `Write the policy the other way round (updateOrgResourcePolicy): forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.minTLSVersion == ${version('tls1_0')} || context.cluster.minTLSVersion == ${version('tls1_1')} };`,
    ],
    verifiedBy: 'fivefold policy lint',
  }),
  examples: {
    pass: [
      {
        name: 'the old ones by name',
        resources: having(
          `when { context.cluster.minTLSVersion == ${version('tls1_0')} || context.cluster.minTLSVersion == ${version('tls1_1')} }`,
        ),
      },
      {
        name: 'both new ones',
        resources: having(
          `unless { context.cluster.minTLSVersion == ${version('tls1_2')} || context.cluster.minTLSVersion == ${version('tls1_3')} }`,
        ),
      },
      {
        name: 'TLS 1.3 alone',
        resources: having(`unless { context.cluster.minTLSVersion == ${version('tls1_3')} }`),
      },
    ],
    fail: [
      { name: 'exactly 1.2', resources: having(`unless { context.cluster.minTLSVersion == ${version('tls1_2')} }`) },
      { name: 'not 1.2', resources: having(`when { context.cluster.minTLSVersion != ${version('tls1_2')} }`) },
    ],
    notApplicable: [
      { name: 'no policy', resources: {} },
      { name: 'other policies', resources: { 'resource-policy': [policy] } },
    ],
  },
});
