import { z } from 'zod';
import { callOf, type Operation } from '../../core/call.ts';
import type { ResourceRead } from '../../core/resource.ts';
import { buckets, links } from '../contract.ts';
import type { DatabaseUser } from '../database-user/model.ts';
import type { DatabaseUserCertificate } from './model.ts';

const wire = z.strictObject({
  // Beyond 2^53 (recorded): JavaScript's JSON loses its last digits, so it is neither read nor kept.
  _id: z.unknown(),
  createdAt: z.string(),
  groupId: z.string(),
  links: links.optional(),
  notAfter: z.string(),
  subject: z.string(),
});

const reading = z.looseObject({ createdAt: z.string(), notAfter: z.string(), subject: z.string().nullish() });

export const operations = {
  list: {
    id: 'listGroupDatabaseUserCerts',
    method: 'GET',
    path: '/api/atlas/v2/groups/{groupId}/databaseUsers/{username}/certs',
    version: '2023-01-01',
    role: 'GROUP_READ_ONLY',
    success: 200,
    // Recorded: a limit of 1200, not that of the users themselves.
    bucket: buckets.project,
    shape: 'page',
    response: wire,
  },
} as const satisfies Record<string, Operation>;

export const read: ResourceRead<DatabaseUserCertificate, DatabaseUser> = {
  from: 'database-user',
  operations: [operations.list],
  // Atlas issues certificates to users of its own certificate authority only. Recorded is a user with a plain name;
  // that one called `CN=…` is asked for with its whole name is unconfirmed.
  calls: ({ projectId, username, mechanism }) =>
    mechanism.type === 'x509' && mechanism.issuer === 'managed'
      ? [callOf(operations.list, { groupId: projectId, username })]
      : [],
  parse: (item, { projectId, username }) => {
    const { createdAt, notAfter, subject } = reading.parse(item);
    return [{ projectId, username, subject: subject ?? '', createdAt, notAfter }];
  },
};
