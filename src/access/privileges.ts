import type { CustomDatabaseRole } from '../resources/custom-database-role/model.ts';
import type { DatabaseUserRole } from '../resources/database-user/model.ts';
import { builtInRoles } from './built-in-roles.ts';
import { serverActions } from './server-actions.ts';

/** What a command touches: the cluster, a database, or a collection of it. */
export type Target =
  | { readonly type: 'cluster' }
  /** `collection` null: the database itself. */
  | { readonly type: 'namespace'; readonly database: string; readonly collection: string | null };

/** Where a privilege is valid, as the server matches it. */
export type PrivilegeResource =
  | { readonly type: 'cluster' }
  | { readonly type: 'any' }
  /** The buckets behind time-series collections. */
  | { readonly type: 'system-buckets' }
  /** `database` empty: every one but local and config. `collection` null: every ordinary one. */
  | { readonly type: 'collections'; readonly database: string; readonly collection: string | null };

/** Actions on a resource, with the role that brings them. */
export interface Privilege {
  readonly resource: PrivilegeResource;
  readonly actions: ReadonlySet<string>;
  /** `readWrite@shop`: the role given to the user, not the one that it inherits from. */
  readonly from: string;
}

/** A user's roles, expanded. */
export interface Privileges {
  readonly all: readonly Privilege[];
  /** Custom roles that are named and were not found: what they allow is not known. */
  readonly missing: readonly string[];
}

const isSystem = (collection: string) => collection.startsWith('system.');

/**
 * Whether a privilege's resource holds a target, as the server looks it up: a pattern without a collection never reaches
 * `system.` collections, and one without a database never reaches local and config.
 */
export function holds(resource: PrivilegeResource, target: Target): boolean {
  switch (resource.type) {
    case 'any':
      return true;
    case 'cluster':
      return target.type === 'cluster';
    case 'system-buckets':
      return target.type === 'namespace' && target.collection?.startsWith('system.buckets.') === true;
    case 'collections': {
      if (target.type !== 'namespace') return false;
      const { database, collection } = target;
      if (resource.collection !== null) {
        return resource.collection === collection && (resource.database === '' || resource.database === database);
      }
      if (collection !== null && isSystem(collection)) return false;
      return resource.database === '' ? database !== 'local' && database !== 'config' : resource.database === database;
    }
    default:
      return resource satisfies never;
  }
}

function resourceOf(where: string, grantedOn: string): PrivilegeResource {
  if (where === 'cluster' || where === 'any') return { type: where };
  if (where === 'system_buckets:*') return { type: 'system-buckets' };
  const dot = where.indexOf('.');
  const database = dot < 0 ? where : where.slice(0, dot);
  return {
    type: 'collections',
    database: database === '*' ? '' : database === '<db>' ? grantedOn : database,
    collection: dot < 0 ? null : where.slice(dot + 1),
  };
}

/** What a built-in role allows when it is granted on a database; undefined for a role that Atlas does not bring along. */
export function builtInPrivileges(role: string, database: string, from: string): readonly Privilege[] | undefined {
  const table = builtInRoles[role];
  if (table === undefined) return undefined;
  return Object.entries(table).map(([where, actions]) => ({
    resource: resourceOf(where, database),
    actions: new Set(actions.split(' ')),
    from,
  }));
}

/** True for a role that Atlas brings along. */
export function isBuiltInRole(role: string): boolean {
  return builtInRoles[role] !== undefined;
}

/** Expands the roles of a user, through custom roles and what those inherit, to actions on resources. */
export function expandRoles(
  roles: readonly DatabaseUserRole[],
  customRoles: ReadonlyMap<string, CustomDatabaseRole>,
): Privileges {
  const all: Privilege[] = [];
  const missing = new Set<string>();
  for (const { roleName, databaseName, collectionName } of roles) {
    const from = `${roleName}@${databaseName}${collectionName === null ? '' : `.${collectionName}`}`;
    const seen = new Set<string>();
    const add = (name: string, database: string): void => {
      if (seen.has(`${name}@${database}`)) return;
      seen.add(`${name}@${database}`);
      const custom = database === 'admin' ? customRoles.get(name) : undefined;
      if (custom === undefined) {
        const builtIn = builtInPrivileges(name, database, from);
        if (builtIn === undefined) missing.add(name);
        else all.push(...builtIn);
        return;
      }
      for (const { action, resources } of custom.actions) {
        const actions = new Set([serverActions[action] ?? action]);
        for (const resource of resources) {
          all.push({
            resource:
              resource.type === 'cluster'
                ? resource
                : { type: 'collections', database: resource.database, collection: resource.collection },
            actions,
            from,
          });
        }
      }
      for (const inherited of custom.inheritedRoles) add(inherited.roleName, inherited.databaseName);
    };
    if (collectionName === null) add(roleName, databaseName);
    else {
      // On one collection only read and readWrite can be given (createGroupDatabaseUser, roles.collectionName).
      const ordinary = builtInRoles[roleName]?.['<db>'];
      if (ordinary === undefined) missing.add(roleName);
      else {
        const resource = { type: 'collections', database: databaseName, collection: collectionName } as const;
        all.push({ resource, actions: new Set(ordinary.split(' ')), from });
      }
    }
  }
  return { all, missing: [...missing].sort() };
}

/** The privilege that allows an action on a target; undefined where none does. */
export function allowing(privileges: Privileges, action: string, target: Target): Privilege | undefined {
  return privileges.all.find(({ resource, actions }) => actions.has(action) && holds(resource, target));
}

/** `shop.orders`, `database shop`, `the cluster`. `anyName` is the name that stands for every one that no role mentions. */
export function printTarget(target: Target, anyName?: string): string {
  if (target.type === 'cluster') return 'the cluster';
  const { database, collection } = target;
  const where = database === anyName ? 'any database' : collection === null ? `database ${database}` : database;
  if (collection === null) return where;
  return collection === anyName ? `any collection of ${where}` : `${where}.${collection}`;
}

/** `shop.orders`, `database shop`, `every database`. */
export function printPlace(resource: PrivilegeResource): string {
  if (resource.type === 'cluster') return 'the cluster';
  if (resource.type === 'any') return 'everything';
  if (resource.type === 'system-buckets') return 'the buckets of time series';
  const { database, collection } = resource;
  if (collection === null) return database === '' ? 'every database' : `database ${database}`;
  return `${database === '' ? '*' : database}.${collection}`;
}
