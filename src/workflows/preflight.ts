import { type AtlasRole, rolesOf } from '../core/call.ts';
import type { AnyControl, Layer } from '../core/control.ts';
import type { Instant } from '../core/instant.ts';
import type { AnyResource } from '../core/resource.ts';
import { indexSnapshot, type NotRead, type Snapshot } from '../core/snapshot.ts';
import { collect } from './collect.ts';
import type { AtlasApi, Progress } from './ports.ts';

/** What preflight asks and whom. */
export interface PreflightOptions {
  readonly api: AtlasApi;
  readonly orgId: string;
  /** Project names or ids; absent: a few, because roles are given per project and rarely differ much. */
  readonly projects?: readonly string[];
  readonly controls: readonly AnyControl[];
  readonly resources: readonly AnyResource[];
  readonly baseUrl: string;
  readonly now: Instant;
  readonly progress?: Progress;
}

/** Whether the credentials may read one kind. */
export interface KindAccess {
  readonly kind: string;
  readonly title: string;
  /** `none-there`: nothing that it could live in was seen, so it was not tried. */
  readonly access: 'readable' | 'partly' | 'refused' | 'failed' | 'none-there';
  /** Roles of which any one is enough to read it, as Atlas documents them. */
  readonly roles: readonly AtlasRole[];
  /** True where only an owner may read it. */
  readonly ownerOnly: boolean;
  /** Ids of the controls that stay unknown without it. */
  readonly controls: readonly string[];
  /** Where it could not be read, and why. */
  readonly gaps: readonly { readonly parent: string; readonly because: string }[];
}

/** A role to grant, and what it opens. */
export interface Grant {
  readonly role: AtlasRole;
  readonly opens: readonly string[];
  /** Names of the projects that it is needed on; empty: on the organization. */
  readonly projects: readonly string[];
}

/** What the credentials can and cannot see, and the least that would change it. */
export interface Preflight {
  readonly organization: { readonly id: string; readonly name: string };
  readonly projects: { readonly tried: number; readonly seen: number };
  readonly layers: readonly { readonly layer: Layer; readonly kinds: readonly KindAccess[] }[];
  readonly grants: readonly Grant[];
  /** What only an owner may read, with ways that give no owner role away for good. */
  readonly ownerOnly: { readonly kinds: readonly string[]; readonly ways: readonly string[] };
}

const PROJECTS_TRIED = 3;

/** Tries what the controls read on a few projects, and says what is missing before a full run finds it out. */
export async function preflight(options: PreflightOptions): Promise<Preflight> {
  const { controls, resources } = options;
  const known = new Set(resources.map(({ kind }) => kind));
  const kinds = [...new Set(controls.flatMap(({ reads }) => reads as readonly string[]))].filter((kind) =>
    known.has(kind),
  );
  const common = {
    api: options.api,
    orgId: options.orgId,
    resources,
    baseUrl: options.baseUrl,
    now: options.now,
  };
  const overview = await collect({ ...common, kinds: ['project'] });
  const ids = projectsOf(overview).map(({ id }) => id);
  const projects = options.projects ?? ids.slice(0, PROJECTS_TRIED);
  const snapshot = await collect({
    ...common,
    kinds,
    ...(projects.length === 0 ? {} : { projects }),
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  return accessOf(snapshot, controls, resources, ids.length);
}

/** What a snapshot shows of its reader's rights. */
function accessOf(
  snapshot: Snapshot,
  controls: readonly AnyControl[],
  resources: readonly AnyResource[],
  projectsSeen = projectsOf(snapshot).length,
): Preflight {
  const index = indexSnapshot(snapshot);
  const names = new Map(projectsOf(snapshot).map(({ address, name }) => [address as string, name]));
  const readers = new Map<string, { readonly layers: Set<Layer>; readonly controls: Set<string> }>();
  for (const control of controls) {
    for (const kind of control.reads as readonly string[]) {
      const reader = readers.get(kind) ?? { layers: new Set(), controls: new Set() };
      reader.layers.add(control.layer);
      reader.controls.add(control.id);
      readers.set(kind, reader);
    }
  }
  const layers = new Map<Layer, KindAccess[]>();
  const openings = new Map<AtlasRole, { readonly opens: Set<string>; readonly projects: Set<string> }>();
  const ownerKinds = new Set<string>();

  for (const resource of resources) {
    const reader = readers.get(resource.kind);
    if (reader === undefined) continue;
    const reads = snapshot.reads.filter(({ kind }) => kind === resource.kind);
    const unread = reads.filter((read) => read.notRead !== undefined);
    const roles = [...new Set(resource.read.operations.flatMap(rolesOf))];
    const ownerOnly = resource.read.operations.some((operation) => rolesOf(operation).every(isOwner));
    const access: KindAccess = {
      kind: resource.kind,
      title: resource.title,
      access: accessWord(
        reads.length,
        unread.flatMap(({ notRead }) => (notRead === undefined ? [] : [notRead])),
      ),
      roles,
      ownerOnly,
      controls: [...reader.controls].sort(),
      gaps: unread.map(({ parent, notRead }) => ({
        parent: parent === null ? 'the organization' : (names.get(parent) ?? parent),
        because: notRead?.because ?? '',
      })),
    };
    for (const layer of reader.layers) layers.set(layer, [...(layers.get(layer) ?? []), access]);
    const refusedUnder = unread.filter(({ notRead }) => notRead?.cause === 'forbidden').map(({ parent }) => parent);
    if (refusedUnder.length === 0) continue;
    if (ownerOnly) ownerKinds.add(resource.kind);
    const role = leastRole(roles);
    const opening = openings.get(role) ?? { opens: new Set(), projects: new Set() };
    opening.opens.add(resource.kind);
    if (role.startsWith('GROUP_')) {
      for (const parent of refusedUnder) {
        const lineage = parent === null ? [] : [parent, ...index.ancestors(parent)];
        for (const address of lineage) if (names.has(address)) opening.projects.add(names.get(address) as string);
      }
    }
    openings.set(role, opening);
  }

  const kinds = [...ownerKinds].sort();
  return {
    organization: snapshot.source.organization,
    projects: { tried: names.size, seen: projectsSeen },
    layers: [...layers].map(([layer, list]) => ({ layer, kinds: list })),
    grants: [...openings]
      .map(([role, { opens, projects }]) => ({ role, opens: [...opens].sort(), projects: [...projects].sort() }))
      .sort((a, b) => (a.role < b.role ? -1 : 1)),
    ownerOnly: { kinds, ways: kinds.length === 0 ? [] : WITHOUT_A_STANDING_OWNER },
  };
}

// 8 hours is the shortest life that Atlas gives a secret (createOrgServiceAccount, secretExpiresAfterHours).
const WITHOUT_A_STANDING_OWNER: readonly string[] = [
  'An owner makes a service account with the owner role, lets its secret expire after 8 hours (the shortest that Atlas takes), puts only the address of this machine on its access list, runs `fivefold collect` with it, and deletes it.',
  'An owner runs `fivefold collect` once with their own credentials and hands over the snapshot, which carries its date; `fivefold assess --snapshot FILE` judges it.',
  'Or it stays unknown: nothing is guessed, and every finding that needs it says so.',
];

function isOwner(role: AtlasRole): boolean {
  return role === 'ORG_OWNER' || role === 'GROUP_OWNER';
}

// Organization Read Only reads every project too, so one role on the organization does for what these roles open.
const COVERED_BY_ORG_READ_ONLY: ReadonlySet<AtlasRole> = new Set<AtlasRole>([
  'any',
  'ORG_MEMBER',
  'ORG_READ_ONLY',
  'GROUP_READ_ONLY',
]);

/** The role that gives least away among those that are enough. */
function leastRole(roles: readonly AtlasRole[]): AtlasRole {
  if (roles.every((role) => COVERED_BY_ORG_READ_ONLY.has(role))) return 'ORG_READ_ONLY';
  return (
    roles.find((role) => !isOwner(role) && !COVERED_BY_ORG_READ_ONLY.has(role)) ??
    (roles.includes('GROUP_OWNER') ? 'GROUP_OWNER' : 'ORG_OWNER')
  );
}

function accessWord(tried: number, gaps: readonly NotRead[]): KindAccess['access'] {
  if (tried === 0) return 'none-there';
  const real = gaps.filter(({ cause }) => cause !== 'unsupported');
  if (real.length === 0) return 'readable';
  if (real.length < tried) return 'partly';
  return real.some(({ cause }) => cause === 'forbidden') ? 'refused' : 'failed';
}

function projectsOf(snapshot: Snapshot) {
  return snapshot.resources
    .filter(({ kind }) => kind === 'project')
    .map(({ address, model }) => ({ address, ...(model as { readonly id: string; readonly name: string }) }));
}
