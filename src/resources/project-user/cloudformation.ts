/** Its only type for people in projects is MongoDB::Atlas::ProjectInvitation, over createGroupInvite and its like. */
export const cloudformation = {
  none: 'CloudFormation knows people in projects only as MongoDB::Atlas::ProjectInvitation, which sends invitations that Atlas gives up in July 2027.',
} as const;
