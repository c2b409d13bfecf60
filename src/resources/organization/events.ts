/** The activity feed of an organization and of its projects: operations that read, and no resources of their own. */
import { z } from 'zod';
import { atlasError, type EmulatorRequest, type EmulatorRoute, type StoredDocument } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { buckets } from '../contract.ts';

/** The kind that events are kept under, in their organization or in their project. */
export const EVENT = 'event';

/** Events are of many sorts, and new ones come: what all may have is read, the rest passes. */
const event = z.looseObject({
  created: z.string(),
  eventTypeName: z.string(),
  id: z.string(),
  publicKey: z.string().nullish(),
  remoteAddress: z.string().nullish(),
});

const reads = {
  method: 'GET',
  version: '2023-01-01',
  success: 200,
  response: event,
} as const;
const page = {
  ...reads,
  shape: 'page',
  query: ['eventType', 'includeRaw', 'maxDate', 'minDate'],
  // Recorded: nothing is counted unless it is asked for.
  linkDefaults: { includeCount: 'false', includeRaw: 'false' },
} as const;
const ofOrganization = { bucket: buckets.organization, role: 'ORG_MEMBER' } as const;
const ofProject = { bucket: buckets.monitoring, role: 'GROUP_READ_ONLY' } as const;
const organizationPath = '/api/atlas/v2/orgs/{orgId}/events';
const projectPath = '/api/atlas/v2/groups/{groupId}/events';

/** listOrgEvents: newest first; `minDate` in ISO 8601. */
export const listEvents: Operation = { ...page, ...ofOrganization, id: 'listOrgEvents', path: organizationPath };

/** listGroupEvents: the same of a project. */
export const listProjectEvents: Operation = { ...page, ...ofProject, id: 'listGroupEvents', path: projectPath };

const getEvent: Operation = {
  ...reads,
  ...ofOrganization,
  id: 'getOrgEvent',
  path: `${organizationPath}/{eventId}`,
  shape: 'object',
  query: ['includeRaw'],
};
const getProjectEvent: Operation = {
  ...reads,
  ...ofProject,
  id: 'getGroupEvent',
  path: `${projectPath}/{eventId}`,
  shape: 'object',
  query: ['includeRaw'],
};

const scopeOf = ({ params }: EmulatorRequest) => params.groupId ?? params.orgId ?? '';

/** Of one second those that came last stand first. */
function chosen(request: EmulatorRequest): readonly StoredDocument[] {
  const { eventType, maxDate, minDate } = request.query;
  return [...request.store.list(EVENT, scopeOf(request))].reverse().filter(({ wire }) => {
    const created = String(wire.created);
    return (
      (eventType === undefined || wire.eventTypeName === eventType) &&
      (minDate === undefined || created >= minDate) &&
      (maxDate === undefined || created <= maxDate)
    );
  });
}

function one(request: EmulatorRequest) {
  const { eventId = '' } = request.params;
  const found = request.store.get(EVENT, scopeOf(request), eventId);
  // Unconfirmed: the code, since no recording asks for an event that there is none of.
  return found === undefined
    ? atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${eventId}.`, [eventId])
    : { status: 200, body: found.wire };
}

/** The operations on both feeds. */
export const eventRoutes: readonly EmulatorRoute[] = [
  ...[listEvents, listProjectEvents].map((operation) => ({
    operation,
    handle: (request: EmulatorRequest) => ({ status: 200, page: chosen(request).map(({ wire }) => wire) }),
  })),
  ...[getEvent, getProjectEvent].map((operation) => ({ operation, handle: one })),
];
