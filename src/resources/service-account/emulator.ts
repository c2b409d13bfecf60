import { atlasError, type EmulatorBehaviour } from '../../core/behaviour.ts';
import type { AtlasRole } from '../../core/call.ts';
import { operations } from './api.ts';
import type { ServiceAccount } from './model.ts';

const KIND = 'service-account';

export const emulator: EmulatorBehaviour<ServiceAccount> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, params }) => ({
        status: 200,
        page: store.list(KIND, params.orgId as string).map(({ wire }) => wire),
      }),
    },
    {
      operation: operations.get,
      handle: ({ store, params }) => {
        const { orgId = '', clientId = '' } = params;
        const document = store.get(KIND, orgId, clientId);
        return document === undefined
          ? // Unconfirmed: code and sentence.
            atlasError(404, 'SERVICE_ACCOUNT_NOT_FOUND', `No service account with client ID ${clientId} exists.`, [
              clientId,
            ])
          : { status: 200, body: document.wire };
      },
    },
  ],
  // Secrets are read only for now, so none is made here: a proof stands in `hidden` where the emulator was given one.
  login: (store, clientId) => {
    const document = store.find(KIND, clientId);
    if (document === undefined) return undefined;
    return {
      type: 'service-account',
      orgId: document.parent,
      orgRoles: (document.wire.roles ?? []) as unknown as readonly AtlasRole[],
      projectRoles: Object.fromEntries(
        store
          .all('service-account-assignment')
          .filter(({ id }) => id === clientId)
          .map(({ parent, wire }) => [parent, (wire.roles ?? []) as unknown as readonly AtlasRole[]]),
      ),
      proofs: (document.hidden?.proofs ?? []) as readonly string[],
    };
  },
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.clientId,
      wire: {
        clientId: model.clientId,
        createdAt: model.createdAt,
        description: model.description,
        name: model.name,
        roles: model.roles,
        secrets: model.secrets.map(({ id, createdAt, expiresAt, lastUsedAt }) => ({
          createdAt,
          expiresAt,
          id,
          lastUsedAt,
        })),
      },
    });
  },
};
