/** Work that takes Atlas a while: for emulators. */
import type { EmulatorRequest, StoredDocument, Transition } from '../core/behaviour.ts';
import { addSeconds } from '../core/instant.ts';
import type { JsonObject } from '../core/json.ts';

/** What a piece of work ends in, and how long it takes. */
export interface SlowWork extends Pick<Transition, 'then' | 'when'> {
  readonly takes: Parameters<EmulatorRequest['durationSeconds']>[0];
}

/** Lets a document become what the work ends in, once it is done. */
export function beginWork(
  request: EmulatorRequest,
  { kind, parent, id }: Pick<StoredDocument, 'kind' | 'parent' | 'id'>,
  { takes, ...transition }: SlowWork,
): void {
  const at = addSeconds(request.now, request.durationSeconds(takes));
  request.store.schedule({ at, kind, parent, id, ...transition });
}

/** Marks a document as going, and removes it once the work is done. */
export function beginRemoval(
  request: EmulatorRequest,
  document: StoredDocument,
  takes: SlowWork['takes'],
  mark: JsonObject = { status: 'DELETING' },
): void {
  request.store.put({ ...document, wire: { ...document.wire, ...mark } });
  beginWork(request, document, { takes, then: 'delete', when: mark });
}
