import type { ConsoleDialect } from '../../core/resource.ts';
import type { ResourcePolicy } from './model.ts';

export const ui: ConsoleDialect<ResourcePolicy> = {
  page: 'atlas-resource-policies/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Configurations', 'Resource Policies'],
  settings: { name: 'Name', description: 'Description', policies: 'Policies' },
  create: ({ name, policies }) => [
    'Press Create Policy.',
    `Enter "${name}" as name.`,
    ...policies.map((body) => `Add this policy: ${body.replace(/\s+/g, ' ').trim()}.`),
    'Press Create.',
  ],
  open: ({ name }) => [`Press Edit in the row of ${name}.`],
  delete: ({ name }) => [`Press Delete in the row of ${name}, and confirm.`],
};
