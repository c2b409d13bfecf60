import { defineStep } from '../step.ts';

export default defineStep({
  id: 'cloud-provider-access',
  number: 4,
  title: 'Cloud provider access',
  items: [
    {
      id: 'roles',
      title: 'Roles and service principals',
      why: 'What Atlas may do in your cloud is what somebody may do who has taken Atlas over.',
      atlas: 'Takes on the role with an external id that is yours alone.',
      yours: 'Write the trust policy, allow one purpose per role, and remove what nothing uses.',
      home: 'cloud-provider-access',
      controls: [
        'cloud-provider-access/role-set-up-completed',
        'cloud-provider-access/no-unused-role',
        'cloud-provider-access/key-role-serves-encryption-only',
      ],
      kinds: ['cloud-provider-access-role'],
      byHand: ['The trust policy of an AWS role names Atlas’s account and the external id that Atlas shows.'],
      pages: ['security/set-up-unified-aws-access/'],
    },
  ],
});
