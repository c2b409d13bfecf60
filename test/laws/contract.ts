/** The calls that our kinds make over their examples, and what the emulator answers to them: what the conformance laws look at. */
import type { ApiCall, ApiResponse, Operation } from '../../src/core/call.ts';
import type { Change } from '../../src/core/change.ts';
import type { AnyResource } from '../../src/core/resource.ts';
import { revealSecrets } from '../../src/core/secret.ts';
import { resources } from '../../src/resources/index.generated.ts';
import { parentsOf, worldOf } from './world.ts';

/** A call with the kind that makes it. */
export interface MadeCall {
  readonly kind: string;
  readonly call: ApiCall;
}

/** Every operation that a kind reads, writes or emulates, once. */
export function allOperations(): readonly Operation[] {
  const operations = resources.flatMap(({ read, write, emulator }) => [
    ...read.operations,
    ...(write?.operations ?? []),
    ...emulator.routes.map(({ operation }) => operation),
  ]);
  return [...new Set(operations)];
}

/** The body as it is sent, a stand-in in the place of each secret. */
export function sentBody(call: ApiCall): unknown {
  return call.body === undefined
    ? undefined
    : JSON.parse(JSON.stringify(revealSecrets(call.body, () => 'stand-in-9f2c7b1e')));
}

/** The parent's model that a kind's read is given, from the examples. */
export function readParent(resource: AnyResource, example: unknown): unknown {
  const from = resource.read.from;
  return from === null ? undefined : parentsOf(resource, example).find(({ kind }) => kind === from)?.model;
}

function orgIdOf(resource: AnyResource, example: unknown): string {
  const own = example as { orgId?: string; id?: string };
  const top = parentsOf(resource, example)[0]?.model as { id?: string } | undefined;
  return String(own.orgId ?? top?.id ?? own.id);
}

function changesOf(resource: AnyResource): readonly Change[] {
  const managed = resource.lifecycle === 'managed' ? resource.examples : [];
  return [
    ...managed.map((model: unknown) => resource.create(model)),
    ...(resource.exampleUpdates ?? []).map(({ before, after }) => resource.update(before, after as object)),
    ...managed.map((model: unknown) => resource.delete(model)),
  ];
}

function callsOf(resource: AnyResource, change: Change): readonly ApiCall[] {
  const { write } = resource;
  switch (change.type) {
    case 'create':
      return write?.create?.(change) ?? [];
    case 'update':
      return write?.update?.(change) ?? [];
    case 'delete':
      return write?.delete?.(change) ?? [];
    default:
      return change satisfies never;
  }
}

/** Every call that the kinds make over their examples and example updates: reads, writes, reads back, and waiting. */
export function exampleCalls(): readonly MadeCall[] {
  return resources.flatMap((resource) => {
    const reads = resource.examples.flatMap((example: unknown) =>
      resource.read.calls(readParent(resource, example) as never, orgIdOf(resource, example)),
    );
    const writes =
      resource.write === undefined ? [] : changesOf(resource).flatMap((change) => callsOf(resource, change));
    const backs = resource.examples.flatMap((example: unknown) => {
      const find = resource.write?.find(example);
      return find === undefined ? [] : [find.call];
    });
    const waits = changesOf(resource)
      .flatMap((change) => resource.write?.settle?.(change) ?? [])
      .map(({ call }) => call);
    return [...reads, ...writes, ...backs, ...waits].map((call) => ({ kind: resource.kind, call }));
  });
}

/** An answer of the emulator to one of those calls. */
export interface Answered extends MadeCall {
  readonly response: ApiResponse;
}

/** What the emulator answers to the example calls, each sent to a world that holds the example and what it lives in. */
export async function exampleAnswers(): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (const resource of resources) {
    for (const example of resource.examples as readonly unknown[]) {
      const parents = parentsOf(resource, example).filter(({ kind }) => kind !== resource.kind);
      const seeded = () => worldOf([...parents, { kind: resource.kind, model: example }]);
      const send = async (world: ReturnType<typeof worldOf>, call: ApiCall) => {
        answers.push({ kind: resource.kind, call, response: await world.send(call) });
      };
      const reading = seeded();
      for (const call of resource.read.calls(readParent(resource, example) as never, orgIdOf(resource, example)))
        await send(reading, call);
      if (resource.write === undefined) continue;
      await send(reading, resource.write.find(example).call);
      if (resource.lifecycle !== 'managed') continue;
      const making = worldOf(parents);
      for (const call of callsOf(resource, resource.create(example))) await send(making, call);
      const removing = seeded();
      for (const call of callsOf(resource, resource.delete(example))) await send(removing, call);
    }
    for (const { before, after } of resource.exampleUpdates ?? []) {
      if (resource.write?.update === undefined) continue;
      const parents = parentsOf(resource, before).filter(({ kind }) => kind !== resource.kind);
      const world = worldOf([...parents, { kind: resource.kind, model: before }]);
      for (const call of callsOf(resource, resource.update(before, after as object)))
        answers.push({ kind: resource.kind, call, response: await world.send(call) });
    }
  }
  return answers;
}
