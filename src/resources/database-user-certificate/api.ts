import { z } from 'zod';
import { callOf, type Operation, pageItems } from '../../core/call.ts';
import { monthsBetween, parseInstant } from '../../core/instant.ts';
import type { ResourceRead, ResourceWrite } from '../../core/resource.ts';
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

// Recorded: a limit of 1200, not that of the users themselves.
const base = { version: '2023-01-01', bucket: buckets.project } as const;
const path = '/api/atlas/v2/groups/{groupId}/databaseUsers/{username}/certs';

export const operations = {
  list: {
    ...base,
    id: 'listGroupDatabaseUserCerts',
    method: 'GET',
    path,
    role: 'GROUP_READ_ONLY',
    success: 200,
    shape: 'page',
    response: wire,
  },
  create: {
    ...base,
    id: 'createGroupDatabaseUserCert',
    method: 'POST',
    path,
    role: 'GROUP_OWNER',
    success: 201,
    // The certificate and its private key, PEM, in one text.
    shape: 'text',
    request: z.strictObject({ monthsUntilExpiration: z.number().int().min(1).optional() }),
    response: z.string(),
  },
} as const satisfies Record<string, Operation>;

type Owner = Pick<DatabaseUser, 'projectId' | 'username' | 'mechanism'>;

function parametersOf({ projectId, username }: Pick<DatabaseUserCertificate, 'projectId' | 'username'>) {
  return { groupId: projectId, username };
}

function fromWire(item: unknown, { projectId, username }: Omit<Owner, 'mechanism'>): DatabaseUserCertificate {
  const { createdAt, notAfter, subject } = reading.parse(item);
  const [from, to] = [parseInstant(createdAt), parseInstant(notAfter)];
  return {
    projectId,
    username,
    subject: subject ?? '',
    // Atlas adds an hour to the months that it was asked for (recorded).
    monthsUntilExpiration: from === undefined || to === undefined ? 0 : Math.max(0, monthsBetween(from, to)),
    createdAt,
    notAfter,
  };
}

export const read: ResourceRead<DatabaseUserCertificate, Owner> = {
  from: 'database-user',
  operations: [operations.list],
  // Atlas issues certificates to users of its own certificate authority only. Recorded is a user with a plain name;
  // that one called `CN=…` is asked for with its whole name is unconfirmed.
  calls: ({ projectId, username, mechanism }) =>
    mechanism.type === 'x509' && mechanism.issuer === 'managed'
      ? [callOf(operations.list, parametersOf({ projectId, username }))]
      : [],
  parse: (item, user) => [fromWire(item, user)],
};

/** Nothing takes a certificate back: it ends by itself, or with its user. */
export const write: ResourceWrite<DatabaseUserCertificate> = {
  operations: [operations.create, operations.list],
  create: ({ after }) => [
    callOf(operations.create, parametersOf(after), {
      body: { monthsUntilExpiration: after.monthsUntilExpiration },
    }),
  ],
  find: (model) => ({
    call: callOf(operations.list, parametersOf(model), { query: { itemsPerPage: '500' } }),
    parse: (body) => {
      return pageItems(body)
        .map((item) => fromWire(item, model))
        .find(({ createdAt }) => createdAt === model.createdAt);
    },
  }),
  parentOf: ({ projectId, username }): Owner => ({
    projectId,
    username,
    mechanism: { type: 'x509', issuer: 'managed' },
  }),
  isSame: (wanted, found) =>
    wanted.projectId === found.projectId &&
    wanted.username === found.username &&
    wanted.monthsUntilExpiration === found.monthsUntilExpiration,
  yieldsSecrets: ['certificateAndKey'],
};
