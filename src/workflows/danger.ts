import type { Finding } from '../core/control.ts';
import { isOpenFinding, SEVERITIES } from '../core/control.ts';
import type { ModelOf } from '../core/resource.ts';
import type { Snapshot } from '../core/snapshot.ts';

type User = ModelOf<'database-user'>;
type Entry = ModelOf<'project-ip-access-list'>;
type Project = ModelOf<'project'>;

/** What a built-in role lets its holder do, strongest first (page "Database user privileges"; readWrite may drop collections). */
const STRENGTHS: readonly (readonly [role: string, deed: string, everywhere: boolean])[] = [
  ['atlasAdmin', 'read, change and drop every database', true],
  ['readWriteAnyDatabase', 'read, change and drop every collection', true],
  ['dbAdminAnyDatabase', 'drop every collection', true],
  ['readAnyDatabase', 'read every database', true],
  ['readWrite', 'read, change and drop everything in', false],
  ['dbAdmin', 'drop every collection of', false],
  ['read', 'read', false],
];

interface Path {
  readonly project: Project;
  readonly entry: Entry;
  readonly user: User;
  readonly strength: number;
  readonly sentence: string;
}

/** The worst open finding as one sentence with its path: from where, with whose password, to what. */
export function dangerSentence(snapshot: Snapshot, findings: readonly Finding[]): string {
  const open = findings.filter(isOpenFinding);
  const openEntries = new Set(
    open.filter(({ control }) => control === 'network/no-open-ip-access-list').map(({ address }) => address as string),
  );
  const [worst] = pathsFromTheInternet(snapshot, openEntries).sort((a, b) => a.strength - b.strength);
  if (worst !== undefined) return worst.sentence;
  const [first] = [...open].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return first === undefined ? 'Nothing dangerous was found in what could be read.' : first.because;
}

function pathsFromTheInternet(snapshot: Snapshot, openEntries: ReadonlySet<string>): Path[] {
  const modelsOf = <M>(kind: string): readonly M[] =>
    snapshot.resources.filter((resource) => resource.kind === kind).map(({ model }) => model as M);
  const entries = snapshot.resources
    .filter(({ address }) => openEntries.has(address))
    .map(({ model }) => model as Entry);
  const clusters = [
    ...modelsOf<{ projectId: string; name: string }>('cluster'),
    ...modelsOf<{ projectId: string; name: string }>('flex-cluster'),
  ];
  const users = modelsOf<User>('database-user').filter(({ mechanism }) => mechanism.type === 'scram');
  return modelsOf<Project>('project').flatMap((project) => {
    const entry = entries.find(({ projectId }) => projectId === project.id);
    const reachable = clusters.filter(({ projectId }) => projectId === project.id);
    if (entry === undefined || reachable.length === 0) return [];
    return users
      .filter(({ projectId }) => projectId === project.id)
      .flatMap((user): readonly Path[] => {
        const scopes = user.scopes.filter(({ type }) => type === 'CLUSTER').map(({ name }) => name);
        const into = reachable.filter(({ name }) => user.scopes.length === 0 || scopes.includes(name));
        const best = strongest(user);
        if (best === undefined || into.length === 0) return [];
        const where = into.length === 1 ? `cluster ${into[0]?.name}` : `${into.length} clusters`;
        return [
          {
            project,
            entry,
            user,
            strength: best.strength,
            sentence: `Anyone on the internet who has ${user.username}'s password can ${best.deed} on ${where} of ${project.name}: its access list admits ${entry.entry}.`,
          },
        ];
      });
  });
}

function strongest(user: User): { readonly strength: number; readonly deed: string } | undefined {
  for (const [strength, [roleName, deed, everywhere]] of STRENGTHS.entries()) {
    const roles = user.roles.filter((role) => role.roleName === roleName);
    if (roles.length === 0) continue;
    const databases = [...new Set(roles.map(({ databaseName }) => databaseName))].sort();
    return { strength, deed: everywhere ? deed : `${deed} ${databases.join(' and ')}` };
  }
  return undefined;
}
