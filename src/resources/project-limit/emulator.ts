import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorReply,
  type EmulatorRequest,
  type EmulatorStore,
} from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { ProjectLimit } from './model.ts';

const KIND = 'project-limit';

interface Known {
  readonly default: number;
  readonly maximum: number;
  /** The value in a project that nobody has touched, where it is not the default. */
  readonly untouched?: number;
  readonly isFixed?: true;
  usage?(store: EmulatorStore, groupId: string): number;
}

const countOf = (kind: string) => (store: EmulatorStore, groupId: string) => store.list(kind, groupId).length;

/** Order, defaults, maxima and what is counted as recorded (listGroupLimits, December 2024). */
const LIMITS: Readonly<Record<string, Known>> = {
  'atlas.project.security.databaseAccess.users': { default: 100, maximum: 900, usage: countOf('database-user') },
  'atlas.project.deployment.clusters': { default: 25, maximum: 90, usage: countOf('cluster') },
  // It counted each cluster, although none was serverless.
  'atlas.project.deployment.serverlessMTMs': { default: 100, maximum: 100, usage: countOf('cluster') },
  'atlas.project.security.databaseAccess.customRoles': {
    default: 100,
    maximum: 1400,
    usage: countOf('custom-database-role'),
  },
  'atlas.project.security.networkAccess.entries': {
    default: 200,
    maximum: 220,
    usage: countOf('project-ip-access-list'),
  },
  'atlas.project.security.networkAccess.crossRegionEntries': { default: 40, maximum: 220, usage: crossRegionEntries },
  // What it counts where there are endpoints is unconfirmed.
  'atlas.project.deployment.nodesPerPrivateLinkRegion': { default: 50, maximum: 90, usage: () => 0 },
  'atlas.project.deployment.privateServiceConnectionsPerRegionGroup': { default: 50, maximum: 100, untouched: 6 },
  'atlas.project.deployment.privateServiceConnectionsSubnetMask': { default: 27, maximum: 27 },
  // In the answers, and not among the names that can be set.
  'atlas.project.deployment.salesSoldM0s': { default: 100, maximum: 100, isFixed: true, usage: () => 0 },
};

/** These have no default: they are there once they are set. */
const FEDERATION = /^dataFederation\.bytesProcessed\.(query|daily|weekly|monthly)$/;

/**
 * Nodes that other regions of a cluster have to admit. Recorded for clusters in two regions: the nodes of the larger one,
 * two of a dedicated config server's three among them where it comes first. That it is the same with more is unconfirmed.
 */
function crossRegionEntries(store: EmulatorStore, groupId: string): number {
  const sums = store.list('cluster', groupId).map(({ wire }) => {
    const nodes = new Map<string, number>();
    const specs = Array.isArray(wire.replicationSpecs) ? (wire.replicationSpecs as readonly JsonObject[]) : [];
    for (const { regionConfigs } of specs) {
      for (const config of Array.isArray(regionConfigs) ? (regionConfigs as readonly JsonObject[]) : []) {
        const region = `${config.providerName} ${config.regionName}`;
        const counts = [config.electableSpecs, config.readOnlySpecs, config.analyticsSpecs].map((hardware) =>
          isObject(hardware) && typeof hardware.nodeCount === 'number' ? hardware.nodeCount : 0,
        );
        nodes.set(
          region,
          counts.reduce((sum, count) => sum + count, nodes.get(region) ?? 0),
        );
      }
    }
    if (nodes.size < 2) return 0;
    const configNodes = wire.configServerType === 'DEDICATED' ? [2, 1] : [];
    return Math.max(...[...nodes.values()].map((count, position) => count + (configNodes[position] ?? 0)));
  });
  return sums.reduce((sum, count) => sum + count, 0);
}

function limitOf({ store, params }: EmulatorRequest, name: string): JsonObject | undefined {
  const groupId = params.groupId as string;
  const known = LIMITS[name];
  const value = store.get(KIND, groupId, name)?.wire.value;
  // What a limit of Data Federation shows beside its value is unconfirmed.
  if (known === undefined) return value === undefined ? undefined : { name, value };
  return {
    ...(known.usage === undefined ? {} : { currentUsage: known.usage(store, groupId) }),
    defaultLimit: known.default,
    maximumLimit: known.maximum,
    name,
    value: value ?? known.untouched ?? known.default,
  };
}

/** Recorded elsewhere for a value that an enumeration does not have; here it is unconfirmed. */
function unknownName(name: string): EmulatorReply {
  return atlasError(400, 'INVALID_ENUM_VALUE', `An invalid enumeration value ${name} was specified.`, [name]);
}

function canBeSet(name: string): boolean {
  const known = LIMITS[name];
  return known === undefined ? FEDERATION.test(name) : known.isFixed !== true;
}

function list(request: EmulatorRequest): EmulatorReply {
  const own = request.store.list(KIND, request.params.groupId as string).map(({ id }) => id);
  const names = [...Object.keys(LIMITS), ...own.filter((name) => LIMITS[name] === undefined)];
  return { status: 200, body: names.map((name) => limitOf(request, name)).filter((limit) => limit !== undefined) };
}

function get(request: EmulatorRequest): EmulatorReply {
  const name = request.params.limitName as string;
  if (!canBeSet(name)) return unknownName(name);
  const limit = limitOf(request, name);
  // Unconfirmed: code and sentence for a limit that was never set.
  return limit === undefined
    ? atlasError(404, 'LIMIT_NOT_FOUND', `The limit ${name} is not set.`, [name])
    : { status: 200, body: limit };
}

function set(request: EmulatorRequest): EmulatorReply {
  const { groupId = '', limitName: name = '' } = request.params;
  if (!canBeSet(name)) return unknownName(name);
  const { value } = request.body as { readonly value: number };
  const maximum = LIMITS[name]?.maximum;
  if (value < 0 || (maximum !== undefined && value > maximum)) {
    // That the maximum holds is the contract's; code and sentence are unconfirmed.
    return atlasError(400, 'INVALID_ATTRIBUTE', 'Invalid attribute value specified.', ['value']);
  }
  request.store.put({ kind: KIND, parent: groupId, id: name, wire: { value } });
  return { status: 200, body: limitOf(request, name) };
}

function remove({ store, params }: EmulatorRequest): EmulatorReply {
  const { groupId = '', limitName: name = '' } = params;
  if (!canBeSet(name)) return unknownName(name);
  store.remove(KIND, groupId, name);
  return { status: 204 };
}

export const emulator: EmulatorBehaviour<ProjectLimit> = {
  routes: [
    { operation: operations.list, handle: list },
    { operation: operations.get, handle: get },
    { operation: operations.set, handle: set },
    { operation: operations.delete, handle: remove },
  ],
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.groupId as string)) store.remove(KIND, parent, id);
      },
    },
  ],
  seed: ({ projectId, name, value }, { store }) => {
    store.put({ kind: KIND, parent: projectId, id: name, wire: { value } });
  },
};
