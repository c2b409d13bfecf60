import type { ConsoleDialect } from '../../core/resource.ts';
import type { FlexCluster } from './model.ts';

export const ui: ConsoleDialect<FlexCluster> = {
  page: 'cluster-additional-settings/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Database', 'Clusters'],
  settings: {
    terminationProtectionEnabled: 'Termination Protection',
    tags: 'Manage Tags',
  },
  open: ({ name }) => [`Open the menu of ${name}, then Edit Configuration.`],
  create: ({ name, provider, regionName }) => [
    'Press Create and choose Flex.',
    `Choose ${provider} and ${regionName}, and enter ${name} as name.`,
    'Press Create Deployment.',
  ],
  save: 'Press Apply Changes.',
  delete: ({ name }) => [`Open the menu of ${name}, press Terminate, and enter its name.`],
};
