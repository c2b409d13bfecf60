import { changedFields } from '../../core/change.ts';
import { terraformName } from '../../core/hcl.ts';
import type { TerraformDialect } from '../../core/resource.ts';
import { NEW_PROJECT } from './api.ts';
import type { ProjectSettings } from './model.ts';

/** Our flag → the attribute of mongodbatlas_project. */
const ATTRIBUTES = {
  isClusterAiAssistantEnabled: 'is_cluster_ai_assistant_enabled',
  isCollectDatabaseSpecificsStatisticsEnabled: 'is_collect_database_specifics_statistics_enabled',
  isDataExplorerEnabled: 'is_data_explorer_enabled',
  isDataExplorerGenAIFeaturesEnabled: 'is_data_explorer_gen_ai_features_enabled',
  isDataExplorerGenAISampleDocumentPassingEnabled: 'is_data_explorer_gen_ai_sample_document_passing_enabled',
  isExtendedStorageSizesEnabled: 'is_extended_storage_sizes_enabled',
  isNativeRerankingEnabled: 'is_native_reranking_enabled',
  isPerformanceAdvisorEnabled: 'is_performance_advisor_enabled',
  isRealtimePerformancePanelEnabled: 'is_realtime_performance_panel_enabled',
  isSchemaAdvisorEnabled: 'is_schema_advisor_enabled',
} as const satisfies Partial<Record<keyof ProjectSettings, string>>;

const FLAGS = Object.entries(ATTRIBUTES) as [keyof typeof ATTRIBUTES, string][];

export const terraform: TerraformDialect<ProjectSettings> = {
  type: 'mongodbatlas_project',
  mode: 'difference',
  name: (model) => terraformName(`project_${model.projectId}`),
  toHcl: (model) => ({ attributes: Object.fromEntries(FLAGS.map(([flag, attribute]) => [attribute, model[flag]])) }),
  fromHcl: ({ attributes }, base) => {
    const fallback: ProjectSettings = base ?? { projectId: String(attributes.id ?? ''), ...NEW_PROJECT };
    const given = FLAGS.filter(([, attribute]) => typeof attributes[attribute] === 'boolean');
    return {
      ...fallback,
      ...Object.fromEntries(given.map(([flag, attribute]) => [flag, attributes[attribute]])),
    };
  },
  importId: (model) => model.projectId,
  cannot: (change) => {
    if (change.type !== 'update') return undefined;
    const beyond = changedFields(change).filter((field) => !(field in ATTRIBUTES));
    return beyond.length === 0
      ? undefined
      : `Terraform cannot set ${beyond.join(', ')}: mongodbatlas_project has no such attribute.`;
  },
};
