import { z } from 'zod';

/** What Atlas's own console and its helpers may see of a project's data. */
export interface ProjectSettings {
  readonly projectId: string;
  /** Returned by Atlas, but no field of its PATCH: read only for us. */
  readonly isAtlasHomePageAiAssistantEnabled: boolean;
  readonly isClusterAiAssistantEnabled: boolean;
  readonly isCollectDatabaseSpecificsStatisticsEnabled: boolean;
  /** Whether documents can be read and written in the console. */
  readonly isDataExplorerEnabled: boolean;
  /** Whether the data explorer sends prompts to third parties. */
  readonly isDataExplorerGenAIFeaturesEnabled: boolean;
  /** Whether those prompts carry values of documents. */
  readonly isDataExplorerGenAISampleDocumentPassingEnabled: boolean;
  readonly isDataValidationEnabled: boolean;
  readonly isExtendedStorageSizesEnabled: boolean;
  /** Whether queries may send data to Voyage AI's models. */
  readonly isNativeRerankingEnabled: boolean;
  readonly isPerformanceAdvisorEnabled: boolean;
  readonly isRealtimePerformancePanelEnabled: boolean;
  readonly isSchemaAdvisorEnabled: boolean;
}

export const projectSettings: z.ZodType<ProjectSettings> = z.strictObject({
  projectId: z.string().min(1),
  isAtlasHomePageAiAssistantEnabled: z.boolean(),
  isClusterAiAssistantEnabled: z.boolean(),
  isCollectDatabaseSpecificsStatisticsEnabled: z.boolean(),
  isDataExplorerEnabled: z.boolean(),
  isDataExplorerGenAIFeaturesEnabled: z.boolean(),
  isDataExplorerGenAISampleDocumentPassingEnabled: z.boolean(),
  isDataValidationEnabled: z.boolean(),
  isExtendedStorageSizesEnabled: z.boolean(),
  isNativeRerankingEnabled: z.boolean(),
  isPerformanceAdvisorEnabled: z.boolean(),
  isRealtimePerformancePanelEnabled: z.boolean(),
  isSchemaAdvisorEnabled: z.boolean(),
});
