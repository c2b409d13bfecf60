import type { Profile } from '../core/profile.ts';
import type { PolicyRequest } from './engine.ts';
import { accessListRequest, CLUSTER_DEFAULTS, type ClusterFacts, clusterRequest, projectRequest } from './requests.ts';

/** What a guardrail is written from. */
export interface GuardrailInput {
  readonly profile: Profile;
  /** Ids of projects that the profile calls staging or development: heavier demands leave them out. */
  readonly exempt: readonly string[];
}

/** A request in short: what is not named is like a usual, compliant cluster or project. */
export type ShortRequest =
  | ({ readonly action?: 'cluster.modify'; readonly projectId?: string } & Partial<ClusterFacts>)
  | { readonly action: 'project.ipAccessList.modify'; readonly ipAccessList: readonly string[] }
  | {
      readonly action: 'project.maintenanceWindow.modify';
      readonly hasDefinedMaintenanceWindow: boolean;
      readonly projectId?: string;
    }
  | { readonly action: 'project.aiModelAPI.modify'; readonly geography: string };

/** One guardrail: a Cedar policy written from the profile, and what it must refuse and let pass. */
export interface Guardrail {
  /** Also the file's name. */
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** What the policy cannot see; said wherever it is offered. */
  readonly limits?: string;
  /** Why this profile asks for it; undefined: it does not. */
  asked(input: GuardrailInput): string | undefined;
  /** Exactly one forbid. */
  text(input: GuardrailInput): string;
  /** For the profile that stands beside them. */
  readonly examples: readonly {
    readonly input: Partial<Profile> & { readonly exempt?: readonly string[] };
    readonly refused: readonly ShortRequest[];
    readonly passed: readonly ShortRequest[];
  }[];
}

/** Changes nothing: it types a guardrail. */
export function defineGuardrail(guardrail: Guardrail): Guardrail {
  return guardrail;
}

/** The project and the cluster of short requests. */
export const EXAMPLE_PROJECT = '650000000000000000000001';
const EXAMPLE_CLUSTER = '660000000000000000000001';

/** A short request in full. */
export function fullRequest(short: ShortRequest): PolicyRequest {
  switch (short.action) {
    case 'project.ipAccessList.modify':
      return accessListRequest(EXAMPLE_PROJECT, short.ipAccessList);
    case 'project.maintenanceWindow.modify':
      return projectRequest(short.projectId ?? EXAMPLE_PROJECT, short.action, {
        hasDefinedMaintenanceWindow: short.hasDefinedMaintenanceWindow,
      });
    case 'project.aiModelAPI.modify':
      return projectRequest(EXAMPLE_PROJECT, short.action, {
        geography: { __entity: { type: 'ResourcePolicy::Geography', id: short.geography } },
      });
    default: {
      const { action: _, projectId = EXAMPLE_PROJECT, ...facts } = short;
      return clusterRequest(EXAMPLE_CLUSTER, projectId, { ...CLUSTER_DEFAULTS, ...facts });
    }
  }
}

/** A list of entities as Cedar writes it. */
export function entities(type: string, ids: readonly string[]): string {
  return `[${ids.map((id) => `ResourcePolicy::${type}::${JSON.stringify(id)}`).join(', ')}]`;
}

/** What lets exempted projects pass: ` || resource in …`. */
export function exempting(exempt: readonly string[]): string {
  return exempt.map((id) => ` || resource in ResourcePolicy::Project::${JSON.stringify(id)}`).join('');
}
