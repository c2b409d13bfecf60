import { atlasError, type EmulatorBehaviour, type EmulatorRequest, type EmulatorStore } from '../../core/behaviour.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { operations } from './api.ts';
import type { MaintenanceWindow } from './model.ts';

const KIND = 'maintenance-window';

/** The keys of an answer are recorded; that `dayOfWeek` is 0 where no window is set is unconfirmed. */
const UNSET: JsonObject = {
  autoDeferOnceEnabled: false,
  dayOfWeek: 0,
  hourOfDay: 0,
  numberOfDeferrals: 0,
  startASAP: false,
  timeZoneId: 'UTC',
};

function current(store: EmulatorStore, groupId: string): JsonObject {
  return store.get(KIND, groupId, groupId)?.wire ?? UNSET;
}

function put({ store, params }: EmulatorRequest, wire: JsonObject): void {
  const groupId = params.groupId as string;
  store.put({ kind: KIND, parent: groupId, id: groupId, wire });
}

/** The codes are documented (400); the sentences are unconfirmed. */
const notDefined = () =>
  atlasError(400, 'ATLAS_MAINTENANCE_WINDOW_NOT_DEFINED', 'No maintenance window is defined for the project.');
const notScheduled = () => atlasError(400, 'ATLAS_MAINTENANCE_NOT_SCHEDULED', 'No maintenance is scheduled.');

export const emulator: EmulatorBehaviour<MaintenanceWindow> = {
  routes: [
    {
      operation: operations.get,
      handle: ({ store, params }) => ({ status: 200, body: current(store, params.groupId as string) }),
    },
    {
      operation: operations.update,
      handle: (request) => {
        const { startASAP, ...patch } = request.body as JsonObject;
        // No maintenance ever waits in the emulator, so none can be started at once.
        if (startASAP === true) return notScheduled();
        const before = current(request.store, request.params.groupId as string);
        if (before.dayOfWeek === 0 && patch.hourOfDay === undefined) {
          // A first window needs its hour (terraform-provider-mongodbatlas, pull request 3086); the code is unconfirmed.
          return atlasError(400, 'MISSING_ATTRIBUTE', 'The required attribute hourOfDay was not specified.', [
            'hourOfDay',
          ]);
        }
        put(request, { ...before, ...patch });
        return { status: 200 };
      },
    },
    {
      operation: operations.reset,
      handle: ({ store, params }) => {
        const groupId = params.groupId as string;
        const { timeZoneId } = current(store, groupId);
        store.put({ kind: KIND, parent: groupId, id: groupId, wire: { ...UNSET, timeZoneId } });
        return { status: 204 };
      },
    },
    {
      operation: operations.toggleAutoDefer,
      handle: (request) => {
        const wire = current(request.store, request.params.groupId as string);
        if (wire.dayOfWeek === 0) return notDefined();
        put(request, { ...wire, autoDeferOnceEnabled: wire.autoDeferOnceEnabled !== true });
        return { status: 200 };
      },
    },
    {
      operation: operations.defer,
      handle: ({ store, params }) =>
        current(store, params.groupId as string).dayOfWeek === 0 ? notDefined() : notScheduled(),
    },
  ],
  reactions: [
    {
      on: ['deleteGroup'],
      react: ({ store, params }) => store.remove(KIND, params.groupId as string, params.groupId as string),
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.projectId,
      id: model.projectId,
      wire: {
        autoDeferOnceEnabled: model.autoDeferOnceEnabled,
        dayOfWeek: model.dayOfWeek ?? 0,
        hourOfDay: model.hourOfDay ?? 0,
        numberOfDeferrals: model.numberOfDeferrals,
        ...(isObject(model.protectedHours) ? { protectedHours: { ...model.protectedHours } } : {}),
        startASAP: false,
        timeZoneId: model.timeZoneId,
      },
    });
  },
};
