/** The activity feed of an organization: an operation that reads, and no resource of its own. */
import { z } from 'zod';
import type { EmulatorRoute } from '../../core/behaviour.ts';
import type { Operation } from '../../core/call.ts';
import { buckets } from '../contract.ts';

/** Events are of many sorts, and new ones come: what all may have is read, the rest passes. */
const event = z.looseObject({
  created: z.string(),
  eventTypeName: z.string(),
  id: z.string(),
  publicKey: z.string().nullish(),
  remoteAddress: z.string().nullish(),
});

/** listOrgEvents: newest first; `minDate` in ISO 8601. */
export const listEvents: Operation = {
  id: 'listOrgEvents',
  method: 'GET',
  path: '/api/atlas/v2/orgs/{orgId}/events',
  version: '2023-01-01',
  bucket: buckets.organization,
  role: 'ORG_MEMBER',
  success: 200,
  shape: 'page',
  query: ['eventType', 'includeRaw', 'maxDate', 'minDate'],
  response: event,
};

/** What has happened in an organization is not modelled: the feed is empty. */
export const eventsRoute: EmulatorRoute = {
  operation: listEvents,
  handle: () => ({ status: 200, page: [] }),
};
