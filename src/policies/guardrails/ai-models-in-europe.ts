import { defineGuardrail } from '../guardrail.ts';

export default defineGuardrail({
  id: 'ai-models-in-europe',
  title: 'AI model keys serve from Europe alone',
  why: 'Text that is embedded or reranked leaves the cluster: it has to stay where the data has to.',
  asked: ({ profile: { dataResidency } }) =>
    dataResidency.length > 0 &&
    dataResidency.every((region) => /^(EU_|EUROPE_|WESTERN_EUROPE$|FRANCE_|GERMANY_|SWEDEN_)/.test(region))
      ? 'The profile keeps data in the European Union.'
      : undefined,
  text: () => `forbid (
  principal,
  action == ResourcePolicy::Action::"project.aiModelAPI.modify",
  resource
) unless {
  context.aiModelApi.geography == ResourcePolicy::Geography::"eu"
};`,
  examples: [
    {
      input: { dataResidency: ['EU_WEST_1'] },
      refused: [{ action: 'project.aiModelAPI.modify', geography: 'us' }],
      passed: [{ action: 'project.aiModelAPI.modify', geography: 'eu' }],
    },
  ],
});
