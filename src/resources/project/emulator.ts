import {
  atlasError,
  type EmulatorBehaviour,
  type EmulatorCaller,
  type EmulatorReply,
  type EmulatorStore,
  type StoredDocument,
} from '../../core/behaviour.ts';
import type { JsonObject } from '../../core/json.ts';
import { selfLink } from '../contract.ts';
import { operations } from './api.ts';
import type { Project } from './model.ts';

const KIND = 'project';
const PROJECTS_PER_ORGANIZATION = 250;
const TAG = /^[\p{L}\p{N} ;@_\-.+:]+$/u;

interface Tag {
  readonly key: string;
  readonly value: string;
}

interface Posted {
  readonly name: string;
  readonly orgId: string;
  readonly tags?: readonly Tag[];
  readonly withDefaultAlertsSettings?: boolean;
  readonly regionUsageRestrictions?: string;
}

/** Counted when asked: the clusters are other folders' documents. */
function withCount(document: StoredDocument, store: EmulatorStore): JsonObject {
  const count = store.list('cluster', document.id).length + store.list('flex-cluster', document.id).length;
  return { ...document.wire, clusterCount: count };
}

/** The links of one project: the last is a dead path that Atlas still names (recorded: createGroup, getGroup). */
function whole(document: StoredDocument, store: EmulatorStore, publicUrl: string): JsonObject {
  const path = `/api/atlas/v2/groups/${document.id}`;
  return {
    ...withCount(document, store),
    links: [
      ...selfLink(publicUrl, path),
      ...['containers', 'clusters', 'databaseUsers', 'peers', 'processes', 'whitelist'].map((name) => ({
        href: `${publicUrl}${path}/${name}`,
        rel: `https://cloud.mongodb.com/${name}`,
      })),
    ],
  };
}

function listItem(document: StoredDocument, store: EmulatorStore, publicUrl: string): JsonObject {
  return { ...withCount(document, store), links: selfLink(publicUrl, `/api/atlas/v2/groups/${document.id}`) };
}

/** An organization member sees the projects it was added to; owners and readers of the organization see all. */
function isVisible(caller: EmulatorCaller, groupId: string): boolean {
  return (
    caller.orgRoles.includes('ORG_OWNER') ||
    caller.orgRoles.includes('ORG_READ_ONLY') ||
    caller.projectRoles[groupId] !== undefined
  );
}

/** Recorded for a project that was deleted: not GROUP_NOT_FOUND, as below the project's path, but the bare router's words. */
function notFound(groupId: string): EmulatorReply {
  const path = `/api/atlas/v2/groups/${groupId}`;
  return atlasError(404, 'RESOURCE_NOT_FOUND', `Cannot find resource ${path}.`, [path]);
}

function alreadyExists(name: string): EmulatorReply {
  return atlasError(409, 'GROUP_ALREADY_EXISTS', `A group with name "${name}" already exists.`, [name]);
}

/** The words are from a log of Terraform's acceptance tests. */
function refusedTag(tags: readonly Tag[] = []): EmulatorReply | undefined {
  const bad = tags.find(({ key, value }) => !TAG.test(key) || !TAG.test(value));
  if (bad === undefined) return undefined;
  const reason =
    `The request parameters are not valid: Tag{visibility='PUBLIC', key='${bad.key}', value='${bad.value}'} contains invalid characters. ` +
    'Allowable characters include : letters, numbers, spaces, semi-colon (;), at symbol (@), underscore(_), dash (-), periods (.),  plus (+),  colon (:).';
  return atlasError(400, 'VALIDATION_ERROR', `The request content produced the validation error: ${reason}.`, [reason]);
}

function named(store: EmulatorStore, orgId: string, name: unknown): StoredDocument | undefined {
  return store.list(KIND, orgId).find(({ wire }) => wire.name === name);
}

export const emulator: EmulatorBehaviour<Project> = {
  routes: [
    {
      operation: operations.list,
      handle: ({ store, caller, publicUrl }) => ({
        status: 200,
        page: store
          .list(KIND, caller.orgId)
          .filter(({ id }) => isVisible(caller, id))
          .map((document) => listItem(document, store, publicUrl)),
      }),
    },
    {
      operation: operations.listInOrganization,
      handle: ({ store, caller, params, query, publicUrl }) => {
        const prefix = (query.name ?? '').toLowerCase();
        return {
          status: 200,
          page: store
            .list(KIND, params.orgId as string)
            .filter(({ id, wire }) => isVisible(caller, id) && String(wire.name).toLowerCase().startsWith(prefix))
            .map((document) => listItem(document, store, publicUrl)),
        };
      },
    },
    {
      operation: operations.create,
      handle: (request) => {
        const { store, publicUrl } = request;
        const posted = request.body as unknown as Posted;
        const { orgId, name } = posted;
        if (orgId !== request.caller.orgId || store.get('organization', '', orgId) === undefined) {
          // The sentence is unconfirmed; the code is documented (ORG_NOT_FOUND, 404).
          return atlasError(404, 'ORG_NOT_FOUND', `No organization with ID ${orgId} exists.`, [orgId]);
        }
        const refused = refusedTag(posted.tags);
        if (refused !== undefined) return refused;
        if (named(store, orgId, name) !== undefined) return alreadyExists(name);
        if (store.list(KIND, orgId).length >= PROJECTS_PER_ORGANIZATION) {
          const limit = String(PROJECTS_PER_ORGANIZATION);
          return atlasError(
            400,
            'MAX_GROUPS_PER_ORG_EXCEEDED',
            `Maximum number of groups per organization (${limit}) in ${orgId} exceeded while trying to add group.`,
            [limit, orgId],
          );
        }
        const id = request.newId();
        const document: StoredDocument = {
          kind: KIND,
          parent: orgId,
          id,
          wire: {
            clusterCount: 0,
            created: request.now,
            id,
            name,
            orgId,
            ...(posted.regionUsageRestrictions === undefined
              ? {}
              : { regionUsageRestrictions: posted.regionUsageRestrictions }),
            tags: (posted.tags ?? []).map(({ key, value }) => ({ key, value })),
            withDefaultAlertsSettings: posted.withDefaultAlertsSettings ?? true,
          },
        };
        store.put(document);
        const { tags, ...answer } = whole(document, store, publicUrl);
        return {
          status: 201,
          body: posted.tags === undefined ? answer : { ...answer, tags },
          // Recorded: the address names no project.
          headers: { location: `${publicUrl}//api/atlas/v1.0` },
        };
      },
    },
    {
      operation: operations.getByName,
      handle: ({ store, caller, params, publicUrl }) => {
        const groupName = params.groupName as string;
        const document = named(store, caller.orgId, groupName);
        if (document === undefined || !isVisible(caller, document.id)) {
          // Unconfirmed for Atlas: MongoDB's Kubernetes operator knows the code from Ops Manager; the sentence is ours.
          return atlasError(404, 'GROUP_NAME_NOT_FOUND', `No group with name ${groupName} exists.`, [groupName]);
        }
        return { status: 200, body: whole(document, store, publicUrl) };
      },
    },
    {
      operation: operations.get,
      handle: ({ store, params, publicUrl }) => {
        const document = store.find(KIND, params.groupId as string);
        return document === undefined
          ? notFound(params.groupId as string)
          : { status: 200, body: whole(document, store, publicUrl) };
      },
    },
    {
      operation: operations.update,
      handle: ({ store, params, body, publicUrl }) => {
        const document = store.find(KIND, params.groupId as string);
        if (document === undefined) return notFound(params.groupId as string);
        const patch = body as unknown as Partial<Posted>;
        const refused = refusedTag(patch.tags);
        if (refused !== undefined) return refused;
        if (patch.name !== undefined) {
          const other = named(store, document.parent, patch.name);
          if (other !== undefined && other.id !== document.id) return alreadyExists(patch.name);
        }
        const changed = { ...document, wire: { ...document.wire, ...(body as JsonObject) } };
        store.put(changed);
        return { status: 200, body: whole(changed, store, publicUrl) };
      },
    },
    {
      // What must be gone first (CANNOT_CLOSE_GROUP_…) is said by a guard in each dependent's folder.
      operation: operations.delete,
      handle: ({ store, params }) => {
        const document = store.find(KIND, params.groupId as string);
        if (document === undefined) return notFound(params.groupId as string);
        store.remove(KIND, document.parent, document.id);
        store.removeWithin(document.id);
        return { status: 202, body: {} };
      },
    },
  ],
  seed: (model, { store }) => {
    store.put({
      kind: KIND,
      parent: model.orgId,
      id: model.id,
      wire: {
        clusterCount: 0,
        created: model.created,
        id: model.id,
        name: model.name,
        orgId: model.orgId,
        ...(model.regionUsageRestrictions === null ? {} : { regionUsageRestrictions: model.regionUsageRestrictions }),
        tags: model.tags.map(({ key, value }) => ({ key, value })),
        withDefaultAlertsSettings: model.withDefaultAlertsSettings,
      },
    });
  },
};
