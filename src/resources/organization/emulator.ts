import { atlasError, type EmulatorBehaviour, type EmulatorReply, type StoredDocument } from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { activityReaction } from './activity.ts';
import { operations } from './api.ts';
import { eventRoutes } from './events.ts';
import type { Organization } from './model.ts';

const KIND = 'organization';

function listItem({ id, wire }: StoredDocument, publicUrl: string): JsonObject {
  return { ...wire, links: selfLink(publicUrl, `/api/atlas/v2/orgs/${id}`) };
}

/** One organization with the relations that Atlas links to (recorded: getOrg); their `rel` is no path of the API. */
function whole({ id, wire }: StoredDocument, publicUrl: string): JsonObject {
  const path = `/api/atlas/v2/orgs/${id}`;
  return {
    ...wire,
    links: [
      ...selfLink(publicUrl, path),
      ...['groups', 'teams', 'users'].map((name) => ({
        href: `${publicUrl}${path}/${name}`,
        rel: `https://cloud.mongodb.com/${name}`,
      })),
    ],
  };
}

/** The code is documented (ORG_NOT_FOUND, 404); the sentence is unconfirmed. */
function notFound(orgId: string): EmulatorReply {
  return atlasError(404, 'ORG_NOT_FOUND', `No organization with ID ${orgId} exists.`, [orgId]);
}

export const emulator: EmulatorBehaviour<Organization> = {
  routes: [
    ...eventRoutes,
    {
      operation: operations.list,
      handle: ({ store, caller, query, publicUrl }) => {
        const prefix = (query.name ?? '').toLowerCase();
        const own = store.all(KIND).filter(({ id }) => id === caller.orgId);
        const named = own.filter(({ wire }) => String(wire.name).toLowerCase().startsWith(prefix));
        return { status: 200, page: named.map((document) => listItem(document, publicUrl)) };
      },
    },
    {
      operation: operations.get,
      handle: ({ store, params, publicUrl }) => {
        const document = store.get(KIND, '', params.orgId as string);
        return document === undefined
          ? notFound(params.orgId as string)
          : { status: 200, body: whole(document, publicUrl) };
      },
    },
    {
      operation: operations.update,
      handle: ({ store, params, body, publicUrl }) => {
        const document = store.get(KIND, '', params.orgId as string);
        if (document === undefined) return notFound(params.orgId as string);
        const changed = { ...document, wire: { ...document.wire, ...(body as JsonObject) } };
        store.put(changed);
        return { status: 200, body: whole(changed, publicUrl) };
      },
    },
  ],
  reactions: [activityReaction],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: '',
      id: model.id,
      wire: {
        id: model.id,
        isDeleted: false,
        name: model.name,
        skipDefaultAlertsSettings: model.skipDefaultAlertsSettings,
      },
    });
  },
};
