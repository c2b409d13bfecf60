import { addSeconds, type Instant, parseInstant } from '../core/instant.ts';
import type { Profile } from '../core/profile.ts';
import type { Kind, ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';

/** Something that ends or has to be looked at on a date. */
export interface DueItem {
  /** The same for the same thing in every run. */
  readonly id: string;
  readonly type: 'expiry' | 'review';
  readonly due: Instant;
  readonly what: string;
  readonly todo: string;
}

/** What a review found: what is due, and what could not be read. */
export interface Review {
  readonly items: readonly DueItem[];
  readonly notRead: readonly string[];
}

const DAY = 86_400;

/** What is looked at again and again, with the interval in days that common frameworks ask for (SOC 2, ISO/IEC 27001, PCI DSS 7.2.4: access twice a year). */
const ROUTINE: readonly { readonly id: string; readonly days: number; readonly what: string; readonly todo: string }[] =
  [
    { id: 'evidence', days: 7, what: 'Who really logs in', todo: 'fivefold evidence collect' },
    { id: 'assess', days: 30, what: 'The whole organization', todo: 'fivefold assess' },
    {
      id: 'paths',
      days: 90,
      what: 'Paths from the internet and from leaked keys to data',
      todo: 'fivefold access paths --start all',
    },
    {
      id: 'members',
      days: 180,
      what: 'Members, teams and their roles',
      todo: 'fivefold guide authentication-and-authorization',
    },
    {
      id: 'credentials',
      days: 180,
      what: 'API keys, service accounts and database users',
      todo: 'fivefold evidence propose',
    },
    { id: 'waivers', days: 90, what: 'Waivers in fivefold.yaml', todo: 'read each again: does its reason still hold?' },
    {
      id: 'restore',
      days: 180,
      what: 'Restore of a snapshot into a cluster for tests',
      todo: 'do it once, and time it',
    },
    {
      id: 'keys',
      days: 365,
      what: 'Rotation of your own encryption keys',
      todo: 'rotate in your key service, then `fivefold assess`',
    },
  ];

/** The kinds that hold an expiry. */
export const KINDS_THAT_EXPIRE: readonly Kind[] = [
  'organization',
  'project',
  'service-account',
  'database-user',
  'database-user-certificate',
  'project-ip-access-list',
  'identity-provider',
  'organization-user',
  'cluster',
  'support-access-grant',
  'federation-settings',
  'mcp-configuration',
  'mcp-configuration-secret',
  'project-mcp-configuration',
  'project-mcp-configuration-secret',
];

/** Everything that ends, and every routine, each with its date. `since`: when the last review was. */
export function reviewOf(index: SnapshotIndex, profile: Profile, since: Instant): Review {
  const items: DueItem[] = [];
  const notRead = new Set<string>();
  const expiry = (id: string, due: string | null | undefined, what: string, todo: string) => {
    const instant = due === null || due === undefined ? undefined : parseInstant(due);
    if (instant !== undefined) items.push({ id: `expiry:${id}`, type: 'expiry', due: instant, what, todo });
  };
  const models = <K extends Kind>(kind: K) =>
    index.ofKind(kind) as readonly { readonly address: string; readonly model: ModelOf<K> }[];
  for (const { kind, notRead: why } of index.snapshot.reads)
    if (why !== undefined && KINDS_THAT_EXPIRE.includes(kind as Kind)) notRead.add(`${kind}: ${why.because}`);
  for (const { address, model } of models('service-account'))
    for (const { id, expiresAt } of model.secrets)
      expiry(
        `${address}/${id}`,
        expiresAt,
        `A secret of service account "${model.name}" ends`,
        'make a new one, move its users, then remove the old one',
      );
  for (const kind of ['mcp-configuration-secret', 'project-mcp-configuration-secret'] as const)
    for (const { address, model } of models(kind))
      expiry(
        address,
        model.expiresAt,
        `Secret ${model.id} of a remote MCP server ends`,
        'make a new secret, then delete this one',
      );
  for (const { address, model } of models('database-user'))
    expiry(
      address,
      model.deleteAfterDate,
      `Database user ${model.username} ends`,
      'nothing, or make it anew if it is still needed',
    );
  for (const { address, model } of models('database-user-certificate'))
    expiry(
      address,
      model.notAfter,
      `The certificate ${model.subject} of database user ${model.username} ends`,
      'issue a new one and give it to the client before',
    );
  for (const { address, model } of models('project-ip-access-list'))
    expiry(
      address,
      model.deleteAfterDate,
      `Temporary entry ${model.entry} of an IP access list ends`,
      'nothing, or name the client in fivefold.yaml',
    );
  for (const { address, model } of models('identity-provider'))
    if (model.protocol === 'SAML')
      model.certificates.forEach(({ notAfter }, position) => {
        expiry(
          `${address}/${position}`,
          notAfter,
          'A signing certificate of the SAML identity provider ends',
          'upload the next one in the Federation Management App before',
        );
      });
  for (const { address, model } of models('organization-user'))
    expiry(address, model.invitationExpiresAt, `The invitation of ${model.username} ends`, 'nothing, or invite again');
  for (const { address, model } of models('support-access-grant'))
    expiry(
      `${address}/support`,
      model.expirationTime,
      `The grant for MongoDB support on cluster ${model.clusterName} ends`,
      'nothing',
    );
  for (const { address, model } of models('cluster'))
    expiry(
      `${address}/fcv`,
      model.featureCompatibilityVersionExpirationDate,
      `The pinned feature compatibility version of cluster ${model.name} ends`,
      'unpin it when the clients are ready',
    );
  for (const { control, address, expires, owner } of profile.waivers)
    expiry(
      `waiver/${control}/${address}`,
      expires,
      `The waiver of ${control} ends`,
      `${owner} decides: mend it, or accept it again`,
    );
  for (const { id, days, what, todo } of ROUTINE)
    items.push({ id: `review:${id}`, type: 'review', due: addSeconds(since, days * DAY), what, todo });
  return {
    items: items.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id < b.id ? -1 : 1)),
    notRead: [...notRead].sort(),
  };
}

/** The items as a calendar (RFC 5545): all-day events with a reminder a week before, the same UID in every run. */
export function calendarOf(
  items: readonly DueItem[],
  organization: { readonly id: string; readonly name: string },
  now: Instant,
): string {
  const stamp = `${now.replace(/[-:]/g, '')}`;
  const text = (value: string) => value.replace(/[\\;,]/g, '\\$&').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//fivefold//review//EN',
    'CALSCALE:GREGORIAN',
    ...items.flatMap(({ id, due, what, todo, type }) => {
      const day = due.slice(0, 10).replaceAll('-', '');
      const next = addSeconds(`${due.slice(0, 10)}T00:00:00Z` as Instant, DAY)
        .slice(0, 10)
        .replaceAll('-', '');
      return [
        'BEGIN:VEVENT',
        `UID:${text(id.replace(/[^A-Za-z0-9:/._-]+/g, '-'))}@${organization.id}.fivefold`,
        `DTSTAMP:${stamp}`,
        `DTSTART;VALUE=DATE:${day}`,
        `DTEND;VALUE=DATE:${next}`,
        `SUMMARY:${text(`Atlas: ${what}`)}`,
        `DESCRIPTION:${text(`${type === 'expiry' ? `Ends ${due}. ` : ''}${todo}. Organization ${organization.name}.`)}`,
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        `DESCRIPTION:${text(what)}`,
        'TRIGGER:-P7D',
        'END:VALARM',
        'END:VEVENT',
      ];
    }),
    'END:VCALENDAR',
  ];
  return `${lines.flatMap(folded).join('\r\n')}\r\n`;
}

/** Lines of 75 octets at most; those that follow begin with a space (RFC 5545, 3.1). */
function folded(line: string): readonly string[] {
  const out: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      out.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...out, part];
}
