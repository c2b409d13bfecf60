import { defineGuardrail } from '../guardrail.ts';

const WIDE = [
  '0.0.0.0/0',
  '::/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '0.0.0.0/2',
  '64.0.0.0/2',
  '128.0.0.0/2',
  '192.0.0.0/2',
  '::/1',
  '8000::/1',
  '2000::/3',
];

export default defineGuardrail({
  id: 'no-open-ip-access-list',
  title: 'No IP access list admits the whole internet',
  why: 'A list that was closed once is opened again by the next person with a connection problem.',
  limits:
    'Cedar has no word for "every entry is narrow": 0.0.0.0/1 with 128.0.0.0/1, and quarters, are named here, finer halves are not. The control network/no-open-ip-access-list looks at the lists themselves.',
  asked: () => 'Every profile asks for it.',
  text: () => `forbid (
  principal,
  action == ResourcePolicy::Action::"project.ipAccessList.modify",
  resource
) when {
  context.project.ipAccessList.containsAny([
    ${WIDE.map((range) => `ip("${range}")`).join(', ')}
  ])
};`,
  examples: [
    {
      input: {},
      refused: [...WIDE, '0.0.0.0/0'].map((range) => ({
        action: 'project.ipAccessList.modify',
        ipAccessList: ['203.0.113.7/32', range],
      })),
      passed: [
        { action: 'project.ipAccessList.modify', ipAccessList: [] },
        { action: 'project.ipAccessList.modify', ipAccessList: ['203.0.113.0/24', '2001:db8::/48'] },
      ],
    },
  ],
});
