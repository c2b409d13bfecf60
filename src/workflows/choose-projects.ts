import type { Address } from '../core/address.ts';
import { Failure } from '../core/failure.ts';
import { indexSnapshot, type Snapshot } from '../core/snapshot.ts';

/** The projects that were named by id or name; every name that is none is reported at once. */
export function chooseProjects(models: readonly unknown[], wanted: readonly string[]): readonly unknown[] {
  const projects = models as readonly { readonly id: string; readonly name: string }[];
  const missing = wanted.filter((text) => !projects.some(({ id, name }) => id === text || name === text));
  if (missing.length > 0) {
    throw new Failure(
      missing.map((text) => ({
        code: 'project-unknown',
        what: `There is no project "${text}".`,
        why: `The credential sees ${projects.length === 0 ? 'no project' : projects.map(({ name }) => name).join(', ')}.`,
        fix: 'Use one of these names or its id with --project.',
      })),
      2,
    );
  }
  return projects.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name));
}

/** The snapshot without the projects that were not named. */
export function onlyProjects(snapshot: Snapshot, wanted: readonly string[]): Snapshot {
  const index = indexSnapshot(snapshot);
  const projects = index.ofKind('project');
  const chosen = new Set(
    chooseProjects(
      projects.map(({ model }) => model),
      wanted,
    ),
  );
  const left = new Set(projects.filter(({ model }) => !chosen.has(model)).map(({ address }) => address));
  const isLeft = (address: Address | null) =>
    address !== null && (left.has(address) || index.ancestors(address).some((ancestor) => left.has(ancestor)));
  return {
    ...snapshot,
    resources: snapshot.resources.filter(({ address }) => !isLeft(address)),
    reads: snapshot.reads.filter(({ parent }) => !isLeft(parent)),
  };
}
