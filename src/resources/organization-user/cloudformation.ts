/** Its only type for people is MongoDB::Atlas::OrgInvitation, over createOrgInvite and its like. */
export const cloudformation = {
  none: 'CloudFormation knows people only as MongoDB::Atlas::OrgInvitation, which sends invitations that Atlas gives up in July 2027 and changes no member.',
} as const;
