import type { ConsoleDialect } from '../../core/resource.ts';
import type { ProjectIpAccessListEntry } from './model.ts';

export const ui: ConsoleDialect<ProjectIpAccessListEntry> = {
  page: 'security/ip-access-list/',
  readOn: '2026-08',
  names: 'page',
  path: ['Security', 'Database & Network Access', 'IP Access List'],
  settings: {
    comment: 'Comment',
    deleteAfterDate: 'Temporary entry',
  },
  open: ({ entry }) => [`Press Edit in the row of ${entry}.`],
  create: ({ entry, comment, deleteAfterDate }) => [
    'Press Add IP Address.',
    `Enter ${entry} as Access List Entry.`,
    ...(comment === '' ? [] : [`Enter "${comment}" as Comment.`]),
    ...(deleteAfterDate === null
      ? []
      : [
          `Turn on the temporary entry and choose the time that ends nearest to ${deleteAfterDate}: 6 hours, 1 day or 1 week.`,
        ]),
    'Press Save and Close.',
  ],
  save: 'Press Confirm.',
  delete: ({ entry }) => [`Press Delete in the row of ${entry}, and Delete again.`],
};
