import type { SecretSource } from '../../core/change.ts';
import { Failure } from '../../core/failure.ts';
import type { Plan, Step } from '../../core/plan.ts';
import { Secret } from '../../core/secret.ts';
import { openSecretSink } from '../../io/secrets/secret-sink.ts';
import type { ApplyPorts } from '../../workflows/apply-plan.ts';
import { now } from '../platform.ts';
import type { Desk } from './command.ts';
import type { Session } from './session.ts';

/** The journal of a plan, and the copy of the plan beside it that a rollback works from. */
export function journalOf(plan: Pick<Plan, 'fingerprint'>): { readonly journal: string; readonly plan: string } {
  const name = `apply-${plan.fingerprint.slice(0, 12)}`;
  return { journal: `${name}.journal`, plan: `${name}.plan.json` };
}

/** Refuses a plan that was made for another organization. */
export function checkOrganization(plan: Plan, session: Session): void {
  if (plan.organization.id === session.orgId) return;
  throw new Failure(
    {
      code: 'plan-of-another-organization',
      what: 'Refused to use this plan.',
      why: `It was made for "${plan.organization.name}" (${plan.organization.id}), and this is ${session.orgId}.`,
      fix: 'Name the right organization with --org, or make a plan for this one with `fivefold plan`.',
    },
    2,
  );
}

/** What apply and rollback need from this machine: the journal on disk, secrets, the clock. */
export async function carryPorts(
  desk: Desk,
  session: Session,
  journal: string,
  secretsTo: string | undefined,
): Promise<ApplyPorts> {
  const sink = secretsTo === undefined ? undefined : await openSecretSink(secretsTo);
  let waiting: string | undefined;
  return {
    send: (call) => session.api.send(call),
    now,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    append: (text) => desk.workspace.appendLine(journal, text),
    readLines: () => desk.workspace.lines(journal),
    secretFor: (source) => secretFrom(source, desk.interactive),
    ...(sink === undefined ? {} : { takeSecret: (secret) => sink.take(secret) }),
    onWait: (step: Step, seconds) => {
      const line = `waiting for Atlas: ${step.what}, ${seconds} s`;
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
      else if (waiting !== step.id) desk.note(`waiting for Atlas: ${step.what}`);
      waiting = step.id;
    },
  };
}

/** Forgets the line in which a wait was shown. */
export function clearWait(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

async function secretFrom(source: SecretSource, interactive: boolean): Promise<Secret | undefined> {
  if (source.from === 'environment') {
    const value = process.env[source.name];
    if (value !== undefined && value !== '') return new Secret(value);
  }
  if (!interactive) return undefined;
  const { isCancel, password } = await import('@clack/prompts');
  const message = source.from === 'environment' ? `Value for ${source.name}` : source.name;
  const answer = await password({ message });
  return isCancel(answer) || answer === '' || answer === undefined ? undefined : new Secret(answer);
}
