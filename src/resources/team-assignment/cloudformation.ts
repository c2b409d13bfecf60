/** Source: the handlers of the publisher's type; the roles stand in the resource that makes the team. */
export const cloudformation = {
  none: 'CloudFormation gives roles only to a team that MongoDB::Atlas::Teams has made and owns, with its members, in one project each.',
} as const;
