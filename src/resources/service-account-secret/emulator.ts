import { atlasError, type EmulatorBehaviour, type EmulatorReply, type EmulatorRequest } from '../../core/behaviour.ts';
import { accountNotFound, accountOf, makeSecret } from '../service-account-documents.ts';
import { operations } from './api.ts';
import type { ServiceAccountSecret } from './model.ts';

const KIND = 'service-account-secret';

function create(request: EmulatorRequest): EmulatorReply {
  const account = accountOf(request);
  if (account === undefined) return accountNotFound(request.params.clientId as string);
  const { secretExpiresAfterHours } = request.body as { secretExpiresAfterHours: number };
  const made = makeSecret(request, account, secretExpiresAfterHours);
  return 'refused' in made ? made.refused : { status: 201, body: made.shown };
}

function remove(request: EmulatorRequest): EmulatorReply {
  const { clientId = '', secretId = '' } = request.params;
  const account = accountOf(request);
  if (account === undefined) return accountNotFound(clientId);
  if (request.store.get(KIND, clientId, secretId) === undefined) {
    // Unconfirmed: code and sentence.
    return atlasError(404, 'SERVICE_ACCOUNT_SECRET_NOT_FOUND', `No secret with ID ${secretId} exists.`, [secretId]);
  }
  request.store.remove(KIND, clientId, secretId);
  return { status: 204 };
}

/**
 * The owner of a project manages the secrets of accounts that are assigned to it ("Configure API access" page). That Atlas
 * asks for an organization owner where the account reaches further (page "Rotate service account secrets") is not played.
 */
export const emulator: EmulatorBehaviour<ServiceAccountSecret> = {
  routes: [
    { operation: operations.create, handle: create },
    { operation: operations.delete, handle: remove },
    { operation: operations.createInProject, handle: create },
    { operation: operations.deleteInProject, handle: remove },
  ],
  reactions: [
    {
      on: ['deleteOrgServiceAccount'],
      react: ({ store, params }) => {
        for (const { parent, id } of store.list(KIND, params.clientId as string)) store.remove(KIND, parent, id);
      },
    },
  ],
  seed: ({ clientId, id, createdAt, expiresAt, lastUsedAt }, { store }) => {
    store.put({ kind: KIND, parent: clientId, id, wire: { createdAt, expiresAt, id, lastUsedAt } });
  },
};
