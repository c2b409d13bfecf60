import { defineGuardrail, exempting } from '../guardrail.ts';

export default defineGuardrail({
  id: 'database-auditing',
  title: 'Projects in production audit their databases before they change a cluster',
  why: 'Without auditing nobody can say afterwards who has read or removed what.',
  limits: 'Atlas looks at it when a cluster is changed; turning auditing off is not refused, only what follows.',
  asked: ({ profile: { compliance, riskTolerance } }) =>
    compliance.length > 0
      ? `The profile names the duty ${compliance[0]}.`
      : riskTolerance === 'low'
        ? 'The profile accepts little risk.'
        : undefined,
  text: ({ exempt }) => `forbid (
  principal,
  action == ResourcePolicy::Action::"cluster.modify",
  resource
) unless {
  context.project.databaseAuditing.enabled${exempting(exempt)}
};`,
  examples: [
    {
      input: { compliance: ['soc2'], exempt: ['650000000000000000000002'] },
      refused: [{ databaseAuditing: false }],
      passed: [{ databaseAuditing: true }, { databaseAuditing: false, projectId: '650000000000000000000002' }],
    },
  ],
});
