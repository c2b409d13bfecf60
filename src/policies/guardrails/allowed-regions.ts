import { defineGuardrail, entities, type GuardrailInput } from '../guardrail.ts';
import { nativeRegion } from '../regions.ts';

/** In the spelling of each provider that the profile names; a name that no provider has is left out. */
function regionsOf({ profile: { cloudProviders, dataResidency } }: GuardrailInput): readonly string[] {
  const providers = cloudProviders.length === 0 ? (['AWS', 'AZURE', 'GCP'] as const) : cloudProviders;
  return dataResidency
    .flatMap((region) => providers.map((provider) => nativeRegion(provider, region)))
    .filter((region) => region !== undefined)
    .sort();
}

export default defineGuardrail({
  id: 'allowed-regions',
  title: 'Data stays in the regions of the profile',
  why: 'Where data may live is a promise to customers and to the law; Atlas can refuse a cluster elsewhere before there is data in it.',
  asked: (input) => {
    const regions = regionsOf(input);
    return regions.length === 0 ? undefined : `The profile keeps data in ${input.profile.dataResidency.join(', ')}.`;
  },
  text: (input) => `forbid (
  principal,
  action in [
    ResourcePolicy::Action::"cluster.modify",
    ResourcePolicy::Action::"search.deployment.modify"
  ],
  resource
) unless {
  ${entities('Region', regionsOf(input))}.containsAll(context.cluster.regions)
};`,
  examples: [
    {
      input: { cloudProviders: ['AWS'], dataResidency: ['EU_WEST_1', 'EU_CENTRAL_1'] },
      refused: [{ regions: ['aws:us-east-1'] }, { regions: ['aws:eu-west-1', 'aws:us-east-1'] }],
      passed: [
        { regions: ['aws:eu-west-1'] },
        { regions: ['aws:eu-central-1', 'aws:eu-west-1'] },
        { cloudProviders: [], regions: [] },
      ],
    },
    {
      input: { cloudProviders: ['AZURE', 'GCP'], dataResidency: ['EUROPE_WEST', 'WESTERN_EUROPE'] },
      refused: [{ regions: ['azure:eastus'] }],
      passed: [{ regions: ['azure:westeurope', 'gcp:europe-west1'] }],
    },
  ],
});
