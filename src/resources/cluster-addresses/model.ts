import { z } from 'zod';

/** The public addresses of one cluster's nodes. They change when the cluster is scaled or moved: the `future` ones come next. */
export interface ClusterAddresses {
  readonly projectId: string;
  readonly clusterName: string;
  /** Where clients connect to; sorted. */
  readonly inbound: readonly string[];
  /** Where the nodes connect from, for example to a key service or an LDAP server; sorted. */
  readonly outbound: readonly string[];
  readonly futureInbound: readonly string[];
  readonly futureOutbound: readonly string[];
}

export const clusterAddresses: z.ZodType<ClusterAddresses> = z.strictObject({
  projectId: z.string().min(1),
  clusterName: z.string().min(1),
  inbound: z.array(z.string()),
  outbound: z.array(z.string()),
  futureInbound: z.array(z.string()),
  futureOutbound: z.array(z.string()),
});
