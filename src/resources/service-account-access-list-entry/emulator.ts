import type { EmulatorBehaviour } from '../../core/behaviour.ts';
import { operations } from './api.ts';
import type { ServiceAccountAccessListEntry } from './model.ts';

const KIND = 'service-account-access-list-entry';

export const emulator: EmulatorBehaviour<ServiceAccountAccessListEntry> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.clientId as string).map(({ wire }) => wire),
      }),
    },
  ],
  addresses: (store, caller) =>
    caller.type === 'service-account' && store.get('service-account', caller.orgId, caller.id) !== undefined
      ? store.list(KIND, caller.id).map(({ id }) => id)
      : undefined,
  seed: (model, { store }) => {
    const address = model.entry.replace(model.entry.includes(':') ? /\/128$/ : /\/32$/, '');
    store.put({
      kind: KIND,
      parent: model.clientId,
      id: model.entry,
      wire: {
        cidrBlock: model.entry,
        // Unconfirmed: that null stands where there is no single address, as the contract allows.
        ipAddress: address === model.entry ? null : address,
        ...(model.createdAt === null ? {} : { createdAt: model.createdAt }),
        lastUsedAddress: model.lastUsedAddress,
        lastUsedAt: model.lastUsedAt,
        requestCount: model.requestCount,
      },
    });
  },
};
