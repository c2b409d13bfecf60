/** What a snapshot could not show answers as Atlas did when the snapshot was taken. */
import { atlasError, type EmulatorReply } from '../core/behaviour.ts';
import { parametersOf } from '../core/call.ts';
import type { AnyResource } from '../core/resource.ts';
import { indexSnapshot, type ReadOutcome, type Snapshot } from '../core/snapshot.ts';

/** Operations of one kind under one parent, and the answer that they get. */
export interface Withheld {
  readonly operations: readonly string[];
  /** Path parameters of the calls that were refused: only calls with the same ones are withheld. */
  readonly params: Readonly<Record<string, string>>;
  readonly reply: EmulatorReply;
}

/** The answers that a snapshot records for what was not read. An outcome without one is left to the emulator: it is empty there. */
export function withheldOf(snapshot: Snapshot, resources: readonly AnyResource[]): readonly Withheld[] {
  const byKind = new Map(resources.map((resource) => [resource.kind, resource]));
  const { byAddress } = indexSnapshot(snapshot);
  return snapshot.reads.flatMap((outcome) => {
    const resource = byKind.get(outcome.kind);
    const reply = recordedReply(outcome);
    if (resource === undefined || reply === undefined) return [];
    const parent = outcome.parent === null ? undefined : byAddress.get(outcome.parent)?.model;
    const calls = resource.read.calls(parent as never, snapshot.source.organization.id);
    const operations = [...resource.read.operations, ...(resource.write?.operations ?? [])].map(({ id }) => id);
    return calls.map((call) => ({ operations, params: parametersOf(call), reply }));
  });
}

/** The recorded answer; undefined lets the call through. */
export function withheldReply(
  withheld: readonly Withheld[],
  operationId: string,
  params: Readonly<Record<string, string>>,
): EmulatorReply | undefined {
  return withheld.find(
    (candidate) =>
      candidate.operations.includes(operationId) &&
      Object.entries(candidate.params).every(([name, value]) => params[name] === undefined || params[name] === value),
  )?.reply;
}

function recordedReply({ notRead }: ReadOutcome): EmulatorReply | undefined {
  const answer = notRead?.answer;
  if (notRead === undefined || answer === undefined || answer.status < 400) return undefined;
  const { status, errorCode = 'UNEXPECTED_ERROR' } = answer;
  return atlasError(status, errorCode, `As when the snapshot was taken: ${notRead.because}`);
}
