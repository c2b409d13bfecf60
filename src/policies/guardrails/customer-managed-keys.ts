import { defineGuardrail, exempting } from '../guardrail.ts';

export default defineGuardrail({
  id: 'customer-managed-keys',
  title: 'Clusters in production are encrypted with the customer’s own key',
  why: 'With a key of its own the customer can take the data away from everybody, Atlas included, by one step in its KMS.',
  limits:
    'Whether Atlas asks this of free and flex clusters, and of a deletion, could not be confirmed: try it in an organization for tests first.',
  asked: ({ profile: { compliance, riskTolerance } }) => {
    const duty = compliance.find((name) => ['pci-dss', 'hipaa', 'fedramp', 'irap'].includes(name));
    if (duty !== undefined) return `The profile names the duty ${duty}.`;
    return riskTolerance === 'low' ? 'The profile accepts little risk.' : undefined;
  },
  text: ({ exempt }) => `forbid (
  principal,
  action == ResourcePolicy::Action::"cluster.modify",
  resource
) unless {
  context.cluster.encryptionAtRest.customerManagedKey.enabled${exempting(exempt)}
};`,
  examples: [
    {
      input: { compliance: ['hipaa'], exempt: ['650000000000000000000002'] },
      refused: [{ customerManagedKey: false }],
      passed: [{ customerManagedKey: true }, { customerManagedKey: false, projectId: '650000000000000000000002' }],
    },
  ],
});
