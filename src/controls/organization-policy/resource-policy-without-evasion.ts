import { defineControl } from '../../core/control.ts';
import resourcePolicy from '../../resources/resource-policy/index.ts';
import type { ResourcePolicy } from '../../resources/resource-policy/model.ts';
import { bodiesOf } from '../policy-verdict.ts';
import { evasionsLeft, forbidsOpenAccessList } from '../resource-policy-text.ts';

const policy = resourcePolicy.examples[0] as ResourcePolicy;
const europeOnly = resourcePolicy.examples[1] as ResourcePolicy;
const list = (condition: string) =>
  `forbid (principal, action == ResourcePolicy::Action::"project.ipAccessList.modify", resource) ${condition};`;
const naming = (...ranges: readonly string[]) =>
  list(`when { context.project.ipAccessList.containsAny([${ranges.map((range) => `ip("${range}")`).join(', ')}]) }`);
const having = (...policies: readonly string[]) => ({ 'resource-policy': [{ ...policy, policies }] });

export default defineControl({
  id: 'organization-policy/resource-policy-without-evasion',
  title: 'The policy against open IP access lists cannot be got around by halves',
  layer: 'organization-policy',
  scope: 'organization',
  severity: 'low',
  confidence: 'high',
  stage: 'preview',
  since: '0.1.0',
  rationale:
    'A policy compares entries one by one: 0.0.0.0/1 with 128.0.0.0/1 passes one that names 0.0.0.0/0 alone, and so does ::/0. Cedar has no ' +
    'word for “every narrow enough”, so the ranges have to be named; finer pieces are left to network/no-open-ip-access-list.',
  sources: ['listOrgResourcePolicies', 'https://www.mongodb.com/docs/atlas/atlas-resource-policies/'],
  standards: ['soc2:CC5.2', 'iso27001:A.8.9', 'pci-dss:1.2.7', 'nist-800-53:CM-5', 'csa-ccm:IVS-03', 'cis:4.4'],
  reads: ['resource-policy'],
  evaluate({ 'resource-policy': all }) {
    const stopping = all.find(({ policies }) => policies.some((body) => forbidsOpenAccessList(body) === 'yes'));
    if (stopping === undefined)
      return { status: 'not-applicable', because: 'No resource policy that can be read forbids 0.0.0.0/0.' };
    const left = evasionsLeft(bodiesOf(all));
    if (left.length === 0) return { status: 'pass' };
    const ways = left.map((entries) => entries.join(' with ')).join(', and ');
    return {
      status: 'fail',
      violations: [
        {
          at: resourcePolicy.address(stopping),
          because: `Resource policy "${stopping.name}" forbids 0.0.0.0/0, and lets pass what opens a list as well: ${ways}.`,
        },
      ],
    };
  },
  remedy: () => ({
    type: 'manual',
    steps: [
      'Run `fivefold policy lint` on the policy, and `fivefold policy synthesize` for one that names the ranges.',
      `Put the ranges into the policy (updateOrgResourcePolicy), for example: ${naming('0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '::/0', '::/1', '8000::/1')}`,
    ],
    verifiedBy: 'fivefold assess',
  }),
  examples: {
    pass: [
      { name: 'ranges by name', resources: having(naming('0.0.0.0/0', '128.0.0.0/1', '::/0', '::/1')) },
      {
        name: 'two policies together',
        resources: having(naming('0.0.0.0/0'), naming('0.0.0.0/1', '::/0', '8000::/1')),
      },
      {
        name: 'named entries alone are allowed',
        resources: having(list('unless { [ip("203.0.113.7/32")].containsAll(context.project.ipAccessList) }')),
      },
      { name: 'no entry at all', resources: having(list('unless { context.project.ipAccessList.isEmpty() }')) },
    ],
    fail: [
      { name: 'the wildcard alone', resources: { 'resource-policy': [europeOnly, policy] } },
      { name: 'no halves of IPv6', resources: having(naming('0.0.0.0/0', '0.0.0.0/1', '::/0')) },
    ],
    notApplicable: [
      { name: 'no policy', resources: {} },
      { name: 'other policies', resources: { 'resource-policy': [europeOnly] } },
    ],
  },
});
