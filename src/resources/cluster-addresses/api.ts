import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets } from '../contract.ts';
import type { Project } from '../project/model.ts';
import type { ClusterAddresses } from './model.ts';

const addresses = z.array(z.string());

/** The lists of what comes next are left out of recorded answers. */
const wire = z.strictObject({
  groupId: z.string(),
  services: z.strictObject({
    clusters: z.array(
      z.strictObject({
        clusterName: z.string(),
        inbound: addresses,
        outbound: addresses,
        futureInbound: addresses.optional(),
        futureOutbound: addresses.optional(),
      }),
    ),
  }),
});

const reading = z.looseObject({
  services: z
    .looseObject({
      clusters: z
        .array(
          z.looseObject({
            clusterName: z.string(),
            inbound: addresses.nullish(),
            outbound: addresses.nullish(),
            futureInbound: addresses.nullish(),
            futureOutbound: addresses.nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

export const operations = {
  get: {
    id: 'getGroupIpAddresses',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/ipAddresses',
    version: '2023-01-01',
    role: 'GROUP_READ_ONLY',
    success: 200,
    bucket: buckets.project,
    shape: 'object',
    response: wire,
  },
} as const satisfies Record<string, Operation>;

const sorted = (list: readonly string[] | null | undefined) => [...new Set(list ?? [])].sort();

export const read: ResourceRead<ClusterAddresses, Project> = {
  from: 'project',
  operations: [operations.get],
  calls: (project) => [callOf(operations.get, { groupId: project.id })],
  parse: (item, project) =>
    (reading.parse(item).services?.clusters ?? []).map((cluster) => ({
      projectId: project.id,
      clusterName: cluster.clusterName,
      inbound: sorted(cluster.inbound),
      outbound: sorted(cluster.outbound),
      futureInbound: sorted(cluster.futureInbound),
      futureOutbound: sorted(cluster.futureOutbound),
    })),
};
