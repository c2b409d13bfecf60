/**
 * Requests that the recorder left out, read from what Atlas answered: what the answer repeats was asked, and where Atlas refuses
 * the state and not the request, any request will do.
 */
import { isObject, type JsonObject } from '../../src/core/json.ts';

interface Answered {
  readonly operationId: string | undefined;
  readonly status: number;
  readonly answer: unknown;
}

const pick = (from: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));

/** A refusal's code and the values that its sentence names. */
function refusal(answer: JsonObject): { readonly code: string; readonly values: readonly string[] } {
  const values = Array.isArray(answer.parameters) ? answer.parameters.map(String) : [];
  return { code: String(answer.errorCode), values };
}

function refused(operationId: string, answer: JsonObject): JsonObject | undefined {
  const { code, values } = refusal(answer);
  switch (`${operationId} ${code}`) {
    case 'createGroup MAX_GROUPS_PER_ORG_EXCEEDED':
      return { name: 'one-too-many', orgId: values[1] ?? '' };
    case 'createGroupClusterSearchDeployment ATLAS_SEARCH_DEPLOYMENT_INVALID_ATTRIBUTE':
      return { specs: [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }] };
    case 'createGroupDatabaseUser GROUP_NOT_FOUND':
      return { username: 'somebody', databaseName: 'admin', roles: [{ roleName: 'read', databaseName: 'test' }] };
    default:
      return undefined;
  }
}

/** The body of a write that was answered like this; undefined where the answer does not tell. */
export function inferBody({ operationId, status, answer }: Answered): JsonObject | undefined {
  if (operationId === undefined || !isObject(answer)) return undefined;
  const said = answer as JsonObject;
  if (status >= 400) return refused(operationId, said);
  switch (operationId) {
    case 'takeGroupClusterBackupSnapshots':
      return pick(said, ['description']);
    case 'createGroupClusterBackupRestoreJob':
      return pick(said, ['deliveryType', 'snapshotId', 'targetClusterName', 'targetGroupId']);
    case 'createGroupFlexClusterBackupRestoreJob':
      return pick(said, ['snapshotId', 'targetDeploymentItemName', 'targetProjectId']);
    case 'createGroupClusterBackupExport':
      return pick(said, ['exportBucketId', 'snapshotId']);
    case 'createGroupClusterSearchDeployment':
      return pick(said, ['specs']);
    default:
      return undefined;
  }
}

type Specs = readonly { readonly regionConfigs?: readonly JsonObject[] }[];

/** An inferred request for a cluster, with the scaling that its answer shows: what a test reads from a file is not in its arguments. */
export function completeBody(operationId: string | undefined, body: unknown, answer: unknown): unknown {
  if (operationId !== 'createGroupCluster' || !isObject(body) || !isObject(answer)) return body;
  const [asked, shown] = [body.replicationSpecs, answer.replicationSpecs] as readonly [Specs?, Specs?];
  if (asked === undefined || shown === undefined) return body;
  return {
    ...body,
    replicationSpecs: asked.map((spec, shard) => ({
      ...spec,
      regionConfigs: spec.regionConfigs?.map((config, region) => ({
        ...config,
        ...pick(shown[shard]?.regionConfigs?.[region] ?? {}, ['autoScaling']),
      })),
    })),
  };
}
