import { type CreateChange, changedFields, type DeleteChange, type UpdateChange } from '../core/change.ts';
import { type HclBlock, type HclBody, isReference } from '../core/hcl.ts';
import { sameJson, shortHash } from '../core/json.ts';
import type { Step } from '../core/plan.ts';
import type { AnyResource, TerraformDialect, TerraformPart } from '../core/resource.ts';
import { isUnknown } from '../core/unknown.ts';
import { type JoinedSteps, joinUpdates } from './joined-updates.ts';
import { plannedIdSentence, plannedIdsOf } from './planned-ids.ts';
import { ELSEWHERE, Remarks } from './remarks.ts';

const PROVIDER = 'Provider mongodb/mongodbatlas ~> 2.16. Credentials: MONGODB_ATLAS_CLIENT_ID and _SECRET.';

/** A block, and where it belongs: an import, a resource to be loaded as it is, or what is put into a block that a user has. */
export interface PlacedBlock extends HclBlock {
  readonly place: 'imports' | 'main' | 'differences';
}

type Written = CreateChange | UpdateChange;
type Dialect = TerraformDialect<unknown>;

/** The steps as Terraform: whole resources with their import where they exist, only the difference for a user's own block. */
export function renderTerraform(
  steps: readonly Step[],
  resources: readonly AnyResource[],
): { readonly blocks: readonly PlacedBlock[]; readonly remarks: readonly string[] } {
  const registry = new Map(resources.map((resource) => [resource.kind, resource]));
  const dialectOf = (kind: string) => registry.get(kind)?.terraform as Dialect;
  const remarks = new Remarks();
  const sayable = steps.filter(({ id, change }) => {
    const cannot = refusal(change, registry.get(change.kind));
    if (cannot !== undefined) remarks.add(id, `${cannot} ${ELSEWHERE}`);
    else if (change.type === 'delete') remarks.add(id, removal(change, dialectOf(change.kind)));
    return cannot === undefined && change.type !== 'delete';
  });
  for (const [id, borrowed] of plannedIdsOf(steps, resources)) {
    const replace = plannedIdSentence(borrowed);
    if (replace !== undefined) remarks.add(id, replace);
  }
  const joined = joinUpdates(sayable) as readonly JoinedSteps<Written>[];
  const names = distinctNames(joined.map(({ change }) => ({ change, dialect: dialectOf(change.kind) })));
  const blocks: PlacedBlock[] = [];
  for (const { ids, change } of joined) {
    const dialect = dialectOf(change.kind);
    const caution = dialect.caution?.(change);
    if (caution !== undefined) remarks.add(ids, caution);
    if (change.type === 'create' && registry.get(change.kind)?.write?.yieldsSecrets !== undefined)
      remarks.add(ids, 'Terraform keeps the new secret in its state: whoever may read the state has it.');
    const name = names.get(change.address) ?? '';
    const parts = renderParts(ids, change, dialect, name);
    for (const remark of parts.remarks) remarks.add(ids, remark);
    const isInParts = change.type === 'update' && sameJson(dialect.toHcl(change.before), dialect.toHcl(change.after));
    if (!isInParts || parts.count === 0) blocks.push(...renderOwn(ids, change, dialect, name));
    blocks.push(...parts.blocks);
  }
  return { blocks, remarks: [PROVIDER, ...remarks.lines()] };
}

/** Why a change is left to another dialect; undefined where Terraform can say it. */
function refusal(change: Step['change'], resource: AnyResource | undefined): string | undefined {
  const dialect = resource?.terraform;
  if (dialect === undefined) return `Fivefold writes no Terraform for ${change.kind} yet.`;
  return 'none' in dialect ? dialect.none : dialect.cannot?.(change);
}

function removal(change: DeleteChange, dialect: Dialect): string {
  const where =
    dialect.mode === 'part'
      ? `take it out of your own ${dialect.type}`
      : `delete its block where Terraform manages it (import id ${dialect.importId(change.before) ?? 'none'})`;
  return `remove ${change.address}: ${where}; what Terraform does not manage it cannot remove: use the api dialect.`;
}

/**
 * A name for each address. A name without an id that Atlas gave is distinct in its project only, so that the project's is
 * added; where two still read alike ("app-1", "app_1"), the later one gets a mark of its address.
 */
function distinctNames(
  changes: readonly { readonly change: Written; readonly dialect: Dialect }[],
): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    changes.map(({ change, dialect }) => {
      const plain = dialect.name(change.after);
      const { projectId } = change.after as { readonly projectId?: unknown };
      const isApart = typeof projectId !== 'string' || /[0-9a-f]{24}/.test(plain);
      const name = isApart ? plain : `${plain}_${projectId}`;
      const free = taken.has(`${dialect.type}.${name}`) ? `${name}_${shortHash(change.address, 6)}` : name;
      taken.add(`${dialect.type}.${free}`);
      return [change.address, free];
    }),
  );
}

/** The block of the resource itself. */
function renderOwn(ids: string, change: Written, dialect: Dialect, name: string): readonly PlacedBlock[] {
  const at = `${ids}: ${change.address}`;
  const after = dialect.toHcl(change.after, name);
  const resource = (label: string, body: HclBody): HclBlock => ({
    type: 'resource',
    labels: [dialect.type, label],
    body,
  });
  if (dialect.mode !== 'part' && change.type === 'create')
    return [{ ...resource(name, after), place: 'main', comment: [at] }];
  if (change.type === 'update' && isManageable(dialect, change, after)) {
    const comment = [
      at,
      'Imports what exists and then changes it. Where it stands in your configuration, change your own block instead.',
    ];
    const to = { ref: `${dialect.type}.${name}` };
    const body = { attributes: { to, id: dialect.importId(change.before) } };
    return [
      { place: 'imports', comment, type: 'import', labels: [], body },
      { ...resource(name, guarded(after, dialect.createOnly)), place: 'main' },
    ];
  }
  const before = change.type === 'create' ? { attributes: {} } : dialect.toHcl(change.before, name);
  const { body, gone } = difference(before, after);
  const what =
    change.type === 'create'
      ? `A part of ${dialect.type}: put it into your own block.`
      : `Only what changes (${changedFields(change).join(', ')}): put it into your own block.`;
  const comment = [at, what, ...(gone.length === 0 ? [] : [`Take out of it: ${gone.join(', ')}.`])];
  // The user's own block has a name of its own: the one here need not be distinct.
  return [{ ...resource(dialect.name(change.after), body), place: 'differences', comment }];
}

/** What exists already, guarded against removal, without what the provider takes at creation only. */
function guarded({ attributes, blocks = [] }: HclBody, createOnly: readonly string[] = []): HclBody {
  const lifecycle = { type: 'lifecycle', body: { attributes: { prevent_destroy: true } } };
  return {
    attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => !createOnly.includes(name))),
    blocks: [...blocks, lifecycle],
  };
}

/** What is new or different after a change, and which attributes and blocks are no longer there. */
function difference(before: HclBody, after: HclBody): { readonly body: HclBody; readonly gone: readonly string[] } {
  const attributes = Object.fromEntries(
    Object.entries(after.attributes).filter(([name, value]) => !sameJson(value, before.attributes[name])),
  );
  const [old, now] = [before.blocks ?? [], after.blocks ?? []];
  const blocks = now.filter((block) => !old.some((other) => sameJson(other, block)));
  const types = new Set(now.map(({ type }) => type));
  const gone = [
    ...Object.entries(before.attributes)
      .filter(([name, value]) => value !== undefined && after.attributes[name] === undefined)
      .map(([name]) => name),
    ...new Set(old.map(({ type }) => type).filter((type) => !types.has(type))),
  ];
  return { body: { attributes, ...(blocks.length === 0 ? {} : { blocks }) }, gone };
}

/** What a change does to the resources that say a part of the model: new ones whole, of others the difference. */
function renderParts(
  ids: string,
  change: Written,
  dialect: Dialect,
  blockName: string,
): { readonly blocks: readonly PlacedBlock[]; readonly remarks: readonly string[]; readonly count: number } {
  const isNew = change.type === 'create';
  const before = isNew ? [] : (dialect.parts?.(change.before, { isNew, blockName }) ?? []);
  const after = dialect.parts?.(change.after, { isNew, blockName }) ?? [];
  const counterpart = (list: readonly TerraformPart[], { type, name }: TerraformPart) =>
    list.find((part) => part.type === type && part.name === name);
  const blocks = after.flatMap((part): readonly PlacedBlock[] => {
    const earlier = counterpart(before, part);
    const block = { type: 'resource', labels: [part.type, part.name] };
    const at = `${ids}: ${change.address}`;
    if (earlier === undefined) return [{ ...block, place: 'main', comment: [at], body: part.body }];
    const { body } = difference(earlier.body, part.body);
    const changed = Object.keys(body.attributes);
    if (changed.length === 0) return [];
    const what = `Only what changes (${changed.join(', ')}): put it into your own block.`;
    return [{ ...block, place: 'differences', comment: [at, what], body }];
  });
  const gone = before.filter((part) => counterpart(after, part) === undefined);
  const remarks = gone.map(
    ({ type, body }) =>
      `delete the ${type} of ${Object.values(body.attributes).join(', ')} where Terraform manages it; what Terraform does not manage it cannot remove: use the api dialect.`,
  );
  return { blocks, remarks, count: blocks.length + gone.length };
}

/**
 * True where Terraform may take an existing resource over: it can be imported, every attribute that Terraform would act on
 * was read (a password never is), and what is left out is what the provider assumes anyway.
 */
function isManageable(dialect: Dialect, change: UpdateChange, whole: HclBody): boolean {
  if (dialect.mode !== 'whole' || dialect.importId(change.before) === undefined) return false;
  if (holds(change.before, isUnknown) || holds(whole, isReference)) return false;
  const omitted = dialect.omitted?.(change.before) ?? [];
  return omitted.every(({ providerDefault, live }) => sameJson(providerDefault, live));
}

/** True where a value, or anything in it, is so. */
function holds(value: unknown, isSo: (part: unknown) => boolean): boolean {
  if (isSo(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => holds(part, isSo));
}
