import { defineGuardrail } from '../guardrail.ts';

export default defineGuardrail({
  id: 'private-networking-only',
  title: 'Clusters are reached through private endpoints and peering alone',
  why: 'Where every client has a private path, an entry of a public list is a way in that nobody needs.',
  limits:
    'Peered networks need entries of private ranges, which this refuses as well: use it where clients come through private endpoints.',
  asked: ({ profile: { knownClients } }) =>
    knownClients.length > 0 &&
    knownClients.every(({ via, credential }) => via === 'private-endpoint' || credential !== undefined)
      ? 'Every client that the profile names comes through a private endpoint.'
      : undefined,
  text: () => `forbid (
  principal,
  action == ResourcePolicy::Action::"project.ipAccessList.modify",
  resource
) unless {
  context.project.ipAccessList.isEmpty()
};`,
  examples: [
    {
      input: { knownClients: [{ name: 'app', addresses: [], via: 'private-endpoint' }] },
      refused: [{ action: 'project.ipAccessList.modify', ipAccessList: ['203.0.113.7/32'] }],
      passed: [{ action: 'project.ipAccessList.modify', ipAccessList: [] }],
    },
  ],
});
