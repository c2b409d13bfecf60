import { z } from 'zod';
import { type ApiCall, callOf, type Operation } from '../../core/call.ts';
import { parseInstant } from '../../core/instant.ts';
import { isObject } from '../../core/json.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
import { operations as clusterOperations } from '../cluster/api.ts';
import type { Cluster } from '../cluster/model.ts';
import { buckets } from '../contract.ts';
import { supportAccessGrantType as grantType, type SupportAccessGrant } from './model.ts';

const single = '/api/atlas/v2/groups/{groupId}/clusters/{clusterName}';

const base = {
  method: 'POST',
  version: '2024-08-05',
  bucket: buckets.clusters,
  // Atlas names the role Project Support Access Manager, which has no name in its API; owners have it.
  role: 'GROUP_OWNER',
  success: 204,
  shape: 'none',
} as const;

export const operations = {
  // A grant that stands already is replaced: the Terraform provider updates with the same call.
  grant: {
    ...base,
    id: 'grantGroupClusterMongoDbEmployeeAccess',
    path: `${single}:grantMongoDBEmployeeAccess`,
    request: z.strictObject({ expirationTime: z.string(), grantType }),
  },
  revoke: {
    ...base,
    id: 'revokeGroupClusterMongoDbEmployeeAccess',
    path: `${single}:revokeMongoDBEmployeeAccess`,
  },
} as const satisfies Record<string, Operation>;

const reading = z.looseObject({
  mongoDBEmployeeAccessGrant: z
    .looseObject({
      expirationTime: z.string().transform((text, context) => {
        const instant = parseInstant(text);
        if (instant !== undefined) return instant;
        context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} is no instant` });
        return z.NEVER;
      }),
      grantType,
    })
    .nullish(),
});

/** The grant in a cluster's document; undefined where there is none. */
function fromWire(cluster: unknown, projectId: string, clusterName: string): SupportAccessGrant | undefined {
  const grant = reading.parse(cluster).mongoDBEmployeeAccessGrant ?? undefined;
  return grant && { projectId, clusterName, grantType: grant.grantType, expirationTime: grant.expirationTime };
}

const paths = ({ projectId, clusterName }: SupportAccessGrant) => ({ groupId: projectId, clusterName });

function grant(model: SupportAccessGrant): ApiCall {
  const { grantType: type, expirationTime } = model;
  return callOf(operations.grant, paths(model), { body: { grantType: type, expirationTime } });
}

export const read: ResourceRead<SupportAccessGrant, Cluster> = {
  from: 'cluster',
  operations: [clusterOperations.list],
  // The call that the clusters themselves are read by: it is sent once, and shared.
  calls: ({ projectId }) => [callOf(clusterOperations.list, { groupId: projectId })],
  parse: (item, { projectId, name }) => {
    const found = isObject(item) && item.name === name ? fromWire(item, projectId, name) : undefined;
    return found === undefined ? [] : [found];
  },
};

export const write: ResourceWrite<SupportAccessGrant> = {
  operations: [operations.grant, operations.revoke, clusterOperations.get],
  create: ({ after }) => [grant(after)],
  update: ({ after }) => [grant(after)],
  delete: ({ before }) => [callOf(operations.revoke, paths(before))],
  find: (model) => ({
    call: callOf(clusterOperations.get, paths(model)),
    parse: (body) => (body === undefined ? undefined : fromWire(body, model.projectId, model.clusterName)),
  }),
};
