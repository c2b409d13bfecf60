import { applyChange, type Change } from '../core/change.ts';
import { indexSnapshot, type Snapshot, withResources } from '../core/snapshot.ts';
import type { PolicyEngine } from './engine.ts';
import { deletionOf, type KnownRequest, requestsOf } from './requests.ts';

/** What a policy can speak of, and the policies themselves. */
export const KINDS_DECIDED: readonly string[] = [
  'organization',
  'project',
  'resource-policy',
  'cluster',
  'cluster-process-arguments',
  'audit-configuration',
  'project-ip-access-list',
  'maintenance-window',
  'network-peering',
  'private-endpoint-service',
  'private-endpoint',
];

/** A policy that is proposed or in force. */
export interface NamedPolicy {
  readonly id: string;
  readonly text: string;
}

/** What a policy would do to one thing. */
export interface PolicyEffect {
  readonly policy: string;
  readonly address: string;
  /** What it is about: `cluster prod`, `IP access list of project shop`. */
  readonly what: string;
  /** Why it is not certain; absent: it is. */
  readonly unknown?: string;
}

/** What would happen if the policies were enabled now. */
export interface Simulation {
  /** Existing things that break a policy: from then on Atlas takes only changes that mend them. */
  readonly frozen: readonly PolicyEffect[];
  /** Steps of the plan that Atlas would refuse. */
  readonly refused: readonly (PolicyEffect & { readonly step: string })[];
  /** What could not be decided, and why. */
  readonly undecided: readonly PolicyEffect[];
  readonly requests: number;
}

/** Which kinds a step changes that Atlas asks policies about. */
const ASKED: Readonly<Record<string, string>> = {
  cluster: 'cluster.modify',
  'cluster-process-arguments': 'cluster.modify',
  'project-ip-access-list': 'project.ipAccessList.modify',
  'maintenance-window': 'project.maintenanceWindow.modify',
  'network-peering': 'project.vpcPeering.modify',
  'private-endpoint': 'project.privateEndpoint.modify',
};

/** Runs policies against everything that exists and against each step of a plan, before anything is enabled. */
export function simulate(
  engine: PolicyEngine,
  policies: readonly NamedPolicy[],
  snapshot: Snapshot,
  steps: readonly { readonly id: string; readonly what: string; readonly change: Change }[] = [],
): Simulation {
  const decide = engine.prepare(policies);
  const texts = new Map(policies.map(({ id, text }) => [id, text]));
  const frozen: PolicyEffect[] = [];
  const undecided: PolicyEffect[] = [];
  const refused: (PolicyEffect & { readonly step: string })[] = [];
  let requests = 0;
  const look = (known: KnownRequest, what: string): { sure: PolicyEffect[]; unsure: PolicyEffect[] } => {
    requests += 1;
    const { refusedBy, failed } = decide(known.request);
    const sure: PolicyEffect[] = [];
    const unsure: PolicyEffect[] = [];
    for (const { id } of policies) {
      const text = texts.get(id) ?? '';
      const base = { policy: id, address: known.address, what };
      // What is not known stands for something else: an answer that hangs on it is none.
      const hangs = known.unknown.filter((name) => text.includes(name));
      const speaks = text.includes(known.request.action) || !/action\s*(==|in)/.test(text);
      if (hangs.length > 0 && speaks) unsure.push({ ...base, unknown: `${hangs.join(', ')} was not read` });
      else if (failed.includes(id))
        unsure.push({ ...base, unknown: 'Cedar could not evaluate it, and would pass it over' });
      else if (refusedBy.includes(id)) sure.push(base);
    }
    return { sure, unsure };
  };
  const start = indexSnapshot(snapshot);
  for (const known of requestsOf(start)) {
    const { sure, unsure } = look(known, known.label);
    frozen.push(...sure);
    undecided.push(...unsure);
  }
  let state = start.byAddress;
  for (const { id, what, change } of steps) {
    const before = state;
    state = applyChange(state, change);
    const action = ASKED[change.kind];
    if (action === undefined) continue;
    const isRemoval = change.kind === 'cluster' && change.type === 'delete';
    const index = indexSnapshot(withResources(snapshot, (isRemoval ? before : state).values()));
    const target = change.kind === 'cluster' || change.kind === 'private-endpoint' ? change.address : change.parent;
    const known = requestsOf(index).find(
      ({ request, address }) =>
        request.action === action && (address === target || index.ancestors(change.address).includes(address)),
    );
    if (known === undefined) continue;
    const { sure, unsure } = look(isRemoval ? deletionOf(known) : known, what);
    refused.push(...sure.map((effect) => ({ ...effect, step: id })));
    undecided.push(...unsure.map((effect) => ({ ...effect, what: `step ${id}: ${what}` })));
  }
  return { frozen, refused, undecided, requests };
}
