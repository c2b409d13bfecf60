import { Failure, type Problem } from '../core/failure.ts';
import type { ModelOf } from '../core/resource.ts';
import type { SnapshotIndex } from '../core/snapshot.ts';

/** A problem with what an artifact was told. */
export function optionProblem(what: string, why: string, fix: string): Problem {
  return { code: 'artifact-option', what, why, fix };
}

/** Every problem of what an artifact was told, at once: exit code 2. */
export function refuse(problems: Problem | readonly Problem[]): Failure {
  return new Failure(problems, 2);
}

/** What `--grant ROLE@DB`, or another option of that form, says in the order given; what cannot be read becomes a problem. */
export function grantedRoles(
  grant: readonly string[],
  problems: Problem[],
  option = 'grant',
): readonly { readonly roleName: string; readonly databaseName: string }[] {
  return grant.flatMap((text) => {
    const [, roleName, databaseName] = /^([^@]+)@([^@]+)$/.exec(text) ?? [];
    if (roleName !== undefined && databaseName !== undefined) return [{ roleName, databaseName }];
    problems.push(
      optionProblem(`Could not read --${option} "${text}".`, 'It is not ROLE@DB.', 'Write for example readWrite@shop.'),
    );
    return [];
  });
}

/** The one project that was read, or a Failure that names those to choose from. */
export function chooseProject(index: SnapshotIndex): ModelOf<'project'> {
  const projects = index.ofKind('project').map(({ model }) => model as ModelOf<'project'>);
  const [only] = projects;
  if (only !== undefined && projects.length === 1) return only;
  throw refuse(
    projects.length === 0
      ? optionProblem(
          'Could not find a project to write this for.',
          'None was read.',
          'Check --project and what the credential may read.',
        )
      : optionProblem(
          'Could not tell which project this is for.',
          `There are ${projects.length}: ${few(projects.map(({ name }) => name))}.`,
          'Name one with --project.',
        ),
  );
}

/** The clusters of all projects that were read, or the one that is called so; a Failure where there is none or more than one. */
export function chooseCluster(index: SnapshotIndex, name: string | undefined): ModelOf<'cluster'> {
  const all = index.ofKind('cluster').map(({ model }) => model as ModelOf<'cluster'>);
  const fitting = name === undefined ? all : all.filter((cluster) => cluster.name === name);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const projectName = (id: string) =>
    (
      index.ofKind('project').find(({ model }) => (model as ModelOf<'project'>).id === id)?.model as
        | ModelOf<'project'>
        | undefined
    )?.name ?? id;
  const names = (list: readonly ModelOf<'cluster'>[]) =>
    few(list.map(({ name: own, projectId }) => `${own} (project ${projectName(projectId)})`));
  if (fitting.length > 1)
    throw refuse(
      optionProblem(
        'Could not tell which cluster this is for.',
        `There are ${fitting.length}: ${names(fitting)}.`,
        name === undefined
          ? 'Name one with --cluster, and its project with --project.'
          : 'Name its project with --project.',
      ),
    );
  throw refuse(
    optionProblem(
      name === undefined ? 'Could not find a cluster to write this for.' : `Could not find the cluster "${name}".`,
      all.length === 0 ? 'No cluster was read.' : `Those that were read are ${names(all)}.`,
      'Check --cluster, --project and what the credential may read.',
    ),
  );
}

const SHOWN = 8;

function few(names: readonly string[]): string {
  const sorted = [...names].sort();
  return sorted.length <= SHOWN
    ? sorted.join(', ')
    : `${sorted.slice(0, SHOWN).join(', ')} and ${sorted.length - SHOWN} more`;
}
