import type { ConsoleDialect } from '../../core/resource.ts';
import type { Project } from './model.ts';

export const ui: ConsoleDialect<Project> = {
  page: 'tutorial/manage-projects/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Project Settings'],
  settings: {
    name: 'Project Name',
    tags: 'Tags',
    regionUsageRestrictions: 'Region restrictions',
  },
  create: ({ name }) => [
    'Go to Projects of the organization instead, and press New Project.',
    `Enter ${name}.`,
    'Press Create Project.',
  ],
  delete: ({ name }) => [
    `Go to Projects of the organization instead, and press Delete in the row of ${name}: it must hold no cluster.`,
  ],
};
