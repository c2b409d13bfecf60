import type { Json, JsonObject } from '../../core/json.ts';

/** A field that only these roles see. */
export interface FieldRule {
  /** `address.street`; no part of it is an array. */
  readonly path: string;
  /** `admin.auditor`: database and name, as `$$USER_ROLES._id` says them. */
  readonly roles: readonly string[];
}

/** Documents that only these roles see. */
export interface DocumentRule {
  readonly path: string;
  readonly value: Json;
  readonly roles: readonly string[];
}

/** True for a caller that has one of the roles. `$$USER_ROLES` is the server's own (MongoDB 7.0): no client can set it. */
function hasOneOf(roles: readonly string[]): JsonObject {
  return { $gt: [{ $size: { $setIntersection: ['$$USER_ROLES._id', [...roles]] } }, 0] };
}

/**
 * The stages of the view. A caller without a role that was named sees neither the field nor the document: what is not
 * allowed is missing, and nothing falls open.
 */
export function pipelineOf(fields: readonly FieldRule[], documents: readonly DocumentRule[]): readonly JsonObject[] {
  const visible = documents.map(
    // `$in` takes an array's elements too: a document of several regions is held to the rule of each.
    ({ path, value, roles }): JsonObject => ({
      $or: [
        { $not: [{ $in: [{ $literal: value }, { $cond: [{ $isArray: `$${path}` }, `$${path}`, [`$${path}`]] }] }] },
        hasOneOf(roles),
      ],
    }),
  );
  const hidden = fields.map(({ path, roles }) => [path, { $cond: [hasOneOf(roles), `$${path}`, '$$REMOVE'] }] as const);
  return [
    ...(visible.length === 0 ? [] : [{ $redact: { $cond: [{ $and: visible }, '$$KEEP', '$$PRUNE'] } }]),
    ...(hidden.length === 0 ? [] : [{ $set: Object.fromEntries(hidden) }]),
  ];
}
