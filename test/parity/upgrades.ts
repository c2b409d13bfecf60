/**
 * Free clusters that become dedicated ones. The Atlas CLI asks for that in the API's first version, of which the set holds no
 * request: what was asked is read from what came of it, and the replay asks the emulator for the same.
 */
import { isObject, type JsonObject } from '../../src/core/json.ts';
import type { Exchange, Story } from './recordings.ts';

/** The two writes that lead to what a story shows of one cluster. */
export interface UnseenUpgrade {
  /** The body that makes the free cluster, for where the story does not show how it was made. */
  readonly free: JsonObject;
  /** The body of the upgrade. */
  readonly upgrade: JsonObject;
}

interface Region {
  readonly providerName: string;
  readonly backingProviderName?: string;
  readonly regionName: string;
  readonly electableSpecs?: { readonly instanceSize?: string; readonly diskSizeGB?: number };
}

/** The first region of a cluster's answer; undefined where the body is no cluster. */
function regionOf(body: unknown): Region | undefined {
  if (!isObject(body) || !Array.isArray(body.replicationSpecs)) return undefined;
  const [spec] = body.replicationSpecs as readonly { readonly regionConfigs?: readonly Region[] }[];
  return spec?.regionConfigs?.[0];
}

/** True for the answer of a free cluster. */
export function isFree(body: unknown): boolean {
  return regionOf(body)?.providerName === 'TENANT';
}

/** A dedicated cluster that was a free one keeps the free one's hosts, which have a name of chance. */
function wasFree(body: unknown): boolean {
  const strings = isObject(body) && isObject(body.connectionStrings) ? body.connectionStrings : {};
  return regionOf(body) !== undefined && !isFree(body) && /^mongodb:\/\/ac-/.test(String(strings.standard));
}

/** True for an answer that shows a cluster's upgrade, begun or done: a free cluster that is UPDATING, or hosts of its own. */
export function showsUpgrade(body: unknown): boolean {
  if (!isObject(body) || regionOf(body) === undefined) return false;
  return !isFree(body) || body.stateName === 'UPDATING';
}

/** The body that makes a free cluster of this name in this place. */
export function freeCluster(name: string, backingProviderName: string, regionName: string): JsonObject {
  const electableSpecs = { instanceSize: 'M0' };
  return {
    name,
    clusterType: 'REPLICASET',
    replicationSpecs: [
      {
        zoneName: 'Zone 1',
        regionConfigs: [{ providerName: 'TENANT', backingProviderName, regionName, priority: 7, electableSpecs }],
      },
    ],
  };
}

/** The upgrades that a story shows without the call, by the path of the cluster. */
export function upgradesIn({ exchanges }: Story): ReadonlyMap<string, UnseenUpgrade> {
  const answers = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const { operationId, status, path, responseBody } = exchange;
    if (operationId !== 'getGroupCluster' || status !== 200 || regionOf(responseBody) === undefined) continue;
    answers.set(path, [...(answers.get(path) ?? []), exchange]);
  }
  const upgrades = new Map<string, UnseenUpgrade>();
  for (const [path, shown] of answers) {
    const bodies = shown.map(({ responseBody }) => responseBody as JsonObject);
    const free = bodies.find(isFree);
    const dedicated = bodies.filter((body) => !isFree(body));
    const isUpgrade = dedicated.length > 0 && (free !== undefined || dedicated.some(wasFree));
    if (!isUpgrade) continue;
    const place = regionOf(free ?? dedicated[0]) as Region;
    const last = dedicated.at(-1) as JsonObject;
    const goal = regionOf(last) as Region;
    const disk = last.diskSizeGB ?? goal.electableSpecs?.diskSizeGB;
    const name = String(bodies[0]?.name);
    const provider = place.backingProviderName ?? place.providerName;
    upgrades.set(path, {
      free: freeCluster(name, provider, place.regionName),
      upgrade: {
        name,
        ...(disk === undefined ? {} : { diskSizeGB: disk }),
        ...(last.tags === undefined ? {} : { tags: last.tags }),
        providerSettings: {
          instanceSizeName: goal.electableSpecs?.instanceSize ?? 'M10',
          providerName: goal.providerName,
          regionName: goal.regionName,
        },
      },
    });
  }
  return upgrades;
}
