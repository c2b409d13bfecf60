/** The changes that a kind's examples show, and a world in which each can be made. */
import { afterOf, beforeOf, type Change } from '../../src/core/change.ts';
import type { Step } from '../../src/core/plan.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import type { SeedModel } from '../../src/emulator/seed.ts';
import { resources } from '../../src/resources/index.generated.ts';
import organizationUser from '../../src/resources/organization-user/index.ts';
import { parentsOf, type World, worldOf } from './world.ts';

type Model = Record<string, unknown>;

/** An owner who stays: Atlas keeps one in every organization and in every project. */
const otherOwner: SeedModel = {
  kind: 'organization-user',
  model: { ...organizationUser.examples[0], id: '6600000000000000000000cf', username: 'other.owner@example.com' },
};

/** What Atlas asks to exist before a kind can be written: the law puts every example of a kind beside, or just that model. */
const NEEDS: Readonly<Record<string, readonly (string | SeedModel)[]>> = {
  'api-key': ['project'],
  'encryption-at-rest': ['cloud-provider-access-role'],
  'network-peering': ['network-container'],
  'organization-user': ['project', 'team', otherOwner],
  'project-user': [otherOwner],
  'team-assignment': ['team'],
  'service-account-assignment': ['service-account'],
};

/** A model without what Atlas or time sets. */
export function comparable(resource: AnyResource, model: unknown): Model {
  const copy = { ...(model as Model) };
  for (const field of resource.assigned ?? []) delete copy[field];
  return copy;
}

/** Every change that a kind's examples can show. */
export function changesOf(resource: AnyResource): readonly Change[] {
  const created = resource.lifecycle === 'managed' ? resource.examples.map((m: unknown) => resource.create(m)) : [];
  const deleted = resource.lifecycle === 'managed' ? resource.examples.map((m: unknown) => resource.delete(m)) : [];
  const updated = (resource.exampleUpdates ?? []).map(({ before, after }) => resource.update(before, after));
  return [...created, ...deleted, ...updated];
}

/** A world in which this change can be made: what it lives in, what Atlas asks to exist, and what it changes. */
export function worldFor(resource: AnyResource, change: Change): World {
  const parents = parentsOf(resource, beforeOf(change) ?? afterOf(change)).filter(
    ({ kind }) => kind !== resource.kind || change.type === 'create',
  );
  const beside = (NEEDS[resource.kind] ?? []).flatMap((need): readonly SeedModel[] => {
    if (typeof need !== 'string') return [need];
    const { examples = [] } = resources.find(({ kind }) => kind === need) ?? {};
    return examples.map((example: unknown) => ({ kind: need, model: example }));
  });
  return worldOf([
    ...parents,
    ...beside.filter((need) => !parents.some((parent) => parent.kind === need.kind)),
    ...(change.type === 'create' ? [] : [{ kind: resource.kind, model: change.before }]),
  ]);
}

/** The change as the only step of a plan. */
export function stepOf(change: Change): Step {
  return { id: 's', what: change.address, change, closes: [], hazards: [], after: [], wave: 0 };
}
