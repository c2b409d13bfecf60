import { defineResource } from '../../core/define-resource.ts';
import { exampleIds } from '../contract.ts';
import { NEW_PROJECT, read, write } from './api.ts';
import { cli } from './cli.ts';
import { cloudformation } from './cloudformation.ts';
import { emulator } from './emulator.ts';
import { type ProjectSettings, projectSettings } from './model.ts';
import { terraform } from './terraform.ts';
import { ui } from './ui.ts';

const untouched: ProjectSettings = { projectId: exampleIds.projectId, ...NEW_PROJECT };

const strict: ProjectSettings = {
  ...untouched,
  isClusterAiAssistantEnabled: false,
  isCollectDatabaseSpecificsStatisticsEnabled: false,
  isDataExplorerEnabled: false,
  isDataExplorerGenAIFeaturesEnabled: false,
};

export default defineResource({
  kind: 'project-settings',
  title: 'project settings',
  parentKind: 'project',
  model: projectSettings,
  path: (settings) => [settings.projectId],
  parentPath: (settings) => [settings.projectId],
  label: () => 'project settings',
  lifecycle: 'singleton',
  assigned: ['isAtlasHomePageAiAssistantEnabled'],
  read,
  write,
  cli,
  cloudformation,
  console: ui,
  terraform,
  emulator,
  examples: [untouched, strict, { ...untouched, isDataExplorerGenAISampleDocumentPassingEnabled: true }],
  exampleUpdates: [
    { before: untouched, after: strict },
    { before: untouched, after: { ...untouched, isDataExplorerEnabled: false } },
    { before: untouched, after: { ...untouched, isDataValidationEnabled: false, isNativeRerankingEnabled: true } },
  ],
});
