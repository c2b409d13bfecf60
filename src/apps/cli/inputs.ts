import { access, readFile } from 'node:fs/promises';
import type { Evidence } from '../../access/index.ts';
import { controls } from '../../controls/catalogue.generated.ts';
import { type ExitCode, Failure } from '../../core/failure.ts';
import type { Plan } from '../../core/plan.ts';
import { ASSUMED_PROFILE, type KnownClient, type Profile } from '../../core/profile.ts';
import { parseSnapshot, type Snapshot } from '../../core/snapshot.ts';
import { resources } from '../../resources/index.generated.ts';
import { onlyProjects } from '../../workflows/choose-projects.ts';
import { kindsRead } from '../../workflows/judge.ts';
import { fingerprintOf } from '../../workflows/make-plan.ts';
import { sha256 } from '../platform.ts';
import type { Desk } from './command.ts';
import type { PLAN_OPTION, SNAPSHOT_OPTION } from './options.ts';
import type { Session } from './session.ts';

/** The kinds that the catalogue's controls read. */
export const KINDS_JUDGED = kindsRead(controls);

/** Connects, works, and closes the connection whatever happens. */
export async function withSession(
  desk: Desk,
  mode: 'read' | 'write',
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { openSession } = await import('./session.ts');
  const session = await openSession(desk, mode);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The profile that was named, else ./fivefold.yaml, else what is assumed. */
export async function profileFor(desk: Desk): Promise<{ readonly profile: Profile; readonly assumed: boolean }> {
  const path = desk.values.profile;
  if (path !== undefined) return { profile: await readProfileAt(path), assumed: false };
  const present = await access('fivefold.yaml').then(
    () => true,
    () => false,
  );
  if (present) return { profile: await readProfileAt('fivefold.yaml'), assumed: false };
  return { profile: ASSUMED_PROFILE, assumed: true };
}

/** The profile, with everybody who was observed to log in as a client that must keep its way in. */
export async function profileWithObserved(desk: Desk): Promise<Profile> {
  const { profile } = await profileFor(desk);
  const evidence = await savedEvidence(desk);
  if (evidence === undefined) return profile;
  // Loaded where it is needed only: a start should not pay for it.
  const { observedClients } = await import('../../access/index.ts');
  return { ...profile, knownClients: [...profile.knownClients, ...observedClients(evidence)] };
}

/** Fivefold itself, as a client of the Admin API that must keep its way in; its own address is not known here. */
export async function ownClient(desk: Desk): Promise<readonly KnownClient[]> {
  const { findCredentials } = await import('../../io/credentials/find-credentials.ts');
  const { 'atlas-profile': atlasProfile } = desk.values;
  const { credentials } = await findCredentials(process.env, atlasProfile === undefined ? {} : { atlasProfile });
  const credential = credentials.type === 'api-key' ? credentials.publicKey : credentials.clientId;
  return [{ name: 'Fivefold itself', addresses: [], credential }];
}

/** What `fivefold evidence collect` has written; undefined where it has not. */
export async function savedEvidence(desk: Desk): Promise<Evidence | undefined> {
  const text = await desk.workspace.read('evidence.json');
  if (text === undefined) return undefined;
  const problem = (why: string): Failure =>
    new Failure(
      {
        code: 'evidence-invalid',
        what: `Could not read ${desk.workspace.folder}/evidence.json.`,
        why,
        fix: 'Collect it again with `fivefold evidence collect`, or remove the file.',
      },
      2,
    );
  let found: Evidence;
  try {
    found = JSON.parse(text) as Evidence;
  } catch (error) {
    throw problem(`It is no complete JSON: ${(error as Error).message}.`);
  }
  if (
    found?.formatVersion !== 1 ||
    !Array.isArray(found.logins) ||
    !Array.isArray(found.sources) ||
    !Array.isArray(found.callers)
  )
    throw problem('It is not of this version, or parts are missing.');
  return found;
}

/** Loads YAML only where there is a profile to read: it is half of what a start would load otherwise. */
async function readProfileAt(path: string): Promise<Profile> {
  const { readProfile } = await import('../../io/workspace/read-profile.ts');
  return readProfile(path);
}

/** The snapshot that was named, else a fresh one of what the controls read, or of other kinds. */
export async function snapshotFor(
  desk: Desk<typeof SNAPSHOT_OPTION>,
  kinds: readonly string[] = KINDS_JUDGED,
): Promise<Snapshot> {
  const path = desk.values.snapshot;
  if (path !== undefined) {
    const snapshot = await readSnapshot(path);
    return desk.values.project === undefined ? snapshot : onlyProjects(snapshot, desk.values.project);
  }
  const { openSession } = await import('./session.ts');
  const session = await openSession(desk, 'read');
  try {
    return await session.collect(kinds);
  } finally {
    await session.close();
  }
}

async function readSnapshot(path: string): Promise<Snapshot> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Failure(
      {
        code: 'snapshot-missing',
        what: `Could not read the snapshot "${path}".`,
        why: `The system said: ${error.message}.`,
        fix: 'Check the path, or make a snapshot with `fivefold collect`.',
      },
      2,
    );
  });
  return parsedSnapshot(text, path);
}

/** Checks every model of a snapshot's text. */
export function parsedSnapshot(text: string, path: string): Snapshot {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  return parseSnapshot(text, path, (kind, model) => {
    const resource = registry.get(kind);
    if (!resource) return { problem: `this program knows no kind "${kind}".` };
    const outcome = resource.model.safeParse(model);
    if (outcome.success) return { model: outcome.data };
    return { problem: outcome.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') };
  });
}

/** The plan that was named, else the last one made; refused where its content is not what was written. */
export async function savedPlan(desk: Desk<typeof PLAN_OPTION>): Promise<Plan> {
  const path = desk.values.plan;
  const text =
    path === undefined ? await desk.workspace.read('plan.json') : await readFile(path, 'utf8').catch(() => undefined);
  const what = `Could not read the plan${path === undefined ? '' : ` "${path}"`}.`;
  const fix = 'Make a new one with `fivefold plan`.';
  if (text === undefined) {
    const why = path === undefined ? `There is none in ${desk.workspace.folder}.` : 'There is no such file.';
    throw new Failure({ code: 'plan-missing', what, why, fix: 'Make one with `fivefold plan`.' }, 2);
  }
  let plan: Plan;
  try {
    plan = JSON.parse(text) as Plan;
  } catch (error) {
    const why = `It is no complete JSON: ${(error as Error).message}.`;
    throw new Failure({ code: 'plan-invalid', what, why, fix }, 2);
  }
  if (plan?.formatVersion !== 1 || fingerprintOf(plan, sha256) !== plan.fingerprint) {
    const why = 'Its content does not match its fingerprint: it was edited, or another version wrote it.';
    throw new Failure({ code: 'plan-tampered', what, why, fix }, 2);
  }
  return plan;
}

/** The snapshot that the saved plan was made from. */
export async function snapshotOfPlan(desk: Desk): Promise<Snapshot> {
  const text = await desk.workspace.read('snapshot.json');
  if (text === undefined) {
    throw new Failure(
      {
        code: 'snapshot-missing',
        what: 'Could not work on the saved plan.',
        why: `There is no snapshot beside the plan in ${desk.workspace.folder}.`,
        fix: 'Run `fivefold plan` again.',
      },
      2,
    );
  }
  return parsedSnapshot(text, `${desk.workspace.folder}/snapshot.json`);
}

/** The snapshot that a plan was made from; undefined where the workspace has none, or that of another plan. */
export async function snapshotBeside(desk: Desk, plan: Plan): Promise<Snapshot | undefined> {
  if ((await desk.workspace.read('snapshot.json')) === undefined) return undefined;
  const snapshot = await snapshotOfPlan(desk);
  return snapshot.takenAt === plan.madeAt && snapshot.source.organization.id === plan.organization.id
    ? snapshot
    : undefined;
}

/** A usage problem: exit code 2. */
export function usage(what: string, why: string, fix: string): Failure {
  return new Failure({ code: 'usage', what, why, fix }, 2);
}
