import type { Address } from '../core/address.ts';
import {
  type AddressRange,
  addressSet,
  blocksOfSet,
  covers,
  difference,
  PRIVATE_ADDRESSES,
  parseCidr,
} from '../core/cidr.ts';
import type { Instant } from '../core/instant.ts';
import type { Kind, ModelOf } from '../core/resource.ts';
import { indexSnapshot, type Snapshot, type SnapshotIndex, type SnapshotResource } from '../core/snapshot.ts';
import { admittedCiphers } from '../resources/cluster-process-arguments/model.ts';
import { commands } from './commands.ts';
import { type ControlPlane, createControlPlane, KINDS_OF_CONTROL } from './control-plane.ts';
import { allowing, expandRoles, type Privilege, type Privileges, printTarget, type Target } from './privileges.ts';
import { allow, type Decision, deny, type LayerDecision, unknown, verdictOf } from './verdict.ts';

/** Where a client comes from. A peered client has an address too; one behind a private endpoint needs none. */
export type Source =
  | { readonly via: 'public' | 'peering'; readonly address: string }
  | { readonly via: 'private-endpoint' };

/** The TLS versions that a client can ask for. */
export type TlsVersion = '1.0' | '1.1' | '1.2' | '1.3';

/** One thing that somebody wants to do with data. */
export interface DataRequest {
  readonly projectId: string;
  readonly cluster: string;
  readonly source: Source;
  readonly principal: { readonly username: string; readonly databaseName: string };
  /** Absent: a client that speaks whatever the cluster asks for. */
  readonly tls?: TlsVersion;
  /** A suite in Atlas's spelling. */
  readonly cipher?: string;
  /** A database command (`find`, `update`), or one action of a role. */
  readonly command: string;
  readonly target: Target;
  readonly at: Instant;
}

/** What a decision about data reads: a snapshot without one of them answers unknown where it matters. */
export const KINDS_OF_DATA: readonly Kind[] = [
  'project',
  'project-ip-access-list',
  'network-peering',
  'private-endpoint-service',
  'private-endpoint',
  'cluster',
  'cluster-process-arguments',
  'flex-cluster',
  'database-user',
  'database-user-certificate',
  'custom-database-role',
  'user-security',
  'connected-organization',
  'audit-configuration',
];

/** What both planes read. */
export const KINDS_DECIDING: readonly Kind[] = [...new Set([...KINDS_OF_DATA, ...KINDS_OF_CONTROL])];

type Read<K extends Kind> = {
  readonly items: readonly (SnapshotResource & { readonly model: ModelOf<K> })[];
  readonly unread?: string;
};

/** An IP access list entry, ready to be compared. */
export interface OpenRange {
  readonly address: Address;
  readonly range: AddressRange;
  readonly entry: ModelOf<'project-ip-access-list'>;
  /** What the network layer says to whom it admits. */
  readonly admits: LayerDecision;
}

/** The permanent entries for one family of addresses, cut where they begin and end: which of them admits each part. */
interface Admission {
  /** Where each part begins, sorted. */
  readonly starts: readonly (number | bigint)[];
  /** The narrowest entry that admits the part; undefined: none. */
  readonly by: readonly (OpenRange | undefined)[];
}

/** A database user with what the roles come to. */
export interface Principal {
  readonly address: Address;
  /** `app@admin`. */
  readonly key: string;
  readonly user: ModelOf<'database-user'>;
  readonly privileges: Privileges;
  /** What was decided before: a few of each, looked through in order, since a look-up in a table costs more. */
  readonly remembered: {
    readonly logins: { readonly cluster: string; readonly at: Instant | null; readonly decision: LayerDecision }[];
    readonly operations: {
      readonly command: string;
      readonly database: string;
      readonly collection: string | null;
      readonly decision: LayerDecision;
    }[];
  };
}

/** What is known of a project, worked out once. */
export interface ProjectAccess {
  readonly id: string;
  readonly name: string;
  readonly address: Address;
  readonly ranges: readonly OpenRange[];
  /** Those that expire. */
  readonly temporary: readonly OpenRange[];
  readonly permanent: { readonly 4: Admission; readonly 6: Admission };
  readonly hasSecurityGroups: boolean;
  readonly principals: ReadonlyMap<string, Principal>;
  /** The same by name alone: one look-up, and rarely more than one of a name. */
  readonly principalsByName: ReadonlyMap<string, readonly Principal[]>;
  readonly clusters: ReadonlyMap<string, ClusterAccess>;
  /** Kinds that could not be read, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
  /** Why the IP access list was not read. */
  readonly listUnread: string | undefined;
}

/** What decides about a cluster. */
export interface ClusterAccess {
  readonly address: Address;
  readonly name: string;
  readonly paused: boolean;
  readonly isBackedUp: boolean;
  /** undefined: a free or flex cluster, which has no TLS settings of its own. */
  readonly tls: ModelOf<'cluster-process-arguments'> | { readonly unread: string } | undefined;
  /** What is said to clients that speak whatever is asked for. */
  readonly remembered: { anyTls?: LayerDecision };
}

const TLS_ORDER = ['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3'] as const;
// Atlas serves TLS 1.0 and 1.1 no longer, whatever the minimum says (docs, FAQ: Security).
const LOWEST_SERVED = 'TLS1_2';

/** `app@admin` → its parts; the database is after the last `@`, since names may hold one. */
export function parsePrincipal(text: string): DataRequest['principal'] {
  const at = text.lastIndexOf('@');
  const [username, databaseName] = at <= 0 ? [text, 'admin'] : [text.slice(0, at), text.slice(at + 1)];
  // An e-mail address or a path is a name, and no database has a dot or a slash.
  return /[./]/.test(databaseName) ? { username: text, databaseName: 'admin' } : { username, databaseName };
}

/** The principal's key. */
export function principalKey({ username, databaseName }: DataRequest['principal']): string {
  return `${username}@${databaseName}`;
}

/** The entries of a project's IP access list that hold at an instant. */
export function openRanges(project: ProjectAccess, at: Instant): readonly OpenRange[] {
  return project.ranges.filter(({ entry }) => entry.deleteAfterDate === null || entry.deleteAfterDate > at);
}

/** The decision procedure over one snapshot. Pure: the same snapshot and request give the same decision. */
export interface Access {
  readonly index: SnapshotIndex;
  readonly projects: readonly ProjectAccess[];
  project(id: string): ProjectAccess | undefined;
  decide(request: DataRequest): Decision;
  network(project: ProjectAccess, cluster: ClusterAccess, source: Source, at: Instant): LayerDecision;
  authentication(project: ProjectAccess, clusterName: string, principal: Principal, at: Instant): LayerDecision;
  authorization(principal: Principal, command: string, target: Target): LayerDecision;
  /** The control plane of the same snapshot, indexed when it is first asked for. */
  controlPlane(): ControlPlane;
}

/** Indexes a snapshot for decisions. */
export function createAccess(snapshot: Snapshot): Access {
  const index = indexSnapshot(snapshot);

  function below<K extends Kind>(kind: K, parent: Address): Read<K> {
    const outcome = index.outcome(kind, parent);
    const items = index.children(kind, parent) as Read<K>['items'];
    if (outcome === undefined) return { items, unread: `${kind} of ${parent} was not collected.` };
    return outcome.notRead === undefined ? { items } : { items, unread: outcome.notRead.because };
  }

  function projectOf({ address, model }: SnapshotResource): ProjectAccess {
    const { id, name } = model as ModelOf<'project'>;
    const unread = new Map<string, string>();
    const read = <K extends Kind>(kind: K): Read<K>['items'] => {
      const { items, unread: because } = below(kind, address);
      if (because !== undefined) unread.set(kind, because);
      return items;
    };
    const entries = read('project-ip-access-list');
    const roles = new Map(read('custom-database-role').map(({ model: role }) => [role.roleName, role]));
    const clusters = new Map<string, ClusterAccess>();
    for (const item of read('cluster')) {
      clusters.set(item.model.name, {
        address: item.address,
        name: item.model.name,
        paused: item.model.paused,
        isBackedUp: item.model.backupEnabled,
        tls: item.model.tier === 'dedicated' ? tlsOf(item.address) : undefined,
        remembered: {},
      });
    }
    for (const item of read('flex-cluster'))
      clusters.set(item.model.name, {
        address: item.address,
        name: item.model.name,
        paused: false,
        isBackedUp: item.model.backupEnabled,
        tls: undefined,
        remembered: {},
      });
    for (const kind of ['network-peering', 'private-endpoint-service', 'user-security'] as const) read(kind);
    const principals = new Map<string, Principal>();
    const principalsByName = new Map<string, Principal[]>();
    for (const { address: at, model: user } of read('database-user')) {
      const key = principalKey(user);
      const principal: Principal = {
        address: at,
        key,
        user,
        privileges: expandRoles(user.roles, roles),
        remembered: { logins: [], operations: [] },
      };
      principals.set(key, principal);
      const namesakes = principalsByName.get(user.username);
      if (namesakes === undefined) principalsByName.set(user.username, [principal]);
      else namesakes.push(principal);
    }
    const ranges = entries.flatMap(({ address: at, model: entry }): OpenRange[] => {
      const range = entry.type === 'cidr' ? parseCidr(entry.entry) : undefined;
      if (range === undefined) return [];
      const until = entry.deleteAfterDate === null ? '' : ` until ${entry.deleteAfterDate}`;
      return [
        { address: at, range, entry, admits: allow('network', `${entry.entry} is on the IP access list${until}.`, at) },
      ];
    });
    return {
      id,
      name,
      address,
      unread,
      clusters,
      listUnread: unread.get('project-ip-access-list'),
      hasSecurityGroups: entries.some(({ model: entry }) => entry.type !== 'cidr'),
      ranges,
      temporary: ranges.filter(({ entry }) => entry.deleteAfterDate !== null),
      permanent: { 4: admissionOf(ranges, 4), 6: admissionOf(ranges, 6) },
      principals,
      principalsByName,
    };
  }

  function endpointsOf(project: Address): Read<'private-endpoint'> {
    const services = below('private-endpoint-service', project);
    const lists = services.items.map(({ address }) => below('private-endpoint', address));
    const unread = services.unread ?? lists.find((list) => list.unread !== undefined)?.unread;
    return { items: lists.flatMap(({ items }) => items), ...(unread === undefined ? {} : { unread }) };
  }

  function tlsOf(cluster: Address): ClusterAccess['tls'] {
    const { items, unread } = below('cluster-process-arguments', cluster);
    const [only] = items;
    return only?.model ?? { unread: unread ?? 'The TLS settings of the cluster were not answered.' };
  }

  const projects = new Map(
    index.ofKind('project').map((resource) => {
      const project = projectOf(resource);
      return [project.id, project];
    }),
  );

  function network(project: ProjectAccess, cluster: ClusterAccess, source: Source, at: Instant): LayerDecision {
    if (cluster.paused) return deny('network', `Cluster ${cluster.name} is paused.`, cluster.address);
    if (source.via === 'private-endpoint') {
      // That private endpoints do not pass the IP access list is unconfirmed: no page or recording at hand says so.
      const { items, unread } = endpointsOf(project.address);
      const open = items.find(({ model }) => model.state === 'available');
      if (open !== undefined) return allow('network', 'A private endpoint of the project is available.', open.address);
      if (unread !== undefined) return unknown('network', unread);
      return deny('network', 'The project has no private endpoint that is available.', project.address);
    }
    const place = placed(source.address);
    if (place === undefined) return unknown('network', `${source.address} is no address.`);
    const { range, isPrivate } = place;
    if (source.via === 'public' && isPrivate)
      return deny('network', `${source.address} is a private address: it cannot come over the internet.`);
    if (source.via === 'peering') {
      const { items, unread } = below('network-peering', project.address);
      if (!items.some(({ model }) => model.state === 'available')) {
        if (unread !== undefined) return unknown('network', unread);
        return deny('network', 'The project has no peering connection that is available.', project.address);
      }
    }
    if (project.listUnread !== undefined) return unknown('network', project.listUnread);
    const admitting = admittedBy(project.permanent[range.family], place);
    if (admitting !== undefined) return admitting.admits;
    let expired: OpenRange | undefined;
    for (const candidate of project.temporary) {
      if (candidate.range.family !== range.family) continue;
      if (candidate.range.first > range.first || candidate.range.last < range.last) continue;
      const { deleteAfterDate } = candidate.entry;
      if (deleteAfterDate !== null && deleteAfterDate > at) return candidate.admits;
      expired = candidate;
    }
    if (range.first !== range.last) {
      const parts = openRanges(project, at).filter(
        (candidate) =>
          candidate.range.family === range.family &&
          candidate.range.first <= range.last &&
          range.first <= candidate.range.last,
      );
      const [first] = parts;
      if (first !== undefined && covers(addressSet(parts.map((part) => part.range)), addressSet([range])))
        return allow(
          'network',
          `${parts.map(({ entry }) => entry.entry).join(', ')} are on the IP access list.`,
          first.address,
        );
      if (first !== undefined && !(source.via === 'peering' && project.hasSecurityGroups)) {
        const missing = blocksOfSet(difference(addressSet([range]), addressSet(parts.map((part) => part.range))));
        return deny('network', `No entry of the IP access list admits ${missing.join(', ')}.`, project.address);
      }
    }
    if (source.via === 'peering' && project.hasSecurityGroups)
      return unknown('network', 'The list holds security groups of AWS, and who is in them is not known here.');
    if (expired !== undefined)
      return deny(
        'network',
        `${expired.entry.entry} was on the list until ${expired.entry.deleteAfterDate}.`,
        expired.address,
      );
    return deny('network', `No entry of the IP access list admits ${source.address}.`, project.address);
  }

  function transport(cluster: ClusterAccess, tls: TlsVersion | undefined, cipher: string | undefined): LayerDecision {
    if (tls !== undefined || cipher !== undefined) return transportOf(cluster, tls, cipher);
    cluster.remembered.anyTls ??= transportOf(cluster, undefined, undefined);
    return cluster.remembered.anyTls;
  }

  function transportOf(cluster: ClusterAccess, tls: TlsVersion | undefined, cipher: string | undefined): LayerDecision {
    const settings = cluster.tls;
    if (settings !== undefined && 'unread' in settings) {
      // Whatever the floor is: these are refused.
      if (tls === '1.0' || tls === '1.1')
        return deny('transport', `Atlas serves TLS ${tls} no longer.`, cluster.address);
      return unknown('transport', settings.unread);
    }
    const asked = settings?.minimumEnabledTlsProtocol ?? LOWEST_SERVED;
    const floor = TLS_ORDER.indexOf(asked) < TLS_ORDER.indexOf(LOWEST_SERVED) ? LOWEST_SERVED : asked;
    const version = (text: string) => text.replace('TLS', '').replace('_', '.');
    if (tls !== undefined && tls < version(floor)) {
      return deny('transport', `Cluster ${cluster.name} takes TLS ${version(floor)} or later.`, cluster.address);
    }
    if (cipher !== undefined && settings !== undefined) {
      const admitted = [...admittedCiphers(settings)].map((pair) => pair.split(' ') as [string, string]);
      if (!admitted.some(([at, suite]) => suite === cipher && (tls === undefined || at === tls)))
        return deny('transport', `Cluster ${cluster.name} does not offer ${cipher}.`, cluster.address);
    } else if (cipher !== undefined)
      return unknown('transport', 'Which suites a free or flex cluster offers is not said by Atlas.');
    return allow('transport', `Cluster ${cluster.name} takes TLS ${version(floor)} or later.`, cluster.address);
  }

  /** What does not depend on the instant is worked out once for each cluster. */
  function authentication(
    project: ProjectAccess,
    clusterName: string,
    principal: Principal,
    at: Instant,
  ): LayerDecision {
    const { user, remembered } = principal;
    // Expired or not is the only difference that time makes to all but certificates, which expire by themselves.
    const cluster = user.deleteAfterDate !== null && user.deleteAfterDate <= at ? '' : clusterName;
    const when = user.mechanism.type === 'x509' ? at : null;
    for (const known of remembered.logins) if (known.cluster === cluster && known.at === when) return known.decision;
    const decision = authenticate(project, clusterName, principal, at);
    if (remembered.logins.length >= MOST_REMEMBERED) remembered.logins.length = 0;
    remembered.logins.push({ cluster, at: when, decision });
    return decision;
  }

  function authenticate(
    project: ProjectAccess,
    clusterName: string,
    { user, address, key: name }: Principal,
    at: Instant,
  ): LayerDecision {
    const no = (because: string) => deny('authentication', because, address);
    if (user.deleteAfterDate !== null && user.deleteAfterDate <= at)
      return no(`${name} was a user until ${user.deleteAfterDate}.`);
    const onClusters = user.scopes.filter(({ type }) => type === 'CLUSTER');
    if (user.scopes.length > 0 && !onClusters.some((scope) => scope.name === clusterName))
      return no(`${name} is confined to ${user.scopes.map((scope) => scope.name).join(', ')}.`);
    const { mechanism } = user;
    if (mechanism.type === 'scram') return allow('authentication', `${name} logs in with a password.`, address);
    const security = below('user-security', project.address);
    const settings = security.items[0]?.model;
    if (settings === undefined)
      return unknown('authentication', security.unread ?? 'The settings of LDAP and X.509 were not answered.', address);
    const { ldap } = settings;
    if (mechanism.type === 'ldap') {
      return ldap.authenticationEnabled
        ? allow('authentication', `${name} logs in through LDAP at ${ldap.hostname}.`, address)
        : no('LDAP is switched off for the project.');
    }
    const managed = mechanism.type === 'x509' && mechanism.issuer === 'managed';
    // While LDAP authorization is on, these cannot connect (Atlas docs, LDAP page; facts of the kind user-security).
    if (ldap.authorizationEnabled && (mechanism.type !== 'x509' || managed))
      return no('LDAP authorization is on, and shuts this way of logging in off.');
    if (mechanism.type === 'aws-iam') return allow('authentication', `${name} proves itself with AWS IAM.`, address);
    if (mechanism.type === 'x509' && !managed) {
      return settings.customerCas === null
        ? no('The project has no certificate authority of its own.')
        : allow('authentication', `${name} shows a certificate of the project's own authority.`, address);
    }
    if (mechanism.type === 'x509') {
      const certificates = index
        .ofKind('database-user-certificate')
        .map(({ model }) => model as ModelOf<'database-user-certificate'>)
        .filter(({ projectId, username }) => projectId === project.id && username === user.username);
      const last = certificates
        .map(({ notAfter }) => notAfter)
        .sort()
        .pop();
      if (last !== undefined && last > at)
        return allow('authentication', `${name} has a certificate of Atlas until ${last}.`, address);
      const outcome = index.outcome('database-user-certificate', address);
      if (outcome === undefined || outcome.notRead !== undefined)
        return unknown('authentication', outcome?.notRead?.because ?? 'Its certificates were not collected.', address);
      return no(`${name} has no certificate that is still valid.`);
    }
    const provider = user.username.split('/', 1)[0] ?? '';
    const connected = index
      .ofKind('connected-organization')
      .map(({ model }) => model as ModelOf<'connected-organization'>)
      .some(({ dataAccessIdentityProviderIds }) => dataAccessIdentityProviderIds.includes(provider));
    if (connected) return allow('authentication', `${name} signs in at identity provider ${provider}.`, address);
    return unknown(
      'authentication',
      `Identity provider ${provider} is not among those that were read as connected.`,
      address,
    );
  }

  /** The same few operations are asked about again and again. */
  function authorization(principal: Principal, command: string, target: Target): LayerDecision {
    const database = target.type === 'cluster' ? '' : target.database;
    const collection = target.type === 'cluster' ? null : target.collection;
    const { operations } = principal.remembered;
    for (const known of operations)
      if (known.command === command && known.collection === collection && known.database === database)
        return known.decision;
    const decision = authorize(principal, command, target);
    if (operations.length >= MOST_REMEMBERED) operations.length = 0;
    operations.push({ command, database, collection, decision });
    return decision;
  }

  function authorize({ key, privileges, address }: Principal, command: string, target: Target): LayerDecision {
    const needs = commands.get(command);
    const actions = needs?.actions ?? [command];
    if (needs?.on === 'none') return allow('authorization', `Whoever is logged in may run ${command}.`, address);
    const at: Target =
      needs?.on === 'cluster' ? { type: 'cluster' } : needs?.on === 'database' ? databaseOf(target) : target;
    if (needs?.on === 'namespace' && (at.type !== 'namespace' || at.collection === null))
      return unknown('authorization', `${command} is about a collection: name one.`);
    const found: Privilege[] = [];
    for (const action of actions) {
      const privilege = allowing(privileges, action, at);
      if (privilege === undefined) {
        const where = printTarget(at);
        if (privileges.missing.length > 0)
          return unknown('authorization', `What ${privileges.missing.join(', ')} allows was not read.`, address);
        return deny('authorization', `No role of ${key} allows ${action} on ${where}.`, address);
      }
      found.push(privilege);
    }
    const roles = found.length === 1 ? found[0]?.from : [...new Set(found.map(({ from }) => from))].join(', ');
    const more = needs?.varies ? ' Some of its options need other actions.' : '';
    return allow('authorization', `${roles} allows ${command} on ${printTarget(at)}.${more}`, address);
  }

  function decide(request: DataRequest): Decision {
    const { at } = request;
    const project = projects.get(request.projectId);
    const cluster = project?.clusters.get(request.cluster);
    if (project === undefined || cluster === undefined) {
      const because =
        project?.unread.get('cluster') ??
        project?.unread.get('flex-cluster') ??
        `There is no cluster ${request.cluster}.`;
      const couldBe = project !== undefined && (project.unread.has('cluster') || project.unread.has('flex-cluster'));
      const layer = couldBe ? unknown('network', because) : deny('network', because);
      return { verdict: couldBe ? 'unknown' : 'no', layers: [layer] };
    }
    const reached = network(project, cluster, request.source, at);
    const spoken = transport(cluster, request.tls, request.cipher);
    const { databaseName, username } = request.principal;
    const principal = project.principalsByName.get(username)?.find(({ user }) => user.databaseName === databaseName);
    if (principal === undefined) {
      const because = project.unread.get('database-user');
      const who =
        because === undefined
          ? deny(
              'authentication',
              `Project ${project.name} has no user ${principalKey(request.principal)}.`,
              project.address,
            )
          : unknown('authentication', because);
      const layers = [reached, spoken, who];
      return { verdict: verdictOf(layers), layers };
    }
    const layers = [
      reached,
      spoken,
      authentication(project, cluster.name, principal, at),
      authorization(principal, request.command, request.target),
    ];
    return { verdict: verdictOf(layers), layers };
  }

  let plane: ControlPlane | undefined;

  return {
    index,
    controlPlane: () => {
      plane ??= createControlPlane(index);
      return plane;
    },
    projects: [...projects.values()],
    project: (id) => projects.get(id),
    decide,
    network,
    authentication,
    authorization,
  };
}

/** An address or block, and whether it is private. */
export interface Place {
  readonly range: AddressRange;
  /** Where it begins: a number for IPv4. */
  readonly start: number | bigint;
  readonly isPrivate: boolean;
}

const MOST_REMEMBERED = 16;
const MOST_PLACES = 16_384;
const places = new Map<string, Place>();

/** An address with what it is; the same few clients ask again and again. */
export function placed(address: string): Place | undefined {
  const known = places.get(address);
  if (known !== undefined) return known;
  const range = parseCidr(address);
  if (range === undefined) return undefined;
  const isPrivate = PRIVATE_ADDRESSES[range.family === 4 ? 'v4' : 'v6'].some(
    ({ first, last }) => first <= range.first && range.last <= last,
  );
  if (places.size >= MOST_PLACES) places.clear();
  const place = { range, start: range.family === 4 ? Number(range.first) : range.first, isPrivate };
  places.set(address, place);
  return place;
}

/** Cuts the permanent entries of one family into parts, each with the narrowest entry that admits it. */
function admissionOf(ranges: readonly OpenRange[], family: 4 | 6): Admission {
  const own = ranges.filter(({ range, entry }) => range.family === family && entry.deleteAfterDate === null);
  const cuts = [...new Set(own.flatMap(({ range }) => [range.first, range.last + 1n]))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  const width = ({ range }: OpenRange) => range.last - range.first;
  const narrowestFirst = [...own].sort((a, b) => (width(a) < width(b) ? -1 : width(a) > width(b) ? 1 : 0));
  return {
    // Numbers are compared faster, and hold every IPv4 address.
    starts: family === 4 ? cuts.map(Number) : cuts,
    by: cuts.map((cut) => narrowestFirst.find(({ range }) => range.first <= cut && cut <= range.last)),
  };
}

/** The entry that admits all of a range: looked up where the range begins, since entries are blocks that nest or are apart. */
function admittedBy({ starts, by }: Admission, { range, start }: Place): OpenRange | undefined {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= (start as number)) low = middle + 1;
    else high = middle;
  }
  const found = by[low - 1];
  if (found === undefined || range.last <= found.range.last) return found;
  // A block may begin in a narrow entry, and lie in a wider one that holds it.
  return by.find((wider) => wider !== undefined && wider.range.first <= range.first && range.last <= wider.range.last);
}

function databaseOf(target: Target): Target {
  return target.type === 'cluster' ? target : { ...target, collection: null };
}
