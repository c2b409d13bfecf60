import type { Cluster } from '../resources/cluster/model.ts';

/** The regions of a cluster that hold nodes which clients connect to, as `AWS EU_WEST_1`, sorted. */
export function regionsOf(item: Pick<Cluster, 'replicationSpecs'>): readonly string[] {
  const regions = item.replicationSpecs.flatMap(({ regions: all }) =>
    all
      .filter(({ electable, readOnly, analytics }) =>
        [electable, readOnly, analytics].some((nodes) => (nodes?.nodeCount ?? 0) > 0),
      )
      .map(({ provider, regionName }) => `${provider} ${regionName}`),
  );
  return [...new Set(regions)].sort();
}

/** Whether two names mean one region: lists differ in spelling, `EU_WEST_1` here, `eu-west-1` there. */
export function sameRegion(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return plain(a) === plain(b);
}
