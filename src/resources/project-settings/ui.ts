import type { ConsoleDialect } from '../../core/resource.ts';
import type { ProjectSettings } from './model.ts';

export const ui: ConsoleDialect<ProjectSettings> = {
  page: 'tutorial/manage-project-settings/',
  readOn: '2026-08',
  names: 'may-differ',
  path: ['Project Settings'],
  settings: {
    isAtlasHomePageAiAssistantEnabled: 'AI assistant on the home page',
    isClusterAiAssistantEnabled: 'AI assistant for clusters',
    isCollectDatabaseSpecificsStatisticsEnabled: 'Collect Database Specific Statistics',
    isDataExplorerEnabled: 'Data Explorer',
    isDataExplorerGenAIFeaturesEnabled: 'Data Explorer Gen AI features',
    isDataExplorerGenAISampleDocumentPassingEnabled: 'Passing of sample field values to Gen AI',
    isDataValidationEnabled: 'Data validation',
    isExtendedStorageSizesEnabled: 'Extended storage sizes',
    isNativeRerankingEnabled: 'Native reranking',
    isPerformanceAdvisorEnabled: 'Performance Advisor and Profiler',
    isRealtimePerformancePanelEnabled: 'Real Time Performance Panel',
    isSchemaAdvisorEnabled: 'Schema Advisor',
  },
  save: 'Each switch takes effect at once.',
};
