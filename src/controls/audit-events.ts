/** Audit events of somebody, as the server writes them, to try a filter on: what is not known of an event is unknown in it. */
import { selectsEvent, UNKNOWN } from '../access/index.ts';
import type { JsonObject } from '../core/json.ts';

/** Who is behind an event: a login name and the database that it is proven against; `unknown`: anybody. */
export type Somebody = { readonly user: string; readonly db: string } | 'unknown';

/** A sort of event that each user's doings leave, and how it looks for one of them. */
export interface EventOfUser {
  /** In the plural: "logins". */
  readonly name: string;
  of(who: Somebody): Readonly<Record<string, unknown>>;
}

function eventOf(atype: string, who: Somebody, param: unknown): Readonly<Record<string, unknown>> {
  return {
    atype,
    ts: UNKNOWN,
    uuid: UNKNOWN,
    local: UNKNOWN,
    remote: UNKNOWN,
    intermediates: UNKNOWN,
    users: who === 'unknown' ? UNKNOWN : [{ user: who.user, db: who.db }],
    // Inherited roles are listed, too, in an order that is not documented.
    roles: UNKNOWN,
    param,
    result: 0,
  };
}

/** What somebody who should not be there does: comes in, makes a way back, and destroys (manual, "System Event Audit Messages"). */
export const EVENTS_OF_USER: readonly EventOfUser[] = [
  {
    name: 'logins',
    of: (who) =>
      eventOf('authenticate', who, who === 'unknown' ? UNKNOWN : { user: who.user, db: who.db, mechanism: UNKNOWN }),
  },
  { name: 'new users', of: (who) => eventOf('createUser', who, UNKNOWN) },
  { name: 'dropped databases', of: (who) => eventOf('dropDatabase', who, UNKNOWN) },
];

/** Somebody whom no filter names: a user that is made after the filter. */
const STRANGERS = ['admin', '$external'].map((db) => ({ user: 'fivefold: nobody has this name', db }));

/** Of whom a filter selects an event: of whoever comes, of users that it names only, or of nobody. */
export function coveredBy(filter: JsonObject, event: EventOfUser): 'everybody' | 'named' | 'nobody' | 'unknown' {
  if (selectsEvent(filter, event.of('unknown')) === 'no') return 'nobody';
  const ofStrangers = STRANGERS.map((stranger) => selectsEvent(filter, event.of(stranger)));
  if (ofStrangers.every((selected) => selected === 'no')) return 'named';
  return ofStrangers.some((selected) => selected === 'unknown') ? 'unknown' : 'everybody';
}
