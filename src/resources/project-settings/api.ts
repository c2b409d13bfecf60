import { z } from 'zod';
import { type Body, callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ProjectSettings } from './model.ts';

/** The flags of a new project (recorded: getGroupSettings), which is also what a flag means that Atlas leaves out. */
export const NEW_PROJECT = {
  isAtlasHomePageAiAssistantEnabled: true,
  isClusterAiAssistantEnabled: true,
  isCollectDatabaseSpecificsStatisticsEnabled: true,
  isDataExplorerEnabled: true,
  isDataExplorerGenAIFeaturesEnabled: true,
  isDataExplorerGenAISampleDocumentPassingEnabled: false,
  isDataValidationEnabled: true,
  isExtendedStorageSizesEnabled: false,
  isNativeRerankingEnabled: false,
  isPerformanceAdvisorEnabled: true,
  isRealtimePerformancePanelEnabled: true,
  isSchemaAdvisorEnabled: true,
} as const satisfies Record<keyof Omit<ProjectSettings, 'projectId'>, boolean>;

/** The flags that updateGroupSettings takes: all but one that Atlas returns without documenting it. */
export const WRITABLE = (Object.keys(NEW_PROJECT) as (keyof typeof NEW_PROJECT)[]).filter(
  (flag) => flag !== 'isAtlasHomePageAiAssistantEnabled',
);

const flag = z.boolean().optional();

/** The list has grown from 6 flags in 2024 to 12, so an answer may hold any of them (recorded: getGroupSettings). */
const wire = z.strictObject({
  isAtlasHomePageAiAssistantEnabled: flag,
  isClusterAiAssistantEnabled: flag,
  isCollectDatabaseSpecificsStatisticsEnabled: flag,
  isDataExplorerEnabled: flag,
  isDataExplorerGenAIFeaturesEnabled: flag,
  isDataExplorerGenAISampleDocumentPassingEnabled: flag,
  isDataValidationEnabled: flag,
  isExtendedStorageSizesEnabled: flag,
  isNativeRerankingEnabled: flag,
  isPerformanceAdvisorEnabled: flag,
  isRealtimePerformancePanelEnabled: flag,
  isSchemaAdvisorEnabled: flag,
});

const reading = z.looseObject(wire.shape);

const base = {
  version: '2023-01-01',
  bucket: buckets.project,
  path: '/api/atlas/v2/groups/{groupId}/settings',
  success: 200,
  shape: 'object',
  response: wire,
} as const;

export const operations = {
  get: { ...base, id: 'getGroupSettings', method: 'GET', role: 'GROUP_READ_ONLY' },
  update: {
    ...base,
    id: 'updateGroupSettings',
    method: 'PATCH',
    role: 'GROUP_OWNER',
    request: wire.omit({ isAtlasHomePageAiAssistantEnabled: true }),
  },
} as const satisfies Record<string, Operation>;

function fromWire(item: unknown, projectId: string): ProjectSettings {
  const settings = reading.parse(item);
  const flags = Object.entries(NEW_PROJECT).map(([name, usual]) => [
    name,
    settings[name as keyof typeof NEW_PROJECT] ?? usual,
  ]);
  return { projectId, ...(Object.fromEntries(flags) as Omit<ProjectSettings, 'projectId'>) };
}

function difference(before: ProjectSettings, after: ProjectSettings): Body {
  return Object.fromEntries(WRITABLE.filter((name) => before[name] !== after[name]).map((name) => [name, after[name]]));
}

export const read: ResourceRead<ProjectSettings, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) => [fromWire(item, project.id)],
};

export const write: ResourceWrite<ProjectSettings> = {
  operations: [operations.get, operations.update],
  update: ({ before, after }) => [
    callOf(operations.update, { groupId: after.projectId }, { body: difference(before, after) }),
  ],
  find: (model) => ({
    call: callOf(operations.get, { groupId: model.projectId }),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId)),
  }),
};
