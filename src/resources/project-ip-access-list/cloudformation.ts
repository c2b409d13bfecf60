import type { CloudFormationType } from '../../core/resource.ts';
import type { ProjectIpAccessListEntry } from './model.ts';

export const cloudformation: CloudFormationType<ProjectIpAccessListEntry> = {
  type: 'MongoDB::Atlas::ProjectIpAccessList',
  mode: 'whole',
  // One resource holds the list of a project.
  gathers: 'AccessList',
  fields: ['projectId', 'type', 'entry', 'comment', 'deleteAfterDate'],
  properties: ({ projectId, type, entry, comment, deleteAfterDate }) => ({
    ProjectId: projectId,
    AccessList: [
      {
        ...(type === 'cidr' ? { CIDRBlock: entry } : { AwsSecurityGroup: entry }),
        ...(comment === '' ? {} : { Comment: comment }),
        ...(deleteAfterDate === null ? {} : { DeleteAfterDate: deleteAfterDate }),
      },
    ],
  }),
  parse: ({ ProjectId, AccessList }) => {
    const [item = {}] = AccessList as readonly Readonly<Record<string, string | undefined>>[];
    return {
      projectId: String(ProjectId),
      type: item.AwsSecurityGroup === undefined ? 'cidr' : 'aws-security-group',
      entry: item.AwsSecurityGroup ?? item.CIDRBlock ?? '',
      comment: item.Comment ?? '',
      deleteAfterDate: (item.DeleteAfterDate ?? null) as ProjectIpAccessListEntry['deleteAfterDate'],
    };
  },
  cannot: (change) =>
    change.type === 'update'
      ? 'CloudFormation knows whole lists only: to change an entry that no stack has made, the whole list would have to be taken over.'
      : undefined,
};
