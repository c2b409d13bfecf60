import { defineGuardrail, entities } from '../guardrail.ts';

export default defineGuardrail({
  id: 'allowed-cloud-providers',
  title: 'Clusters run on the cloud providers of the profile alone',
  why: 'A cluster on another cloud is outside of the contracts, keys and networks that the organization has there.',
  asked: ({ profile: { cloudProviders } }) =>
    cloudProviders.length > 0 && cloudProviders.length < 3
      ? `The profile names ${cloudProviders.join(' and ')}.`
      : undefined,
  // The other way round, so that a deletion passes: its sets are empty.
  text: ({ profile }) => `forbid (
  principal,
  action == ResourcePolicy::Action::"cluster.modify",
  resource
) unless {
  ${entities(
    'CloudProvider',
    profile.cloudProviders.map((name) => name.toLowerCase()),
  )}.containsAll(context.cluster.cloudProviders)
};`,
  examples: [
    {
      input: { cloudProviders: ['AWS'] },
      refused: [{ cloudProviders: ['gcp'] }, { cloudProviders: ['aws', 'azure'] }],
      passed: [{ cloudProviders: ['aws'] }, { cloudProviders: [], regions: [] }],
    },
  ],
});
