import type { Address } from '../core/address.ts';
import { applyChange, type Change } from '../core/change.ts';
import { publicClientsOf } from '../core/known-clients.ts';
import type { KnownClient, Profile } from '../core/profile.ts';
import { indexSnapshot, type Snapshot, type SnapshotResource } from '../core/snapshot.ts';
import { type Access, createAccess, type ProjectAccess, parsePrincipal, principalKey, type Verdict } from './decide.ts';

/** A named client that a step takes the way in from. */
export interface CutOff {
  /** The step after which it is out. */
  readonly step: string;
  readonly client: string;
  readonly project: { readonly id: string; readonly name: string };
  readonly cluster: string;
  /** What refuses it from then on. */
  readonly because: string;
}

/** How far the proof reaches. */
export interface Walk {
  readonly cutOff: readonly CutOff[];
  /** How many times a client's way in was decided. */
  readonly decisions: number;
}

interface NamedStep {
  readonly id: string;
  readonly change: Change;
}

/**
 * Replays every named client through the decision on the state after *each* step, in order. A client that was refused
 * before is not counted; one that has no address in the profile cannot be.
 */
export function walk(snapshot: Snapshot, steps: readonly NamedStep[], profile: Profile): Walk {
  const index = indexSnapshot(snapshot);
  const projectOf = (change: Change): Address | undefined =>
    [change.address, ...(change.parent === null ? [] : [change.parent, ...index.ancestors(change.parent)])].find(
      (address) => index.byAddress.get(address)?.kind === 'project',
    );
  const byProject = new Map<Address, NamedStep[]>();
  for (const step of steps) {
    const project = projectOf(step.change);
    if (project !== undefined) byProject.set(project, [...(byProject.get(project) ?? []), step]);
  }
  const cutOff: CutOff[] = [];
  let decisions = 0;
  for (const [address, own] of byProject) {
    const model = index.byAddress.get(address)?.model as { readonly id: string; readonly name: string };
    const clients = publicClientsOf(profile, model);
    if (clients.length === 0) continue;
    // Only what lives in the project, and what stands above all of them.
    let state: ReadonlyMap<Address, SnapshotResource> = new Map(
      snapshot.resources
        .filter((resource) => {
          const line = [resource.address, ...index.ancestors(resource.address)];
          return line.includes(address) || !line.some((part) => index.byAddress.get(part)?.kind === 'project');
        })
        .map((resource) => [resource.address, resource]),
    );
    const look = () => {
      const access = createAccess({ ...snapshot, resources: [...state.values()] });
      const project = access.project(model.id);
      const found = new Map<string, { readonly verdict: Verdict; readonly because: string }>();
      for (const client of clients) {
        for (const cluster of project?.clusters.keys() ?? []) {
          decisions += 1;
          if (project !== undefined)
            found.set(`${client.name}\n${cluster}`, wayIn(access, project, cluster, client, snapshot));
        }
      }
      return found;
    };
    let before = look();
    for (const step of own) {
      state = applyChange(state, step.change);
      const after = look();
      for (const [key, { verdict }] of before) {
        const now = after.get(key);
        const [client = '', cluster = ''] = key.split('\n');
        if (verdict !== 'allow' || now === undefined || now.verdict === 'allow') continue;
        cutOff.push({
          step: step.id,
          client,
          project: { id: model.id, name: model.name },
          cluster,
          because: now.because,
        });
      }
      before = after;
    }
  }
  return { cutOff, decisions };
}

function wayIn(
  access: Access,
  project: ProjectAccess,
  clusterName: string,
  client: KnownClient,
  { takenAt: at }: Snapshot,
): { readonly verdict: Verdict; readonly because: string } {
  const cluster = project.clusters.get(clusterName);
  if (cluster === undefined) return { verdict: 'deny', because: `There is no cluster ${clusterName}.` };
  const layers = client.addresses.map((address) => access.network(project, cluster, { via: 'public', address }, at));
  const principal =
    client.user === undefined ? undefined : project.principals.get(principalKey(parsePrincipal(client.user)));
  if (principal !== undefined) layers.push(access.authentication(project, clusterName, principal, at));
  else if (client.user !== undefined && !project.unread.has('database-user'))
    return { verdict: 'deny', because: `The project has no user ${client.user}.` };
  const worst = layers.find(({ verdict }) => verdict === 'deny') ?? layers.find(({ verdict }) => verdict === 'unknown');
  return worst ?? { verdict: 'allow', because: '' };
}
