import type { SeedModel } from '../seed.ts';
import {
  accessListEntry,
  alert,
  audit,
  cluster,
  databaseUser,
  flexCluster,
  freeCluster,
  maintenanceWindow,
  type Place,
  processArguments,
  project,
  projectSettings,
  role,
  sampleId,
} from './parts.ts';

const PLACES = [
  { provider: 'AWS', regionName: 'EU_WEST_1' },
  { provider: 'AZURE', regionName: 'EUROPE_NORTH' },
  { provider: 'GCP', regionName: 'WESTERN_EUROPE' },
  { provider: 'AWS', regionName: 'US_EAST_1' },
] as const satisfies readonly Place[];

/** Projects of mixed quality for load: the same numbers give the same models, and each is like its neighbours but not the same. */
export function generateProjects(count: number, orgId: string): readonly SeedModel[] {
  return Array.from({ length: count }, (_, number) => generatedProject(number, orgId)).flat();
}

function generatedProject(number: number, orgId: string): readonly SeedModel[] {
  const name = `generated-${String(number).padStart(5, '0')}`;
  const id = sampleId('generated project', orgId, name);
  const place = PLACES[number % PLACES.length] as Place;
  const isCareful = number % 3 === 0;
  const clusters = [
    ...(number % 4 === 3
      ? [freeCluster(id, 'try-out', place)]
      : [cluster(id, 'main', place, number % 2 === 0 ? 'M30' : 'M10', { backupEnabled: isCareful })]),
    ...(number % 5 === 0 ? [flexCluster(id, 'side', place)] : []),
  ];
  return [
    project(orgId, id, name),
    projectSettings(id),
    ...clusters,
    ...(number % 4 === 3 ? [] : [processArguments(id, 'main', { javascriptEnabled: !isCareful })]),
    accessListEntry(id, `10.${number % 200}.0.0/16`, 'peering'),
    accessListEntry(id, isCareful ? `198.51.100.${number % 250}/32` : '0.0.0.0/0', isCareful ? 'office' : ''),
    databaseUser(id, 'app', [role('readWrite', 'app')]),
    databaseUser(id, 'admin', [isCareful ? role('clusterMonitor', 'admin') : role('atlasAdmin', 'admin')]),
    audit(id, isCareful ? '{"atype":{"$in":["authenticate","authCheck","createUser","dropUser"]}}' : null),
    maintenanceWindow(id, isCareful ? 1 : null, isCareful ? 3 : null),
    alert(id, 'USERS_WITHOUT_MULTI_FACTOR_AUTH', { enabled: isCareful }),
  ];
}
